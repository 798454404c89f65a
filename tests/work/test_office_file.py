"""One wrong office file a mistake: file, line, column and sentence; and the sound file that stays silent."""

from zoneinfo import ZoneInfo

import pytest

from compliance.law.faults import BadInput
from compliance.law.text import Language
from compliance.work.office_file import read_office
from compliance.work.organisation import USUAL_WORK, ReportForm, Role

HEAD = """\
office:
  id: tiedong
  name: {zh: 铁东区人民政府, en: Tiedong}
  short-name: {zh: 铁东区, en: Tiedong}
  level: district
  region: cn/liaoning/anshan/tiedong
  time-zone: Asia/Shanghai
  calendar: cn
  coordinator: hall
posts:
  - {role: coordinator, title: {zh: 科长, en: head}}
  - {role: clerk, title: {zh: 信息员, en: clerk}}
departments:
"""
HALL = """\
  - {id: hall, name: {zh: 区政府办公室, en: Government Office}, short-name: {zh: 区政府办, en: Hall}, kind: department}
"""
SOUND = HEAD + HALL


def faults(text: str, language: Language = Language.ENGLISH) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read_office(text, "office.yaml")
    return caught.value.in_language(language).splitlines()


def test_a_sound_file_gives_the_office() -> None:
    office = read_office(SOUND, "office.yaml")
    assert (office.id, office.coordinator, office.time_zone) == ("tiedong", "hall", ZoneInfo("Asia/Shanghai"))
    assert (office.language, office.website) == (Language.CHINESE, "")
    assert list(office.posts) == ["hall.coordinator", "hall.clerk"]


def test_a_department_that_lists_its_own_posts_has_only_those(office_file: str) -> None:
    office = read_office(office_file, "office.yaml")
    assert [post.role for post in office.by_id["finance"].posts] == [
        Role.CLERK, Role.CONFIDENTIALITY_REVIEWER, Role.LEADER,
    ]  # fmt: skip
    assert office.by_id["finance"].post(Role.COORDINATOR) is None
    assert office.by_id["government-office"].post(Role.COORDINATOR) is not None


def test_an_office_without_departments_is_refused() -> None:
    text = HEAD.removesuffix("departments:\n")
    assert faults(text) == ["office.yaml:1:1: an office has at least one department"]
    assert faults(text, Language.CHINESE) == ["office.yaml:1:1: 至少要有一个责任单位"]


def test_an_empty_list_of_departments_is_refused_where_it_stands() -> None:
    text = HEAD.replace("departments:\n", "departments: []\n")
    assert faults(text) == ["office.yaml:13:14: an office has at least one department"]


def test_a_coordinator_that_is_no_department_is_refused_where_it_is_named() -> None:
    text = SOUND.replace("coordinator: hall", "coordinator: hell")
    assert faults(text) == ["office.yaml:9:16: there is no department `hell`; did you mean `hall`?"]
    assert faults(text, Language.CHINESE) == ["office.yaml:9:16: 没有责任单位“hell”；是否想写“hall”？"]


def test_a_coordinating_department_without_the_post_is_refused() -> None:
    text = SOUND.replace("  - {role: coordinator, title: {zh: 科长, en: head}}\n", "")
    assert faults(text) == ["office.yaml:9:16: that department has no post with the role coordinator"]
    assert faults(text, Language.CHINESE) == ["office.yaml:9:16: 该单位没有 coordinator 岗位"]


def test_a_missing_coordinator_is_one_fault_not_two() -> None:
    assert faults(SOUND.replace("  coordinator: hall\n", "")) == ["office.yaml:2:3: `coordinator` is missing"]


@pytest.mark.parametrize(
    ("second", "name"),
    [
        ("{id: hall, name: {zh: 教育局, en: E}, short-name: {zh: 教, en: E}, kind: department}", "hall"),
        ("{id: edu, name: {zh: 教育局, en: E}, short-name: {zh: 区政府办, en: E}, kind: department}", "区政府办"),
        ("{id: edu, name: {zh: 区政府办公室, en: E}, short-name: {zh: 教, en: E}, kind: department}", "区政府办公室"),
        # a full name that is another department's short name: a rule that names it would mean both
        ("{id: edu, name: {zh: 区政府办, en: E}, short-name: {zh: 教, en: E}, kind: department}", "区政府办"),
        # rules may name a department in English too
        ("{id: edu, name: {zh: 教育局, en: Government Office}, short-name: {zh: 教, en: E}, kind: department}",
         "Government Office"),
    ],
)  # fmt: skip
def test_two_departments_of_one_name_are_refused_at_the_second(second: str, name: str) -> None:
    text = SOUND + f"  - {second}\n"
    assert faults(text) == [f"office.yaml:15:5: two departments are called `{name}`"]
    assert faults(text, Language.CHINESE) == [f"office.yaml:15:5: 责任单位名称“{name}”重复"]


def test_several_doubled_names_come_in_the_order_of_the_file() -> None:
    assert faults(SOUND + HALL) == [
        "office.yaml:15:5: two departments are called `hall`",
        "office.yaml:15:5: two departments are called `区政府办`",
        "office.yaml:15:5: two departments are called `区政府办公室`",
        "office.yaml:15:5: two departments are called `Government Office`",
    ]


def test_two_departments_without_a_name_lack_names_and_are_not_called_the_same() -> None:
    text = SOUND + "  - {id: edu, short-name: {zh: 教, en: E}, kind: department}\n"
    text += "  - {id: fin, short-name: {zh: 财, en: F}, kind: department}\n"
    assert {line.partition(" ")[2] for line in faults(text)} == {"`name` is missing"}


def test_a_department_may_bear_one_word_as_identifier_and_as_name() -> None:
    text = SOUND + "  - {id: edu, name: {zh: edu, en: edu}, short-name: {zh: edu, en: edu}, kind: department}\n"
    assert read_office(text, "office.yaml").department("edu").id == "edu"


@pytest.mark.parametrize("zone", ["Asia/Anshan", "Mars/Phobos", "../etc/passwd", "Asia", "中国"])
def test_an_unknown_time_zone_is_refused_with_an_example(zone: str) -> None:
    text = SOUND.replace("Asia/Shanghai", zone)
    assert faults(text) == [f"office.yaml:7:14: there is no time zone `{zone}`; for example Asia/Shanghai"]
    assert faults(text, Language.CHINESE) == [f"office.yaml:7:14: 没有时区“{zone}”，例如 Asia/Shanghai"]


def test_a_missing_time_zone_is_one_fault_not_two() -> None:
    assert faults(SOUND.replace("  time-zone: Asia/Shanghai\n", "")) == ["office.yaml:2:3: `time-zone` is missing"]


def test_a_department_that_nobody_works_in_is_refused() -> None:
    # without a post nobody could be reminded
    text = HEAD.replace("posts:\n  - {role: coordinator, title: {zh: 科长, en: head}}\n", "").replace(
        "  - {role: clerk, title: {zh: 信息员, en: clerk}}\n", ""
    )
    text += HALL.replace("kind: department", "kind: department, posts: [{role: coordinator, title: {zh: 甲, en: A}}]")
    text += "  - {id: edu, name: {zh: 教育局, en: E}, short-name: {zh: 教, en: E}, kind: department}\n"
    assert faults(text) == ["office.yaml:12:5: the department has no post"]
    assert faults(text, Language.CHINESE) == ["office.yaml:12:5: 该单位没有任何岗位"]


def test_two_posts_of_one_role_in_a_department_are_refused() -> None:
    text = SOUND.replace("posts:\n", "posts:\n  - {role: clerk, title: {zh: 甲, en: A}}\n")
    assert faults(text) == ["office.yaml:15:5: the department has two posts with the role clerk"]
    assert faults(text, Language.CHINESE) == ["office.yaml:15:5: 该单位有两个 clerk 岗位"]


def test_every_fault_is_told_at_once_and_a_mistyped_key_with_the_right_one() -> None:
    text = SOUND.replace("level: district", "level: distrikt").replace("region:", "regoin:")
    assert faults(text) == [
        "office.yaml:2:3: `region` is missing",
        "office.yaml:5:10: `level` cannot be `distrikt`; known are nation, province, city, district; "
        "did you mean `district`?",
        "office.yaml:6:3: unknown key `regoin`; did you mean `region`?",
    ]


def test_an_office_may_say_what_its_work_is_called_and_in_which_form_it_reports() -> None:
    usual = read_office(SOUND, "office.yaml")
    assert (usual.work, usual.annual_report, usual.has_streets) == (USUAL_WORK, ReportForm.OF_2007, False)
    own = "  work: {zh: 信息自由, en: freedom of information}\n  annual-report: plain\nposts:\n"
    office = read_office(SOUND.replace("posts:\n", own, 1), "office.yaml")
    assert (office.work.en, office.annual_report) == ("freedom of information", ReportForm.PLAIN)
    assert faults(SOUND.replace("posts:\n", "  annual-report: plian\nposts:\n", 1)) == [
        "office.yaml:10:18: `annual-report` cannot be `plian`; known are form-of-2007, plain; did you mean `plain`?"
    ]
    assert "office.yaml:10:9: `en` is missing" in faults(
        SOUND.replace("posts:\n", "  work: {zh: 信息自由}\nposts:\n", 1)
    )
