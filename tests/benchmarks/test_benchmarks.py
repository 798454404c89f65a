"""Every benchmark runs, in the smallest size; how long it takes is not asked."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from benchmarks.__main__ import BEGIN, END, PAGE, duration, machine, rewritten, rows_of
from benchmarks.measuring import Benchmark, Side, measure
from benchmarks.suite import ALL
from benchmarks.workshop import TINY, Workshop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """One workshop for all: a year is played once."""
    from django.db import connection

    yield Workshop(TINY, tmp_path_factory.mktemp("benchmarks"))
    connection.close()


@pytest.mark.parametrize("suite", ALL, ids=lambda suite: suite.__name__)
def test_every_benchmark_runs(shop: Workshop, suite: Callable[[Workshop], Iterator[Benchmark]]) -> None:
    for benchmark in suite(shop):
        measured = measure(benchmark, TINY.repetitions)
        assert all(timing.seconds for timing in measured.timings)
        assert len(list(rows_of(measured))) == len(benchmark.others) > 0


def test_sides_take_turns() -> None:
    order: list[str] = []

    def side(name: str) -> Side:
        return Side(name, lambda _: order.append(name))

    measure(Benchmark("turns", "", side("ours"), (side("one"), side("other"))), 2)
    assert order == ["ours", "one", "other"] * 3  # once to warm up


def test_each_run_gets_its_own_input_outside_the_measured_time() -> None:
    clock = iter(range(100))
    made: list[Any] = []

    def fresh() -> int:
        made.append(next(clock))
        return len(made)

    used: list[int] = []
    benchmark = Benchmark("", "", Side("ours", used.append, fresh), (), lambda: float(next(clock)))
    (timing,) = measure(benchmark, 3).timings
    assert used == [1, 2, 3, 4]
    assert list(timing.seconds) == [1.0, 1.0, 1.0]


def test_a_way_that_makes_fewer_is_scaled() -> None:
    ticks = iter(range(100))
    ours, slow = Side("ours", lambda _: None, count=1000), Side("slow", lambda _: None, count=10)
    measured = measure(Benchmark("", "", ours, (slow,), lambda: float(next(ticks))), 1)
    assert [timing.best for timing in measured.timings] == [1.0, 100.0]
    (row,) = rows_of(measured)
    assert row[3:] == ("slow (10, scaled)", "100 s (100 s)", "0.01")


@pytest.mark.parametrize(
    ("seconds", "words"), [(12.345, "12.3 s"), (0.0123, "12.3 ms"), (0.000_004, "4 µs"), (1.0, "1 s")]
)
def test_durations_have_three_digits(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_the_page_keeps_everything_around_its_table() -> None:
    page = f"# Head\n\n{BEGIN}\nold\n{END}\n\nTail\n"
    written = rewritten(page, [("a|b", "c", "d", "e", "f", "g")])
    assert written.startswith(f"# Head\n\n{BEGIN}\n")
    assert written.endswith(f"{END}\n\nTail\n")
    assert "| a\\|b | c | d | e | f | g |" in written
    assert "old" not in written
    assert machine() in written


def test_the_shipped_page_has_a_place_for_the_table() -> None:
    assert rewritten(PAGE.read_text(encoding="utf-8"), []).count(BEGIN) == 1
