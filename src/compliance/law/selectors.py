"""Who owes a duty, as rules say it: any department, a tag, a kind, a list, and what is made of these."""

from __future__ import annotations

from dataclasses import dataclass

from compliance.law.text import Text


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
