"""Departments as tables call them: a match is sure by rule and unique, everything else is asked."""

from pathlib import Path

import pytest

from compliance.law.drafting.certainty import Certainty
from compliance.law.selectors import AnyDepartment, Named, OfKind
from compliance.work.department_names import ABBREVIATIONS, DepartmentNames
from compliance.work.office_file import read_office
from compliance.work.organisation import Office

from ..conftest import ROOT

FILE = (ROOT / "examples" / "tiedong-2017" / "office.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tiedong() -> Office:
    """The example office with its forty departments."""
    return read_office(FILE, "office.yaml")


@pytest.fixture(scope="module")
def names(tiedong: Office) -> DepartmentNames:
    """Its departments by everything that they may be called."""
    return DepartmentNames(tiedong)


@pytest.mark.parametrize(
    ("written", "short_name"),
    [
        ("铁东区财政局", "财政局"),
        ("财政局", "财政局"),
        ("区财政局", "财政局"),
        ("鞍山市铁东区财政局", "财政局"),
        ("铁东财政局", "财政局"),
        ("区发改局", "发改局"),
        ("区发展改革局", "发改局"),
        ("区发展和改革局", "发改局"),
        ("区人力资源社会保障局", "人社局"),
        ("区 人 社 局", "人社局"),
        ("区住房城乡建设局", "住建局"),
        ("区市场监管局", "市场监督管理局"),
        ("区行政审批局", "审批局"),
        ("区卫生计生局", "卫计局"),
        ("区安全生产监管局", "安监局"),
        ("区政府办公室", "区政府办"),
        ("区政府办", "区政府办"),
        ("政府办", "区政府办"),
        ("公安铁东分局", "公安铁东分局"),
        ("市公安局铁东分局", "公安铁东分局"),
        ("区公安分局", "公安铁东分局"),
        ("和平街道办", "和平街道"),
        ("和平街道办事处", "和平街道"),
        ("区政府法制办", "法制办"),
        ("财政局。", "财政局"),
    ],
)
def test_full_names_short_names_and_usual_abbreviations_are_sure(
    names: DepartmentNames, written: str, short_name: str
) -> None:
    reading = names.match(written)
    assert reading.value == Named((short_name,)), reading.why.zh
    assert reading.certainty is Certainty.SURE


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("市财政局", ("财政局",)),  # the city's is not the district's
        ("区发改委", ("发改局",)),  # a commission is not a bureau
        ("区税务局", ("国税局", "地税局")),  # either of two
        ("区水务局", ()),
        ("区委宣传部", ()),
        ("各有关部门", ()),
        ("相关单位", ()),
        ("办公室", ("区政府办", "征收办")),
        ("", ()),
    ],
)
def test_what_is_not_sure_is_asked_with_those_that_are_near(
    names: DepartmentNames, written: str, near: tuple[str, ...]
) -> None:
    reading = names.match(written)
    assert reading.value is None
    assert reading.certainty is Certainty.ASKED
    assert set(near) <= set(reading.suggestions)
    assert len(reading.suggestions) <= max(len(near), 1)


@pytest.mark.parametrize(
    ("written", "selector"),
    [
        ("各部门", OfKind("department")),
        ("区政府各部门", OfKind("department")),
        ("区直各部门", OfKind("department")),
        ("各委办局", OfKind("department")),
        ("各街道", OfKind("street")),
        ("各街道办事处", OfKind("street")),
        ("各镇（街道）", OfKind("street")),
        ("各单位", AnyDepartment()),
        ("区直各单位", AnyDepartment()),
        ("各部门和街道", AnyDepartment()),
    ],
)
def test_all_departments_are_told_to_be_read_so(names: DepartmentNames, written: str, selector: object) -> None:
    reading = names.match(written)
    assert reading.value == selector
    assert reading.certainty is Certainty.UNDERSTOOD


def test_an_alias_is_a_name() -> None:
    text = FILE.replace(
        "{zh: 审批局, en: Approval}", "{zh: 审批局, en: Approval}\n    aliases: [区营商局, 政务服务中心]"
    )
    office = read_office(text, "office.yaml")
    assert office.department("区营商局").id == "approval"
    assert DepartmentNames(office).match("区营商局").value == Named(("审批局",))
    assert DepartmentNames(office).match("区政务服务中心").value == Named(("审批局",))


def test_every_department_is_known_by_its_own_names(tiedong: Office, names: DepartmentNames) -> None:
    for department in tiedong.departments:
        for written in (department.name.zh, department.short_name.zh):
            assert names.match(written).value == Named((department.short_name.zh,)), written


def test_no_two_departments_of_the_example_are_called_alike(tiedong: Office, names: DepartmentNames) -> None:
    for department in tiedong.departments:
        for name in (department.name.zh.removeprefix("铁东区"), f"区{department.short_name.zh}"):
            reading = names.match(name)
            assert reading.value in (None, Named((department.short_name.zh,))), name


def test_a_way_of_writing_stands_for_one_name_only() -> None:
    forms = [form for row in ABBREVIATIONS for form in row]
    assert len(forms) == len(set(forms))


def test_the_office_file_of_the_example_needs_no_alias() -> None:
    assert "aliases" not in Path(ROOT / "examples" / "tiedong-2017" / "office.yaml").read_text(encoding="utf-8")
