"""One task, two tasks: English counts its nouns, Chinese does not."""

from __future__ import annotations


def plural(number: int, one: str, many: str = "") -> str:
    """The number with its noun: `1 task`, `2 tasks`, `1 duty`, `2 duties`."""
    if number == 1:
        return f"1 {one}"
    if many:
        return f"{number} {many}"
    return f"{number} {one[:-1]}ies" if one.endswith("y") else f"{number} {one}s"
