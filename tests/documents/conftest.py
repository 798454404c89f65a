"""A document with every kind of block and with characters that pages and Markdown take for marks."""

from datetime import date

import pytest

from compliance.law.text import Text, same
from compliance.reporting.document import (
    Block,
    BulletList,
    Column,
    Document,
    Notice,
    Paragraph,
    Section,
    Signature,
    Table,
    Tone,
)


def document_of(*blocks: Block, title: Text | None = None) -> Document:
    """A document with one section that holds the blocks."""
    return Document(
        name="trial",
        title=title or Text("年度报告", "Annual report"),
        subtitle=Text("（试）", "(trial)"),
        meta=((Text("编制单位", "Compiled by"), Text("区政府办", "Government Office")),),
        opening=(),
        sections=(Section(Text("总体情况", "Overview"), blocks),),
        signature=Signature(Text("区政府办", "Government Office"), date(2018, 3, 9)),
    )


def table_of(*cells: str) -> Table:
    """A table with one row."""
    columns = tuple(Column(same(f"c{number}"), numeric=number == 0) for number in range(len(cells)))
    return Table(Text("表", "Table"), columns, (tuple(same(cell) for cell in cells),))


@pytest.fixture
def document() -> Document:
    return Document(
        name="trial",
        title=Text("东城区2017年年度报告", "Annual report of 2017"),
        subtitle=Text("（试）", "(trial)"),
        meta=((Text("编制单位", "Compiled by"), Text("区政府办", "Government Office")),),
        opening=(Paragraph(Text("开头", "Opening")),),
        sections=(
            Section(
                Text("总体情况", "Overview"),
                (
                    Paragraph(Text("一段话", "A paragraph")),
                    BulletList((Text("其一", "One"), Text("其二", "Two"))),
                    Notice(Tone.LOUD, Text("没有填报", "Not given")),
                    Notice(Tone.DOUBT, Text("数据存疑", "Doubtful")),
                    Notice(Tone.INFO, Text("示例", "Example")),
                ),
                (Section(Text("教育", "Education"), (table_of("12", "x"),)),),
            ),
        ),
        signature=Signature(Text("区政府办", "Government Office"), date(2018, 3, 9)),
        annexes=(Section(Text("检查发现", "Findings"), (Paragraph(Text("无", "None")),)),),
    )
