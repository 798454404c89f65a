"""L010 and L011: figures that nothing asks for, and percentages that would be added up."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.law.deadlines import Span
from compliance.law.faults import Fault, Refused
from compliance.law.lints.linted import Lint, Linted, Weight, found, meet
from compliance.law.obligations import Figure, OverTime, Pack
from compliance.law.selectors import AnyDepartment, AnyOf, Named, OfKind
from compliance.law.text import Text


def _find_idle(linted: Linted) -> Iterator[Fault]:
    for pack in linted.packs:
        near = [other for other in linted.packs if meet(pack, other)]
        used = {name for other in near for identity in other.identities for name in identity.holds.figures()}
        keys = {other.key for other in near}
        duties = [duty.obligation for duty in linted.duties if duty.pack.key in keys]
        used.update(name for obligation in duties for name in obligation.figures)
        declared = {area.id for other in near for area in other.areas}
        empty = declared - {obligation.area for obligation in duties}
        for figure in pack.figures:
            if figure.id not in used and figure.area in empty:
                yield found(
                    figure.place,
                    figure.id,
                    Text(
                        f"指标“{figure.id}”没有义务以它反映结果，没有勾稽关系用到它，所属领域也没有义务",
                        f"`{figure.id}` shows the result of no obligation, stands in no identity, and its area "
                        f"`{figure.area}` holds no obligation",
                    ),
                )


def _find_added_rates(linted: Linted) -> Iterator[Fault]:
    for pack in linted.packs:
        for figure in pack.figures:
            if not figure.percent:
                continue
            if figure.over_time is OverTime.SUM and figure.period is not Span.YEAR:
                yield found(
                    figure.place,
                    figure.id,
                    Text(
                        f"百分比指标“{figure.id}”{figure.period.in_words().zh}填报，全年会把各期的百分比相加",
                        f"`{figure.id}` is a percentage entered {figure.period.in_words().en}; the year would add the percentages up",
                    ),
                )
            if _several(linted, pack, figure):
                yield found(
                    figure.place,
                    figure.id,
                    Text(
                        f"百分比指标“{figure.id}”由几个单位填报，各单位的百分比会相加",
                        f"`{figure.id}` is a percentage entered by several departments, whose percentages would be added up",
                    ),
                )


def _several(linted: Linted, pack: Pack, figure: Figure) -> bool:
    """Whether more than one department enters the figure: for certain in the office, or by the words of the rule."""
    office = linted.office_under(pack)
    if office is not None:
        try:
            return len(office.holders(figure.entered_by)) > 1
        except Refused:
            return False  # said by L014
    match figure.entered_by:
        case AnyDepartment() | OfKind() | AnyOf():
            return True
        case Named(names=names):
            return len(names) > 1
        case _:
            return False


IDLE_FIGURE = Lint(
    "L010",
    "idle-figure",
    Weight.WARNING,
    Text(
        "指标没有义务以它反映结果，没有勾稽关系用到它，所属领域也没有义务：要填报，却没有用处。",
        "A figure that no obligation names, that stands in no identity, and whose area holds no obligation: it would be "
        "asked for, and nothing depends on it.",
    ),
    Text(
        "写进某项义务的 figures 或者一条勾稽关系；否则去掉。",
        "Name it under `figures` of the obligation whose result it shows, or in an identity; or take it away.",
    ),
    _find_idle,
)

ADDED_PERCENTAGE = Lint(
    "L011",
    "added-percentage",
    Weight.ERROR,
    Text(
        "百分比指标由几个单位填报，或者分期填报后相加：百分比不能相加。",
        "A figure in percent is entered by several departments, or for several periods that are added up.",
    ),
    Text(
        "分别填报分子和分母，用 rate(…) 核对；或者写 over-time: last，并由一个单位填报。",
        "Count the part and the whole as figures and let an identity state their `rate`; or write `over-time: last` and "
        "let one department enter it.",
    ),
    _find_added_rates,
    asks_office=True,
)
