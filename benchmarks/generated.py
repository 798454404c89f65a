"""A large rule pack, made up: as many obligations as asked for, each with its own words, in five kinds of deadline."""

from __future__ import annotations

PATH = "cn/generated.yaml"

_HEAD = """\
pack: cn/generated
title: {zh: 生成的规则包, en: Generated pack}
source: {number: 生成1号, issuer: 国务院, published: 2017-01-03}
layer: nation
in-force: {from: 2017-01-03, until: 2017-12-31}
illustrative: true
areas:
"""
_AREAS = 20
_DEADLINES = (
    (
        "information-made",
        "20 working days after information-made",
        "{information-made: 2017-01-20, due: 2017-02-22, why: Spring Festival; 22 January and 4 February are worked}",
    ),
    (
        "budget-approved",
        "20 days after budget-approved",
        "{budget-approved: 2017-01-20, due: 2017-02-09, why: calendar days}",
    ),
    (None, "by 31 December", '{year: 2017, due: 2017-12-31, why: "a Sunday, which does not move"}'),
    (
        None,
        "each quarter within 10 working days of its end",
        "{period: 2017-Q1, due: 2017-04-17, why: Qingming lies in between}",
    ),
    (None, "monthly by day 5", "{period: 2017-03, due: 2017-04-05, why: calendar days}"),
)


def generated_pack(obligations: int) -> str:
    """The text of the pack."""
    lines = [
        f"  - {{id: area-{number}, title: {{zh: 领域{number}, en: Area {number}}}, part: key-areas, order: {number}}}"
        for number in range(_AREAS)
    ]
    lines.append("obligations:")
    for number in range(obligations):
        lines.extend(_obligation(number))
    return _HEAD + "\n".join(lines) + "\n"


def _obligation(number: int) -> list[str]:
    event, deadline, case = _DEADLINES[number % len(_DEADLINES)]
    return [
        f"  - id: duty-{number}",
        f"    title: {{zh: 公开第{number}项工作的进展情况和结果, en: Publish progress and results of work item {number}}}",
        f"    area: area-{number % _AREAS}",
        f"    basis: art. {number % 99 + 1}",
        "    who: {any-of: [{tag: finance}, {tag: employment}, [财政局, 教育局]]}",
        *([f"    starts: {event}"] if event else []),
        f"    deadline: {deadline}",
        "    deadline-set-by: office",
        "    evidence: [link, published-on]",
        "    before-publishing: [confidentiality-review]",
        "    severity: warning",
        "    note:",
        f"      zh: 原文要求公开并解读，没有写明日期；此处的日期为本机关自定，第{number}项。",
        f'      en: "The text names no day; the day is the office\'s own, item {number}."',
        "    cases:",
        f"      - {case}",
    ]
