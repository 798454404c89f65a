"""The annual report in the form of art. 32 of the 2007 Regulation: complete, honest, and made from the facts alone."""

from datetime import date, timedelta

import pytest

from compliance.law.text import Text
from compliance.oversight.problems import Measure, Problem
from compliance.reporting.annual_report_2007 import annual_report
from compliance.reporting.document import (
    Document,
    Notice,
    Section,
    Tone,
    numbered,
)
from compliance.reporting.figure_sentences import value_in_words
from compliance.work.requests import Answer, AnswerKind, Request
from compliance.work.tasks import Task
from compliance.work.work_year import CourtOrder

from .conftest import FIGURES, AccountMaker, exempted, leaves, published


def section(document: Document, title: str) -> Section:
    return next(item.section for item in numbered(document) if title in item.section.title.zh)


def words_of(part: Section) -> str:
    return "\n".join(leaf.zh for block in part.blocks for leaf in leaves(block))


def body(document: Document) -> str:
    return "\n".join(
        leaf.zh
        for item in numbered(document)
        if not item.annex
        for block in item.section.blocks
        for leaf in leaves(block)
    )


def loud(part: Section) -> list[str]:
    return [block.words.zh for block in part.blocks if isinstance(block, Notice) and block.tone is Tone.LOUD]


def test_the_chapters_stand_in_the_order_of_the_form(account: AccountMaker) -> None:
    headings = [
        item.number.zh + item.section.title.zh for item in numbered(annual_report(account())) if item.level == 1
    ]
    assert headings[:13] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、重点领域信息公开情况",
        "四、“互联网+政务服务”工作情况",
        "五、建议提案办理结果公开情况",
        "六、政策解读情况",
        "七、政务舆情回应情况",
        "八、依申请公开情况",
        "九、收费及减免情况",
        "十、举报、复议、诉讼情况",
        "十一、制度机制建设情况",
        "十二、存在的主要问题及整改情况",
        "十三、其他需要报告的事项",
    ]
    assert all(heading.startswith("附件") for heading in headings[13:])


def test_every_figure_that_was_entered_is_printed_in_the_body(account: AccountMaker) -> None:
    made = account()
    printed = body(annual_report(made))
    for name in FIGURES:
        figure = made.year.rule_book.figures[name]
        amount = made.year.figure_table.total(name)
        assert amount is not None
        assert figure.title.zh + value_in_words(figure, amount).zh in printed


def test_a_sum_is_told_as_a_whole_with_its_parts(account: AccountMaker) -> None:
    assert "主动公开总数9392条，其中网站公开6842条、微博公开2550条。" in body(annual_report(account()))


def test_blank_zero_stroke_and_more_than_are_four_different_things(account: AccountMaker) -> None:
    told = {
        value: words_of(section(annual_report(account(figures={"education.visits": value})), "教育"))
        for value in ("", "0", "/", "400+", "400")
    }
    assert "出动人员（空，未填数值）" in told[""]
    assert "出动人员0人次" in told["0"]
    assert "出动人员/（不适用）" in told["/"]
    assert "出动人员400余人次" in told["400+"]
    assert "出动人员400人次" in told["400"]


def test_a_percentage_keeps_the_digits_it_was_entered_with(account: AccountMaker) -> None:
    assert "覆盖率96.50%" in body(annual_report(account()))


def test_a_figure_that_ends_before_the_year_says_so_in_its_place(account: AccountMaker) -> None:
    made = account(figures_as_of={"housing.allotted": date(2017, 9, 30)})
    assert "已分配房源2038套（截至2017年9月30日）" in body(annual_report(made))


def test_missing_fees_are_loud_because_article_32_asks_for_them(account: AccountMaker) -> None:
    notices = loud(section(annual_report(account()), "收费及减免"))
    assert len(notices) == 1
    assert "第三十二条第（三）项应当报告，但本机关未填报" in notices[0]


@pytest.mark.parametrize("value", ["0", "120", "/"])
def test_fees_that_are_given_are_not_loud_even_when_they_are_nought(account: AccountMaker, value: str) -> None:
    document = annual_report(account(figures={**FIGURES, "fees.charged": value}))
    assert loud(section(document, "收费及减免")) == []


def test_fees_left_blank_are_as_loud_as_fees_never_entered(account: AccountMaker) -> None:
    assert loud(section(annual_report(account(figures={**FIGURES, "fees.charged": ""})), "收费及减免"))


def test_a_chapter_the_law_asks_for_is_loud_even_where_no_rule_knows_it(account: AccountMaker) -> None:
    assert loud(section(annual_report(account()), "主要问题"))


def test_a_figure_not_given_outside_article_32_is_named_too(account: AccountMaker) -> None:
    figures = {name: value for name, value in FIGURES.items() if name != "education.fines"}
    notices = loud(section(annual_report(account(figures=figures)), "教育"))
    assert notices == ["应填报而未填报：“处罚金额”。"]


def test_an_optional_figure_that_is_not_given_is_not_loud(account: AccountMaker) -> None:
    assert loud(section(annual_report(account()), "教育")) == []


def test_a_changed_figure_changes_the_text(account: AccountMaker) -> None:
    before = body(annual_report(account()))
    after = body(annual_report(account(figures={**FIGURES, "housing.allotted": "2039"})))
    assert "2038" in before
    assert "2039" not in before
    assert "2039" in after
    assert "2038" not in after


def test_figures_that_contradict_each_other_are_doubted_where_they_stand(account: AccountMaker) -> None:
    document = annual_report(account(figures={**FIGURES, "proactive.weibo": "2500"}))
    doubts = [
        block.words.zh
        for block in section(document, "主动公开政府信息").blocks
        if isinstance(block, Notice) and block.tone is Tone.DOUBT
    ]
    assert len(doubts) == 1
    assert "各项之和为9342，与总数9392相差50" in doubts[0]


def test_sound_figures_are_not_doubted(account: AccountMaker) -> None:
    document = annual_report(account())
    blocks = [block for item in numbered(document) for block in item.section.blocks]
    assert not any(isinstance(block, Notice) and block.tone is Tone.DOUBT for block in blocks)


def test_a_late_task_changes_the_counts(account: AccountMaker) -> None:
    def one_late(task: Task, due: date) -> Task:
        late = task.obligation.area == "education"
        return published(task, due + timedelta(3 if late else 0))

    in_time, late = annual_report(account()), annual_report(account(done=one_late))
    assert "任务1项，按时办结1项，按时率100%" in words_of(section(in_time, "教育"))
    assert "任务1项，按时办结0项，逾期办结1项，按时率0%" in words_of(section(late, "教育"))
    assert "按时办结13项；到期任务按时率100%" in words_of(section(in_time, "总体情况"))
    assert "按时办结12项，逾期办结1项；到期任务按时率92.3%" in words_of(section(late, "总体情况"))


def test_overdue_and_exempted_tasks_are_told_apart(account: AccountMaker) -> None:
    def some(task: Task, due: date) -> Task:
        if task.obligation.area == "education":
            return task
        return exempted(task, due) if task.department == "heping-street" else published(task, due)

    words = words_of(section(annual_report(account(done=some)), "总体情况"))
    assert "按时办结8项，逾期未办结1项，依法免除4项；到期任务按时率88.9%" in words


def test_an_area_cites_its_basis_and_names_its_department(account: AccountMaker) -> None:
    words = words_of(section(annual_report(account()), "教育"))
    assert "依据《政府信息公开条例》第十条，教育局承担公开义务1项" in words


def test_duties_that_no_event_called_for_stand_in_an_annex(account: AccountMaker) -> None:
    document = annual_report(account())
    assert "公布突发事件处置情况" in words_of(section(document, "没有登记应办情形的义务"))
    assert "公布突发事件处置情况" not in body(document)


def test_findings_stand_in_the_annex_by_severity_with_their_basis(account: AccountMaker) -> None:
    document = annual_report(account(done=lambda task, _due: task))
    annex = next(part for part in document.annexes if "检查发现" in part.title.zh)
    assert [part.title.zh[:4] for part in annex.sections] == ["违反规定", "警告（1"]
    assert "《政府信息公开条例》第十九条" in words_of(annex.sections[0])


def test_unverified_rules_in_use_are_named(account: AccountMaker) -> None:
    notes = words_of(section(annual_report(account()), "未经核实"))
    assert "公开义务教育划片结果" in notes
    assert "更新公开目录" not in notes


def test_illustrative_data_are_said_to_be_so_at_the_beginning_and_in_the_notes(account: AccountMaker) -> None:
    document = annual_report(account(illustrative=Text("按季度的拆分", "the split by quarter")))
    opening = [leaf.zh for block in document.opening for leaf in leaves(block)]
    assert "示例数据：按季度的拆分" in opening
    assert "示例数据：按季度的拆分" in words_of(section(document, "未经核实"))
    assert "和平街道" in words_of(section(document, "未经核实"))


def test_requests_are_counted_from_the_ledger_with_their_grounds(account: AccountMaker) -> None:
    refused = Answer(AnswerKind.REFUSED, date(2017, 2, 15), "education.clerk", "privacy")
    late = Answer(AnswerKind.GRANTED, date(2017, 2, 16), "education.clerk")
    requests = (
        Request("R1", "education", date(2017, 1, 20), "letter", "名册", refused),
        Request("R2", "education", date(2017, 1, 20), "letter", "名册", late),
        Request("R3", "education", date(2018, 3, 8), "letter", "名册"),
    )
    words = words_of(section(annual_report(account(requests=requests)), "依申请公开情况"))
    assert "台账登记3件，已答复2件，其中法定期限内答复1件、逾期答复1件；尚在办理1件，其中逾期0件" in words
    assert "个人隐私" in words
    assert "《政府信息公开条例》第十四条" in words


def test_a_court_order_without_a_date_is_loud(account: AccountMaker) -> None:
    orders = (CourtOrder("C1", "education", "名册", date(2017, 12, 1)),)
    assert "1件判决没有登记法院确定的履行期限" in loud(section(annual_report(account(court_orders=orders)), "举报"))[0]


def test_open_problems_are_told_with_their_measures(account: AccountMaker) -> None:
    problem = Problem("P1", Text("渠道不宽", "Too few channels"), "proactive", "education", date(2017, 12, 1))
    measure = Measure("M1", "P1", Text("开通微信", "Open WeChat"), "education", date(2018, 6, 30))
    words = words_of(section(annual_report(account(problems=(problem,), measures=(measure,))), "主要问题"))
    assert "渠道不宽（教育局，待整改）：开通微信（2018-06-30前）" in words


def test_what_happened_after_the_day_of_the_report_is_left_out(account: AccountMaker) -> None:
    words = words_of(section(annual_report(account(as_of=date(2017, 4, 30))), "总体情况"))
    assert "按时办结3项，尚未到期10项" in words


def test_it_is_signed_by_the_coordinating_office_on_its_day(account: AccountMaker) -> None:
    signature = annual_report(account()).signature
    assert signature.name.zh == "东城区人民政府办公室"
    assert signature.day_in_words == Text("2018年3月9日", "9 March 2018")


def test_the_same_account_makes_the_same_report(account: AccountMaker) -> None:
    assert annual_report(account()) == annual_report(account())


def test_an_office_that_entered_nothing_still_gets_a_whole_report(account: AccountMaker) -> None:
    document = annual_report(account(figures={}, done=lambda task, _due: task))
    assert all(item.section.blocks or item.section.sections for item in numbered(document))
