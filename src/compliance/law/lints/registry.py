"""All lints by code, and the run of all of them with what the packs silence."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.law.faults import Fault, did_you_mean
from compliance.law.lints.cases import CASE_FAILS
from compliance.law.lints.duplicates import SAME_DUTY_TWICE
from compliance.law.lints.figures import ADDED_PERCENTAGE, IDLE_FIGURE
from compliance.law.lints.holders import NO_DUTY_HOLDER
from compliance.law.lints.linted import Lint, Linted, Weight, found
from compliance.law.lints.loosening import LOOSENS
from compliance.law.lints.reach import CLOCK_RULE_ON_TASK, IMPOSSIBLE_DEADLINE, UNREACHABLE
from compliance.law.lints.references import EVENT_SPELLING, MISSING_REFERENCE
from compliance.law.lints.succession import GAP_IN_FORCE, OVERLAP_IN_FORCE
from compliance.law.lints.translations import MISSING_TRANSLATION
from compliance.law.obligations import Silence
from compliance.law.text import Text


def _nothing(linted: Linted) -> Iterator[Fault]:
    """Idle silences show only when all lints have run: see `run`."""
    yield from ()


IDLE_SILENCE = Lint(
    "L015",
    "idle-silence",
    Weight.ERROR,
    Text(
        "silence 的一项写了没有的检查代码，或者没有使任何提示静默。这一项不能被静默。",
        "An entry under `silence` names no lint, or silences nothing. It cannot be silenced itself.",
    ),
    Text("改正代码和标识；不再需要的去掉。", "Correct the code and the identifier, or take the entry away."),
    _nothing,
)

LINTS: dict[str, Lint] = {
    lint.code: lint
    for lint in (
        LOOSENS,
        CASE_FAILS,
        MISSING_REFERENCE,
        GAP_IN_FORCE,
        OVERLAP_IN_FORCE,
        IMPOSSIBLE_DEADLINE,
        UNREACHABLE,
        SAME_DUTY_TWICE,
        MISSING_TRANSLATION,
        IDLE_FIGURE,
        ADDED_PERCENTAGE,
        CLOCK_RULE_ON_TASK,
        EVENT_SPELLING,
        NO_DUTY_HOLDER,
        IDLE_SILENCE,
    )
}
"""Every lint by its code, in the order of the codes. A code that was given once is never given another meaning."""


def run(linted: Linted) -> list[Fault]:
    """What all lints find, without what the packs silence with a reason; and what is wrong with their silences.

    What is binding is told in spite of a silence, and the silence with it.
    """
    silences = {
        (silence.lint, pack.place.file, silence.at): silence for pack in linted.packs for silence in pack.silences
    }
    used: set[tuple[str, str, str]] = set()
    told: dict[Fault, None] = {}
    for lint in LINTS.values():
        for fault in lint.faults(linted):
            name = (fault.code, fault.place.file, fault.field)
            if name in silences and not lint.binding:
                used.add(name)
            else:
                told[fault] = None
    for pack in linted.packs:
        for silence in pack.silences:
            lint_known = LINTS.get(silence.lint)
            judged = (
                lint_known is None
                or lint_known.binding
                or not lint_known.asks_office
                or linted.office_under(pack) is not None
            )
            if judged and (silence.lint, pack.place.file, silence.at) not in used:
                told[_idle(silence)] = None
    return list(told)


def _idle(silence: Silence) -> Fault:
    if silence.lint not in LINTS:
        message = Text(f"没有检查项“{silence.lint}”", f"there is no lint `{silence.lint}`")
        suggestion = did_you_mean(silence.lint, list(LINTS))
    elif LINTS[silence.lint].binding:
        message = Text(
            f"{silence.lint}不能静默：有此问题的规则不能开启年度",
            f"{silence.lint} cannot be silenced: a year is not opened with rules in which it finds something",
        )
        suggestion = None
    else:
        message = Text(
            f"“{silence.at}”处没有{silence.lint}的提示可以静默", f"{silence.lint} has nothing to say of `{silence.at}`"
        )
        suggestion = None
    fault = found(silence.place, silence.at, message, suggestion)
    return Fault(fault.place, IDLE_SILENCE.code, fault.message, fault.field, fault.suggestion)
