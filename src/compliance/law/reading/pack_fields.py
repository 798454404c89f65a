"""The fields of a rule pack: the one table from which packs are read and their JSON Schema is made.

An attribute is named after the attribute of the noun in `obligations.py` that it becomes; the field's name in the
file is the attribute with `-` for `_`, unless another is given. What lies across fields (a case fits its deadline,
`starts` names its event) stands in `packs.py`, and as far as a schema can say it, in `across`.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar

from compliance.law.basis import ARTICLE_FORMS, parse_article
from compliance.law.deadlines import DEADLINE_FORMS, After, Span, Unit, parse_deadline
from compliance.law.faults import HALF_WIDTH_COMMA, Misread
from compliance.law.identities import IDENTITY_FORM, Comparison, Relation, Sum, parse_identity
from compliance.law.obligations import (
    RESTARTS,
    SUSPENSIONS,
    EvidenceKind,
    Extension,
    GroundUse,
    InForce,
    Ladder,
    Layer,
    LifeCycle,
    OverTime,
    Part,
    Severity,
    Step,
)
from compliance.law.periods import PERIOD_FORM
from compliance.law.reading import quick
from compliance.law.reading.fields import (
    BILINGUAL,
    DAY,
    IDENTIFIER_TEXT,
    TEXT,
    TEXTS,
    TRUTH,
    YEAR,
    BilingualFields,
    Json,
    Kind,
    Shape,
    list_out_of,
    mapping,
    mappings,
    needed,
    optional,
    plain_pattern,
    reference,
    text_like,
    usual,
    whole,
    whole_number,
    word,
    words_of,
)
from compliance.law.reading.records import Record
from compliance.law.reading.selectors import SELECTOR
from compliance.law.reading.strict_yaml import Mapping, Scalar, Sequence
from compliance.law.text import Text

PERCENT = Text("%", "%")
"""The unit of a figure whose `unit` is the word `percent`."""


# ---- dates and clocks


class InForceFields(Shape):
    """From and until which day a rule is in force."""

    first = needed(DAY, Text("起始日，含当日", "the first day"), name="from")
    last = optional(DAY, Text("终止日，含当日；仍有效的不写", "the last day, included; left out: still"), name="until")


def _in_force(record: Record) -> InForce:
    first, last = InForceFields.first.of(record), InForceFields.last.of(record)
    if last is not None and last < first:
        record.fault("until", "ends-before-it-begins", Text("终止日早于起始日", "`until` lies before `from`"))
    return InForce(first, last)


def _take_in_force(values: dict[str, Any]) -> InForce:
    first, last = values["first"], values["last"]
    if last is not None and last < first:
        raise quick.Unsure
    return InForce(first, last)


def _days_before(record: Record, key: str) -> tuple[int, ...]:
    days = []
    for node in record.sequence(key):
        if isinstance(node, Scalar) and isinstance(node.value, int) and not isinstance(node.value, bool):
            days.append(node.value)
            if node.value < 0:
                record.reading.fault(
                    node.place,
                    "number-too-small",
                    Text("“before”不得小于0", "`before` must be at least 0"),
                    record.path(key),
                )
        else:
            record.reading.fault(
                node.place,
                "not-a-number",
                Text("提前天数应为整数（工作日）", "expected whole numbers of working days"),
                record.path(key),
                HALF_WIDTH_COMMA if isinstance(node, Scalar) and re.search("[，、]", node.written) else None,
            )
    return tuple(sorted(days, reverse=True))


def _take_days_before(node: Any) -> tuple[int, ...]:
    return tuple(sorted(map(_take_days, quick.items(node)), reverse=True))


_take_days = quick.integer(0, None)


class RemindersFields(Shape):
    """When to remind, in working days."""

    before = usual(
        Kind(
            _days_before,
            {"type": "array", "items": {"type": "integer", "minimum": 0}},
            take=_take_days_before,
        ),
        Ladder().before,
        Text("到期前几个工作日提醒", "how many working days before the due date"),
    )
    overdue_every = usual(
        whole_number(1), Ladder().overdue_every, Text("逾期后每几个工作日催办", "while overdue, every so many")
    )
    escalate_after = usual(
        whole_number(1), Ladder().escalate_after, Text("逾期几个工作日后督办", "when the leader is told")
    )


def _ladder(record: Record) -> Ladder:
    fields = RemindersFields
    return Ladder(fields.before.of(record), fields.overdue_every.of(record), fields.escalate_after.of(record))


def _parse_extension(words: str) -> After:
    try:
        deadline = parse_deadline(f"{words} after due")
    except Misread as misread:
        if misread.code != "not-a-deadline":
            raise
        deadline = None
    if not isinstance(deadline, After):
        raise Misread(
            "not-an-extension",
            Text(
                f"读不懂延长期限“{words}”，应写作 15 working days",
                f"cannot read the extension `{words}`; write `15 working days`",
            ),
        )
    return deadline


def _time_alone(record: Record, key: str) -> After:
    words = record.text(key)
    time = record.parsed(key, words, _parse_extension) if words else None
    return time or After(1, Unit.DAYS, "due")


def _extension_time(record: Record, key: str) -> Extension:
    return Extension(_time_alone(record, key))


TIME_ALONE: Kind[After] = text_like(
    {"pattern": "^[1-9][0-9]* (?:working days?|days?|hours?)$"}, _time_alone, quick.parsed(_parse_extension)
)


class ExtendFields(Shape):
    """By how much a clock may be extended."""

    once = needed(
        text_like(
            {"pattern": "^[1-9][0-9]* (?:working days?|days?|hours?)$"},
            _extension_time,
            quick.parsed(lambda words: Extension(_parse_extension(words))),
        ),
        Text("可延长一次的期限", "the time of the one extension"),
    )


IN_FORCE = mapping(InForceFields, _in_force, _take_in_force)
LADDER = mapping(RemindersFields, _ladder, lambda values: Ladder(**values))
EXTENSION: Kind[Extension] = mapping(
    ExtendFields, lambda record: ExtendFields.once.of(record), lambda values: values["once"]
)
DEADLINE = text_like(
    # a rule names an event where the command line may give a date
    {
        "pattern": plain_pattern(*(form.pattern for form in DEADLINE_FORMS)),
        "not": {"pattern": "(?:after|day of) [0-9]"},
    },
    lambda record, key: record.parsed(key, words, parse_deadline) if (words := record.text(key)) else None,
    quick.parsed(parse_deadline),
)


# ---- sources, areas, grounds


def _article(record: Record, key: str) -> Text:
    match record.node(key):
        case None:
            return Text("", "")
        case Mapping():
            return record.bilingual(key)
    words = record.text(key)
    return (record.parsed(key, words, parse_article) if words else None) or Text("", "")


_take_cited_article = quick.parsed(parse_article)


def _take_article(node: Any) -> Text:
    return quick.bilingual(node) if quick.is_mapping(node) else _take_cited_article(node)


ARTICLE: Kind[Text] = Kind(
    _article,
    {"anyOf": [{"type": "string", "pattern": plain_pattern(*ARTICLE_FORMS)}, reference(BilingualFields)]},
    take=_take_article,
)

_LAYERS = {layer.name.lower(): layer for layer in Layer}
LAYER: Kind[Layer] = Kind(
    lambda record, key: _LAYERS[record.choice(key, _LAYERS)], {"enum": list(_LAYERS)}, take=quick.one_of(_LAYERS)
)


class SourceFields(Shape):
    """The document that the pack was made from."""

    number = needed(TEXT, Text("文号", "the document's number"))
    issuer = needed(TEXT, Text("发文机关", "who issued it"))
    published = needed(DAY, Text("发布日期", "the day of publication"))
    articles = optional(whole_number(1, 9999), Text("全文共几条", "how many articles, or sections, the text has"))
    read_at = usual(TEXT, "", Text("原文出处", "where the text was read"))


class AreaFields(Shape):
    """A part of the work."""

    id = needed(IDENTIFIER_TEXT, Text("标识", "the identifier"))
    title = needed(BILINGUAL, Text("名称", "the title"))
    part = needed(word(Part), Text("年度报告的哪一部分", "the part of the annual report that tells it"))
    order = usual(whole_number(0), 0, Text("在该部分中的顺序", "its place within the part"))


class EventFields(Shape):
    """What starts a clock."""

    id = needed(IDENTIFIER_TEXT, Text("标识，即 starts 所写", "the identifier, which `starts` names"))
    title = needed(BILINGUAL, Text("名称，读作“自……之日起”", "the title, as it stands after the word “after”"))


def _uses(record: Record, key: str) -> tuple[GroundUse, ...]:
    node = record.node(key)
    if isinstance(node, Sequence) and not node.items:
        record.fault(
            key,
            "ground-for-nothing",
            Text("“for”至少写一项；两项都可用的不写", "`for` names at least one use; left out, it is for both"),
        )
    return words_of(GroundUse).read(record, key)


def _take_uses(node: Any) -> tuple[GroundUse, ...]:
    uses = words_of(GroundUse).take(node)
    if not uses:
        raise quick.Unsure
    return uses


class GroundFields(Shape):
    """A legal ground for not disclosing."""

    id = needed(IDENTIFIER_TEXT, Text("标识", "the identifier"))
    title = needed(BILINGUAL, Text("名称", "the title"))
    basis = needed(ARTICLE, Text("依据条款", "the article"))
    used_for = usual(
        Kind(_uses, {**words_of(GroundUse).schema, "minItems": 1}, take=_take_uses),
        tuple(GroundUse),
        Text(
            "用于免予公开，还是用于答复申请，默认两者", "for exempting a task, for refusing a request; left out: both"
        ),
        name="for",
    )


# ---- obligations


class CaseFields(Shape):
    """A dated example: what starts the clock, and the day that must come out."""

    due = needed(DAY, Text("应当截止的日期", "the due date that must come out"))
    why = usual(TEXT, "", Text("为什么", "why it comes out so"))
    year = optional(YEAR, Text("固定日期的年度", "the year, for a fixed date"))
    period = optional(
        text_like({"pattern": plain_pattern(PERIOD_FORM)}, lambda record, key: record.text(key), quick.text),
        Text("月、季、半年或年", "the month, quarter, half-year or year"),
    )
    published = optional(DAY, Text("持续性义务上次公开的日期", "the last publication, for a greatest age"))

    across: ClassVar[Json] = {
        # every other key is the event that starts the clock
        "additionalProperties": DAY.schema,
        "propertyNames": IDENTIFIER_TEXT.schema,
        "oneOf": [
            {"required": ["year"], "propertyNames": {"enum": ["year", "due", "why"]}},
            {"required": ["period"], "propertyNames": {"enum": ["period", "due", "why"]}},
            {
                "properties": {"year": False, "period": False},
                "if": {"required": ["why"]},
                "then": {"minProperties": 3, "maxProperties": 3},
                "else": {"minProperties": 2, "maxProperties": 2},
            },
        ],
    }


class DutyFields(Shape):
    """What an obligation says and a refinement may change, each field by itself."""

    title = needed(BILINGUAL, Text("名称", "the title"))
    area = needed(IDENTIFIER_TEXT, Text("所属领域", "an area of this pack or of an upper one"))
    who = needed(SELECTOR, Text("责任单位", "who owes it"))
    supporting = optional(SELECTOR, Text("配合单位", "who helps; gets no task"))
    set_by_law = usual(
        Kind(
            lambda record, key: record.choice(key, ("law", "office")) == "law",
            {"enum": ["law", "office"]},
            take=quick.one_of({"law": True, "office": False}),
        ),
        True,
        Text("期限由法规定，还是由本机关自定", "whether the law or the office set the deadline"),
        name="deadline-set-by",
    )
    life_cycle = usual(word(LifeCycle), LifeCycle.TASK, Text("办理流程", "which life cycle the work follows"))
    evidence = optional(words_of(EvidenceKind), Text("佐证", "what shows that it was done"))
    before_publishing = usual(words_of(Step), (), Text("公开前的步骤", "what must be done before publishing"))
    severity = usual(word(Severity), Severity.BREACH, Text("严重程度", "what it means when it is not met"))
    ladder = optional(LADDER, Text("提醒和督办，覆盖本包的规定", "overrides the pack's reminders"), name="reminders")
    figures = usual(TEXTS, (), Text("反映结果的指标", "the figures that show the result"))
    extension = optional(EXTENSION, Text("延长，仅限依申请公开", "an extension: requests only"), name="extend")
    suspended_by = usual(
        list_out_of(SUSPENSIONS), (), Text("不计入期限的情形", "what stops the clock: requests only"), name="suspends"
    )
    restarted_by = usual(
        list_out_of(RESTARTS), (), Text("重新起算的情形", "what starts the clock again: requests only"), name="restarts"
    )
    supplement_within = optional(
        TIME_ALONE,
        Text("收到申请后多久内告知补正，仅限依申请公开", "how soon a supplement is asked for: requests only"),
    )
    in_force = optional(IN_FORCE, Text("有效期，覆盖本包的规定", "overrides the pack's"))
    verified = usual(TRUTH, True, Text("false：未核对原文", "false: the text was not read at its source"))
    note = optional(BILINGUAL, Text("给读者的说明", "a note for the reader"))
    replaces = optional(TEXT, Text("所取代的旧法义务", "the same duty under an older law"))


class ObligationFields(DutyFields):
    """One thing the law asks; or with `refines`, what a lower rule changes in an upper one."""

    id = needed(IDENTIFIER_TEXT, Text("标识，本包内唯一", "the identifier, unique within the pack"))
    refines = optional(TEXT, Text("所细化的上位义务", "the upper obligation whose place it takes"))
    basis = needed(ARTICLE, Text("依据条款", "the article"))
    starts = optional(TEXT, Text("起算事件", "the event that starts the clock, of this pack or of an upper one"))
    deadline = needed(DEADLINE, Text("期限", "the deadline"))
    cases = needed(mappings(CaseFields), Text("实例", "dated examples"))

    across: ClassVar[Json] = {
        "properties": {"cases": {"minItems": 1}},
        "required": ["id"],
        "allOf": [
            {
                "if": {"required": ["refines"]},
                "then": {"dependentRequired": {"deadline": ["cases"], "cases": ["deadline"]}},
                "else": {"required": ["title", "area", "who", "basis", "deadline", "cases"]},
            },
            {
                "if": {"required": ["deadline"], "properties": {"deadline": {"pattern": "after|day of"}}},
                "then": {"required": ["starts"]},
                "else": {"properties": {"starts": False}},
            },
            {
                "if": {"required": ["deadline"], "properties": {"deadline": {"pattern": "^at least every "}}},
                "then": {"properties": {"cases": {"items": {"required": ["published"]}}}},
            },
        ],
    }


# ---- figures, identities


def _unit(record: Record, key: str) -> Text:
    node = record.node(key)
    percent = isinstance(node, Scalar) and node.value == "percent"
    return PERCENT if percent or node is None else record.bilingual(key)


def _take_unit(node: Any) -> Text:
    return PERCENT if quick.says(node, "percent") else quick.bilingual(node)


def _take_figure_identifier(node: Any) -> str:
    words = IDENTIFIER_TEXT.take(node)
    if words[0].isdigit():
        raise quick.Unsure
    return words


def _figure_identifier(record: Record, key: str) -> str:
    words = record.identifier(key)
    if words[:1].isdigit():
        record.fault(
            key,
            "not-an-identifier",
            Text(f"指标标识“{words}”不能以数字开头", f"`{words}` begins with a digit, which a figure must not"),
        )
    return words


class FigureFields(Shape):
    """A number that the report counts."""

    id = needed(
        text_like(
            {**IDENTIFIER_TEXT.schema, "not": {"pattern": "^[0-9]"}}, _figure_identifier, _take_figure_identifier
        ),
        Text("标识；以字母开头", "the identifier; it begins with a letter"),
    )
    title = needed(BILINGUAL, Text("名称", "the title"))
    unit = needed(
        Kind(_unit, {"anyOf": [{"const": "percent"}, reference(BilingualFields)]}, take=_take_unit),
        Text("计量单位，或 percent", "the unit, or the word percent"),
    )
    area = needed(IDENTIFIER_TEXT, Text("所属领域", "the area"))
    entered_by = needed(SELECTOR, Text("由谁填报", "who enters it"))
    period = needed(word(Span), Text("多久填报一次", "how often it is entered"))
    over_time = usual(word(OverTime), OverTime.SUM, Text("全年为各期之和，还是取末期", "added up, or the last one"))
    required = usual(TRUTH, True, Text("是否必填", "whether a missing value is a finding"))
    verified = usual(TRUTH, True, Text("false：未核对原文", "false: not read at its source"))
    basis = usual(ARTICLE, Text("", ""), Text("依据条款", "the article"))
    note = optional(BILINGUAL, Text("给读者的说明", "a note for the reader"))


def _comparison(record: Record, key: str) -> Comparison:
    words = record.text(key)
    holds = record.parsed(key, words, parse_identity) if words else None
    return holds or Comparison(Sum(()), Relation.EQUAL, Sum(()))


class IdentityFields(Shape):
    """An equation or inequality that figures must satisfy."""

    id = needed(IDENTIFIER_TEXT, Text("标识，本包内唯一", "the identifier, unique within the pack"))
    title = needed(BILINGUAL, Text("名称", "the title"))
    holds = needed(
        text_like({"pattern": plain_pattern(IDENTITY_FORM)}, _comparison, quick.parsed(parse_identity)),
        Text("勾稽关系，如 total = part + part", "the comparison, such as total = part + part"),
    )
    severity = usual(word(Severity), Severity.BREACH, Text("严重程度", "what it means when it does not hold"))
    verified = usual(TRUTH, True, Text("false：推定，未核实", "false: assumed, not verified"))
    basis = usual(ARTICLE, Text("", ""), Text("依据条款", "the article"))
    note = optional(BILINGUAL, Text("给读者的说明", "a note for the reader"))


# ---- the pack


class SilenceFields(Shape):
    """A lint that is not to speak of one thing in this pack, and why."""

    lint = needed(TEXT, Text("检查项代码，如 L004", "the lint's code, such as L004"))
    at = needed(TEXT, Text("所涉义务、指标等的标识", "the identifier of the obligation, figure or other thing"))
    because = needed(BILINGUAL, Text("理由", "the reason"))


class RulePackFields(Shape):
    """One legal source as rules. Format: docs/rules/rule-pack.md."""

    pack = needed(TEXT, Text("规则包标识，与路径一致", "the pack's name: its path below the rules folder"))
    title = needed(BILINGUAL, Text("文件名称", "the title of the source"))
    source = needed(
        mapping(SourceFields, lambda record: whole(record, SourceFields), lambda values: values),
        Text("文件来源", "the source"),
    )
    layer = needed(LAYER, Text("层级", "the level of government that made the rule"))
    in_force = needed(IN_FORCE, Text("有效期，首尾两日均含", "in force on both days and all between"))
    illustrative = usual(TRUTH, False, Text("true：示例，不是读到的法", "true: an example, not a law that was read"))
    note = optional(BILINGUAL, Text("给读者的说明", "what a reader must know"))
    ladder = usual(LADDER, Ladder(), Text("提醒和督办", "when to remind"), name="reminders")
    silence = usual(mappings(SilenceFields), [], Text("已说明理由、不再提示的检查项", "lints silenced with a reason"))
    areas = usual(mappings(AreaFields), [], Text("工作领域", "parts of the work"))
    events = usual(mappings(EventFields), [], Text("起算事件", "what starts the clocks"))
    grounds = usual(mappings(GroundFields), [], Text("不予公开的法定理由", "legal grounds for not disclosing"))
    obligations = usual(mappings(ObligationFields), [], Text("义务", "obligations"))
    figures = usual(mappings(FigureFields), [], Text("统计指标", "figures"))
    identities = usual(mappings(IdentityFields), [], Text("勾稽关系", "identities"))
