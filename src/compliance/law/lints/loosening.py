"""L001: a lower rule loosens an upper one."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.law.checking import loosens, looser_refinements
from compliance.law.faults import Fault, Refused
from compliance.law.lints.linted import Lint, Linted, Weight, found
from compliance.law.obligations import Pack
from compliance.law.selectors import left_out
from compliance.law.text import Text, listed


def _find(linted: Linted) -> Iterator[Fault]:
    yield from looser_refinements(linted.packs, linted.calendar)
    yield from _fewer_holders(linted)
    yield from _added_grounds(linted)


def _fewer_holders(linted: Linted) -> Iterator[Fault]:
    """For certain in the office, where one is given; otherwise as far as the words of the selectors show it."""
    for duty in linted.duties:
        if not duty.uppers:
            continue
        upper = duty.uppers[-1]
        office = linted.office_under(duty.pack)
        if office is None:
            freed_by_words = left_out(upper.who, duty.obligation.who)
            if freed_by_words is not None:
                words = Text("责任单位减少：", "fewer duty holders: ") + freed_by_words
                yield loosens(upper, duty.obligation, words)
            continue
        try:
            above, below = office.holders(upper.who), office.holders(duty.obligation.who)
        except Refused:
            continue  # said by L014
        freed = [name for identifier, name in above.items() if identifier not in below]
        if freed:
            words = Text("少了责任单位：", "fewer duty holders, without ") + listed(freed)
            yield loosens(upper, duty.obligation, words)


def _added_grounds(linted: Linted) -> Iterator[Fault]:
    for pack in linted.packs:
        uppers = [upper for upper in linted.above(pack) if _stands_over(upper, pack) and upper.grounds]
        known = {ground.id for upper in uppers for ground in upper.grounds}
        for ground in pack.grounds:
            if uppers and ground.id not in known:
                above = listed([Text(f"《{upper.title.zh}》", upper.title.en) for upper in uppers])
                yield found(
                    ground.place,
                    ground.id,
                    Text(
                        f"{ground.basis.in_words().zh}增加了上位规定（{above.zh}）没有的不予公开理由：{ground.title.zh}",
                        f"`{ground.id}` ({ground.basis.in_words().en}) is a ground for not disclosing that the upper "
                        f"rules do not have ({above.en})",
                    ),
                )


def _stands_over(upper: Pack, pack: Pack) -> bool:
    """By its layer or by where it lies: a pack in a district's folder is not the nation's, whatever it says of itself."""
    return upper.layer < pack.layer or upper.region != pack.region


LOOSENS = Lint(
    "L001",
    "loosens",
    Weight.ERROR,
    Text(
        "下位规则放宽上位规则：期限更长、起算事件不同、次数更少、可多延长或多中止、佐证或公开前步骤更少、严重程度更低、办理流程不同、责任单位更少、新增不予公开的理由。",
        "A lower rule loosens an upper one: a longer or rarer deadline, another event, a longer extension, more that "
        "stops the clock or starts it again, less evidence, a step less before publishing, a lower severity, another life "
        "cycle, fewer duty holders, or a further ground for not disclosing.",
    ),
    Text(
        "改到不松于上位规则；下位规则只能更严。",
        "Make it as strict as the upper rule, or stricter; or leave the field out, so that the upper rule's holds.",
    ),
    _find,
    asks_office=True,
    binding=True,
)
