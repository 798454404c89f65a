"""L014: nobody in the office owes the duty."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.law.faults import Fault, Place, Refused
from compliance.law.lints.linted import Lint, Linted, OfficeLinted, Weight, found
from compliance.law.selectors import Selector, in_words
from compliance.law.text import Text


def _find(linted: Linted) -> Iterator[Fault]:
    for duty in linted.duties:
        office = linted.office_under(duty.pack)
        if office is not None:
            yield from _nobody(office, duty.obligation.who, duty.obligation.place, duty.id)
            if duty.obligation.supporting is not None:
                yield from _nobody(office, duty.obligation.supporting, duty.obligation.place, duty.id)
    for pack in linted.packs:
        office = linted.office_under(pack)
        if office is None:
            continue
        for figure in pack.figures:
            yield from _nobody(office, figure.entered_by, figure.place, figure.id)


def _nobody(office: OfficeLinted, selector: Selector, place: Place, about: str) -> Iterator[Fault]:
    try:
        if not office.holders(selector):
            words = in_words(selector)
            message = Text(f"本单位没有部门符合：{words.zh}", f"no department of the office matches: {words.en}")
            yield found(place, about, message)
    except Refused as refused:
        yield found(place, about, refused.reason)


NO_DUTY_HOLDER = Lint(
    "L014",
    "no-duty-holder",
    Weight.ERROR,
    Text(
        "给出单位时：责任单位、配合单位或者填报单位在该单位里没有对应的部门。",
        "Where an office is given: no department of it is meant by `who`, `supporting` or `entered-by`.",
    ),
    Text(
        "改正名称，或者在 office.yaml 里给部门加上标记（tags）。",
        "Correct the name, or give the department the tag in `office.yaml`.",
    ),
    _find,
    asks_office=True,
)
