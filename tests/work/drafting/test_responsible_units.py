"""Who a cell names as lead and who as support."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.law.drafting.breakdown_lines import UnitWords
from compliance.law.drafting.certainty import Certainty
from compliance.law.drafting.columns import Column
from compliance.work.department_names import DepartmentNames
from compliance.work.drafting.duty_drafts import plain
from compliance.work.drafting.responsible_units import Units, read_units, unknown_names
from compliance.work.office_file import read_office

from ...conftest import ROOT


@pytest.fixture(scope="module")
def names() -> DepartmentNames:
    """The departments of the example office."""
    file = ROOT / "examples" / "tiedong-2017" / "office.yaml"
    return DepartmentNames(read_office(file.read_text(encoding="utf-8"), "office.yaml"))


def told(units: Units) -> tuple[object, object]:
    """Who owes it and who helps, as a pack writes it; None where it is asked."""
    who, helping = units.who.value, units.supporting
    return (
        plain(who) if who is not None else None,
        plain(helping.value) if helping is not None and helping.value else None,
    )


@pytest.mark.parametrize(
    ("words", "who", "supporting"),
    [
        ("财政局、教育局", ["财政局", "教育局"], None),
        ("财政局，教育局；民政局", ["财政局", "教育局", "民政局"], None),
        ("财政局/教育局", ["财政局", "教育局"], None),
        ("财政局\n教育局", ["财政局", "教育局"], None),
        ("财政局 教育局", ["财政局", "教育局"], None),
        ("财政局和教育局", ["财政局", "教育局"], None),
        ("区发展和改革局", ["发改局"], None),
        ("区人力资源和\n社会保障局、教育局", ["人社局", "教育局"], None),
        ("区发改局牵头，财政局、教育局配合", ["发改局"], ["财政局", "教育局"]),
        ("由区发改局牵头，财政局配合", ["发改局"], ["财政局"]),
        ("区发改局（牵头）、财政局、教育局", ["发改局"], ["财政局", "教育局"]),
        ("区发改局会同财政局", ["发改局"], ["财政局"]),
        ("牵头单位：区发改局\n配合单位：财政局、各街道", ["发改局"], {"any-of": [["财政局"], {"kind": "street"}]}),
        ("牵头单位：区发改局；责任单位：财政局", ["发改局"], ["财政局"]),
        ("发改局、财政局分别牵头", ["发改局", "财政局"], None),
        ("发改局、财政局按职责分工负责", ["发改局", "财政局"], None),
        ("各部门、各街道", {"any": "department"}, None),
        ("各街道、财政局", {"any-of": [["财政局"], {"kind": "street"}]}, None),
        ("发改局牵头，发改局、财政局配合", ["发改局"], ["财政局"]),
        ("财政局负责", ["财政局"], None),
        ("各部门、街道（40个）", {"any": "department"}, None),
        ("除国税局、地税局外的各部门", {"kind": "department", "except": ["国税局", "地税局"]}, None),
        ("除区数据局外的各部门", None, None),
        ("财政局、区数据局", None, None),
        ("财政局等部门", None, None),
        ("财政局、教育局等", None, None),
        ("各有关部门", None, None),
        ("—", None, None),
    ],
)
def test_lead_and_support_in_one_cell(names: DepartmentNames, words: str, who: object, supporting: object) -> None:
    assert told(read_units([UnitWords(Column.RESPONSIBLE, words)], names, {})) == (who, supporting)


PIECES = (
    "财政局",
    "区发改局",
    "区数据局",
    "各部门",
    "各街道",
    "牵头",
    "配合",
    "（牵头）",
    "、",
    "，",
    "\n",
    "；",
    " ",
    "等",
    "等部门",
    "会同",
    "和",
    "按职责分工",
    "负责",
    "牵头单位：",
    "配合单位：",
    "除",
    "外的",
    "（",
    "）",
    "由",
    "/",
)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join) | st.text(max_size=20))
def test_whatever_a_cell_holds_is_read_or_asked(names: DepartmentNames, words: str) -> None:
    units = read_units([UnitWords(Column.RESPONSIBLE, words)], names, {})
    for reading in filter(None, (units.who, units.supporting)):
        assert (reading.value is None) == (reading.certainty is Certainty.ASKED)
        assert bool(reading.why.zh) or reading.certainty is Certainty.SURE
        if reading.value is not None:
            assert names.office.selected(reading.value)
    unknown_names([UnitWords(Column.RESPONSIBLE, words)], names)


def test_responsible_units_beside_a_lead_help_it_and_that_is_told(names: DepartmentNames) -> None:
    units = read_units([UnitWords(Column.LEAD, "发改局"), UnitWords(Column.RESPONSIBLE, "财政局、发改局")], names, {})
    assert told(units) == (["发改局"], ["财政局"])
    assert units.supporting is not None
    assert units.supporting.certainty is Certainty.UNDERSTOOD


def test_of_a_list_with_one_unknown_name_nothing_is_taken_and_the_rest_is_proposed(names: DepartmentNames) -> None:
    units = read_units([UnitWords(Column.RESPONSIBLE, "财政局、区数据局")], names, {})
    assert units.who.value is None
    assert units.who.suggestions == ("财政局", "？")
    assert "区数据局" in units.who.why.zh


def test_an_answer_of_a_person_is_taken(names: DepartmentNames) -> None:
    cells = [UnitWords(Column.RESPONSIBLE, "财政局、区数据局")]
    assert unknown_names(cells, names) == ["区数据局"]
    assert told(read_units(cells, names, {"区数据局": ("审批局",)})) == (["财政局", "审批局"], None)


def test_a_task_for_which_nobody_is_named_is_asked_or_takes_what_the_person_said(names: DepartmentNames) -> None:
    assert read_units([], names, {}).who.certainty is Certainty.ASKED
    units = read_units([], names, {}, "各部门、各街道")
    assert told(units) == ({"any": "department"}, None)
    assert units.who.certainty is Certainty.UNDERSTOOD


@pytest.mark.parametrize(
    ("words", "who", "supporting", "certainty"),
    [
        ("财政局", ["财政局"], None, Certainty.SURE),
        ("财政局（牵头）、教育局（配合）", ["财政局"], ["教育局"], Certainty.SURE),
        ("财政局（责任）、教育局（配合）", ["财政局"], ["教育局"], Certainty.SURE),
        ("牵头单位：财政局\n配合单位：教育局", ["财政局"], ["教育局"], Certainty.SURE),
        ("财政局牵头，教育局配合", ["财政局"], ["教育局"], Certainty.SURE),
        ("财政局、教育局按职责分工负责", ["财政局", "教育局"], None, Certainty.UNDERSTOOD),
        ("财政局、教育局、民政局", ["财政局"], ["教育局", "民政局"], Certainty.UNDERSTOOD),
        ("财政局、教育局/民政局", ["财政局", "教育局"], ["民政局"], Certainty.UNDERSTOOD),
        ("财政局/教育局/民政局", ["财政局"], ["教育局", "民政局"], Certainty.UNDERSTOOD),
        ("财政局、各街道", ["财政局"], {"kind": "street"}, Certainty.UNDERSTOOD),
        ("各部门、各街道", {"any": "department"}, None, Certainty.UNDERSTOOD),
        ("各部门、财政局", None, None, Certainty.ASKED),
        ("财政局、教育局（配合）", None, ["财政局", "教育局"], Certainty.ASKED),
        ("财政局、区数据局", ["财政局"], None, Certainty.ASKED),
    ],
)
def test_a_column_of_both_sides_tells_lead_from_support(
    names: DepartmentNames, words: str, who: object, supporting: object, certainty: Certainty
) -> None:
    units = read_units([UnitWords(Column.COMBINED, words)], names, {})
    assert told(units) == (who, supporting)
    readings = [units.who, *([units.supporting] if units.supporting is not None else [])]
    assert max((reading.certainty for reading in readings), key=lambda item: item.weight) is certainty
