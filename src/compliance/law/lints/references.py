"""L003: a name that nothing bears; L013: an event whose spelling looks like a slip."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from compliance.law.basis import Basis, last_article
from compliance.law.deadlines import event_of
from compliance.law.faults import Fault, Place, did_you_mean
from compliance.law.lints.linted import Duty, Lint, Linted, Weight, found, meet
from compliance.law.obligations import InForce, Pack
from compliance.law.text import Text

Declared = Mapping[str, list[InForce]]
"""Names, and the stretches of days on which a pack that declares them is in force."""


def _find(linted: Linted) -> Iterator[Fault]:
    keys = [obligation.key for pack in linted.packs for obligation in pack.obligations]
    keys += [refinement.key for pack in linted.packs for refinement in pack.refinements]
    for pack in linted.packs:
        yield from _unknown_obligations(linted, pack, keys)
        yield from _missing_articles(pack)
    areas_above = {pack.region: _areas(linted.above(pack)) for pack in linted.packs}
    figures_above = {pack.region: _figures(linted.above(pack)) for pack in linted.packs}
    events_above = {pack.region: _events(linted.above(pack)) for pack in linted.packs}
    for duty in linted.duties:
        areas, figures = areas_above[duty.pack.region], figures_above[duty.pack.region]
        obligation = duty.obligation
        days = duty.days
        if days is None:
            continue  # said by L007
        yield from _missing(areas, [obligation.area], days, obligation.place, duty.id, Text("领域", "the area"))
        yield from _missing(figures, obligation.figures, days, obligation.place, duty.id, Text("指标", "the figure"))
        events, event = events_above[duty.pack.region], _own_event(duty)
        if event is not None:
            yield from _missing(events, [event], days, obligation.place, duty.id, Text("起算事件", "the event"))
    for pack in linted.packs:
        areas, figures = areas_above[pack.region], figures_above[pack.region]
        for figure in pack.figures:
            yield from _missing(areas, [figure.area], pack.in_force, figure.place, figure.id, Text("领域", "the area"))
        for identity in pack.identities:
            identifier = identity.key.partition("#")[2]
            yield from _missing(
                figures, identity.holds.figures(), pack.in_force, identity.place, identifier, Text("指标", "the figure")
            )


def _unknown_obligations(linted: Linted, pack: Pack, keys: list[str]) -> Iterator[Fault]:
    above = {upper.key for upper in linted.above(pack)}
    for refinement in pack.refinements:
        identifier = refinement.key.partition("#")[2]
        if refinement.refines not in keys:
            yield _nameless(refinement.place, identifier, Text("义务", "the obligation"), refinement.refines, keys)
        elif refinement.refines.partition("#")[0] not in above:
            message = Text(
                f"“{refinement.refines}”不适用于本地区，不能细化",
                f"`{refinement.refines}` does not apply in this region and cannot be refined here",
            )
            yield found(refinement.place, identifier, message)
        elif refinement.key not in linted.by_key:
            message = Text(
                f"“{refinement.refines}”不在本规则之上，不能细化",
                f"`{refinement.refines}` does not stand above the rule that refines it",
            )
            yield found(refinement.place, identifier, message)
    replacing = [(item.key, item.place, item.replaces) for item in pack.obligations]
    replacing += [(item.key, item.place, item.changes.get("replaces")) for item in pack.refinements]
    for key, place, replaces in replacing:
        if replaces is not None and replaces not in keys:
            kind = Text("所取代的义务", "the obligation it replaces,")
            yield _nameless(place, key.partition("#")[2], kind, replaces, keys)


def _missing_articles(pack: Pack) -> Iterator[Fault]:
    """Articles that the text does not have, where the pack says how many it has."""
    if pack.articles is None:
        return
    based: list[tuple[Place, str, Basis]] = []
    based += [(ground.place, ground.id, ground.basis) for ground in pack.grounds]
    based += [(figure.place, figure.id, figure.basis) for figure in pack.figures]
    based += [(duty.place, duty.key, duty.basis) for duty in pack.obligations]
    based += [(identity.place, identity.key, identity.basis) for identity in pack.identities]
    based += [(item.place, item.key, item.changes["basis"]) for item in pack.refinements if "basis" in item.changes]
    for place, name, basis in based:
        cited = last_article(basis.article)
        if cited is not None and cited > pack.articles:
            yield found(
                place,
                name.rpartition("#")[2],
                Text(
                    f"{basis.in_words().zh}：全文只有{pack.articles}条",
                    f"{basis.in_words().en}: the text has {pack.articles} articles only",
                ),
            )


def _areas(packs: Iterable[Pack]) -> Declared:
    return _declared((area.id, pack) for pack in packs for area in pack.areas)


def _events(packs: Iterable[Pack]) -> Declared:
    return _declared((event.id, pack) for pack in packs for event in pack.events)


def _own_event(duty: Duty) -> str | None:
    """The event that starts the duty's clock, where it says so itself rather than the obligation it is laid over."""
    event = event_of(duty.obligation.deadline)
    return None if duty.uppers and event == event_of(duty.uppers[-1].deadline) else event


def _figures(packs: Iterable[Pack]) -> Declared:
    return _declared((figure.id, pack) for pack in packs for figure in pack.figures)


def _declared(names: Iterable[tuple[str, Pack]]) -> Declared:
    declared: dict[str, list[InForce]] = {}
    for name, pack in names:
        declared.setdefault(name, []).append(pack.in_force)
    return declared


def _missing(
    declared: Declared, names: Iterable[str], days: InForce, place: Place, about: str, kind: Text
) -> Iterator[Fault]:
    for name in names:
        if name not in declared:
            yield _nameless(place, about, kind, name, list(declared))
            continue
        bare = _first_uncovered(days, declared[name])
        if bare is not None:
            yield found(
                place,
                about,
                Text(
                    f"{kind.zh}“{name}”自{bare}起没有有效的规则包写明",
                    f"{kind.en} `{name}` is declared by no pack in force from {bare}",
                ),
            )


def _nameless(place: Place, about: str, kind: Text, name: str, known: list[str]) -> Fault:
    message = Text(f"没有{kind.zh}“{name}”", f"{kind.en} `{name}` is nowhere declared")
    return found(place, about, message, did_you_mean(name, known))


def _first_uncovered(days: InForce, stretches: list[InForce]) -> date | None:
    """The first of the days that lies in none of the stretches."""
    day = days.first
    for stretch in sorted(stretches, key=lambda stretch: stretch.first):
        if stretch.on(day):
            if stretch.last is None or (days.last is not None and days.last <= stretch.last):
                return None
            day = stretch.last + timedelta(1)
    return day


MISSING_REFERENCE = Lint(
    "L003",
    "missing-reference",
    Weight.ERROR,
    Text(
        "所引用的领域、指标、起算事件或者义务没有任何适用的规则包写明，或者在规则有效期间已经失效；或者所引条款超出全文条数。",
        "An area, a figure, an event or an obligation is named that no pack above declares, or none that is in force on "
        "the same days; or an article that the text, by the number of articles stated in the pack, does not have.",
    ),
    Text(
        "改正名称或者条款；或者在本包、上位规则包中写明它；或者改有效期。",
        "Correct the name or the article, or declare it in this pack or an upper one that is in force on the same days.",
    ),
    _find,
)


# ---- events


def _find_events(linted: Linted) -> Iterator[Fault]:
    uses: list[tuple[str, Pack, str, Place]] = []
    for duty in linted.duties:
        event = _own_event(duty)
        if event is not None:
            uses.append((event, duty.pack, duty.id, duty.obligation.place))
    counts = Counter(event for event, *_ in uses)
    for number, (event, pack, about, place) in enumerate(uses):
        if counts[event] > 1:
            continue
        for other_number, (other, other_pack, *_) in enumerate(uses):
            if counts[other] == 1 and other_number > number:
                break  # of two that are used once, the second is told
            if other != event and meet(pack, other_pack) and _nearly_the_same(event, other):
                yield found(
                    place,
                    about,
                    Text(
                        f"事件“{event}”只用了一次，与“{other}”只差一两个字母",
                        f"the event `{event}` is used once only and is nearly spelt like `{other}`",
                    ),
                    did_you_mean(event, [other]),
                )
                break


def _nearly_the_same(one: str, other: str) -> bool:
    """Whether a slip of the keyboard makes one of the other: a letter or a hyphen more, less, wrong or swapped."""
    one, other = one.replace("-", ""), other.replace("-", "")
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or len(one) < 5:
        return one == other
    start = next((index for index, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))
    rest, other_rest = one[start:], other[start:]
    if len(one) < len(other):
        return rest == other_rest[1:]
    swapped = rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:]
    return rest[1:] == other_rest[1:] or swapped


EVENT_SPELLING = Lint(
    "L013",
    "event-spelling",
    Weight.WARNING,
    Text(
        "某起算事件只用了一次，而另有几乎同名的事件：很可能是笔误，登记事件时将不会产生任务。",
        "An event starts one clock only, and another event is nearly spelt like it: very likely a slip, by which the "
        "event that is recorded would open no task.",
    ),
    Text(
        "改成同一个名称；确为两个事件的，另取容易区分的名称。", "Write the same name, or one that is clearly another."
    ),
    _find_events,
)
