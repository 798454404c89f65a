"""Who owes a duty, as rules say it: any department, a tag, a kind, a list, and what is made of these."""

from __future__ import annotations

from dataclasses import dataclass

from compliance.law.text import Text, listed


@dataclass(frozen=True, slots=True)
class AnyDepartment:
    """Every department of the office."""


@dataclass(frozen=True, slots=True)
class OfKind:
    """Departments of a kind: `department`, `street`."""

    kind: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """Departments that carry a tag, such as `budget-user`."""

    tag: str


@dataclass(frozen=True, slots=True)
class Named:
    """Departments by identifier, short name or full name."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Departments that every part selects."""

    parts: tuple[Selector, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Departments that at least one part selects."""

    parts: tuple[Selector, ...]


@dataclass(frozen=True, slots=True)
class Except:
    """Departments that `base` selects and `without` does not."""

    base: Selector
    without: Selector


Selector = AnyDepartment | OfKind | Tagged | Named | AllOf | AnyOf | Except


def left_out(upper: Selector, lower: Selector) -> Text | None:
    """Whom `lower` leaves out of what `upper` selects, as far as the words show it in any office; None where they do not.

    A tag against another tag shows nothing: an office could give both to the same departments.
    """
    match upper, lower:
        case _ if upper == lower:
            return None
        case _, Except(base=base, without=without) if base == upper:
            words = in_words(without)
            return Text(f"{words.zh}除外", f"without {words.en}")
        case AnyDepartment(), AnyOf(parts=parts) if AnyDepartment() in parts:
            return None
        case AnyDepartment(), _:
            words = in_words(lower)
            return Text(f"只有{words.zh}，不是各责任单位", f"{words.en} instead of every department")
        case Named(names=names), Named(names=kept):
            missing = [name for name in names if name not in kept]
            return Text(f"{'、'.join(missing)}除外", f"without {', '.join(missing)}") if missing else None
        case AnyOf(parts=parts), AnyOf(parts=kept_parts):
            gone = [in_words(part) for part in parts if part not in kept_parts]
            return listed(gone) + Text("除外", " left out") if gone else None
        case AnyOf(parts=parts), _ if lower in parts:
            words = in_words(lower)
            return Text(f"只有{words.zh}", f"{words.en} alone")
        case _, AllOf(parts=parts) if upper in parts:
            words = in_words(lower)
            return Text(f"只有{words.zh}", f"only {words.en}")
        case _:
            return None


def in_words(selector: Selector) -> Text:
    """The selector as a phrase."""
    match selector:
        case AnyDepartment():
            return Text("各责任单位", "every department")
        case OfKind(kind=kind):
            return Text(f"“{kind}”类单位", f"departments of kind `{kind}`")
        case Tagged(tag=tag):
            return Text(f"带“{tag}”标记的单位", f"departments tagged `{tag}`")
        case Named(names=names):
            return Text("、".join(names), ", ".join(names))
        case AllOf(parts=parts):
            words = [in_words(part) for part in parts]
            return Text("且".join(word.zh for word in words), " and ".join(word.en for word in words))
        case AnyOf(parts=parts):
            words = [in_words(part) for part in parts]
            return Text("或".join(word.zh for word in words), " or ".join(word.en for word in words))
        case Except(base=base, without=without):
            inner, outer = in_words(base), in_words(without)
            return Text(f"{inner.zh}（{outer.zh}除外）", f"{inner.en} except {outer.en}")
