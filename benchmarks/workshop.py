"""What the benchmarks work on: a large office and its year, a played year in a database, and how much of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path

from compliance.law.due_dates import due_date
from compliance.law.rule_book import RuleBook
from compliance.law.text import Language, Text
from compliance.office.opening import DATABASE_NAME, open_database, prepare
from compliance.work.office_file import read_office
from compliance.work.organisation import Department, Office, Role
from compliance.work.plan import Occurrence, plan
from compliance.work.tasks import Act, Evidence, Task, TaskAct, TaskState
from compliance.work.work_year import WorkYear

prepare()

from compliance.demo.rehearsal import Example, read_example, rehearse  # noqa: E402
from compliance.office.audit import Actor  # noqa: E402
from compliance.office.reading_state import OpenYear, open_year, rule_book_for  # noqa: E402
from compliance.office.rule_files import Rules, read_rules, rule_texts  # noqa: E402
from compliance.office.services.offices import open_office_year, register_office  # noqa: E402
from compliance.office.shipped import shipped_examples, shipped_rules  # noqa: E402

YEAR = 2017
AS_OF = date(YEAR, 9, 15)
REPORT_ON = "2018-03-09"


@dataclass(frozen=True)
class Size:
    """How much there is to do."""

    departments: int
    tasks: int
    due_dates: int
    slow_due_dates: int
    acts: int
    repetitions: int
    played_until: str
    obligations: int
    slow_obligations: int
    many_due_dates: int
    explained: int


FULL = Size(60, 25_000, 100_000, 500, 25, 7, REPORT_ON, 5_000, 200, 1_000_000, 20_000)
TINY = Size(25, 1_500, 20, 20, 2, 1, "2017-01-13", 10, 5, 50, 10)


class Quiet:
    """Nobody watches the year being played."""

    def total(self, days: int) -> None:
        """So many days."""

    def day(self, day: date) -> None:
        """A day."""

    def moment(self, day: date, words: Text) -> None:
        """A moment."""


class Workshop:
    """Makes what a benchmark needs when it is first asked for."""

    def __init__(self, size: Size, folder: Path) -> None:
        self.size = size
        self.folder = folder

    @cached_property
    def rule_files(self) -> dict[str, str]:
        """The shipped rules as text."""
        return rule_texts([shipped_rules()])

    @cached_property
    def rules(self) -> Rules:
        """The shipped rules."""
        return read_rules(self.rule_files)

    @cached_property
    def example(self) -> Example:
        """The example, played up to the day of the size."""
        example = read_example(shipped_examples() / "tiedong-2017", shipped_rules())
        return replace(example, story=example.story.replace(REPORT_ON, self.size.played_until))

    @cached_property
    def office(self) -> Office:
        """Tiedong with as many more streets as make the number of departments."""
        tiedong = read_office(self.example.office, "office.yaml")
        street = next(item for item in tiedong.departments if item.kind == "street")
        missing = range(self.size.departments - len(tiedong.departments))
        return replace(tiedong, departments=(*tiedong.departments, *(_another(street, number) for number in missing)))

    @cached_property
    def rule_book(self) -> RuleBook:
        """The rules of the large office."""
        return rule_book_for(self.rules, self.office, YEAR)

    def large_year(self) -> WorkYear:
        """A year with as many tasks as the size says, most of them done; nothing in it was ever asked before."""
        tasks = [_gone_about(task, due, number) for number, (task, due) in enumerate(self._large_plan)]
        return WorkYear(self.office, self.rule_book, self.rules.calendar("cn"), YEAR, tuple(tasks))

    @cached_property
    def _large_plan(self) -> tuple[tuple[Task, date], ...]:
        """The year's plan and, up to the number of tasks, one document after the other of each department; when due."""
        periodic = plan(self.rule_book, self.office, YEAR)
        departments = self.office.departments
        documents = (
            Occurrence(
                f"D{number}",
                "information-made",
                date(YEAR, 1, 1) + timedelta(number % 365),
                Text("文件", "document"),
                departments[number % len(departments)].id,
            )
            for number in range(self.size.tasks)
        )
        tasks = plan(self.rule_book, self.office, YEAR, documents)[: max(self.size.tasks, len(periodic))]
        calendar = self.rules.calendar("cn")
        return tuple((task, due_date(task.obligation.deadline, task.start, calendar).day) for task in tasks)

    def opened_year(self, name: str) -> OpenYear:
        """Tiedong's year in a new database, opened this minute."""
        open_database(self.folder / f"{name}.sqlite3", create=True)
        actor = actor_on(date(YEAR, 1, 3))
        register_office(self.example.office, "office.yaml", actor)
        return open_office_year(YEAR, self.rule_files, actor)

    def played_year(self) -> OpenYear:
        """Tiedong's year played to its end, in its database."""
        open_database(self._played / DATABASE_NAME)
        return open_year(YEAR)

    @property
    def played_until(self) -> date:
        """The last day that was played."""
        return date.fromisoformat(self.size.played_until)

    @cached_property
    def _played(self) -> Path:
        out = self.folder / "played"
        rehearse(self.example, out, Quiet(), (Language.CHINESE,))
        return out


def actor_on(day: date, by: str = f"government-office.{Role.COORDINATOR}") -> Actor:
    """Somebody who acts on that day."""
    return Actor(by, day, datetime.combine(day, time(1), UTC))


def _another(street: Department, number: int) -> Department:
    name = f"street-{number + 1}"
    posts = tuple(replace(post, id=f"{name}.{post.role}", department=name) for post in street.posts)
    return replace(
        street,
        id=name,
        name=Text(f"铁东区{number + 1}号街道办事处", f"Street Office No. {number + 1}"),
        short_name=Text(f"{number + 1}号街道", f"Street No. {number + 1}"),
        posts=posts,
    )


def _gone_about(task: Task, due: date, number: int) -> Task:
    """Published two days before it is due, one in twenty ten days after; one in twenty-five has no date of publication
    in its evidence; reviewed three days later, one in thirty never. What lies after the day of the check is still to
    come. Made new each time."""
    day = due + timedelta(10 if number % 20 == 0 else -2)
    if day > AS_OF:
        return replace(task)
    evidence = Evidence("http://www.example.org/1.html", None if number % 25 == 0 else day)
    acts = [Act(TaskAct.PUBLISH, f"{task.department}.{Role.CLERK}", day, TaskState.PUBLISHED, evidence)]
    if number % 30 and number % 25 and day + timedelta(3) <= AS_OF:
        reviewer = f"government-office.{Role.COORDINATOR}"
        acts.append(Act(TaskAct.REVIEW, reviewer, day + timedelta(3), TaskState.REVIEWED))
    return replace(task, acts=tuple(acts))
