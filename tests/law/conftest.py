"""The shipped calendars, and packs written as a jurist would write them."""

import re
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from compliance.law.calendars import WorkingCalendar
from compliance.law.obligations import Pack
from compliance.law.reading.calendar_files import read_calendar
from compliance.law.reading.packs import read_pack

ROOT = Path(__file__).resolve().parents[2]

WritePack = Callable[..., Pack]


@pytest.fixture(scope="session")
def calendar() -> WorkingCalendar:
    """The working calendar made of all notices that are shipped."""
    files = sorted((ROOT / "rules" / "cn" / "calendar").glob("*.yaml"))
    return read_calendar({path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files})


@pytest.fixture(scope="session")
def write_pack() -> WritePack:
    """Reads a pack from what stands below its head; the head is made from the path and the layer. The events that
    its clocks start from are declared at its end, unless it has `events` of its own.
    """

    def write(path: str, body: str, layer: str = "nation", in_force: str = "{from: 2008-05-01}") -> Pack:
        head = (
            f"pack: {path}\n"
            f"title: {{zh: 办法, en: Measures {path}}}\n"
            "source: {number: 一号, issuer: 国务院, published: 2007-04-05}\n"
            f"layer: {layer}\n"
            f"in-force: {in_force}\n"
        )
        events = ""
        if "events:" not in body:
            started = dict.fromkeys(re.findall(r"^ +starts: (\S+)$", body, re.MULTILINE))
            title = "{zh: 事项发生, en: the event happens}"
            events = f"events: [{', '.join(f'{{id: {event}, title: {title}}}' for event in started)}]\n"
        return read_pack(head + dedent(body).rstrip() + f"\n{events}", f"{path}.yaml")

    return write
