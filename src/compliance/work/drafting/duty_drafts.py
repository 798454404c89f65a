"""From the lines of a breakdown table to drafts of obligations for an office: plain values, and what is to be asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from compliance.law.basis import chinese_number
from compliance.law.calendars import WorkingCalendar
from compliance.law.deadlines import ByDate, Deadline, Span, parse_deadline, span_of
from compliance.law.drafting.breakdown_lines import Breakdown, Line, UnitWords, Unread
from compliance.law.drafting.certainty import Certainty, Reading, asked
from compliance.law.drafting.columns import Column
from compliance.law.drafting.deadline_words import DeadlineReading, DraftDeadline, read_deadline
from compliance.law.drafting.grid import Cell, tidy
from compliance.law.drafting.merging import RowIdentity
from compliance.law.due_dates import due_date
from compliance.law.obligations import Part
from compliance.law.periods import Period, periods_of
from compliance.law.selectors import AllOf, AnyDepartment, AnyOf, Except, Named, OfKind, Selector, Tagged
from compliance.law.text import Text, same
from compliance.work.department_names import DepartmentNames
from compliance.work.drafting.responsible_units import Units, read_units

_OPEN_UNITS = re.compile("职责|等")
_MAY_NAME_UNITS = re.compile("单位|部门|科室|处室|股室|机构|主体|牵头|配合|协办|责任")

LONGEST_TITLE = 70
"""Characters; a longer text is told whole in the note, and its beginning is the title."""

Values = dict[str, Any]
"""The fields of an obligation as they stand in a pack: text, lists and mappings."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is told of a field: how certain its reading is, why, what was written, and what it might be."""

    field: str
    certainty: Certainty
    why: Text
    written: str = ""
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True)
class DutyDraft:
    """One line as an obligation. A field that is asked is not among `values`, or is the empty list."""

    place: Text
    identity: RowIdentity
    area: RowIdentity
    values: Values
    remarks: tuple[Remark, ...]
    units: tuple[UnitWords, ...]

    @property
    def certainty(self) -> Certainty:
        """That of its least certain field."""
        return max((remark.certainty for remark in self.remarks), key=lambda item: item.weight, default=Certainty.SURE)


@dataclass(frozen=True)
class PackDraft:
    """The whole table as a rule pack: its head, its areas in order, its duties in the order of the table."""

    values: Values
    remarks: tuple[Remark, ...]
    areas: tuple[RowIdentity, ...]
    part: str
    duties: tuple[DutyDraft, ...]


@dataclass(frozen=True)
class Circumstances:
    """What the table does not say, or says above its rows, and the person who imports it does."""

    year: int
    pack: str
    layer: str
    number: str = ""
    issuer: str = ""
    published: date | None = None
    title: str = ""
    titled_year: int | None = None
    part: Part | None = None
    who: str = ""
    deadline: str = ""
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)


def draft_pack(
    breakdown: Breakdown, names: DepartmentNames, about: Circumstances, calendar: WorkingCalendar
) -> PackDraft:
    """The draft of the pack. Nothing in it is guessed: what is not sure is told or asked."""
    duties = tuple(_DutyDrafter(breakdown, names, about, calendar).duty(line) for line in breakdown.lines)
    areas = tuple(dict.fromkeys(duty.area for duty in duties))
    remarks: list[Remark] = []
    source: Values = {}
    for key, value, option, label in (
        ("number", about.number, "--number", Text("文号", "the document's number")),
        ("issuer", about.issuer, "--issuer", Text("发文机关", "who issued it")),
        ("published", str(about.published or ""), "--published", Text("发布日期", "the day of issue")),
    ):
        if value:
            source[key] = value
        else:
            why = Text(
                f"表中没有{label.zh}：请填写，或再次导入时加 {option}",
                f"the table does not say {label.en}: fill it in, or import again with {option}",
            )
            remarks.append(Remark(f"source.{key}", Certainty.ASKED, why))
    if about.part is None:
        why = Text(
            "各领域归入年度报告的哪一部分，表中没有写；先写 key-areas，可用 --part 改",
            "the table does not say in which part of the annual report its areas are told; key-areas for now, or --part",
        )
        remarks.append(Remark("areas", Certainty.UNDERSTOOD, why))
    if about.published is None:
        why = Text("没有发布日期，暂从1月1日起有效", "without the day of issue, in force from 1 January for now")
        remarks.append(Remark("in-force", Certainty.UNDERSTOOD, why))
    first = max(about.published or date.min, date(about.year, 1, 1))
    remarks += _years_that_differ(about)
    if not about.title:
        why = Text("表上没有标题，暂用通称", "the table has no title; a general one for now")
        remarks.append(Remark("title", Certainty.UNDERSTOOD, why))
    values: Values = {
        "pack": about.pack,
        "title": {
            "zh": about.title or f"{about.year}年政务公开工作任务分解表",
            "en": f"Task breakdown for disclosure work in {about.year}",
        },
        "source": source,
        "layer": about.layer,
        "in-force": {"from": str(min(first, date(about.year, 12, 31))), "until": f"{about.year}-12-31"},
    }
    return PackDraft(values, tuple(remarks), areas, str(about.part or Part.KEY_AREAS), duties)


def _years_that_differ(about: Circumstances) -> list[Remark]:
    """What is told where the year that was given is not that of the table."""
    year, issued = about.year, about.published
    if about.titled_year not in (None, year):
        of_table = Text(f"标题写的是{about.titled_year}年", f"the title says {about.titled_year}")
    elif issued is not None and not year - 1 <= issued.year <= year:
        of_table = Text(f"发布日期是{issued}", f"the day of issue is {issued}")
    else:
        return []
    why = of_table + Text(
        f"，按给定的{year}年起草：只在{year}年有效，时限也按{year}年计算，请核对年度",
        f", but the year given is {year}: in force in {year} only, and deadlines are of {year}; check the year",
    )
    return [Remark("in-force", Certainty.UNDERSTOOD, why, str(about.titled_year or issued))]


def area_values(area: RowIdentity, identifier: str, part: str, order: int) -> Values:
    """An area as it stands in a pack."""
    return {
        "id": identifier,
        "title": {"zh": area.text, "en": f"Part {area.number} of the table (title in Chinese only)"},
        "part": part,
        "order": order,
    }


class _DutyDrafter:
    def __init__(
        self, breakdown: Breakdown, names: DepartmentNames, about: Circumstances, calendar: WorkingCalendar
    ) -> None:
        self.about = about
        self.names = names
        self.calendar = calendar
        self.has = breakdown.has
        headings = dict.fromkeys(line.headings[0] for line in breakdown.lines if line.headings)
        self.areas = {heading: RowIdentity(str(number), heading) for number, heading in enumerate(headings, start=1)}

    def duty(self, line: Line) -> DutyDraft:
        remarks: list[Remark] = []
        written: dict[str, str] = {}
        units = read_units(line.units, self.names, self.about.answers, self.about.who)
        in_cells = "；".join(tidy(" ".join(words.split("\n"))) for words in units.written.values())
        deadline = self.deadline(line, written)
        title, whole = _titled(line)
        area = self.areas.get(line.headings[0]) if line.headings else None
        area = area or RowIdentity("0", self.about.title or f"{self.about.year}年政务公开工作任务")
        values: Values = {
            "title": {"zh": title, "en": f"Task {line.number} (text in Chinese only)"},
            "area": "",
            "basis": _basis(line),
        }
        if units.who.value is not None:
            values["who"] = plain(units.who.value)
        _remark(remarks, "who", units.who, in_cells)
        if units.supporting is not None:
            values["supporting"] = plain(units.supporting.value) if units.supporting.value is not None else []
            _remark(remarks, "supporting", units.supporting, in_cells)
        if deadline.value is not None:
            values["deadline"] = deadline.value.words
            if not deadline.value.set_by_table:
                values["deadline-set-by"] = "office"
        _remark(remarks, "deadline", deadline, written.get("deadline", ""))
        remarks += [self.not_understood(unread) for unread in line.unread]
        values["severity"] = "warning"
        open_units = any(reading is not None and reading.value is None for reading in (units.who, units.supporting))
        note = self.note(
            line,
            whole,
            written.get("deadline", ""),
            deadline,
            in_cells if open_units or _OPEN_UNITS.search(in_cells) or _chosen(units) else "",
        )
        if note is not None:
            values["note"] = note
        if deadline.value is not None:
            values["cases"] = [self.case(deadline)]
        identity = RowIdentity(line.number, line.text + line.requirement)
        return DutyDraft(line.place, identity, area, values, tuple(remarks), line.units)

    def not_understood(self, unread: Unread) -> Remark:
        """A column of unknown heading: its words are kept in the note; asked where departments stand in it, or may."""
        column = unread.column
        name = (
            Text(f"“{unread.heading}”", f" “{unread.heading}”")
            if unread.heading
            else Text("（没有表头）", " (no heading)")
        )
        what = Text(f"第{column}列", f"column {column}") + name
        names_units = read_units([UnitWords(Column.RESPONSIBLE, unread.words)], self.names, {}).who.value is not None
        if names_units or _MAY_NAME_UNITS.search(unread.heading):
            why = what + Text(
                "没有认出，其中可能有责任或配合单位；其内容写入说明，请补入 who 或 supporting，并改写说明",
                " was not understood and may name departments; its words are in the note: put them into `who` or "
                "`supporting`, and change the note",
            )
            return Remark("note", Certainty.ASKED, why, unread.words)
        why = what + Text(
            "没有认出，其内容写入说明，请确认", " was not understood; its words are in the note, please check"
        )
        return Remark("note", Certainty.UNDERSTOOD, why, unread.words)

    def deadline(self, line: Line, written: dict[str, str]) -> DeadlineReading:
        cells = list(line.deadlines)
        if not cells and Column.DEADLINE not in self.has and line.remarks:
            # some tables have no column for it and write it among the remarks
            from_remarks = read_deadline(line.remarks, None, self.about.year, self.about.published)
            if from_remarks.value is not None or from_remarks.suggestions:
                written["deadline"] = line.remarks
                why = Text("时限取自备注栏", "the deadline stands among the remarks")
                if from_remarks.value is not None:
                    both = Text("；", "; ") + from_remarks.why if from_remarks.why.zh else same("")
                    return Reading(from_remarks.value, Certainty.UNDERSTOOD, why + both)
                return from_remarks
        if not any(cell.whole for cell in cells) and self.about.deadline:
            return self.given()
        if not cells:
            return asked(Text("表中没有写时限", "the table gives no deadline"))
        written["deadline"] = "；".join(tidy(cell.text) for cell in cells)
        readings = [self.of_cell(cell) for cell in cells]
        first = readings[0]
        if any(reading.value != first.value for reading in readings):
            found = dict.fromkeys(
                word for item in readings for word in ([item.value.words] if item.value else item.suggestions)
            )
            return asked(Text("这项任务的各行写了不同的时限", "the rows of this task give different deadlines"), *found)
        return first

    def given(self) -> DeadlineReading:
        """What the person said of tasks for which the table gives no time: the office's own deadline."""
        reading = read_deadline(self.about.deadline, None, self.about.year, self.about.published)
        if reading.value is None:
            return reading
        why = Text("表中没有写，按 --deadline 填写", "not in the table: taken from --deadline")
        return Reading(DraftDeadline(reading.value.words, False), Certainty.UNDERSTOOD, why)

    def of_cell(self, cell: Cell) -> DeadlineReading:
        return read_deadline(cell.text, cell.day, self.about.year, self.about.published, cell.number)

    def note(self, line: Line, whole: str, deadline: str, reading: DeadlineReading, units: str) -> Values | None:
        """What the other fields do not keep of the table's own words."""
        kept: list[tuple[str, str]] = []
        if len(line.headings) > 1:
            kept.append(("所属：" + "—".join(line.headings[1:]), "the headings"))
        if line.requirement:
            kept.append((f"工作要求：{line.requirement}", "the requirement"))
        elif whole:
            kept.append((f"全文：{whole}", "the whole text"))
        if deadline and reading.certainty is not Certainty.SURE:
            kept.append((f"时限原文“{deadline}”", "the time as written"))
        if units:
            kept.append((f"责任单位原文“{units}”", "the units as written"))
        if line.channel:
            kept.append((f"公开载体：{line.channel}", "the channels"))
        if line.evidence:
            kept.append((f"佐证：{line.evidence}", "the evidence"))
        if line.remarks and line.remarks != deadline:
            kept.append((f"备注：{line.remarks}", "the remarks"))
        for unread in line.unread:
            heading = unread.heading or f"第{unread.column}列"
            kept.append((f"{heading}：{unread.words}", f"column {unread.column}, which was not understood"))
        if not kept:
            return None
        english = ", ".join(what for _, what in kept)
        return {
            "zh": "；".join(words.rstrip("。；") for words, _ in kept) + "。",
            "en": f"In Chinese only: {english}.",
        }

    def case(self, reading: DeadlineReading) -> Values:
        """The dated example: the table's own day where it gives one, otherwise what the program reckons, and it says so."""
        assert reading.value is not None
        deadline = parse_deadline(reading.value.words)
        if isinstance(deadline, ByDate):
            due = due_date(deadline, Period(self.about.year, Span.YEAR), self.calendar).day
            why = "as the table says" if _is_plain(reading) else "as the program read the table; to be confirmed"
            return {"year": self.about.year, "due": str(due), "why": why}
        period = self.period(deadline)
        due = due_date(deadline, period, self.calendar).day
        return {"period": str(period), "due": str(due), "why": "reckoned by the program; reckon it by hand"}

    def period(self, deadline: Deadline) -> Period:
        """The first period that ends after the table was issued."""
        span = span_of(deadline) or Span.YEAR
        periods = periods_of(self.about.year, span)
        issued = self.about.published or date(self.about.year, 1, 1)
        return next((period for period in periods if period.last >= issued), periods[-1])


def _is_plain(reading: Reading[DraftDeadline]) -> bool:
    return reading.certainty is Certainty.SURE and reading.value is not None and reading.value.set_by_table


def _remark(remarks: list[Remark], name: str, reading: Reading[Any], written: str) -> None:
    if reading.certainty is not Certainty.SURE:
        suggestions = reading.suggestions
        if name != "deadline" and suggestions:
            suggestions = (f"[{', '.join(suggestions)}]",)
        remarks.append(Remark(name, reading.certainty, reading.why, written, suggestions))


def _titled(line: Line) -> tuple[str, str]:
    """The title, and the whole text where the title is only its beginning."""
    text = line.text.rstrip("。；;，,")
    heading, stop, rest = text.partition("。")
    if stop and rest and 4 <= len(heading) <= 30:  # 公开就业信息。发布招聘信息…: the first sentence is its heading
        return heading, text
    if len(text) <= LONGEST_TITLE:
        return text, ""
    first = re.split(r"(?<=[。；;])", text)[0].rstrip("。；;")
    if len(first) > LONGEST_TITLE:
        ends = [match.start() for match in re.finditer("[，,、：]", first[:LONGEST_TITLE])]
        first = first[: ends[-1]] if ends and ends[-1] >= 12 else first[:LONGEST_TITLE]
    return f"{first}……", text


def _chosen(units: Units) -> bool:
    """Whether lead and support were told apart by their order in a column of both."""
    return Column.COMBINED in units.written and units.who.certainty is not Certainty.SURE


def _basis(line: Line) -> Values:
    if line.cited is not None:
        return {"zh": line.cited.zh, "en": line.cited.en}
    number = line.number
    outer, _, inner = number.partition(".")
    if not inner:
        return {"zh": f"第{number}项", "en": f"item {number}"}
    return {"zh": f"第{outer}项（{chinese_number_or(inner)}）", "en": f"item {number}"}


def chinese_number_or(words: str) -> str:
    """A part's number as it is counted in Chinese; as it is where it is more than a number."""
    return chinese_number(int(words)) if words.isdecimal() and 0 < int(words) < 10_000 else words


def plain(selector: Selector) -> Any:
    """The selector as a pack writes it."""
    match selector:
        case AnyDepartment():
            return {"any": "department"}
        case OfKind(kind=kind):
            return {"kind": kind}
        case Tagged(tag=tag):
            return {"tag": tag}
        case Named(names=names):
            return list(names)
        case AllOf(parts=parts):
            return {"all-of": [plain(part) for part in parts]}
        case AnyOf(parts=parts):
            return {"any-of": [plain(part) for part in parts]}
        case Except(base=base, without=without):
            inner = plain(base)
            return {**(inner if isinstance(inner, dict) else {"list": inner}), "except": plain(without)}
