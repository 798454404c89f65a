"""Rules: loading and validating a large pack, due dates one by one and by the million, and the check of all packs."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import warnings
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from importlib.util import find_spec
from typing import Any

import chinese_calendar
import jsonschema
import numpy
import yaml

from benchmarks.generated import PATH, generated_pack
from benchmarks.measuring import Benchmark, Side, children_clock, process
from benchmarks.models import Obligations
from benchmarks.workshop import Workshop
from compliance.law.calendars import WorkingCalendar
from compliance.law.deadlines import parse_deadline
from compliance.law.due_dates import due_date, due_dates, explain
from compliance.law.reading.calendar_files import read_calendar
from compliance.law.reading.pack_schema import rule_pack_schema
from compliance.law.reading.packs import collector_paused, read_pack
from compliance.law.reading.quick_packs import take_pack
from compliance.law.reading.strict_yaml import quick_nodes
from compliance.office.rule_cache import pack_of

DEADLINE = "20 working days after information-made"
FIRST, LAST = 2008, 2026


def load_the_rules(shop: Workshop) -> Iterator[Benchmark]:
    """Packs and calendars from text to checked values, against reading the YAML and nothing more."""
    texts = shop.rule_files
    calendars = {path: text for path, text in texts.items() if "/calendar/" in path}
    packs = {path: text for path, text in texts.items() if path not in calendars}

    def load(_: None) -> object:
        return [read_pack(text, path) for path, text in packs.items()], read_calendar(calendars)

    def parse(_: None) -> object:
        return [yaml.load(text, Loader=yaml.CSafeLoader) for text in texts.values()]

    size = f"{len(texts)} files, {sum(len(text.encode()) for text in texts.values()) // 1000} kB"
    yield Benchmark("load all rules", size, Side("compliance", load), (Side("yaml.CSafeLoader", parse),))


def load_a_large_pack(shop: Workshop) -> Iterator[Benchmark]:
    """A generated pack from text to obligations: read for the first time, and unchanged since it was read."""
    text = generated_pack(shop.size.obligations)
    size = f"{shop.size.obligations:,} obligations, {len(text.encode()) / 1e6:.1f} MB"

    def cold(_: None) -> object:
        return read_pack(text, PATH)

    def parse(_: None) -> object:
        return yaml.load(text, Loader=yaml.CSafeLoader)

    def parse_paused(_: None) -> object:
        with collector_paused():
            return yaml.load(text, Loader=yaml.CSafeLoader)

    yield Benchmark(
        "load a pack, cold",
        size,
        Side("compliance", cold),
        (Side("yaml.CSafeLoader", parse), Side("yaml.CSafeLoader, collector paused", parse_paused)),
    )
    with _cache_in(shop):
        if pack_of(text, PATH) != pack_of(text, PATH):
            raise AssertionError("a pack from the cache is another one")
        yield Benchmark(
            "load a pack, warm",
            size,
            Side("compliance", lambda _: pack_of(text, PATH)),
            (Side("the same pack cold", cold),),
        )


def validate_a_large_pack(shop: Workshop) -> Iterator[Benchmark]:
    """From parsed YAML to checked obligations, against a schema and against models on the same data."""
    text = generated_pack(shop.size.obligations)
    nodes = quick_nodes(text)
    data = _plain(text)
    few = {**data, "obligations": data["obligations"][: shop.size.slow_obligations]}
    validator = jsonschema.Draft202012Validator(rule_pack_schema())
    obligations = {"obligations": data["obligations"]}

    def validate(_: None) -> object:
        return list(validator.iter_errors(few))

    if validate(None) or len(Obligations.model_validate(obligations).obligations) != shop.size.obligations:
        raise AssertionError("the generated pack is not valid for everyone")
    yield Benchmark(
        "validate a parsed pack",
        f"{shop.size.obligations:,} obligations",
        Side("compliance", _paused(lambda _: take_pack(nodes, PATH)), count=shop.size.obligations),
        (
            Side("jsonschema", validate, count=len(few["obligations"])),
            Side(
                "pydantic",
                _paused(lambda _: Obligations.model_validate(obligations)),
                count=shop.size.obligations,
            ),
        ),
    )


def one_due_date_after_the_other(shop: Workshop) -> Iterator[Benchmark]:
    """Due dates of 20 working days from days of 2008 to 2025, each asked for by itself."""
    calendar = shop.rules.calendar("cn")
    deadline = parse_deadline(DEADLINE)
    starts = _starts(shop.size.due_dates)
    few = starts[: shop.size.slow_due_dates]
    special = {day: decided.worked for day, decided in calendar.special_days.items()}
    table = _worked_days(calendar)
    first, after_20 = _twenty_later(table)

    def ours(_: None) -> list[date]:
        return [due_date(deadline, start, calendar).day for start in starts]

    def on_a_new_calendar(_: None) -> list[date]:
        fresh = WorkingCalendar(calendar.notices)
        return [due_date(deadline, start, fresh).day for start in starts]

    def index(_: None) -> list[date]:
        return [_indexed(start, first, after_20) for start in starts]

    def bisect(_: None) -> list[date]:
        return [date.fromordinal(table[bisect_right(table, start.toordinal()) + 19]) for start in starts]

    def walk(_: None) -> list[date]:
        return [_walked(start, lambda day: special.get(day, day.weekday() < 5)) for start in few]

    def chinese_calendar_walk(_: None) -> list[date]:
        return [_walked(start, chinese_calendar.is_workday) for start in few]

    sides = [
        Side("one index into a table of ordinals", index, count=len(starts)),
        Side("one bisection", bisect, count=len(starts)),
        Side("compliance, nothing worked out before", on_a_new_calendar, count=len(starts)),
        Side("day by day, holidays in a dict", walk, count=len(few)),
        Side("day by day, chinesecalendar", chinese_calendar_walk, count=len(few)),
    ]
    for side in sides:
        if side.run(None) != ours(None)[: side.count]:
            raise AssertionError(f"{side.name} comes to other dates")
    if find_spec("workalendar"):  # its source is not in the lock: a package it needs has no wheel
        sides.append(_workalendar(shop.size.slow_due_dates))
    yield Benchmark(
        "due dates of 20 working days",
        f"{len(starts):,} dates",
        Side("compliance", ours, count=len(starts)),
        tuple(sides),
    )


def due_dates_by_the_million(shop: Workshop) -> Iterator[Benchmark]:
    """What a new holiday notice asks for: all due dates at once, against numpy on an array."""
    calendar = shop.rules.calendar("cn")
    deadline = parse_deadline(DEADLINE)
    array = numpy.array(_starts(shop.size.many_due_dates), dtype="datetime64[D]")
    every = (date(FIRST, 1, 1) + timedelta(number) for number in range((date(LAST, 12, 31) - date(FIRST, 1, 1)).days))
    off = [day for day in every if not calendar.is_worked(day)]
    business = numpy.busdaycalendar(weekmask="1111111", holidays=off)

    def ours(starts: list[date]) -> object:
        return due_dates(deadline, starts, calendar)

    def numpys(_: None) -> Any:
        return numpy.busday_offset(array, 20, roll="preceding", busdaycal=business)

    if [due.day for due in due_dates(deadline, array.tolist(), calendar)] != numpys(None).tolist():
        raise AssertionError("numpy comes to other dates")
    yield Benchmark(
        "due dates at once",
        f"{len(array):,} dates",
        Side("compliance", ours, array.tolist),  # new dates each time: none has its hash yet
        (Side("numpy.busday_offset", numpys),),
    )


def explained_dates(shop: Workshop) -> Iterator[Benchmark]:
    """Due dates with the reason for each day, in both languages, against the dates alone."""
    calendar = shop.rules.calendar("cn")
    deadline = parse_deadline(DEADLINE)
    starts = _starts(shop.size.explained)

    def ours(_: None) -> None:
        for start in starts:
            explain(deadline, start, calendar).lines()

    yield Benchmark(
        "explained due dates, both languages",
        f"{len(starts):,} dates",
        Side("compliance", ours),
        (Side("the dates alone", lambda _: [due_date(deadline, start, calendar) for start in starts]),),
    )


def check_everything_shipped(shop: Workshop) -> Iterator[Benchmark]:
    """`compliance rules check` as a process that finds nothing in the cache, and as one that finds all of it."""
    check = process("-m", "compliance", "rules", "check")
    nothing = Side("python -c pass", process("-c", "pass"))
    others = (nothing, Side('python -c "import django"', process("-c", "import django")))
    with _cache_in(shop, "off"):
        yield Benchmark("compliance rules check, cold", "CPU time", Side("compliance", check), others, children_clock)
    with _cache_in(shop):
        check(None)
        yield Benchmark("compliance rules check, warm", "CPU time", Side("compliance", check), others, children_clock)


RULES: tuple[Callable[[Workshop], Iterator[Benchmark]], ...] = (
    load_the_rules,
    load_a_large_pack,
    validate_a_large_pack,
    one_due_date_after_the_other,
    due_dates_by_the_million,
    explained_dates,
    check_everything_shipped,
)


@contextmanager
def _cache_in(shop: Workshop, name: str = "") -> Iterator[None]:
    """Packs are kept in a folder of the workshop meanwhile, or nowhere if `name` is `off`."""
    folder = shop.folder / "cache"
    before = os.environ.get("COMPLIANCE_CACHE")
    os.environ["COMPLIANCE_CACHE"] = name or str(folder)
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if before is None:
            del os.environ["COMPLIANCE_CACHE"]
        else:
            os.environ["COMPLIANCE_CACHE"] = before


def _paused(run: Callable[[None], object]) -> Callable[[None], object]:
    """The same with the garbage collector paused, as it is while packs are read: for both sides alike."""

    def paused(nothing: None) -> object:
        with collector_paused():
            return run(nothing)

    return paused


def _plain(text: str) -> Any:
    """The generated pack as plain values, with dates as text, as a schema and models expect them."""

    class Loader(yaml.CSafeLoader):
        pass

    Loader.yaml_implicit_resolvers = {
        first: [(tag, form) for tag, form in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }
    gc.collect()
    with collector_paused():
        return yaml.load(text, Loader=Loader)


def _starts(count: int) -> list[date]:
    first = date(FIRST, 1, 1)
    return [first + timedelta(number * 7 % 6_500) for number in range(count)]


def _worked_days(calendar: WorkingCalendar) -> list[int]:
    ordinals = range(date(FIRST, 1, 1).toordinal(), date(LAST, 12, 31).toordinal() + 1)
    return [ordinal for ordinal in ordinals if calendar.is_worked(date.fromordinal(ordinal))]


def _twenty_later(worked: list[int]) -> tuple[int, list[int]]:
    """The first day, and for it and each one after it the working day that lies 20 later."""
    first = date(FIRST, 1, 1).toordinal()
    last = worked[-21]
    return first, [worked[bisect_right(worked, ordinal) + 19] for ordinal in range(first, last + 1)]


def _indexed(start: date, first: int, after_20: list[int]) -> date:
    return date.fromordinal(after_20[start.toordinal() - first])


def _walked(start: date, is_worked: Callable[[date], bool]) -> date:
    day, left = start, 20
    while left:
        day += timedelta(1)
        left -= is_worked(day)
    return day


def _workalendar(count: int) -> Side:
    """workalendar knows a few years only, and not every make-up day: its dates are not compared."""
    from workalendar.asia import China

    china = China()
    starts = [date(2021, 1, 4) + timedelta(number % 300) for number in range(count)]

    def add(_: None) -> object:
        with warnings.catch_warnings():  # that it knows the years 2018 to 2023 only
            warnings.simplefilter("ignore")
            return [china.add_working_days(start, 20) for start in starts]

    return Side("workalendar", add, count=count)


if __name__ == "__main__":
    from benchmarks.__main__ import main

    sys.argv.insert(1, "rules")
    main()
