"""The archives that xlsx and docx are, unpacked with a limit, looked over, and packed again for the libraries."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from compliance.documents.reading.limits import LARGEST_UNPACKED, MOST_PARTS, damaged, refused
from compliance.law.faults import BadInput

_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PIECE = 1 << 20


def parts_of(content: bytes, file: str, kind: str) -> dict[str, bytes]:
    """What the archive holds. Raises BadInput for one that is broken, too large unpacked, or holds entity declarations.

    An archive may lie about the size of its parts; what counts here is what comes out of it.
    """
    parts: dict[str, bytes] = {}
    total = 0
    try:
        with ZipFile(BytesIO(content)) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_PARTS:
                raise _bomb(file)
            for info in infos:
                if info.flag_bits & 1:
                    raise refused(
                        file,
                        "locked-file",
                        "文件有密码，请去掉密码后再导入",
                        "the file has a password; take it away first",
                    )
                pieces = []
                with archive.open(info) as part:
                    while piece := part.read(_PIECE):
                        total += len(piece)
                        if total > LARGEST_UNPACKED:
                            raise _bomb(file)
                        pieces.append(piece)
                parts[info.filename] = b"".join(pieces)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError) as error:
        raise damaged(file, kind) from error
    for name, whole in parts.items():
        if name.endswith((".xml", ".rels")) and _DECLARATION.search(whole.replace(b"\0", b"")):
            raise refused(
                file,
                "hostile-file",
                "文件里有实体声明（DOCTYPE），办公软件不会写这样的文件，未读",
                "the file holds entity declarations (DOCTYPE), which no office program writes; it was not read",
            )
    return parts


def packed(parts: dict[str, bytes]) -> bytes:
    """The parts as an archive that is exactly as large as it says."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return written.getvalue()


def _bomb(file: str) -> BadInput:
    return refused(
        file,
        "file-too-large",
        f"文件解压后超过{LARGEST_UNPACKED}字节或{MOST_PARTS}个部分，未读",
        f"unpacked, the file has more than {LARGEST_UNPACKED} bytes or {MOST_PARTS} parts; it was not read",
    )
