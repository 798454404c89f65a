"""What is measured: every benchmark of the product, and the least that each result could cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from itertools import count

from django.db import connection, transaction

from benchmarks.measuring import Benchmark, Side, children_clock, process
from benchmarks.rules import RULES
from benchmarks.workshop import AS_OF, YEAR, Workshop, actor_on
from compliance.documents.html import render_html
from compliance.documents.markdown import render_markdown
from compliance.law.text import Language
from compliance.office.audit import Actor
from compliance.office.models import ActRecord, TaskRecord
from compliance.office.reading_state import OpenYear, opened
from compliance.office.services.reports import Format, Report, account_of, render
from compliance.office.services.sweep import sweep
from compliance.office.services.tasks import publish
from compliance.oversight.check import check
from compliance.oversight.reminders import reminders_due
from compliance.reporting.account import Account
from compliance.reporting.annual_report_2007 import annual_report
from compliance.work.organisation import Role
from compliance.work.plan import plan
from compliance.work.tasks import Evidence
from compliance.work.work_year import WorkYear


def plan_a_year(shop: Workshop) -> Iterator[Benchmark]:
    """The periodic tasks of a year, against making as many tuples, each with its hash."""
    office, rule_book = shop.office, shop.rule_book
    tasks = plan(rule_book, office, YEAR)
    names = [(task.obligation.key, task.department, task.start) for task in tasks]

    def bare(_: None) -> object:
        return [
            (sha256("|".join((office.id, key, department, str(start))).encode()).hexdigest()[:10], key, start)
            for key, department, start in names
        ]

    yield Benchmark(
        f"plan a year for {len(office.departments)} departments",
        f"{len(rule_book.obligations)} obligations, {len(tasks):,} tasks",
        Side("compliance", lambda _: plan(rule_book, office, YEAR)),
        (Side("a loop that makes as many tuples and hashes", bare),),
    )


def check_a_large_year(shop: Workshop) -> Iterator[Benchmark]:
    """Every finding of a large year, and every reminder, against comparing a list of pairs of dates."""
    year = shop.large_year()
    pairs = [(year.due(task).day, task.published_on or date.max) for task in year.tasks]
    size = f"{len(pairs):,} tasks, {{}}"

    def scan(_: None) -> object:
        return [number for number, (due, done) in enumerate(pairs) if min(done, AS_OF) > due]

    def look(large: WorkYear) -> object:
        return check(large, AS_OF)

    def remind(large: WorkYear) -> object:
        return reminders_due(large, AS_OF)

    bare = Side("a list of dates compared", scan)
    found, reminded = len(check(year, AS_OF)), len(reminders_due(year, AS_OF))
    yield Benchmark(
        "check a year", size.format(f"{found:,} findings"), Side("compliance", look, shop.large_year), (bare,)
    )
    yield Benchmark(
        "reminders of a year",
        size.format(f"{reminded:,} reminders"),
        Side("compliance", remind, shop.large_year),
        (bare,),
    )


def publish_on_sqlite(shop: Workshop) -> Iterator[Benchmark]:
    """Publishing a task, each in a transaction on disk, against an update and an insert by Django in one."""
    year = shop.opened_year("acts")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        full = cursor.fetchone()[0] == 2
    obligations = [item.key for item in year.rule_book.obligations if not item.before_publishing]
    numbers = iter(
        list(TaskRecord.objects.filter(year=year.record, obligation__in=obligations).values_list("pk", "identifier"))
    )
    evidence = Evidence("http://www.example.org/1.html", date(YEAR, 3, 1), channel="website")

    def some() -> list[tuple[int, str, str]]:
        chosen = [next(numbers) for _ in range(shop.size.acts)]
        holders = dict(TaskRecord.objects.in_bulk([number for number, _ in chosen]))
        return [(number, name, holders[number].department) for number, name in chosen]

    def ours(chosen: list[tuple[int, str, str]]) -> None:
        for _, name, department in chosen:
            publish(year, name, evidence, actor_on(date(YEAR, 3, 1), f"{department}.{Role.CLERK}"))

    def bare(chosen: list[tuple[int, str, str]]) -> None:
        for number, _, department in chosen:
            with transaction.atomic():
                TaskRecord.objects.filter(pk=number, version=0).update(state="published", version=1)
                ActRecord.objects.create(
                    task_id=number,
                    number=1,
                    kind="publish",
                    by=f"{department}.clerk",
                    on=date(YEAR, 3, 1),
                    to="published",
                    evidence={"link": "http://www.example.org/1.html", "published_on": "2017-03-01"},
                )

    yield Benchmark(
        "publish a task in a transaction",
        f"{shop.size.acts} acts, SQLite, synchronous={'FULL' if full else 'less than FULL'}",
        Side("compliance", ours, some),
        (Side("Django: one update, one insert", bare, some),),
    )


def daily_sweep(shop: Workshop) -> Iterator[Benchmark]:
    """The sweep of the days after the played year, against fetching the rows that it reads."""
    year = shop.played_year()
    days = (shop.played_until + timedelta(number) for number in count(1))
    tables = ("task", "act", "figure", "occurrence", "request", "court_order", "problem", "measure", "finding")

    def actor() -> Actor:
        return actor_on(next(days))

    def fetch(_: None) -> object:
        with connection.cursor() as cursor:
            return [cursor.execute(f"SELECT * FROM {table}").fetchall() for table in tables]

    def as_worker(someone: Actor) -> object:
        return sweep(_read_anew(year), someone)

    rows = sum(len(found) for found in fetch(None))  # type: ignore[attr-defined, misc]
    bare = Side("the same rows fetched", fetch)
    size = f"{TaskRecord.objects.count():,} tasks, {rows:,} rows"
    yield Benchmark("daily sweep, year read anew", size, Side("compliance", as_worker, actor), (bare,))
    yield Benchmark(
        "daily sweep, year held open", size, Side("compliance", lambda someone: sweep(year, someone), actor), (bare,)
    )


def annual_report_written(shop: Workshop) -> Iterator[Benchmark]:
    """The annual report from the state to its text, against the templates alone on a finished document."""
    account = account_of(shop.played_year(), shop.played_until)
    document = annual_report(account)

    def fresh() -> Account:
        return account_of(shop.played_year(), shop.played_until)

    for written_as, template in ((Format.HTML, render_html), (Format.MARKDOWN, render_markdown)):
        text = render(Report.ANNUAL, account, written_as, Language.CHINESE)
        yield Benchmark(
            f"annual report as {written_as}",
            f"{len(text.encode()) // 1000} kB",
            Side("compliance", _renders(written_as), fresh),
            (Side("jinja2 on a finished document", _fills(template, document)),),
        )


def start_up(shop: Workshop) -> Iterator[Benchmark]:
    """Processor time of a whole process, against Python doing nothing and Python importing Django."""
    others = (
        Side("python -c pass", process("-c", "pass")),
        Side('python -c "import django"', process("-c", "import django")),
    )
    for words in (("--help",), ("deadline", "20 working days after 2017-01-20")):
        name = " ".join(f'"{word}"' if " " in word else word for word in words)
        ours = Side("compliance", process("-m", "compliance", *words))
        yield Benchmark(f"compliance {name}", "one process, CPU time", ours, others, children_clock)


YEAR_ROUND: tuple[Callable[[Workshop], Iterator[Benchmark]], ...] = (
    plan_a_year,
    check_a_large_year,
    annual_report_written,
    daily_sweep,
    publish_on_sqlite,
    start_up,
)

SUITES = {"rules": RULES, "year": YEAR_ROUND}
ALL = (*RULES, *YEAR_ROUND)


def _read_anew(year: OpenYear) -> OpenYear:
    """The year as a new process or request has it: nothing of it read yet."""
    return opened(year.record)


def _renders(written_as: Format) -> Callable[[Account], object]:
    return lambda account: render(Report.ANNUAL, account, written_as, Language.CHINESE)


def _fills(template: Callable[..., str], document: object) -> Callable[[None], object]:
    return lambda _: template(document, Language.CHINESE)
