"""Legal sources as reports cite them, and which of the rules in use nobody has verified."""

from __future__ import annotations

import re
from dataclasses import dataclass

from compliance.law.basis import Basis, in_title_marks
from compliance.law.obligations import Pack
from compliance.law.text import Text, same
from compliance.work.work_year import WorkYear

_OFFICIAL_NUMBER = re.compile(r"[〔第]")


def citation(pack: Pack) -> Text:
    """A source with its number: 《…》（国办发〔2017〕24号）; a pack made up as an example says so in its title."""
    title = in_title_marks(pack.title.zh)
    if not _OFFICIAL_NUMBER.search(pack.number):
        return Text(title, pack.title.en)
    return Text(f"{title}（{pack.number}）", f"{pack.title.en} ({pack.number})")


def cited(basis: Basis) -> Text:
    """A basis as reports print it; a dash where there is none."""
    if not basis.source.zh:
        return same("—")
    return basis.in_words()


@dataclass(frozen=True, slots=True)
class Uncertain:
    """Rules of one pack that the year used and that are unverified, or made up as examples."""

    pack: Pack
    duties: tuple[Text, ...]
    figures: tuple[Text, ...]
    identities: tuple[Text, ...]


def uncertain_rules(year: WorkYear) -> tuple[Uncertain, ...]:
    """Pack by pack the duties, figures and identities in use that are unverified or illustrative."""
    used = {task.obligation.key: task.obligation for task in year.tasks}
    found = []
    for pack in year.rule_book.packs:
        duties = tuple(
            duty.title
            for key, duty in used.items()
            if key.rpartition("#")[0] == pack.key and (pack.illustrative or duty.illustrative or not duty.verified)
        )
        figures = tuple(figure.title for figure in pack.figures if not figure.verified)
        identities = tuple(identity.title for identity in pack.identities if not identity.verified)
        if duties or figures or identities:
            found.append(Uncertain(pack, duties, figures, identities))
    return tuple(found)
