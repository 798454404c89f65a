"""What the rows above a table say of the paper, where it is plain."""

from datetime import date

from compliance.law.drafting.titles import Titles, read_titles


def test_title_year_number_issuer_and_day_are_taken_from_rows_of_their_own() -> None:
    rows = [
        "附件1",
        "铁东区人民政府办公室",
        "铁东区2017年政务公开工作任务分解表",
        "（铁东政办发〔2017〕21号）",
        "2017年5月26日",
    ]
    assert read_titles(rows) == Titles(
        "铁东区2017年政务公开工作任务分解表", 2017, "铁东政办发〔2017〕21号", "铁东区人民政府办公室", date(2017, 5, 26)
    )


def test_a_number_that_a_sentence_cites_is_not_the_papers() -> None:
    assert read_titles(["根据《工作要点》（国办发〔2017〕24号）要求，制定本分工方案。"]).number == ""


def test_what_is_said_in_two_ways_is_not_taken() -> None:
    found = read_titles(["2017年5月26日", "2017年6月1日", "2016—2017年任务分解表（2016年、2017年）"])
    assert found.published is None
    assert found.year is None


def test_a_day_that_does_not_exist_is_not_taken() -> None:
    assert read_titles(["2017年6月31日"]).published is None
