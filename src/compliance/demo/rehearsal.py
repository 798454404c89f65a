"""The whole demonstration: an example office is set up, its year played, and everything written into one folder.

All is made in a folder beside the target and moved into place at the end: an interruption leaves nothing behind.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, connection

from compliance.channels.folder import FolderChannel
from compliance.demo.player import Audience, Player, acting_at_nine
from compliance.demo.story import (
    Names,
    PlayedFigure,
    Story,
    introduction_of,
    read_figures,
    read_story,
    year_of,
)
from compliance.documents.files import write_whole
from compliance.law.faults import Refused
from compliance.law.text import Language, Text
from compliance.office.opening import DATABASE_NAME, open_database
from compliance.office.reading_state import OpenYear, rule_book_for
from compliance.office.rule_files import read_rules, read_text, rule_texts
from compliance.office.services.offices import open_office_year, register_office
from compliance.office.services.reports import Format, Report, account_of, render
from compliance.reporting.account import Account
from compliance.work.office_file import read_office
from compliance.work.organisation import Role

MARK = ".compliance-demo"
"""A file that marks a folder as a demonstration's output, which the next one may replace."""


_IN_OTHER_WORDS = {
    Language.CHINESE: Text("本页中文版", "This page in Chinese"),
    Language.ENGLISH: Text("本页英文版", "This page in English"),
}


@dataclass(frozen=True)
class Rehearsed:
    """What the demonstration made: the account of the year and where its files lie."""

    account: Account
    folder: Path
    reports: tuple[Path, ...]


@dataclass(frozen=True)
class Example:
    """The texts of an example office: its own file, the story of its year, its figures, the rules; and their folder."""

    folder: Path
    office: str
    story: str
    figures: str
    rules: Mapping[str, str]

    def introduction(self) -> Text | None:
        """What the example says of itself; raises BadInput where its story cannot be read."""
        return introduction_of(self.story, str(self.folder / STORY_FILE))


STORY_FILE = "year.yaml"
"""What makes the folder of an office an example that can be played."""

OWN_RULES = "rules"
"""The folder of an office's own rules beside its file."""


def read_example(folder: Path, rules: Path) -> Example:
    """The texts of an example's folder, of the rules and of the example's own rules; raises BadInput or Refused where
    one cannot be read.
    """
    own = folder / OWN_RULES
    return Example(
        folder=folder,
        office=read_text(folder / "office.yaml"),
        story=read_text(folder / STORY_FILE),
        figures=read_text(folder / "figures.yaml"),
        rules=rule_texts([rules, own] if own.is_dir() else [rules]),
    )


def rehearse(example: Example, out: Path, audience: Audience, languages: tuple[Language, ...]) -> Rehearsed:
    """Play the example's year and write everything into `out`, which is replaced if it is an earlier demonstration.

    Reports are in the office's language and in `languages`.

    Raises BadInput for faulty input and Refused where `out` holds something else; then nothing is written.
    """
    if out.exists() and not (out / MARK).is_file() and (not out.is_dir() or any(out.iterdir())):
        raise Refused(
            Text(
                f"{out}已有其他内容，不会覆盖；请换一个目录",
                f"{out} holds something else and is not overwritten; choose another folder",
            )
        )
    target = out.resolve()
    made = [folder for folder in target.parents if not folder.exists()]
    unfinished = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        rehearsed = _play_into(unfinished, example, audience, languages)
        connection.close()
        unfinished.chmod(0o755)
        _move_into_place(unfinished, target)
    except BaseException as error:
        connection.close()
        if unfinished is not None:
            shutil.rmtree(unfinished, ignore_errors=True)
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            # the name of the temporary folder says nothing to anybody
            raise OSError(error.errno, error.strerror, str(out)) from error
        raise
    return Rehearsed(rehearsed.account, out, tuple(out / path.relative_to(unfinished) for path in rehearsed.reports))


def _play_into(folder: Path, example: Example, audience: Audience, languages: tuple[Language, ...]) -> Rehearsed:
    (folder / MARK).touch()
    office = read_office(example.office, str(example.folder / "office.yaml"))
    rules = read_rules(example.rules)
    story_file = str(example.folder / STORY_FILE)
    names = Names(office, rule_book_for(rules, office, year_of(example.story, story_file)))
    story = read_story(example.story, story_file, rules.calendar(office.calendar), names)
    entries, figures_illustrative = read_figures(example.figures, str(example.folder / "figures.yaml"), names)
    try:
        open_database(folder / DATABASE_NAME, create=True)
        actor = acting_at_nine(f"{office.coordinator}.{Role.COORDINATOR}", story.opened_on, office.time_zone)
        write_whole(folder / "office.yaml", example.office)
        if (example.folder / OWN_RULES).is_dir():
            shutil.copytree(example.folder / OWN_RULES, folder / OWN_RULES)
        register_office(example.office, "office.yaml", actor)
        words = story.illustrative + Text(" ", " ") + figures_illustrative
        year = open_office_year(story.year, example.rules, actor, words)
        _player(year, story, entries, folder, audience).play()
        account = account_of(year, story.report_on)
        written_in = tuple(dict.fromkeys((office.language, *languages)))
        return Rehearsed(account, folder, tuple(_write_reports(folder, account, year, written_in)))
    except DatabaseError as error:
        raise OSError(_disk_error(error), str(error), str(folder)) from error


def _player(
    year: OpenYear, story: Story, entries: tuple[PlayedFigure, ...], folder: Path, audience: Audience
) -> Player:
    return Player(year, story, entries, {"folder": FolderChannel(folder / "messages")}, audience)


def _write_reports(folder: Path, account: Account, year: OpenYear, languages: tuple[Language, ...]) -> list[Path]:
    written = []
    for language in languages:
        main = language is year.office.language
        ending = "" if main else f".{language}"
        links: dict[Text, str] = {}
        for report in (Report.ANNUAL, Report.RECTIFICATION, Report.BULLETIN):
            for written_as in Format:
                path = folder / f"{report}{ending}.{written_as}"
                write_whole(path, render(report, account, written_as, language))
                written.append(path)
                if written_as is Format.HTML:
                    links[report.in_words()] = path.name
        for other in languages:
            if other is not language:
                name = "index.html" if other is year.office.language else f"index.{other}.html"
                links[_IN_OTHER_WORDS[other]] = name
        index = folder / ("index.html" if main else f"index{ending}.html")
        write_whole(index, render(Report.OVERVIEW, account, Format.HTML, language, links))
        written.insert(0, index)
    findings = [
        {"id": finding.id, "kind": finding.kind.value, "zh": finding.words.zh, "en": finding.words.en}
        for finding in account.findings
    ]
    write_whole(folder / "findings.json", json.dumps(findings, ensure_ascii=False, indent=2) + "\n")
    return written


def _move_into_place(unfinished: Path, out: Path) -> None:
    if not out.exists():
        os.replace(unfinished, out)
        return
    earlier = out.with_name(f".{out.name}-earlier-{os.getpid()}")
    os.replace(out, earlier)
    try:
        os.replace(unfinished, out)
    except BaseException:
        os.replace(earlier, out)
        raise
    shutil.rmtree(earlier, ignore_errors=True)


def _disk_error(error: DatabaseError) -> int:
    return errno.ENOSPC if "full" in str(error) else errno.EIO
