"""From grids to the lines of a breakdown: each task with its headings, and what its cells say, as written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from compliance.law.basis import chinese_number
from compliance.law.drafting.columns import TEXTS, UNITS, Column, Header, column_of, header_at, settled
from compliance.law.drafting.grid import Cell, Grid, Source, distinct, squeezed, tidy
from compliance.law.drafting.numbering import label_of, number_alone, numbered, value_of
from compliance.law.drafting.running_text import Heading, Item, Tail, as_cell, brackets_in, items_of, tail_of
from compliance.law.faults import BadInput, Fault
from compliance.law.text import Text

_NOTHING = frozenset({"", "-", "—", "——", "/", "无"})

HEADER_WITHIN = 40
"""A header is looked for in so many rows; below, a table without one is no breakdown table."""

_NOT_A_TASK = re.compile(
    r"(?:注|备注|说明|填表说明|填报说明|填表人|制表|审核人|联系人|附件|合计|总计|小计)(?:\d*)[:：。]|合计\Z|总计\Z"
)


@dataclass(frozen=True, slots=True)
class UnitWords:
    """What a cell says of departments, under the heading that it stands below."""

    column: Column
    words: str


@dataclass(frozen=True, slots=True)
class Unread:
    """What a line says in a column whose heading was not understood, or that has none. `column` counts from 1."""

    column: int
    heading: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One task as the table writes it.

    `place` says where it stands, for people; `row` is its first row, or its line of text. `headings` are the headings
    over it from the outermost, without their numbers; `labels` are those numbers as written, that of the line last, and
    empty where there is none. `number` is its number as the table counts. `cited` says how the paper counts it where
    `number` was made up to tell lines apart; `table` is the table of several in which it stands.
    """

    place: Text
    row: int
    number: str
    headings: tuple[str, ...]
    text: str
    requirement: str = ""
    units: tuple[UnitWords, ...] = ()
    deadlines: tuple[Cell, ...] = ()
    channel: str = ""
    evidence: str = ""
    remarks: str = ""
    unread: tuple[Unread, ...] = ()
    labels: tuple[str, ...] = ()
    cited: Text | None = None
    table: Text | None = None


@dataclass(frozen=True)
class Breakdown:
    """What a file holds: its lines, the title rows above the table, what was left out and why."""

    lines: tuple[Line, ...]
    titles: tuple[str, ...]
    left_out: tuple[Text, ...] = ()
    columns: tuple[tuple[str, Column | None], ...] = ()
    has: frozenset[Column] = field(default_factory=frozenset)


def breakdown_of(source: Source) -> Breakdown:
    """The lines of all tables of a file that have a header; raises BadInput where there is none."""
    if not source.grids:
        return tailed(source)
    parts: list[Breakdown] = []
    left_out: list[Text] = []
    before: tuple[Header, int] | None = None
    for grid in source.grids:
        part, before = _TableReader(grid, len(source.grids) > 1, before).read()
        if part is None:
            if len({cell.row for cell in grid.cells}) > 2:  # anything less is a page's layout
                name = grid.name or "-"
                left_out.append(
                    Text(f"表“{name}”没有认得的表头，未读", f"the table “{name}” has no known header and was not read")
                )
        else:
            parts.append(part)
    if not parts and any(tail_of(match) for _, words in source.lines for match in brackets_in(words)):
        return tailed(source)
    if not parts:
        message = Text(
            "没有找到任务分解表：需要一行表头，其中有任务（或工作要求）一栏，以及责任单位、时限等至少一栏",
            "there is no breakdown table: a header row is needed, with a column for the task (任务, 工作要求) and at least "
            "one more, such as 责任单位 or 完成时限",
        )
        raise BadInput([Fault(source.place(1), "no-header-row", message)])
    titles = [title for part in parts[:1] for title in part.titles]
    return Breakdown(
        numbered_apart([line for part in parts for line in part.lines]),
        tuple(titles),
        (*left_out, *(note for part in parts for note in part.left_out)),
        parts[0].columns,
        frozenset().union(*(part.has for part in parts)),
    )


def tailed(source: Source) -> Breakdown:
    """The lines of a text whose items end with a bracket; raises BadInput where no item does."""
    lines: list[Line] = []
    titles: list[str] = []
    left_out: list[Text] = []
    headings: dict[int, tuple[str, str]] = {}
    pieces = list(items_of(source.lines))
    levels = {piece.level for piece in pieces if isinstance(piece, Item)}
    for place, piece in enumerate(pieces):
        below = pieces[place + 1] if place + 1 < len(pieces) else None
        if isinstance(piece, Heading) and piece.level in levels and not _stands_over(piece, below):
            piece = Item(piece.line, piece.level, piece.number, piece.words, Tail(()), piece.label)
        match piece:
            case Heading():
                headings = {level: words for level, words in headings.items() if level < piece.level}
                headings[piece.level] = (piece.words, piece.label)
            case Item():
                over = [words for level, words in sorted(headings.items()) if not piece.level or level < piece.level]
                units = tuple(UnitWords(*said) for said in piece.tail.of(*UNITS))
                labels = (*(label for _, label in over), piece.label)
                deadlines = tuple(as_cell(piece.line, words) for _, words in piece.tail.of(Column.DEADLINE))
                where = Text(f"第{piece.line}行", f"line {piece.line}")
                remarks = "；".join(words for _, words in piece.tail.of(Column.REMARKS))
                channel = "；".join(words for _, words in piece.tail.of(Column.CHANNEL))
                lines.append(
                    Line(where, piece.line, str(piece.number or ""), tuple(words for words, _ in over), piece.words, "", units, deadlines,
                         channel, "", remarks, (), labels)
                )  # fmt: skip
            case (number, words) if not lines and not headings:
                titles.append(words)
            case (number, words):
                where = Text(f"第{number}行", f"line {number}")
                left_out.append(
                    where + Text(f"不是任务，未读：{shown(words)}", f" is no task and was not read: {shown(words)}")
                )
    if not any(line.units or line.deadlines for line in lines):
        message = Text(
            "没有找到任务：既没有表格，也没有以（责任单位：…；完成时限：…）结尾的条目",
            "there are no tasks: neither a table nor items that end with （责任单位：…；完成时限：…）",
        )
        raise BadInput([Fault(source.place(1), "no-tasks", message)])
    if len({line.number for line in lines if line.number}) < len(lines):  # counted anew, or not at all
        lines = [replace(line, number=str(count)) for count, line in enumerate(lines, start=1)]
        # counted by the paper, but from one anew under each heading
        lines = [cited if cited.labels[-1] else line for line, cited in zip(lines, _cited(lines), strict=True)]
    has = frozenset(unit.column for line in lines for unit in line.units) | {Column.TASK, Column.DEADLINE}
    return Breakdown(tuple(lines), tuple(titles), tuple(left_out), (), has)


def _stands_over(heading: Heading, below: object) -> bool:
    """Whether what follows a heading is further in than it: otherwise it is an item for which nobody is named."""
    return isinstance(below, Item | Heading) and (below.level > heading.level or below.level == 0)


class _TableReader:
    """Reads one grid from above to below."""

    def __init__(self, grid: Grid, one_of_many: bool, before: tuple[Header, int] | None) -> None:
        self.grid = grid
        self.one_of_many = one_of_many
        self.before = before
        self.rows = list(grid.rows())
        self.lines: list[Line] = []
        self.left_out: list[Text] = []
        self.headings: dict[int, tuple[str, str]] = {}
        self.counted = 0

    def read(self) -> tuple[Breakdown | None, tuple[Header, int] | None]:
        """The lines under the header, and the header for a next table that goes on without one."""
        position, header = self.header()
        if header is None:
            return None, self.before
        width = max(max(cells) for _, cells in self.rows)
        titles = [*self.grid.before]
        titles += [tidy(cell.text) for _, cells in self.rows[:position] for cell in distinct(cells.values())]
        body = [cells for row, cells in self.rows if row > header.last_row]
        header = settled(header, body)
        previous: Mapping[int, Cell] = {}
        for index, (row, cells) in enumerate(self.rows):
            if row <= header.last_row:
                continue
            again = header_at(self.rows, index)
            if again is not None:  # the header is repeated on a new page or for a second part
                header = settled(again, [after for number, after in self.rows if number > again.last_row])
                previous = {}
                continue
            self.row(row, cells, header, previous)
            previous = cells
        found = Breakdown(
            tuple(self.lines),
            tuple(dict.fromkeys(filter(None, titles))),
            tuple(self.left_out),
            tuple((squeezed(header.headings[place]), header.columns.get(place)) for place in sorted(header.headings)),
            frozenset(header.columns.values()),
        )
        return found, (header, width)

    def header(self) -> tuple[int, Header | None]:
        for position in range(min(len(self.rows), HEADER_WITHIN)):
            header = header_at(self.rows, position)
            if header is not None:
                return position, header
        if self.before is not None and self.rows and max(max(cells) for _, cells in self.rows) == self.before[1]:
            return 0, replace(self.before[0], first_row=0, last_row=0)
        return 0, None

    def table(self) -> Text | None:
        """How this table is called where the file has several."""
        if not self.one_of_many or not self.grid.name:
            return None
        if self.grid.name.isdecimal():
            return Text(f"第{self.grid.name}个表", f"table {self.grid.name}")
        return Text(f"表“{self.grid.name}”", f"table “{self.grid.name}”")

    def where(self, row: int) -> Text:
        if self.one_of_many and self.grid.name:
            if self.grid.name.isdecimal():
                return Text(f"第{self.grid.name}个表第{row}行", f"table {self.grid.name} row {row}")
            return Text(f"“{self.grid.name}”第{row}行", f"“{self.grid.name}” row {row}")
        return Text(f"第{row}行", f"row {row}")

    def row(self, row: int, cells: Mapping[int, Cell], header: Header, previous: Mapping[int, Cell]) -> None:
        """A heading, the rest of the line above, a line, or nothing."""
        here = distinct(cells.values())
        if not here:
            return
        said = {place: cell for place, cell in cells.items() if cell.whole and place in header.columns}
        texts = [(header.columns[place], cell) for place, cell in said.items() if header.columns[place] in TEXTS]
        texts = [
            (column, cell)
            for position, (column, cell) in enumerate(texts)
            if cell not in [c for _, c in texts[:position]]
        ]
        alone = len(here) == 1 and here[0].row == row
        if alone and _NOT_A_TASK.match(here[0].whole):
            self.left_out.append(
                self.where(row)
                + Text(f"是说明，未读：{shown(here[0].text)}", f" is a remark and was not read: {shown(here[0].text)}")
            )
            return
        if self.is_heading(row, here, header, cells):
            self.heading(tidy(_without_number_cell(here, header, cells).text))
            return
        if not texts:
            if any(cell.row == row for cell in here) and not all(number_alone(cell.text) is not None for cell in here):
                words = shown("、".join(tidy(cell.text) for cell in here))
                self.left_out.append(
                    self.where(row)
                    + Text(f"没有任务文字，未读：{words}", f" has no text of a task and was not read: {words}")
                )
            return
        if self.lines and previous and all(previous.get(cell.column) is cell for _, cell in texts):
            self.lines[-1] = _continued(self.lines[-1], self.line(row, cells, header, texts), cells, previous)
            return
        self.lines.append(self.line(row, cells, header, texts))

    def is_heading(self, row: int, here: Sequence[Cell], header: Header, cells: Mapping[int, Cell]) -> bool:
        """Whether the row is a heading over those that follow: one text across the table, or a numbered one alone."""
        own = [
            cell
            for cell in here
            if header.columns.get(cell.column) is not Column.NUMBER or number_alone(cell.text) is None
        ]
        if len(own) != 1 or own[0].row != row:
            return False
        cell = own[0]
        level = numbered(cell.text).level
        columns = {header.columns.get(place) for place in range(cell.column, cell.last_column + 1)} - {None}
        across = cell.last_column > cell.column and (
            len(columns) > 2 or cell.last_column - cell.column + 1 >= len(cells) - 1
        )
        if header.columns.get(cell.column) is Column.NUMBER and cell.last_row == cell.row:
            return len(cell.whole) <= 60  # words alone where a number stands in the rows of tasks
        if across:
            return len(cell.whole) <= 80 or level in (1, 2)
        return 1 <= level <= 2 and len(cell.whole) <= 60 and len(header.columns) > 1 and cell.last_row == cell.row

    def heading(self, words: str) -> None:
        found = numbered(words)
        level = found.level or 1
        self.headings = {inner: text for inner, text in self.headings.items() if inner < level}
        self.headings[level] = (found.words, found.label)

    def line(self, row: int, cells: Mapping[int, Cell], header: Header, texts: Sequence[tuple[Column, Cell]]) -> Line:
        *outer, (_, innermost) = texts
        own = numbered(tidy(innermost.text))
        number, label = self.number(cells, header, own.number, own.label)
        headings = [self.headings[level] for level in sorted(self.headings)]
        text, requirement = own.words or tidy(innermost.text), ""
        for column, cell in outer:
            outer_text = numbered(tidy(cell.text))
            if column is Column.GROUP or outer_text.level in (1, 2) or cell.last_row > cell.row:
                headings.append((outer_text.words, outer_text.label))
            else:  # a task of its own, with its requirement beside it
                text, requirement = outer_text.words, own.words or tidy(innermost.text)

        def words(column: Column) -> str:
            found = distinct(cells[place] for place in header.having(column) if place in cells)
            return "；".join(tidy(cell.text) for cell in found)

        units = [
            UnitWords(header.columns[place], cells[place].text.strip())
            for place in sorted(header.columns)
            if header.columns[place] in UNITS and place in cells and cells[place].whole
        ]
        deadlines = distinct(cells[place] for place in header.having(Column.DEADLINE) if place in cells)
        return Line(
            self.where(row), row, number, tuple(words for words, _ in headings), text, requirement,
            tuple(dict.fromkeys(units)), tuple(deadlines),
            words(Column.CHANNEL), words(Column.EVIDENCE), words(Column.REMARKS), self.unread(cells, header),
            (*(label for _, label in headings), label), None, self.table(),
        )  # fmt: skip

    def unread(self, cells: Mapping[int, Cell], header: Header) -> tuple[Unread, ...]:
        """The cells of the row below headings that were not understood, or below none."""
        found: dict[Cell, Unread] = {}
        for place, cell in cells.items():
            known = any(
                at in header.columns or column_of(header.headings.get(at, "")) is not None
                for at in range(cell.column, cell.last_column + 1)
            )
            if not known and cell.whole not in _NOTHING and cell not in found:
                found[cell] = Unread(place, squeezed(header.headings.get(place, "")), tidy(cell.text))
        return tuple(found.values())

    def number(self, cells: Mapping[int, Cell], header: Header, own: int, label: str) -> tuple[str, str]:
        """The number of the table's own column, otherwise that before the text, otherwise the next one; and as written."""
        for place in header.having(Column.NUMBER):
            if place in cells and (found := number_alone(cells[place].text)) is not None:
                return str(found), label_of(cells[place].text)
        self.counted += 1
        return str(own or self.counted), label


def _without_number_cell(here: Sequence[Cell], header: Header, cells: Mapping[int, Cell]) -> Cell:
    own = [
        cell for cell in here if header.columns.get(cell.column) is not Column.NUMBER or number_alone(cell.text) is None
    ]
    if len(own) == 1 and len(here) == 2 and numbered(own[0].text).level == 0:
        number = next(cell for cell in here if cell is not own[0])
        return replace(own[0], text=f"{number.text.strip().rstrip('、.．')}、{own[0].text}")
    return own[0]


def _continued(line: Line, more: Line, cells: Mapping[int, Cell], previous: Mapping[int, Cell]) -> Line:
    """A task whose cells of departments or deadlines are split over several rows."""
    old = {id(cell) for cell in previous.values()}
    return replace(
        line,
        units=tuple(dict.fromkeys((*line.units, *more.units))),
        deadlines=(*line.deadlines, *(cell for cell in more.deadlines if id(cell) not in old)),
        unread=tuple(dict.fromkeys((*line.unread, *more.unread))),
        remarks=line.remarks if more.remarks in line.remarks else f"{line.remarks}；{more.remarks}".strip("；"),
    )


def numbered_apart(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with numbers that differ: where several bear one number, its parts are told as 3.1, 3.2.

    Where the numbers begin anew under each heading, the heading's place is put before them.
    """
    numbers = [line.number for line in lines]
    if len(set(numbers)) < len(numbers):
        again = _runs(lines, numbers, None)
        tops = list(dict.fromkeys(line.headings[:1] for line in lines))
        lines = list(_cited(lines)) if again else lines
        if len(tops) > 1:
            apart = [f"{tops.index(line.headings[:1]) + 1}.{line.number}" for line in lines]
            if _runs(lines, numbers, 1):
                numbers = apart
    return tuple(replace(line, number=number) for line, number in zip(lines, _parts(numbers), strict=True))


def _cited(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines as the paper counts them: the numbers of their headings from the outermost, then their own."""
    tops = list(dict.fromkeys(line.headings[:1] for line in lines))
    times: Counter[tuple[str, ...]] = Counter()
    tables: dict[tuple[tuple[str, ...], tuple[str, ...], str], set[Text | None]] = {}
    for line in lines:
        tables.setdefault((line.headings, line.labels, line.number), set()).add(line.table)
    several = any(len(found) > 1 for found in tables.values())  # one place in two tables
    for line in lines:
        chinese, english = "", list[str]()
        if several and line.table is not None:
            chinese, english = line.table.zh, [line.table.en]
        *over, own = line.labels or ("",)
        for heading, label in zip(line.headings, over, strict=False):
            if label:
                chinese += label if label.endswith(("）", ")")) else f"{label}、"
                english.append(f"part {label_in_digits(label)}")
            elif heading == line.headings[0]:
                chinese += f"“{heading}”"
                english.append(f"part {tops.index(line.headings[:1]) + 1}")
        own = own or line.number
        times[(chinese, own)] += 1
        again = times[(chinese, own)]
        chinese += f"第{own}项" if chinese.endswith(("”", "表")) and own.isdecimal() else own
        english.append(f"item {label_in_digits(own)}")
        if again > 1:
            chinese += f"（第{chinese_number(again)}处）"
            english.append(f"place {again}")
        yield replace(line, cited=Text(chinese, ", ".join(english)))


def label_in_digits(label: str) -> str:
    """A number as written, in digits: （一） is (1), 第二部分 is 2."""
    inner = label.strip("（()）").removeprefix("第")
    for word in ("部分", "章", "篇"):
        inner = inner.removesuffix(word)
    return f"({value_of(inner)})" if label.startswith(("（", "(")) else str(value_of(inner))


def _runs(lines: Sequence[Line], numbers: Sequence[str], depth: int | None) -> bool:
    """Whether a number comes again under another heading, of those so deep: counting began anew there."""
    seen: dict[str, tuple[object, ...]] = {}

    def over(line: Line) -> tuple[object, ...]:
        return (line.table, *line.headings) if depth is None else line.headings[:depth]

    return any(seen.setdefault(number, over(line)) != over(line) for line, number in zip(lines, numbers, strict=True))


def _parts(numbers: Sequence[str]) -> Iterator[str]:
    times = Counter(numbers)
    counted: dict[str, int] = {}
    for number in numbers:
        if times[number] == 1:
            yield number
        else:
            counted[number] = counted.get(number, 0) + 1
            yield f"{number}.{counted[number]}"


def shown(words: str, most: int = 24) -> str:
    """The beginning of the words, on one line."""
    words = tidy(words)
    return words if len(words) <= most else f"{words[:most]}…"
