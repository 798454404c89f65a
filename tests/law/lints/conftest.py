"""What a lint says of packs that are written in the test."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compliance.law.calendars import WorkingCalendar
from compliance.law.faults import Refused
from compliance.law.lints.linted import Linted, OfficeLinted
from compliance.law.lints.registry import LINTS
from compliance.law.obligations import Pack
from compliance.law.selectors import AnyDepartment, Named, Selector, Tagged
from compliance.law.text import Text

Tell = Callable[..., list[str]]

FINANCE, EDUCATION = Text("财政局", "Finance"), Text("教育局", "Education")


def holders(selector: Selector) -> dict[str, Text]:
    """An office of two departments: finance carries the tag `budget`, both carry `all`."""
    match selector:
        case AnyDepartment() | Tagged(tag="all"):
            return {"finance": FINANCE, "education": EDUCATION}
        case Tagged(tag="budget"):
            return {"finance": FINANCE}
        case Named(names=names):
            known = {"财政局": FINANCE, "教育局": EDUCATION}
            if unknown := [name for name in names if name not in known]:
                raise Refused(Text(f"没有责任单位“{unknown[0]}”", f"there is no department `{unknown[0]}`"))
            return {known[name].en.lower(): known[name] for name in names}
        case _:
            return {}


@pytest.fixture
def office() -> OfficeLinted:
    """That office, in Anshan."""
    return OfficeLinted("cn/liaoning/anshan", holders)


@pytest.fixture
def tell(calendar: WorkingCalendar) -> Tell:
    """What the lint of a code says, each as `what it is about: sentence`."""

    def told(code: str, *packs: Pack, office: OfficeLinted | None = None) -> list[str]:
        faults = LINTS[code].faults(Linted(packs, calendar, office))
        return [f"{fault.field}: {fault.message.en}{(fault.suggestion or Text('', '')).en}" for fault in faults]

    return told
