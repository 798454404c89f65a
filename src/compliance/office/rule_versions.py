"""Two versions of the rules to compare: two years, two folders of packs, two packs, or two revisions in git."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from compliance.law.calendars import WorkingCalendar
from compliance.law.comparison.differences import Difference, Holders, Subject, differences
from compliance.law.faults import BadInput, Refused
from compliance.law.obligations import Pack
from compliance.law.rule_book import RuleBook
from compliance.law.text import Text
from compliance.office.git_revisions import Repository, UnknownRevision
from compliance.office.rule_files import Rules, read_rules, read_text, rule_texts, with_calendars

_YEAR = re.compile(r"(19|20)[0-9]{2}\Z")
_PACK = re.compile(r"^pack:[ \t]*([a-z0-9/.-]+)[ \t]*(?:#.*)?$", re.MULTILINE)

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Compared:
    """What differs, and the years in which it does: more than one only where folders are compared over all years."""

    differences: Mapping[Difference, tuple[int, ...]]
    calendar: WorkingCalendar


@dataclass(frozen=True)
class _Version:
    """One side of the comparison: a year of the rules in use, the text of one pack, or the texts of a set of rules.

    `whole`: the set is all that an office reads, and needs nothing of the rules in use; `places` are what to call its
    files, where they lie in no folder.
    """

    name: str
    year: int | None = None
    pack: str | None = None
    texts: Texts | None = None
    whole: bool = False
    places: Mapping[str, str] = field(default_factory=dict)

    def read(self, texts: Texts) -> Rules:
        """The rules in the texts; faults name the files as this side calls them."""
        try:
            return read_rules(texts)
        except BadInput as bad:
            raise BadInput(
                [
                    replace(fault, place=replace(fault.place, file=self.places.get(fault.place.file, fault.place.file)))
                    for fault in bad.faults
                ]
            ) from bad


def compare(
    before: str,
    after: str,
    region: str,
    rules: Texts,
    holders: Holders | None = None,
    year: int | None = None,
    folders: Sequence[Path] = (),
    own_set: bool = False,
    under: Texts | None = None,
) -> Compared:
    """What changes from `before` to `after`: years of `rules`, folders of packs, single packs, or revisions in git of
    the `folders` that rules are read from, by their names.

    A folder is compared with a folder year by year, or in `year` alone; with a year, in that year. A single pack is
    laid over `rules` and compared with a single pack. `own_set`: the folders were chosen for the comparison and are
    not all that an office reads. `under`: the rules that folders are laid over if they do not stand alone, without the
    office's own, which may be what is compared; `rules` if left out. Raises Refused where the two cannot be compared, BadInput with the faults of the rules.
    """
    names = (before, after)
    revisions = [not _YEAR.match(name) and not Path(name).exists() and ":" not in name for name in names]
    sides = tuple(
        _version(name, folders, not own_set, in_use=any(revisions) and not revision)
        for name, revision in zip(names, revisions, strict=True)
    )
    packs = [side for side in sides if side.pack is not None]
    if len(packs) == 1:
        raise Refused(
            Text("规则包文件只能与规则包文件比较", "a single pack can only be compared with another single pack")
        )
    if len(packs) == 2:
        return _packs_compared(sides[0], sides[1], rules, holders)
    first, second = _rules_of(sides, region, rules, rules if under is None else under)
    named = [side.year for side in sides if side.year is not None]
    if len(named) == 2:
        years = [(named[0], named[1])]
    elif named or year is not None:
        years = [(named[0], named[0])] if named else [(year or 0, year or 0)]
    else:
        years = [(each, each) for each in sorted(second.calendar_of(region).published_years)]
    found: dict[Difference, tuple[int, ...]] = {}
    examples: dict[tuple[str, str], int] = {}
    for earlier, later in years:
        books = _book(first, region, earlier), _book(second, region, later)
        for difference in differences(*books, second.calendar_of(region), holders, examples):
            found[difference] = (*found.get(difference, ()), later)
    return Compared(found, second.calendar_of(region))


def _version(name: str, folders: Sequence[Path], whole: bool, in_use: bool) -> _Version:
    """What a name means: a year, a path that is there, `REVISION:PATH`, a revision, in this order. `in_use`: a folder
    that is one of the rule folders, or holds one, stands for all of them as they are now.
    """
    if _YEAR.match(name):
        return _Version(name, year=int(name))
    path = Path(name)
    if path.is_file():
        return _Version(name, pack=read_text(path))
    if path.is_dir():
        place = path.resolve()
        if in_use and any(folder.resolve().is_relative_to(place) for folder in folders):
            return _Version(name, texts=rule_texts([each for each in folders if each.is_dir()]), whole=whole)
        return _Version(name, texts=rule_texts([path]))
    if name.startswith("-") or not name.isprintable() or not name:
        raise Refused(Text(f"“{name[:40]}”不能作为版本的名称", f"`{name[:40]}` cannot be the name of a version"))
    revision, colon, inside = name.partition(":")
    if colon and revision:
        return _inside_a_revision(name, revision, inside, folders)
    return _at_a_revision(name, folders, whole)


def _inside_a_revision(name: str, revision: str, inside: str, folders: Sequence[Path]) -> _Version:
    """A file or a folder at a revision, in the repository of the current folder or that of the rules."""
    unknown: Refused | None = None
    for repository in _repositories(name, (Path(), *reversed(folders))):
        try:
            found = repository.at(revision, inside)
        except UnknownRevision as refused:
            unknown = unknown or refused
            continue
        if isinstance(found, str):
            return _Version(name, pack=found)
        places = {path: f"{name.rstrip('/')}/{path}" for path in found}
        return _Version(name, texts=found, places=places)
    raise _nothing(name, unknown) from unknown


def _at_a_revision(name: str, folders: Sequence[Path], whole: bool) -> _Version:
    """The rule folders as they stood at a revision of the repository that holds the last of them; what lies in another
    repository, or in none, as it is now.
    """
    repository = _repositories(name, tuple(reversed(folders)))[0]
    try:
        commit = repository.commit(name)
    except UnknownRevision as unknown:
        raise _nothing(name, unknown) from unknown
    texts: dict[str, str] = {}
    places: dict[str, str] = {}
    missing: list[str] = []
    there = False
    for folder in folders:
        try:
            inside = Repository.around(folder).top == repository.top
        except Refused:
            inside = False
        if not inside:
            texts |= rule_texts([folder]) if folder.is_dir() else {}
            continue
        prefix = repository.prefix(folder)
        found = repository.texts(commit, prefix)
        if found is None:
            missing.append(prefix)
            continue
        there = True
        texts |= found
        places |= {path: f"{name}:{prefix}/{path}" for path in found}
    if not there:
        where = "、".join(missing)
        raise Refused(
            Text(
                f"“{name}”中没有规则目录{where}；可用 --rules 指明规则目录",
                f"there is no folder {where.replace('、', ' or ')} in `{name}`; name the folder of rules with --rules",
            )
        )
    return _Version(name, texts=texts, whole=whole, places=places)


def _repositories(name: str, folders: Iterable[Path]) -> list[Repository]:
    """The repositories around the folders, each once; raises Refused where there is none."""
    found: dict[Path, Repository] = {}
    reason: Refused | None = None
    for folder in folders:
        try:
            repository = Repository.around(folder)
        except Refused as refused:
            reason = reason or refused
            continue
        found.setdefault(repository.top, repository)
    if not found:
        raise _nothing(name, reason) from reason
    return list(found.values())


def _nothing(name: str, reason: Refused | None) -> Refused:
    words = reason.reason if reason is not None else Text("也没有 git 仓库", "there is no git repository")
    return Refused(
        Text(
            f"找不到{name}：不是年份，没有这个规则目录或规则包文件，{words.zh}",
            f"there is no {name}: it is no year, no folder of rules and no pack file, and {words.en}",
        )
    )


def _rules_of(sides: tuple[_Version, ...], region: str, rules: Texts, under: Texts) -> tuple[Rules, Rules]:
    """The rules of both sides. A folder stands alone, with our calendars if it has none; where one of the folders
    names packs that it does not hold, both are laid over `under`.
    """
    alone = [rules if side.texts is None else with_calendars(side.texts, rules) for side in sides]
    try:
        read = [side.read(texts) for side, texts in zip(sides, alone, strict=True)]
        for each in read:
            RuleBook.for_office(each.packs, region, date.min, date.max)
    except BadInput as bad:
        partial = [side for side in sides if side.texts is not None and not side.whole]
        if not partial or not all(fault.code.startswith("unknown-") for fault in bad.faults):
            raise
        read = [
            side.read(texts if side.texts is None or side.whole else {**under, **side.texts})
            for side, texts in zip(sides, alone, strict=True)
        ]
    return read[0], read[1]


def _book(rules: Rules, region: str, year: int) -> RuleBook:
    return RuleBook.for_office(rules.packs, region, date(year, 1, 1), date(year, 12, 31))


def _packs_compared(before: _Version, after: _Version, rules: Texts, holders: Holders | None) -> Compared:
    """Two packs, each laid over the other rules on the days on which it is in force; only what is theirs is told."""
    texts = [side.pack or "" for side in (before, after)]
    keys = [_key(side.name, text) for side, text in zip((before, after), texts, strict=True)]
    others = {path: text for path, text in rules.items() if path.removesuffix(".yaml") not in keys}
    read = [
        replace(side, places={f"{key}.yaml": side.name}).read({**others, f"{key}.yaml": text})
        for side, key, text in zip((before, after), keys, texts, strict=True)
    ]
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


def _key(name: str, text: str) -> str:
    found = _PACK.search(text)
    if found is None:
        raise Refused(Text(f"{name}不是规则包：没有“pack:”一行", f"{name} is no rule pack: it has no line `pack:`"))
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
