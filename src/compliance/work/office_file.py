"""From the text of `office.yaml` to the office."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from compliance.law.faults import Misread, did_you_mean
from compliance.law.obligations import Layer
from compliance.law.reading.records import Reading, Record
from compliance.law.text import Language, Text
from compliance.work.organisation import USUAL_WORK, Department, Office, Post, ReportForm, Role


def read_office(text: str, path: str) -> Office:
    """The office in `text`; `path` names the file in faults. Raises BadInput with every fault."""
    reading = Reading(text, path)
    top = reading.top
    record = top.record("office")
    usual = _roles(top)
    records = top.records("departments")
    departments = tuple(_department(item, usual) for item in records)
    if not departments:
        top.fault("departments", "no-department", Text("至少要有一个责任单位", "an office has at least one department"))
    _no_name_twice(records, departments)
    office = Office(
        id=record.identifier("id"),
        name=record.bilingual("name"),
        short_name=record.bilingual("short-name"),
        level=record.choice("level", [layer.name.lower() for layer in Layer]),
        region=record.text("region"),
        time_zone=_read_time_zone(record),
        calendar=record.text("calendar"),
        language=Language(record.choice("language", list(Language), "zh")),
        website=record.text("website", ""),
        coordinator=record.identifier("coordinator"),
        departments=departments,
        work=record.optional_bilingual("work") or USUAL_WORK,
        annual_report=ReportForm(record.choice("annual-report", list(ReportForm), ReportForm.OF_2007)),
    )
    if not departments or not office.coordinator:
        pass  # one fault is enough
    elif office.coordinator not in office.by_id:
        record.fault(
            "coordinator",
            "unknown-department",
            Text(f"没有责任单位“{office.coordinator}”", f"there is no department `{office.coordinator}`"),
            did_you_mean(office.coordinator, list(office.by_id)),
        )
    elif office.by_id[office.coordinator].post(Role.COORDINATOR) is None:
        record.fault(
            "coordinator",
            "no-coordinator",
            Text("该单位没有 coordinator 岗位", "that department has no post with the role coordinator"),
        )
    reading.finish()
    return office


Roles = tuple[tuple[Role, Text], ...]


def _roles(record: Record) -> Roles:
    return tuple((Role(item.choice("role", list(Role))), item.bilingual("title")) for item in record.records("posts"))


def _department(record: Record, usual: Roles) -> Department:
    identifier = record.identifier("id")
    roles = _roles(record) or usual
    short_name = record.bilingual("short-name")
    _one_post_a_role(record, roles)
    posts = tuple(
        Post(
            f"{identifier}.{role}", Text(f"{short_name.zh}{title.zh}", f"{short_name.en} {title.en}"), identifier, role
        )
        for role, title in roles
    )
    return Department(
        id=identifier,
        name=record.bilingual("name"),
        short_name=short_name,
        kind=record.choice("kind", ("department", "street")),
        tags=frozenset(record.texts("tags")),
        posts=posts,
        illustrative=record.truth("illustrative", False),
        aliases=record.texts("aliases"),
    )


def _one_post_a_role(record: Record, roles: Roles) -> None:
    given = [role for role, _ in roles]
    if not given:
        record.reading.fault(
            record.place, "no-post", Text("该单位没有任何岗位", "the department has no post"), record.path("posts")
        )
    for role in Role:
        if given.count(role) > 1:
            record.reading.fault(
                record.place,
                "duplicate-role",
                Text(f"该单位有两个 {role} 岗位", f"the department has two posts with the role {role}"),
                record.path("posts"),
            )


def _no_name_twice(records: list[Record], departments: tuple[Department, ...]) -> None:
    """Rules name a department in any of these ways, so none may mean two."""
    seen: dict[str, Department] = {}
    for record, department in zip(records, departments, strict=True):
        for name in dict.fromkeys(filter(None, department.names)):
            if seen.setdefault(name, department) is not department:
                record.reading.fault(
                    record.place,
                    "duplicate-name",
                    Text(f"责任单位名称“{name}”重复", f"two departments are called `{name}`"),
                    record.field,
                )


def _read_time_zone(record: Record) -> ZoneInfo:
    words = record.text("time-zone")
    zone = record.parsed("time-zone", words, _time_zone) if words else None
    return zone or ZoneInfo("Asia/Shanghai")


def _time_zone(words: str) -> ZoneInfo:
    try:
        return ZoneInfo(words)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: `Asia` is a folder
        raise Misread(
            "unknown-time-zone",
            Text(
                f"没有时区“{words}”，例如 Asia/Shanghai", f"there is no time zone `{words}`; for example Asia/Shanghai"
            ),
        ) from error
