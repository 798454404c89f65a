"""Which row of a table is its header, and what each column holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from compliance.law.drafting.grid import Cell, distinct, squeezed
from compliance.law.text import Text


class Column(StrEnum):
    """What a column of a breakdown table holds."""

    NUMBER = "number"
    GROUP = "group"
    TASK = "task"
    REQUIREMENT = "requirement"
    LEAD = "lead"
    RESPONSIBLE = "responsible"
    SUPPORTING = "supporting"
    COMBINED = "lead-and-supporting"
    DEADLINE = "deadline"
    CHANNEL = "channel"
    EVIDENCE = "evidence"
    REMARKS = "remarks"
    STATUS = "status"
    BASIS = "basis"
    PERSON = "person"

    def in_words(self) -> Text:
        """What people call such a column."""
        return {
            Column.NUMBER: Text("序号", "number"),
            Column.GROUP: Text("类别", "group"),
            Column.TASK: Text("任务", "task"),
            Column.REQUIREMENT: Text("要求", "requirement"),
            Column.LEAD: Text("牵头单位", "lead"),
            Column.RESPONSIBLE: Text("责任单位", "responsible"),
            Column.SUPPORTING: Text("配合单位", "supporting"),
            Column.COMBINED: Text("牵头和配合单位", "lead and supporting"),
            Column.DEADLINE: Text("时限", "deadline"),
            Column.CHANNEL: Text("公开载体", "channel"),
            Column.EVIDENCE: Text("佐证", "evidence"),
            Column.REMARKS: Text("备注", "remarks"),
            Column.STATUS: Text("完成情况", "how far it is"),
            Column.BASIS: Text("依据", "basis"),
            Column.PERSON: Text("责任人", "person"),
        }[self]


TEXTS = (Column.GROUP, Column.TASK, Column.REQUIREMENT)
"""The columns that say what is to be done, from the outermost."""

UNITS = (Column.LEAD, Column.RESPONSIBLE, Column.SUPPORTING, Column.COMBINED)
"""The columns that name departments."""

_UNIT = "单位|部门|科室|处室|机构|主体|股室"
_ROLES = {
    Column.LEAD: "牵头责任|牵头负责|牵头|主办|主责",
    Column.RESPONSIBLE: "具体责任|责任|承办|落实|负责|实施|执行",
    Column.SUPPORTING: "配合|协办|协同|协助|参与|协作|参加",
}
_ROLE = "|".join(_ROLES.values())
_BETWEEN = r"[/／、，,；;|（()）和及与或·+-]|以及"
_COMBINED = re.compile(rf"(?:{_ROLE})(?:{_UNIT})?(?:(?:{_BETWEEN})+(?:{_ROLE})(?:{_UNIT})?)+[）)]?(?:{_UNIT})?")
_RUN_TOGETHER = re.compile(
    rf"(?:(?:{_ROLE})(?:{_UNIT})){{2,}}|(?:{_UNIT})[（(](?:{_ROLE})(?:(?:{_BETWEEN})(?:{_ROLE}))+[）)]"
)
"""牵头单位配合单位, as a line break between them leaves it; 单位（牵头/配合）."""

KEY = re.compile(
    rf"(?P<key>(?:(?:{_ROLE})(?:{_UNIT})?(?:[/／、]|[（(](?=(?:{_ROLE})[）)])))?[\u4e00-\u9fff]{{2,8}}(?:[）)](?:{_UNIT}))?)\s*[:：]\s*"
)
"""A key within a cell or a bracket: 责任单位：, 责任单位/配合单位：, 责任（配合）单位：."""

_NAMES: tuple[tuple[Column, re.Pattern[str]], ...] = tuple(
    (column, re.compile(rf"(?:{words})\Z"))
    for column, words in (
        (Column.NUMBER, "序号|编号|序|号|项次|顺序号|No"),
        (Column.LEAD, rf"(?:牵头|主办|主责|第一责任|牵头责任|责任牵头|牵头负责)(?:{_UNIT})(?:[（(].*[）)])?|牵头"),
        (Column.SUPPORTING, rf"(?:配合|协办|协同|协助|参与|协作|参加)(?:{_UNIT})|配合"),
        (Column.RESPONSIBLE, rf"(?:责任|承办|落实|负责|实施|执行|完成|具体责任)(?:{_UNIT})|责任分工|任务分工|分工|单位|部门"),
        (Column.PERSON, r"(?:责任|负责|分管|联系|牵头|经办|具体责任)(?:人|领导|人员|人及电话)|联系(?:方式|电话)|电话|责任人.*"),
        (Column.DEADLINE, r".*时限.*|完成(?:时间|期限|日期|时点)|时间(?:要求|安排|节点|进度)?|进度(?:安排|要求)|.*(?:截止|完成)(?:时间|日期)|期限"),
        (Column.STATUS, r".*(?:完成|进展|落实|推进|办理)(?:情况|状态|进度)|进展|是否完成|自查情况|得分"),
        (Column.CHANNEL, r"公开(?:载体|渠道|方式|平台|形式|途径|位置)|(?:载体|渠道|平台)"),
        (Column.EVIDENCE, r"(?:佐证|印证|证明|支撑)(?:材料)?|成果(?:形式|材料)|工作成果"),
        (Column.BASIS, r"(?:公开|政策|文件|法律)?依据|来源"),
        (Column.REMARKS, r"备注|说明|附注"),
        (Column.REQUIREMENT, r"(?:工作|具体|任务|落实|公开|推进|目标|完成)?(?:要求|措施|举措|标准|目标)|具体(?:任务|内容|事项|工作)|.*三级指标|任务(?:分解|内容|明细)|主要(?:内容|措施|举措)|工作要点"),
        (Column.GROUP, r"类别|分类|领域|板块|项目类别|任务类别|(?:工作|重点|公开)?(?:领域|类别|板块|方面)|.*一级指标|一级任务|大项"),
        (Column.TASK, r"(?:主要|重点|工作|目标|年度|公开|具体|分解)*(?:任务|事项|工作|内容|项目)(?:事项|名称|内容|清单)?|.*二级指标|二级任务|任务.{0,4}"),
    )
)  # fmt: skip


@dataclass(frozen=True)
class Header:
    """The header of a table: its last row, what each column holds, and the headings that were not understood."""

    first_row: int
    last_row: int
    columns: Mapping[int, Column]
    headings: Mapping[int, str]
    unknown: tuple[str, ...]

    def having(self, column: Column) -> list[int]:
        """The places of the columns that hold it, from the left."""
        return [place for place, what in self.columns.items() if what is column]


def column_of(heading: str) -> Column | None:
    """What a column under that heading holds; None where the heading says nothing known."""
    if _names_both_sides(squeezed(heading).strip("：:*＊")):
        return Column.COMBINED
    words = re.sub(r"[（(【\[].*?[）)】\]]", "", squeezed(heading)).strip("：:*＊")
    return next((column for column, pattern in _NAMES if pattern.fullmatch(words)), None) if words else None


def _names_both_sides(words: str) -> bool:
    """Whether a heading names lead (or responsible) and supporting units together: 责任单位/配合单位, 责任（配合）单位."""
    if not (_COMBINED.fullmatch(words) or _RUN_TOGETHER.fullmatch(words)):
        return False
    roles = {
        next(side for side, names in _ROLES.items() if role in names.split("|")) for role in re.findall(_ROLE, words)
    }
    return len(roles) > 1


def header_at(rows: Sequence[tuple[int, Mapping[int, Cell]]], position: int) -> Header | None:
    """The header that begins with the row at `position`; None where the row is no header."""
    number, cells = rows[position]
    here = [cell for cell in distinct(cells.values()) if cell.row == number]
    known = [cell for cell in here if column_of(cell.text) is not None]
    kinds = {column_of(cell.text) for cell in known}
    if len(kinds) < 2 or len(known) * 2 < len(here) or not kinds & {Column.TASK, Column.REQUIREMENT}:
        return None
    if any(len(cell.whole) > 20 for cell in known):
        return None
    columns = {place: column_of(cell.text) for place, cell in cells.items() if cell.whole}
    headings = {place: cell.text for place, cell in cells.items() if cell.whole}
    last = number
    # a second row below headings that reach over both: 责任单位 with 牵头 and 配合 under it
    if position + 1 < len(rows):
        below_number, below = rows[position + 1]
        deep = [cell for cell in known if cell.last_row >= below_number == number + 1]
        under = {place: cell for place, cell in below.items() if cell.row == below_number and cell.whole}
        if deep and under and any(column_of(cell.text) is not None for cell in under.values()):
            last = below_number
            # a heading that says nothing known holds what the one over it says
            columns.update({place: column_of(cell.text) or columns.get(place) for place, cell in under.items()})
            headings.update({place: cell.text for place, cell in under.items()})
    return Header(
        number,
        last,
        {place: column for place, column in columns.items() if column is not None},
        headings,
        tuple(dict.fromkeys(squeezed(cell.text) for cell in here if cell not in known)),
    )


def settled(header: Header, body: Sequence[Mapping[int, Cell]]) -> Header:
    """The header after a look at what stands below it.

    A heading over several columns names none of them well: the one that holds numbers alone is the number, and of the
    others the left one groups the right one.
    """
    from compliance.law.drafting.numbering import number_alone

    columns = dict(header.columns)
    for place, column in header.columns.items():
        if column not in TEXTS:
            continue
        words = [cells[place].text for cells in body if place in cells and cells[place].whole]
        if words and sum(number_alone(text) is not None for text in words) >= 0.8 * len(words):
            columns[place] = Column.NUMBER
    for outer, inner in ((Column.REQUIREMENT, Column.TASK), (Column.TASK, Column.GROUP)):
        places = [place for place, column in columns.items() if column is outer]
        for place in places[:-1]:
            columns[place] = inner
    if Column.NUMBER in columns.values():
        first = next(place for place, column in columns.items() if column is Column.NUMBER)
        columns = {place: what for place, what in columns.items() if what is not Column.NUMBER or place == first}
    return Header(header.first_row, header.last_row, columns, header.headings, header.unknown)
