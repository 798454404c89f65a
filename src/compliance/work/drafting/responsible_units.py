"""Who a table names as lead and who as support: 市发改局牵头，财政局、各街道配合."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from compliance.law.drafting.breakdown_lines import UnitWords
from compliance.law.drafting.certainty import Certainty, Reading
from compliance.law.drafting.columns import KEY, Column, column_of
from compliance.law.drafting.grid import squeezed
from compliance.law.selectors import AnyDepartment, AnyOf, Except, Named, OfKind, Selector
from compliance.law.text import Text
from compliance.work.department_names import DepartmentNames

_SEPARATORS = re.compile(r"[、，,；;／/\n\r|]+")
_BRACKET = re.compile(r"[（(][^（()）]*[）)]")
_ROLE = re.compile(
    r"(?P<name>.*?)(?:[（(](?P<bracketed>牵头|主办|主责|责任|配合|协办|协助|参与)(?:单位|部门)?[）)]|(?:等)?(?P<plain>(?:分别|共同|联合|具体|负责|按(?:照)?(?:各自)?职责(?:分工)?)*(?:牵头(?:负责|落实|抓总)?|主办|负责(?:落实)?|配合(?:落实|做好)?|协助|协办|参与|落实)?))\Z",
    re.DOTALL,
)
_AMONG = re.compile(r"(?P<name>.+?)等(?:各|有关|相关|政府|市直|区直)*(?:部门|单位|科室)\Z")
"""财政局等部门: the named one, and others that are not named."""

_EVERYBODY = re.compile(r"各部门[、，和及](?:各)?(?:街道|镇街)(?:办事处)?(?:[（(]\d+个[）)])?")
_BUT = re.compile(r"除(?P<out>.+?)(?:以|之)?外的?[，,]?(?:其他|其余)?(?P<base>各.+?)(?:[（(]\d+个[）)])?")
"""除国税局、地税局外的各部门: all but the named."""

_LEADS = re.compile(r"牵头|主办|主责|责任")
_MARKED = re.compile(r"牵头|主办|主责|责任|负责|落实|职责|配合|协助|协办|参与|会同")
"""Words that tell lead from support, or that say that each has a task."""

_SUPPORTS = re.compile(r"配合|协助|协办|参与")
_BY_DUTIES = re.compile(r"按(?:照)?(?:各自)?职责(?:分工)?")
_NOBODY = frozenset({"", "-", "—", "——", "/", "无"})


@dataclass(frozen=True, slots=True)
class Units:
    """Who owes a task and who helps, each with how certain it is, and the words of the cells."""

    who: Reading[Selector]
    supporting: Reading[Selector] | None
    written: Mapping[Column, str]


@dataclass
class _Side:
    """What is gathered for one side."""

    parts: list[tuple[str, Reading[Selector]]] = field(default_factory=list)
    remarks: list[Text] = field(default_factory=list)


def read_units(
    cells: Sequence[UnitWords],
    names: DepartmentNames,
    answers: Mapping[str, Sequence[str]],
    otherwise: str = "",
) -> Units:
    """The units of a line. `answers` are words that a person has explained; `otherwise` stands for a line that names nobody."""
    lead, supporting = _Side(), _Side()
    written: dict[Column, str] = {}
    has_lead = any(cell.column is Column.LEAD and squeezed(cell.words) not in _NOBODY for cell in cells)
    for cell in cells:
        words = cell.words.strip()
        if squeezed(words) in _NOBODY:
            continue
        written[cell.column] = f"{written[cell.column]}、{words}" if cell.column in written else words
        side = supporting if cell.column is Column.SUPPORTING else lead
        if cell.column is Column.RESPONSIBLE and has_lead:
            side = supporting
            side.remarks.append(
                Text("与牵头单位并列的责任单位读作配合单位", "responsible units beside a lead are read as supporting")
            )
        if cell.column is Column.COMBINED:
            _read_combined(words, lead, supporting, names, answers)
        else:
            _read_cell(words, side, supporting, names, answers)
    if not lead.parts and not supporting.parts and otherwise:
        lead.parts += [(part, _match(part, names, answers)) for part in _split(otherwise)]
        lead.remarks.append(Text("表中未写，按 --who 填写", "not in the table: taken from --who"))
    if not lead.parts and supporting.parts:
        lead, supporting = supporting, _Side()
    who = _together(lead, names)
    if who is None:
        who = Reading(None, Certainty.ASKED, Text("表中没有写责任单位", "the table names no department"))
    helping = _together(supporting, names)
    if who.value is not None and helping is not None and helping.value is not None:
        helping = _without(helping, who.value, names)
    return Units(who, helping, written)


def _read_combined(
    words: str, lead: _Side, supporting: _Side, names: DepartmentNames, answers: Mapping[str, Sequence[str]]
) -> None:
    """The units of a cell under a heading of both sides, such as 责任单位/配合单位.

    Where no word tells them apart, those before a single stroke lead, as in the heading; otherwise the first one does.
    That is understood, not sure. A first one that is a whole group leads nobody: who does is asked.
    """
    strokes = re.split(r"[/／]", words)
    if len(strokes) == 2 and all(squeezed(part) not in _NOBODY for part in strokes) and not _MARKED.search(words):
        _read_cell(strokes[0], lead, supporting, names, answers)
        _read_cell(strokes[1], supporting, supporting, names, answers)
        lead.remarks.append(
            Text(
                "与表头一样，“/”前的单位读作牵头，其后的读作配合",
                "as in the heading, those before “/” lead, those behind it support",
            )
        )
        return
    own, helping = _Side(), _Side()
    _read_cell(words, own, helping, names, answers)
    if own.parts and not helping.parts and len(own.parts) > 1 and not _MARKED.search(words):
        first, *others = (reading.value for _, reading in own.parts)
        groups = [value is not None and not isinstance(value, Named) for value in (first, *others)]
        if all(groups):
            pass  # 各部门、各街道: everybody owes it
        elif groups[0]:
            why = Text(f"“{squeezed(words)}”中谁牵头、谁配合", f"who of “{squeezed(words)}” leads and who supports")
            own.parts.append((squeezed(words), Reading(None, Certainty.ASKED, why)))
        else:
            helping.parts = own.parts[1:]
            own.parts = own.parts[:1]
            own.remarks.append(
                Text(
                    "牵头和配合写在一栏而没有分开：第一个单位读作牵头，其余读作配合",
                    "lead and support share a column and are not told apart: the first leads, the others support",
                )
            )
    elif helping.parts and not own.parts:
        why = Text(f"“{squeezed(words)}”没有写谁牵头", f"“{squeezed(words)}” does not say who leads")
        own.parts.append((squeezed(words), Reading(None, Certainty.ASKED, why)))
    for side, more in ((lead, own), (supporting, helping)):
        side.parts += more.parts
        side.remarks += more.remarks


def _read_cell(
    words: str, usual: _Side, supporting: _Side, names: DepartmentNames, answers: Mapping[str, Sequence[str]]
) -> None:
    """The units of one cell, in which the words 牵头 and 配合, or keys such as 牵头单位：, may tell lead from support."""
    keys = [match for match in KEY.finditer(words) if column_of(match["key"]) is not None]
    if keys:
        stops = [*(match.start() for match in keys[1:]), len(words)]
        for match, end in zip(keys, stops, strict=True):
            column = column_of(match["key"])
            has_lead = any(column_of(key["key"]) is Column.LEAD for key in keys)
            helps = column is Column.SUPPORTING or (column is Column.RESPONSIBLE and has_lead)
            if helps and column is Column.RESPONSIBLE:
                supporting.remarks.append(
                    Text(
                        "与牵头单位并列的责任单位读作配合单位", "responsible units beside a lead are read as supporting"
                    )
                )
            _read_cell(words[match.end() : end], supporting if helps else usual, supporting, names, answers)
        return
    words = _EVERYBODY.sub("各部门和街道", words)
    but = _BUT.fullmatch(squeezed(words))
    if but is not None:
        usual.parts.append((words, _all_but(but, names, answers)))
        return
    pending: list[tuple[str, Reading[Selector]]] = []
    led = False
    for token in _tokens(words, names, answers):
        ends = _ROLE.match(token)
        name, role = (token, "") if ends is None else (ends["name"], ends["bracketed"] or ends["plain"] or "")
        bracketed = ends is not None and ends["bracketed"]
        if token in answers or (not bracketed and names.match(token).value is not None):
            name, role = token, ""
        among = _AMONG.match(name)
        if among is not None:
            name = f"{among['name']}等"
        open_list = name.endswith("等") or token[len(name) :].startswith("等")
        name = name.removesuffix("等").removeprefix("由")
        if name:
            pending.append((name, _match(name, names, answers)))
        if open_list and name:
            pending.append(
                (
                    f"{name}等",
                    Reading(None, Certainty.ASKED, Text(f"“{name}等”还包括谁", f"who else is meant by “{name}等”")),
                )
            )
        if not role:
            continue
        if _BY_DUTIES.search(role):
            usual.remarks.append(Text("“按职责分工”：各单位都有任务", "“按职责分工”: each of them owes it"))
        side = supporting if _SUPPORTS.search(role) else usual
        led = led or bool(_LEADS.search(role))
        side.parts += pending
        pending = []
    if pending and led:
        supporting.remarks.append(
            Text("牵头单位以外的单位读作配合单位", "those named beside the lead are read as supporting")
        )
        supporting.parts += pending
    else:
        usual.parts += pending


def _tokens(words: str, names: DepartmentNames, answers: Mapping[str, Sequence[str]]) -> list[str]:
    """The names in a cell. A name that goes over the end of a line of the cell is put together again."""
    found: list[str] = []
    for line in words.splitlines():
        tokens = [token for part in _split(line) for token in _apart(part, names, answers)]
        if found and tokens and not line.lstrip().startswith(tuple("、，,；;")):
            joined = found[-1] + tokens[0]
            if names.match(found[-1]).value is None and names.match(joined).value is not None:
                found[-1:] = [joined]
                tokens = tokens[1:]
        found += tokens
    return found


def _split(words: str) -> list[str]:
    """The words at their separators, but not inside brackets."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\ue000{len(kept) - 1}\ue001"

    hidden = _BRACKET.sub(keep, words.replace("\ue000", "").replace("\ue001", ""))
    parts = _SEPARATORS.split(hidden)
    back = [re.sub("\ue000([0-9]+)\ue001", lambda match: kept[int(match[1])], part).strip() for part in parts]
    return [part for part in back if squeezed(part) not in _NOBODY]


def _apart(part: str, names: DepartmentNames, answers: Mapping[str, Sequence[str]]) -> list[str]:
    """One name, or several that only a space, 会同, 和 or 及 keeps apart: those only if each is a department."""
    whole = squeezed(part)
    if whole in answers or names.match(whole).value is not None:
        return [whole]
    if "会同" in whole:
        first, _, second = whole.partition("会同")
        return [f"{first}牵头", *_apart(second, names, answers)]
    for separator in (r"\s+", r"以及|和|与|及"):
        parts = [squeezed(item) for item in re.split(separator, part) if squeezed(item)]
        bare = [_bare(item) for item in parts]
        if len(parts) > 1 and all(item in answers or names.match(item).value is not None for item in bare):
            return parts
    return [whole]


def _bare(token: str) -> str:
    match = _ROLE.match(token)
    return (match["name"] if match is not None else token).removeprefix("由").removesuffix("等")


def _all_but(but: re.Match[str], names: DepartmentNames, answers: Mapping[str, Sequence[str]]) -> Reading[Selector]:
    """All of a kind but those named; asked where one of them is."""
    base = names.match(but["base"])
    out = [_match(part, names, answers) for part in _split(but["out"])]
    unsure = next((reading for reading in (base, *out) if reading.value is None), None)
    if unsure is not None or base.value is None:
        return unsure or base
    named = [name for reading in out if isinstance(reading.value, Named) for name in reading.value.names]
    why = Text(f"“{but[0]}”：", f"“{but[0]}”: ") + base.why
    return Reading(Except(base.value, Named(tuple(named))), Certainty.UNDERSTOOD, why)


def _match(name: str, names: DepartmentNames, answers: Mapping[str, Sequence[str]]) -> Reading[Selector]:
    if name in answers:
        return Reading(
            Named(tuple(answers[name])), Certainty.UNDERSTOOD, Text(f"“{name}”由人工确认", f"“{name}” was answered")
        )
    return names.match(name)


def _together(side: _Side, names: DepartmentNames) -> Reading[Selector] | None:
    """All units of a side as one selector; asked as a whole where one of them is, with what is known proposed."""
    if not side.parts:
        return None
    unsure = [reading for _, reading in side.parts if reading.value is None]
    selectors = [reading.value for _, reading in side.parts if reading.value is not None]
    if unsure:
        known = [name for selector in selectors if isinstance(selector, Named) for name in selector.names]
        proposals = [*known, *(reading.suggestions[0] if reading.suggestions else "？" for reading in unsure)]
        proposals = proposals if set(proposals) != {"？"} else []
        why = _joined([reading.why for reading in unsure])
        others = list(dict.fromkeys(name for reading in unsure for name in reading.suggestions[1:]))
        if others:
            why += Text(f"（也可能是{'、'.join(others)}）", f" (it may also be {', '.join(others)})")
        return Reading(None, Certainty.ASKED, why, tuple(dict.fromkeys(proposals)))
    why = _joined([*(reading.why for _, reading in side.parts if reading.why.zh), *side.remarks])
    certainty = Certainty.UNDERSTOOD if why.zh else Certainty.SURE
    return Reading(_simplest(selectors), certainty, why)


def _joined(whys: Iterable[Text]) -> Text:
    distinct = list(dict.fromkeys(whys))
    return Text("；".join(why.zh for why in distinct), "; ".join(why.en for why in distinct))


def _simplest(selectors: Sequence[Selector]) -> Selector:
    """The selectors as one; every department and every street together are any department."""
    kinds = [selector for selector in selectors if isinstance(selector, OfKind)]
    if any(isinstance(selector, AnyDepartment) for selector in selectors) or len({kind.kind for kind in kinds}) > 1:
        return AnyDepartment()
    named = tuple(
        dict.fromkeys(name for selector in selectors if isinstance(selector, Named) for name in selector.names)
    )
    others = [selector for selector in selectors if not isinstance(selector, Named | OfKind)]
    parts: list[Selector] = [*([Named(named)] if named else []), *dict.fromkeys(kinds), *dict.fromkeys(others)]
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def _without(helping: Reading[Selector], who: Selector, names: DepartmentNames) -> Reading[Selector] | None:
    """Who helps, without those that owe the task anyway; None where nobody is left."""
    if not isinstance(helping.value, Named):
        return helping
    owing = {department.short_name.zh for department in names.office.selected(who)}
    left = tuple(name for name in helping.value.names if name not in owing)
    return Reading(Named(left), helping.certainty, helping.why) if left else None


def unknown_names(cells: Sequence[UnitWords], names: DepartmentNames) -> list[str]:
    """The names in the cells that fit no department, so that a person can be asked for them one by one."""
    lead, supporting = _Side(), _Side()
    for cell in cells:
        _read_cell(cell.words.strip(), lead, supporting, names, {})
    return list(dict.fromkeys(name for name, reading in (*lead.parts, *supporting.parts) if reading.value is None))
