"""Two versions of the rules to compare: two years, two folders of packs, or two packs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from compliance.law.calendars import WorkingCalendar
from compliance.law.comparison.differences import Difference, Holders, Subject, differences
from compliance.law.faults import BadInput, Refused
from compliance.law.obligations import Pack
from compliance.law.rule_book import RuleBook
from compliance.law.text import Text
from compliance.office.rule_files import Rules, read_rules, read_text, rule_texts

_YEAR = re.compile(r"(19|20)[0-9]{2}\Z")
_PACK = re.compile(r"^pack:[ \t]*([a-z0-9/.-]+)[ \t]*(?:#.*)?$", re.MULTILINE)

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Compared:
    """What differs, and the years in which it does: more than one only where folders are compared over all years."""

    differences: Mapping[Difference, tuple[int, ...]]
    calendar: WorkingCalendar


def compare(
    before: str, after: str, region: str, rules: Texts, holders: Holders | None = None, year: int | None = None
) -> Compared:
    """What changes from `before` to `after`: years of `rules`, folders of packs, or single packs, by their names.

    A folder is compared with a folder year by year, or in `year` alone; with a year, in that year. A single pack is
    laid over `rules` and compared with a single pack. Raises Refused where the two cannot be compared, BadInput
    with the faults of the rules.
    """
    paths = [None if _YEAR.match(name) else Path(name) for name in (before, after)]
    for path in paths:
        if path is not None and not path.exists():
            raise Refused(
                Text(
                    f"找不到{path}；可比较两个年份、两个规则目录或两个规则包文件",
                    f"there is no {path}; compare two years, two folders of rules or two pack files",
                )
            )
    files = [path for path in paths if path is not None and path.is_file()]
    if len(files) == 1:
        raise Refused(
            Text("规则包文件只能与规则包文件比较", "a single pack can only be compared with another single pack")
        )
    if len(files) == 2:
        return _packs_compared(files[0], files[1], rules, holders)
    first, second = _texts_of(paths, region, rules)
    named = [int(name) for name, path in zip((before, after), paths, strict=True) if path is None]
    if len(named) == 2:
        years = [(named[0], named[1])]
    elif named or year is not None:
        years = [(named[0], named[0])] if named else [(year or 0, year or 0)]
    else:
        years = [(each, each) for each in sorted(second.calendar_of(region).published_years)]
    found: dict[Difference, tuple[int, ...]] = {}
    for earlier, later in years:
        books = _book(first, region, earlier), _book(second, region, later)
        for difference in differences(*books, second.calendar_of(region), holders):
            found[difference] = (*found.get(difference, ()), later)
    return Compared(found, second.calendar_of(region))


def _texts_of(paths: Iterable[Path | None], region: str, rules: Texts) -> tuple[Rules, Rules]:
    """The rules of both sides. A folder stands alone, with our calendars if it has none; where one of the folders
    names packs that it does not hold, both are laid over our rules.
    """
    calendars = {path: text for path, text in rules.items() if "/calendar/" in path}
    folders = [None if path is None else rule_texts([path]) for path in paths]
    alone = [
        rules if texts is None else texts if any("/calendar/" in path for path in texts) else {**calendars, **texts}
        for texts in folders
    ]
    try:
        read = [read_rules(texts) for texts in alone]
        for each in read:
            RuleBook.for_office(each.packs, region, date.min, date.max)
    except BadInput as bad:
        if not all(fault.code.startswith("unknown-") for fault in bad.faults):
            raise
        read = [read_rules(rules if texts is None else {**rules, **texts}) for texts in folders]
    return read[0], read[1]


def _book(rules: Rules, region: str, year: int) -> RuleBook:
    return RuleBook.for_office(rules.packs, region, date(year, 1, 1), date(year, 12, 31))


def _packs_compared(before: Path, after: Path, rules: Texts, holders: Holders | None) -> Compared:
    """Two packs, each laid over the other rules on the days on which it is in force; only what is theirs is told."""
    texts = [read_text(path) for path in (before, after)]
    keys = [_key(path, text) for path, text in zip((before, after), texts, strict=True)]
    others = {path: text for path, text in rules.items() if path.removesuffix(".yaml") not in keys}
    read = [read_rules({**others, f"{key}.yaml": text}) for key, text in zip(keys, texts, strict=True)]
    packs = [next(pack for pack in each.packs if pack.key == key) for each, key in zip(read, keys, strict=True)]
    if packs[0].region != packs[1].region:
        raise Refused(
            Text(
                f"两个规则包不属于同一地区：{packs[0].region}、{packs[1].region}",
                f"the packs are of different regions: {packs[0].region} and {packs[1].region}",
            )
        )
    books = [_book_of(each, pack) for each, pack in zip(read, packs, strict=True)]
    calendar = read[1].calendar_of(packs[1].region)
    found = differences(books[0], books[1], calendar, holders)
    return Compared({each: () for each in found if _concerns(each, packs[0], packs[1])}, calendar)


def _key(path: Path, text: str) -> str:
    found = _PACK.search(text)
    if found is None:
        raise Refused(Text(f"{path}不是规则包：没有“pack:”一行", f"{path} is no rule pack: it has no line `pack:`"))
    return found[1]


def _book_of(rules: Rules, pack: Pack) -> RuleBook:
    return RuleBook.for_office(rules.packs, pack.region, pack.in_force.first, pack.in_force.last or date.max)


def _concerns(difference: Difference, before: Pack, after: Pack) -> bool:
    """Whether a difference comes from one of the packs rather than from what is in force beside them."""
    if difference.subject in (Subject.OBLIGATION, Subject.IDENTITY):
        return any(
            key is not None and key.startswith(f"{pack.key}#")
            for key, pack in ((difference.before, before), (difference.after, after))
        )
    held = {
        thing.id
        for pack in (before, after)
        for thing in (pack.figures if difference.subject is Subject.FIGURE else pack.grounds)
    }
    return difference.before in held or difference.after in held
