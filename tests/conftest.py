"""The shipped calendars, a small office, and a small pack: written as a coordinator and a jurist would write them."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from compliance.law.calendars import WorkingCalendar
from compliance.law.reading.calendar_files import read_calendar
from compliance.law.reading.packs import read_pack
from compliance.law.rule_book import RuleBook
from compliance.law.text import same
from compliance.work.office_file import read_office
from compliance.work.organisation import Office
from compliance.work.plan import Occurrence, plan
from compliance.work.tasks import Task
from compliance.work.work_year import WorkYear

if TYPE_CHECKING:
    from compliance.office.audit import Actor
    from compliance.office.reading_state import OpenYear

# What was read before must not decide a test, nor a test leave anything in the folder of who runs it.
os.environ["COMPLIANCE_CACHE"] = "off"

settings.register_profile("compliance", deadline=None)  # a busy machine is slow, not wrong
settings.load_profile("compliance")

ROOT = Path(__file__).resolve().parents[1]

OFFICE = """\
office:
  id: tiedong
  name: {zh: 鞍山市铁东区人民政府, en: "Government of Tiedong District, Anshan"}
  short-name: {zh: 铁东区, en: Tiedong District}
  level: district
  region: cn/liaoning/anshan/tiedong
  time-zone: Asia/Shanghai
  calendar: cn
  coordinator: government-office
posts:
  - {role: clerk, title: {zh: 信息员, en: clerk}}
  - {role: confidentiality-reviewer, title: {zh: 保密审查员, en: confidentiality reviewer}}
  - {role: leader, title: {zh: 分管领导, en: leader}}
departments:
  - id: government-office
    name: {zh: 铁东区人民政府办公室, en: District Government Office}
    short-name: {zh: 区政府办, en: Government Office}
    kind: department
    tags: [drafts-policy]
    posts:
      - {role: coordinator, title: {zh: 政务公开科科长, en: head of disclosure}}
      - {role: clerk, title: {zh: 信息员, en: clerk}}
      - {role: confidentiality-reviewer, title: {zh: 保密审查员, en: confidentiality reviewer}}
      - {role: leader, title: {zh: 主任, en: director}}
  - id: finance
    name: {zh: 铁东区财政局, en: Finance Bureau}
    short-name: {zh: 财政局, en: Finance}
    kind: department
    tags: [budget-user, drafts-policy]
  - id: education
    name: {zh: 铁东区教育局, en: Education Bureau}
    short-name: {zh: 教育局, en: Education}
    kind: department
    tags: [budget-user]
  - id: heping-street
    name: {zh: 和平街道办事处, en: Heping Subdistrict Office}
    short-name: {zh: 和平街道, en: Heping}
    kind: street
    illustrative: true
"""

REGULATION = """\
pack: cn/regulation-2007
title: {zh: 政府信息公开条例, en: Regulation on Disclosure}
source: {number: 国务院令第492号, issuer: 国务院, published: 2007-04-05}
layer: nation
in-force: {from: 2008-05-01, until: 2019-05-14}
areas:
  - {id: proactive, title: {zh: 主动公开, en: Proactive disclosure}, part: proactive, order: 1}
  - {id: on-request, title: {zh: 依申请公开, en: Disclosure on request}, part: on-request, order: 2}
  - {id: report, title: {zh: 年度报告, en: Annual report}, part: annual-report, order: 3}
grounds:
  - {id: state-secret, title: {zh: 国家秘密, en: State secret}, basis: art. 14}
  - {id: privacy, title: {zh: 个人隐私, en: Privacy}, basis: art. 14}
obligations:
  - id: proactive-disclosure
    title: {zh: 主动公开政府信息, en: Disclose information proactively}
    area: proactive
    basis: art. 18
    who: {any: department}
    starts: information-made
    deadline: 20 working days after information-made
    evidence: [link, published-on]
    before-publishing: [confidentiality-review]
    cases:
      - {information-made: 2017-01-20, due: 2017-02-22}
  - id: monthly-list
    title: {zh: 报送公开清单, en: Hand in the list}
    area: proactive
    basis: art. 15
    who: {tag: budget-user}
    deadline: monthly by day 5
    evidence: [file]
    severity: warning
    cases:
      - {period: 2017-01, due: 2017-02-05}
  - id: annual-report
    title: {zh: 公布年度报告, en: Publish the annual report}
    area: report
    basis: art. 31
    who: [区政府办]
    deadline: by 31 March of the next year
    cases:
      - {year: 2017, due: 2018-03-31}
  - id: answer-request
    title: {zh: 答复公开申请, en: Answer a request}
    area: on-request
    basis: art. 24
    who: {any: department}
    life-cycle: request
    starts: request-received
    deadline: 15 working days after request-received
    extend: {once: 15 working days}
    suspends: [third-party-consultation]
    cases:
      - {request-received: 2017-01-20, due: 2017-02-15}
"""

FIGURES = """\
pack: cn/figures
title: {zh: 统计指标, en: Figures}
source: {number: 国办公开办函〔2016〕1号, issuer: 国务院办公厅, published: 2016-01-05}
layer: nation
in-force: {from: 2016-01-05}
areas:
  - {id: counted, title: {zh: 主动公开统计, en: Counts of disclosure}, part: proactive, order: 9}
figures:
  - id: proactive.total
    title: {zh: 主动公开总数, en: disclosed in all}
    unit: {zh: 条, en: items}
    area: counted
    entered-by: [finance, education]
    period: quarter
  - id: proactive.website
    title: {zh: 通过网站公开, en: disclosed on the website}
    unit: {zh: 条, en: items}
    area: counted
    entered-by: [finance, education]
    period: quarter
identities:
  - id: by-channel
    title: {zh: 总数等于各渠道之和, en: The total is the sum of the channels}
    holds: proactive.total = proactive.website
    severity: breach
    basis: art. 1
"""

RuleWriter = Callable[..., RuleBook]
YearMaker = Callable[..., WorkYear]


@pytest.fixture(scope="session")
def calendar() -> WorkingCalendar:
    """The working calendar made of all notices that are shipped."""
    files = sorted((ROOT / "rules" / "cn" / "calendar").glob("*.yaml"))
    return read_calendar({path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files})


@pytest.fixture(scope="session")
def calendar_of_2017(calendar: WorkingCalendar) -> WorkingCalendar:
    """Only the notices up to 2017: nobody knows yet which days of 2018 are worked."""
    return WorkingCalendar(notice for notice in calendar.notices if notice.year <= 2017)


@pytest.fixture(scope="session")
def office_file() -> str:
    """The text of a sound office file: three departments and a street; every department has its usual posts."""
    return OFFICE


@pytest.fixture(scope="session")
def office(office_file: str) -> Office:
    """The office of that file."""
    return read_office(office_file, "office.yaml")


@pytest.fixture(scope="session")
def write_rules() -> RuleWriter:
    """The rule book of Tiedong for a year, out of the texts of packs."""

    def write(*packs: str, year: int = 2017) -> RuleBook:
        read = []
        for text in packs:
            name = next(line for line in text.splitlines() if line.startswith("pack: ")).removeprefix("pack: ")
            read.append(read_pack(text, f"{name}.yaml"))
        return RuleBook.for_office(read, "cn/liaoning/anshan/tiedong", date(year, 1, 1), date(year, 12, 31))

    return write


@pytest.fixture(scope="session")
def regulation() -> str:
    """The text of a pack with a duty after an event, a monthly one, a yearly one, and the duty to answer requests."""
    return REGULATION


@pytest.fixture(scope="session")
def rule_book(write_rules: RuleWriter, regulation: str) -> RuleBook:
    """The rules of 2017: that pack alone."""
    return write_rules(regulation)


@pytest.fixture(scope="session")
def document_of_20_january() -> Occurrence:
    """A document that the finance bureau made on Friday 2017-01-20.

    Due on Wednesday 2017-02-22: 01-22 (Sunday, worked) = 1, 23–26 = 2–5, Spring Festival, 02-03 = 6,
    02-04 (Saturday, worked) = 7, 06–10 = 8–12, 13–17 = 13–17, 20–22 = 18–20.
    """
    return Occurrence("D1", "information-made", date(2017, 1, 20), same("收费目录"), "finance")


@pytest.fixture(scope="session")
def disclosure(rule_book: RuleBook, office: Office, document_of_20_january: Occurrence) -> Task:
    """The finance bureau's task to disclose that document, pending, due on 2017-02-22."""
    return next(
        task
        for task in plan(rule_book, office, 2017, [document_of_20_january])
        if task.obligation.key == "cn/regulation-2007#proactive-disclosure"
    )


@pytest.fixture(scope="session")
def work_year(rule_book: RuleBook, office: Office, calendar: WorkingCalendar) -> YearMaker:
    """The office's 2017 with nothing in it but what is given."""

    def make(**facts: object) -> WorkYear:
        fields: dict[str, object] = {
            "office": office, "rule_book": rule_book, "calendar": calendar, "year": 2017, "tasks": (), **facts,
        }  # fmt: skip
        return WorkYear(**fields)  # type: ignore[arg-type]

    return make


# --- the same office in a database of its own: one file is made, every test gets a copy ---


@pytest.fixture(scope="session")
def rule_files(regulation: str) -> dict[str, str]:
    """The rule files of that office: the regulation, two figures that should be equal, every holiday notice."""
    notices = sorted((ROOT / "rules" / "cn" / "calendar").glob("*.yaml"))
    return {
        "cn/regulation-2007.yaml": regulation,
        "cn/figures.yaml": FIGURES,
        **{f"cn/calendar/{file.name}": file.read_text(encoding="utf-8") for file in notices},
    }


@pytest.fixture(scope="session")
def by() -> Callable[[str, date], Actor]:
    """A post acting on a day, at nine in the morning in China."""
    from compliance.office.opening import prepare

    prepare()
    from compliance.office.audit import Actor

    def acting(post: str, on: date) -> Actor:
        return Actor(post, on, datetime.combine(on, time(1), UTC))

    return acting


@pytest.fixture(scope="session")
def database_of_2017(
    tmp_path_factory: pytest.TempPathFactory,
    office_file: str,
    rule_files: dict[str, str],
    by: Callable[[str, date], Actor],
    document_of_20_january: Occurrence,
) -> Path:
    """A database in which 2017 was opened on 3 January and the finance bureau made a document on the 20th."""
    from compliance.office.opening import open_database
    from compliance.office.services.offices import open_office_year, record_occurrence, register_office

    file = tmp_path_factory.mktemp("office") / "compliance.sqlite3"
    open_database(file, create=True)
    coordinator = by("government-office.coordinator", date(2017, 1, 3))
    register_office(office_file, "office.yaml", coordinator)
    opened = open_office_year(2017, rule_files, coordinator)
    record_occurrence(opened, document_of_20_january, by("finance.clerk", date(2017, 1, 20)))
    _close()
    return file


@pytest.fixture
def database(database_of_2017: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of that database, open in this process until the test ends."""
    from compliance.office.opening import open_database

    file = tmp_path / "compliance.sqlite3"
    shutil.copy(database_of_2017, file)
    open_database(file)
    yield file
    _close()


@pytest.fixture
def year(database: Path) -> OpenYear:
    """The open year 2017 of that database."""
    from compliance.office.reading_state import open_year

    return open_year(2017)


def _close() -> None:
    from django.db import connections

    connections.close_all()


# ---- the program as a person runs it


@dataclass(frozen=True)
class Finished:
    """One run of the program: its exit status and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The document on standard output."""
        return json.loads(self.out)


RunProgram = Callable[..., Finished]


def environment(**changes: str) -> dict[str, str]:
    """This environment without what would change the program's language, encoding or measurements."""
    dropped = ("LANG", "LC_", "PYTHON", "COMPLIANCE", "COV_", "COVERAGE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C.UTF-8", "COMPLIANCE_CACHE": "off", **changes}


@pytest.fixture(scope="session")
def run_program() -> RunProgram:
    """Runs `python -m compliance …` as a process of its own; keywords are changes to its environment."""

    def run(*arguments: object, cwd: Path = ROOT, encoding: str = "utf-8", **changes: str) -> Finished:
        finished = subprocess.run(
            [sys.executable, "-m", "compliance", *map(str, arguments)],
            cwd=cwd, env=environment(**changes), capture_output=True, encoding=encoding, check=False,
        )  # fmt: skip
        return Finished(finished.returncode, finished.stdout, finished.stderr)

    return run


@dataclass(frozen=True)
class Played:
    """The demonstration, played once for the whole run of the tests. Nobody may change its folder; copy it to act."""

    folder: Path
    screen: str

    def text(self, name: str) -> str:
        """One of its files."""
        return (self.folder / name).read_text(encoding="utf-8")

    @property
    def findings(self) -> list[dict[str, str]]:
        """What the engine found."""
        found: list[dict[str, str]] = json.loads(self.text("findings.json"))
        return found


@pytest.fixture(scope="session")
def played(run_program: RunProgram, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """`compliance demo` in a folder with a space and Chinese characters; one for all workers of pytest-xdist."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    place = base / "政务 公开"
    done = place / "screen.txt"
    with (base / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # closing the file gives it back
        if not done.exists():
            place.mkdir()
            finished = run_program("--lang", "en", "demo", "--out", "演示 output", cwd=place)
            assert finished.status == 0, finished.err
            done.write_text(finished.out, encoding="utf-8")
    return Played(place / "演示 output", done.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class SmallExample:
    """A copy of the small office of tests/demo/small_office, whose story plays in two seconds; free to be changed."""

    folder: Path

    @property
    def rules(self) -> Path:
        """Its rules."""
        return self.folder / "rules"

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace words that a file holds exactly once."""
        file = self.folder / name
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name} holds {text.count(old)} times: {old}"
        file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def small_example(tmp_path: Path) -> SmallExample:
    """The small office, with the shipped calendars among its rules."""
    folder = tmp_path / "small"
    shutil.copytree(ROOT / "tests" / "demo" / "small_office", folder)
    shutil.copytree(ROOT / "rules" / "cn" / "calendar", folder / "rules" / "cn" / "calendar")
    return SmallExample(folder)
