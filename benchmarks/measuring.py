"""Running two or more ways to one result in turn, and what came out."""

from __future__ import annotations

import gc
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any


def wall_clock() -> float:
    """Seconds that passed, waiting for the disk included."""
    return time.perf_counter()


def children_clock() -> float:
    """Seconds of processor time that the processes started so far have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def process(*arguments: str) -> Callable[[None], object]:
    """A way that is a whole process of this Python."""
    return lambda _: subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)


def nothing() -> None:
    """The input of a run that needs none."""


@dataclass(frozen=True)
class Side:
    """One way to the result. `fresh` makes what a run uses up, outside the measured time.

    `count` is how many things one run makes; a slow way may make fewer and is scaled.
    """

    name: str
    run: Callable[[Any], object]
    fresh: Callable[[], Any] = nothing
    count: int = 1


@dataclass(frozen=True)
class Benchmark:
    """One thing that is measured: our way first, then what it is held against."""

    name: str
    size: str
    ours: Side
    others: tuple[Side, ...]
    clock: Callable[[], float] = wall_clock

    @property
    def sides(self) -> tuple[Side, ...]:
        """Ours and the others."""
        return (self.ours, *self.others)


@dataclass(frozen=True)
class Timing:
    """The runs of one side, in seconds for as many things as our side makes."""

    side: Side
    seconds: Sequence[float]
    scaled: bool

    @property
    def best(self) -> float:
        """The fastest run: the one that other work on the machine disturbed least."""
        return min(self.seconds)

    @property
    def median(self) -> float:
        """The run in the middle."""
        return median(self.seconds)


@dataclass(frozen=True)
class Measured:
    """A benchmark and the timings of its sides, ours first."""

    benchmark: Benchmark
    timings: tuple[Timing, ...]


def measure(benchmark: Benchmark, repetitions: int) -> Measured:
    """Run every side once to warm up, then all in turn, so that a busy minute slows each of them alike."""
    for side in benchmark.sides:
        side.run(side.fresh())
    seconds: list[list[float]] = [[] for _ in benchmark.sides]
    for _ in range(repetitions):
        for side, runs in zip(benchmark.sides, seconds, strict=True):
            used_up = side.fresh()
            gc.collect()
            start = benchmark.clock()
            side.run(used_up)
            runs.append((benchmark.clock() - start) * benchmark.ours.count / side.count)
    return Measured(
        benchmark,
        tuple(
            Timing(side, runs, side.count != benchmark.ours.count)
            for side, runs in zip(benchmark.sides, seconds, strict=True)
        ),
    )
