"""Deadlines as tables write them (6月底前, 长期坚持, 每季度) as the deadline language says them.

What fixes a day is sure. What only names a stretch of the year is read as its end, and that is told. What leaves the
day open, says two things or cannot be is asked, with what it might be. Nothing is guessed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from compliance.law.deadlines import LONGEST_COUNT, MONTHS
from compliance.law.drafting.certainty import Certainty, Reading, asked, sure, understood
from compliance.law.drafting.grid import narrow
from compliance.law.drafting.numbering import value_of
from compliance.law.text import Text


@dataclass(frozen=True, slots=True)
class DraftDeadline:
    """A deadline in the deadline language, and whether the table itself gives its day."""

    words: str
    set_by_table: bool


DeadlineReading = Reading[DraftDeadline]

_WHAT_THEN = r"(?:(?:全部|全面|基本|按时|及时|必须|务必|须|应|要)*(?:完成|公开|公布|发布|报送|上报|落实|印发|制定|出台|到位|建成|上线|提交|办结|更新|实施|执行)(?:到位|工作|任务|并公开|并公布|完毕|到位)?)?"
_BEFORE = r"(?:之?前|以前|内|为止|止)?"
_YEAR = r"(?:(?P<year>[12][0-9]{3})年?度?|(?P<this>今年|本年度?|当年)|(?P<next>次年|明年|翌年|下一?年度?|第二年))?"
_NUMBER = r"[0-9]{1,2}|[一二三四五六七八九十]{1,3}"

_CONTINUOUS = re.compile(
    r"(?:全年|长期|持续|常年|常态化?|经常性?|贯穿全年|日常|不间断|坚持|推进|推动|落实|开展|实施|进行|执行|工作|抓好|做好|抓|有序|并|及|和|地)+\Z"
)
_STEADY = re.compile(r"全年|长期|持续|常年|常态|经常|日常|不间断")
_OPEN = re.compile(
    r"及时|随时|实时|即时|立即|适时|尽快|按时|按要求|按规定|按照?.{0,12}要求|根据.*|视情|另行通知|依法依规"
)
_DATE = re.compile(
    rf"{_YEAR}(?P<month>{_NUMBER})(?:月份?|[.．/-])(?P<day>[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})[日号]?{_BEFORE}{_WHAT_THEN}\Z"
)
_FULL_DATE = re.compile(
    rf"(?P<year>[12][0-9]{{3}})[.．/-](?P<month>[0-9]{{1,2}})[.．/-](?P<day>[0-9]{{1,2}}){_BEFORE}{_WHAT_THEN}\Z"
)
_SPANNING = re.compile(
    rf"(?:[12][0-9]{{3}}年)?(?:{_NUMBER})月?份?(?:[0-9]{{1,2}}日)?(?:至|到|[—–~～-]+){_YEAR}(?P<month>{_NUMBER})月份?(?:(?P<day>[0-9]{{1,2}})日)?{_BEFORE}{_WHAT_THEN}\Z"
)
_MONTH_END = re.compile(rf"{_YEAR}(?P<month>{_NUMBER})月份?(?:底|末|月底){_BEFORE}{_WHAT_THEN}\Z")
_MONTH_PART = re.compile(rf"{_YEAR}(?P<month>{_NUMBER})月份?(?P<part>上旬|中旬|下旬){_BEFORE}{_WHAT_THEN}\Z")
_MONTH = re.compile(rf"{_YEAR}(?P<month>{_NUMBER})月份?(?P<before>之?前|以前|初)?{_WHAT_THEN}\Z")
_YEAR_END = re.compile(
    rf"(?:{_YEAR}(?:年)?(?:度)?(?:年?底|年?末|年终|全年|以?内)|年底|年末|年终|年内|岁末){_BEFORE}{_WHAT_THEN}\Z"
)
_QUARTER = re.compile(
    rf"{_YEAR}年?第?(?P<quarter>[一二三四1-4])季度(?P<end>末|底|内)?(?P<before>之?前|以前)?{_WHAT_THEN}\Z"
)
_HALF = re.compile(rf"{_YEAR}年?(?P<half>上|下)半年(?P<end>末|底|内)?{_BEFORE}{_WHAT_THEN}\Z")
_EACH_END = re.compile(
    rf"每(?:个)?(?P<span>月|季度?|半年|年度?)(?:度)?(?:结束|终了|末|期满|底)(?:之?后|起)(?P<count>{_NUMBER})(?P<unit>个工作日|个?工作日|日|天)(?:之?内|以内)?{_WHAT_THEN}\Z"
)
_AFTER = re.compile(
    rf"(?P<event>[^0-9每]{{2,20}}?)(?:之日起|之日后|之后|后|起)(?P<count>[0-9]{{1,4}}|{_NUMBER})(?P<unit>个工作日|个?工作日|日|天)(?:之?内|以内){_WHAT_THEN}\Z"
)
_EACH_MONTH = re.compile(rf"(?:每月|次月|每个月)(?P<next>次月|下月)?(?P<day>{_NUMBER})[日号]{_BEFORE}{_WHAT_THEN}\Z")
_EACH_YEAR = re.compile(r"每年(?:度)?(?P<rest>.*?[0-9一二三四五六七八九十].*月.*)\Z")
_YEARLY = re.compile(
    r"(?:每年|一年|每年度|全年)(?:(?:至少|不少于)?(?:[0-9一二两三]{1,2})(?:次|篇|场|期|条|件)(?:以上)?)?\Z"
)
_EACH = re.compile(
    r"每(?:个)?(?P<span>周|月|季度?|半年)|按(?P<by>周|月|季度?|半年)|(?P<alone>季度|月度)(?:报送|公开|更新)?\Z"
)
_TIME_WORD = re.compile(r"[0-9一二三四五六七八九十]{1,3}月|年底|年末|季度|半年|每|长期|持续|全年|[0-9]+个?工作日")

_CONTENT = re.compile(r"(?P<when>.{2,14}?(?:前|底|末|之前|以前))(?P<what>[^0-9，,；;。]{2,20})\Z")
"""6月底前完成初稿: behind the time stands what is to be done by it."""

_SPANS = {"月": "month", "季": "quarter", "季度": "quarter", "半年": "half-year", "年": "year", "年度": "year"}
_USUAL_END = {"month": "5 working days", "quarter": "10 working days", "half-year": "10 working days"}
YEAR_END = "by 31 December"


def read_deadline(
    written: str, day: date | None, year: int, issued: date | None = None, number: bool = False
) -> DeadlineReading:
    """The deadline of a cell of the table for `year`, issued on `issued`; `day` where the cell is a date.

    `number` says that the cell holds a bare number, which in a column of deadlines is a spreadsheet's count of days.
    """
    if day is not None:
        return _not_past(_on(day, year), year, issued)
    words = _plain(written)
    if number or re.fullmatch(r"[0-9]{5}", words):
        return _not_past(_serial(words, year), year, issued)
    if not words or words in ("-", "—", "/", "无", "——"):
        return asked(Text("表中没有写时限", "the table gives no deadline"))
    return _not_past(_read(words, year), year, issued)


def _read(words: str, year: int) -> DeadlineReading:
    if _CONTINUOUS.match(words) and _STEADY.search(words):
        why = Text(f"“{words}”读作全年持续、年底到期", f"“{words}” read as continuous over the year and due at its end")
        return understood(DraftDeadline(YEAR_END, False), why)
    for pattern, read in _FORMS:
        match = pattern.match(words)
        if match is not None:
            return read(match, words, year)
    several = _several(words, year)
    if several is not None:
        return several
    content = _CONTENT.match(words)
    if content is not None and not _TIME_WORD.search(content["what"]):
        return _read(content["when"], year)
    each = _EACH.match(words)
    if each is not None:
        return _each(each, words)
    if _OPEN.match(words):
        return asked(
            Text(f"“{words}”没有定下日子", f"“{words}” sets no day"),
            YEAR_END,
            "20 working days after information-made",
        )
    return asked(Text(f"读不懂“{words}”", f"“{words}” cannot be read"))


def _plain(written: str) -> str:
    """The words without spaces, full stops and what introduces them, with narrow digits."""
    words = narrow("".join(written.split())).strip("。；;，,、.：:")
    words = re.sub(r"[（(](?P<inner>[^）)]*)[）)]\Z", "", words) or words
    words = re.sub(r"\A(?:完成时[间限]|时限要求|时限|时间)[:：为]", "", words)
    return re.sub(r"\A(?:于|在|请于|确保在?|力争在?|截至|截止到?|到|至)", "", words)


# ---- one form each


def _month_of(match: re.Match[str]) -> int:
    return value_of(match["month"])


def _which_year(match: re.Match[str], year: int) -> int:
    if match["next"]:
        return year + 1
    return int(match["year"]) if match["year"] else year


def _by(year: int, month: int, day: int, table_year: int) -> Reading[str]:
    """`by 30 June`, if there is such a day and its year is the table's or the one after."""
    if not 1 <= month <= 12:
        return asked(Text(f"没有{month}月", f"there is no month {month}"))
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        return asked(
            Text(f"{year}年{month}月没有{day}日", f"there is no {day} {MONTHS[month - 1]} in {year}"),
            f"by {last} {MONTHS[month - 1]}",
        )
    if year not in (table_year, table_year + 1):
        return asked(
            Text(
                f"写的是{year}年，而这是{table_year}年的分解表",
                f"it says {year}, but the table is that of {table_year}",
            )
        )
    return sure(f"by {day} {MONTHS[month - 1]}" + (" of the next year" if year > table_year else ""))


def _fixed(by: Reading[str], why: Text | None = None) -> DeadlineReading:
    """A date as a deadline: the table's own, or where `why` says how a stretch was read, the office's reading of it."""
    if by.value is None:
        return Reading(None, by.certainty, by.why, by.suggestions)
    if why is None:
        return sure(DraftDeadline(by.value, True))
    return understood(DraftDeadline(by.value, False), why)


def _on(day: date, year: int) -> DeadlineReading:
    return _fixed(_by(day.year, day.month, day.day, year))


def _serial(words: str, year: int) -> DeadlineReading:
    digits = words.removesuffix(".0")
    if not re.fullmatch(r"[0-9]{5}", digits):
        return asked(
            Text(f"时限栏里的数字“{words}”不是日期", f"the number {words} in the column of deadlines is no date")
        )
    day = date(1899, 12, 30) + timedelta(days=int(digits))
    by = _by(day.year, day.month, day.day, year)
    if by.value is None:
        return _fixed(by)
    why = Text(f"数字{digits}是表格软件的日期序号，即{day}", f"{digits} is a spreadsheet's number for {day}")
    return Reading(DraftDeadline(by.value, True), Certainty.UNDERSTOOD, why)


def _date(match: re.Match[str], words: str, year: int) -> DeadlineReading:
    which = _which_year(match, year) if "next" in match.re.groupindex else int(match["year"])
    return _fixed(_by(which, _month_of(match), value_of(match["day"]), year))


def _end_of_month(match: re.Match[str], words: str, year: int) -> DeadlineReading:
    which, month = _which_year(match, year), _month_of(match)
    return _fixed(_by(which, month, _last_day(which, month), year))


def _last_day(year: int, month: int) -> int:
    return monthrange(year, month)[1] if 1 <= month <= 12 and 1 <= year <= 9998 else 31


def _part_of_month(match: re.Match[str], words: str, year: int) -> DeadlineReading:
    which, month = _which_year(match, year), _month_of(match)
    day = {"上旬": 10, "中旬": 20}.get(match["part"], _last_day(which, month))
    return _stretch(_by(which, month, day, year), words)


def _stretch(by: Reading[str], words: str) -> DeadlineReading:
    return _fixed(by, Text(f"“{words}”读作该时段的最后一天", f"“{words}” read as its last day"))


def _month(match: re.Match[str], words: str, year: int) -> DeadlineReading:
    which, month = _which_year(match, year), _month_of(match)
    end = _by(which, month, _last_day(which, month), year)
    if end.value is None or not match["before"]:
        return _stretch(end, words)
    suggestions = [end.value]
    if month > 1:
        earlier = _by(which, month - 1, _last_day(which, month - 1), year)
        suggestions.insert(0, earlier.value or "")
    return asked(
        Text(
            f"“{words}”可以指{month}月开始以前，也可以指{month}月底以前",
            f"“{words}” may mean before {MONTHS[month - 1]} begins or before it ends",
        ),
        *filter(None, suggestions),
    )


def _spanning(match: re.Match[str], words: str, year: int) -> DeadlineReading:
    which, month = _which_year(match, year), _month_of(match)
    day = int(match["day"]) if match["day"] else _last_day(which, month)
    return _stretch(_by(which, month, day, year), words)


def _end_of_year(match: re.Match[str], words: str, year: int) -> DeadlineReading:
    by = _by(_which_year(match, year), 12, 31, year)
    return _fixed(by, Text(f"“{words}”读作12月31日以前", f"“{words}” read as by 31 December"))


def _quarter(match: re.Match[str], words: str, year: int) -> DeadlineReading:
    number, which = value_of(match["quarter"]), _which_year(match, year)
    end = _by(which, number * 3, _last_day(which, number * 3), year)
    if end.value is not None and match["before"] and not match["end"]:
        earlier = _by(which, number * 3 - 3, _last_day(which, number * 3 - 3), year) if number > 1 else end
        return asked(
            Text(
                f"“{words}”可以指该季度开始以前，也可以指季度末以前",
                f"“{words}” may mean before the quarter begins or ends",
            ),
            *dict.fromkeys(filter(None, (earlier.value, end.value))),
        )
    return _stretch(end, words)


def _half(match: re.Match[str], words: str, year: int) -> DeadlineReading:
    which, month, day = _which_year(match, year), *((6, 30) if match["half"] == "上" else (12, 31))
    return _stretch(_by(which, month, day, year), words)


def _each_end(match: re.Match[str], words: str, year: int) -> DeadlineReading:
    count, unit = value_of(match["count"]), "working day" if "工作日" in match["unit"] else "day"
    if count < 1:
        return asked(Text(f"读不懂“{words}”", f"“{words}” cannot be read"))
    unit += "s" if count > 1 else ""
    return sure(DraftDeadline(f"each {_SPANS[match['span']]} within {count} {unit} of its end", True))


def _each_month(match: re.Match[str], words: str, year: int) -> DeadlineReading:
    day = value_of(match["day"])
    if not 1 <= day <= 31:
        return asked(Text(f"没有哪个月有{day}日", f"no month has a day {day}"))
    deadline = f"monthly by day {day}"
    if match["next"] or words.startswith("次月"):
        return sure(DraftDeadline(deadline, True))
    if day <= 15:
        why = Text(
            f"“{words}”读作上月的事项于次月{day}日前",
            f"“{words}” read as what happened in a month, by day {day} of the next",
        )
        return Reading(DraftDeadline(deadline, True), Certainty.UNDERSTOOD, why)
    return asked(
        Text(
            f"“{words}”说的是当月还是上月的事项，表中没有写明；期限语言只有“次月某日前”",
            f"“{words}” does not say whether the same or the month before is meant; the deadline language has only the latter",
        ),
        "each month within 5 working days of its end",
        deadline,
    )


def _after(match: re.Match[str], words: str, year: int) -> DeadlineReading:
    """A time after an event: the pack has to name the event, and the table does not."""
    count = value_of(match["count"])
    unit = "working day" if "工作日" in match["unit"] else "day"
    known = re.search(r"信息|形成|变更|制作|获取|产生", match["event"])
    suggestion = f"{count} {unit}{'s' if count > 1 else ''} after information-made"
    return asked(
        Text(
            f"“{words}”：要写明起算事件（starts）",
            f"“{words}”: the event that starts the clock has to be named (`starts`)",
        ),
        *([suggestion] if known and 1 <= count <= LONGEST_COUNT else []),
    )


def _each_year(match: re.Match[str], words: str, year: int) -> DeadlineReading:
    inner = _read(match["rest"], year)
    if inner.value is None or inner.certainty is Certainty.UNDERSTOOD:
        return inner
    return Reading(
        inner.value,
        Certainty.UNDERSTOOD,
        Text(f"“{words}”：本表只管{year}年", f"“{words}”: the table is that of {year}"),
    )


def _yearly(match: re.Match[str], words: str, year: int) -> DeadlineReading:
    return understood(
        DraftDeadline(YEAR_END, False), Text(f"“{words}”读作年底到期", f"“{words}” read as due at the end of the year")
    )


def _each(match: re.Match[str], words: str) -> DeadlineReading:
    span = _SPANS.get(match["span"] or match["by"] or (match["alone"] or "")[:1])
    why = Text(f"“{words}”没有写明哪一天", f"“{words}” names no day")
    if span is None or span not in _USUAL_END:  # weekly: shorter than any span of the deadline language
        return asked(why)
    return asked(why, f"each {span} within {_USUAL_END[span]} of its end")


def _several(words: str, year: int) -> DeadlineReading | None:
    """Two deadlines in one cell: which of them the task has is asked. None where there are no two."""
    parts = [part for part in re.split(r"[，,；;、。和及]|(?<=前)(?=[0-9])", words) if _TIME_WORD.search(part)]
    if len(parts) < 2:
        return None
    found: list[str] = []
    for part in parts:
        inner = _read(re.sub(r"\A[0-9][.．、]", "", part), year)
        found += [inner.value.words] if inner.value is not None else inner.suggestions
    return asked(
        Text(
            f"“{words}”里不止一个时限：请选一个，或拆成几项任务",
            f"“{words}” holds more than one deadline: choose one, or make several tasks",
        ),
        *dict.fromkeys(found),
    )


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str, int], DeadlineReading]], ...] = (
    (_FULL_DATE, _date),
    (_DATE, _date),
    (_SPANNING, _spanning),
    (_MONTH_END, _end_of_month),
    (_MONTH_PART, _part_of_month),
    (_MONTH, _month),
    (_QUARTER, _quarter),
    (_HALF, _half),
    (_YEAR_END, _end_of_year),
    (_EACH_END, _each_end),
    (_AFTER, _after),
    (_EACH_MONTH, _each_month),
    (_EACH_YEAR, _each_year),
    (_YEARLY, _yearly),
)


def _not_past(reading: DeadlineReading, year: int, issued: date | None) -> DeadlineReading:
    """The reading; asked where its day lies before the table was issued, since nobody could owe it any more."""
    if reading.value is None or issued is None:
        return reading
    match = re.fullmatch(r"by ([0-9]+) ([A-Z][a-z]+)", reading.value.words)
    if match is None:
        return reading
    day = date(year, MONTHS.index(match[2]) + 1, min(int(match[1]), _last_day(year, MONTHS.index(match[2]) + 1)))
    if day >= issued:
        return reading
    return asked(
        Text(f"{day}早于印发日期{issued}", f"{day} lies before the day of issue, {issued}"),
        reading.value.words,
    )
