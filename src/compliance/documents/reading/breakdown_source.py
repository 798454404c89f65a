"""A file that holds a breakdown table, whatever its format, as grids of cells or lines of text."""

from __future__ import annotations

from pathlib import Path

from compliance.documents.reading.limits import LARGEST_AREA, LARGEST_FILE, refused, too_large
from compliance.law.drafting.grid import Grid, Source, area
from compliance.law.faults import Refused
from compliance.law.text import Text

_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_PAGES = (b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<div", b"<?xml")


def read_source(file: Path) -> Source:
    """The file as a source. What it is, its first bytes say: people rename files, and sites save pages as .xls.

    Raises BadInput for a file that is too large, damaged or of no known format, Refused for one that cannot be read.
    """
    name = str(file)
    try:
        size = file.stat().st_size
        content = file.read_bytes() if size <= LARGEST_FILE else b""
    except OSError as error:
        raise Refused(Text(f"读不了文件{file}：{error.strerror}", f"cannot read {file}: {error.strerror}")) from error
    if size > LARGEST_FILE:
        raise refused(
            name, "file-too-large",
            f"文件过大（{size}字节，最多{LARGEST_FILE}字节）", f"the file is too large ({size} bytes, at most {LARGEST_FILE})",
        )  # fmt: skip
    return source_of(content, name, file.suffix.lower())


def source_of(content: bytes, name: str, suffix: str) -> Source:
    """The bytes of a file called `name` as a source."""
    if not content.strip():
        raise refused(name, "empty-file", "文件是空的", "the file is empty")
    if content.startswith(b"PK"):
        return _archive(content, name)
    if content.startswith(_OLD_OFFICE):
        if suffix in (".doc", ".wps", ".ppt"):
            raise _save_as(name, suffix, "docx")
        from compliance.documents.reading.old_spreadsheets import read_xls

        return Source(name, read_xls(content, name))
    if content.startswith(b"%PDF"):
        raise _save_as(name, "PDF", "docx / xlsx")
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if suffix in (".html", ".htm") or start.startswith(_PAGES):
        from compliance.documents.reading.web_pages import read_html

        return _with_text(name, *read_html(content, name))
    from compliance.documents.reading.plain_text import read_text_file

    return _with_text(name, *read_text_file(content, name))


def _archive(content: bytes, name: str) -> Source:
    if b"word/document.xml" in content:
        from compliance.documents.reading.word_documents import read_docx

        return _with_text(name, *read_docx(content, name))
    from compliance.documents.reading.spreadsheets import read_xlsx

    return Source(name, read_xlsx(content, name))


def _with_text(name: str, grids: tuple[Grid, ...], lines: tuple[tuple[int, str], ...]) -> Source:
    """Tables where there are some with a header, otherwise the text."""
    if any(area(grid.cells) > LARGEST_AREA for grid in grids):
        raise too_large(name)
    return Source(name, grids, lines)


def _save_as(name: str, what: str, better: str) -> Exception:
    return refused(
        name, "unknown-format",
        f"不能读{what}文件，请另存为 {better}，或把表格粘贴成文本文件", f"{what} files cannot be read; save it as {better}, or paste the table into a text file",
    )  # fmt: skip
