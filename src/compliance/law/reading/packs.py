"""From the text of a rule pack to its obligations. Format: docs/rules/rule-pack.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from compliance.law.basis import Basis, parse_article
from compliance.law.deadlines import YEARS, After, Deadline, Span, Unit, event_of, parse_deadline, span_of
from compliance.law.faults import Misread, Place
from compliance.law.identities import Comparison, Relation, Sum, parse_identity
from compliance.law.obligations import (
    Area,
    Case,
    EvidenceKind,
    Extension,
    Figure,
    Ground,
    Identity,
    InForce,
    Ladder,
    Layer,
    LifeCycle,
    Obligation,
    OverTime,
    Pack,
    Part,
    Refinement,
    Severity,
    Step,
)
from compliance.law.periods import Period, parse_period
from compliance.law.reading.records import Reading, Record
from compliance.law.reading.strict_yaml import Mapping, Node, Scalar
from compliance.law.reading.strict_yaml import Sequence as NodeSequence
from compliance.law.selectors import AllOf, AnyDepartment, AnyOf, Except, Named, OfKind, Selector, Tagged
from compliance.law.text import Text

SUSPENSIONS = ("third-party-consultation",)
"""What may stop a request's clock."""

Identified = TypeVar("Identified", Area, Ground)

_LAYERS = {layer.name.lower(): layer for layer in Layer}


def read_pack(text: str, path: str) -> Pack:
    """The pack in `text`; `path` is its path below the rules folder, such as `cn/regulation-2007.yaml`.

    Raises BadInput with every fault of the file.
    """
    reading = Reading(text, path)
    pack = _PackReader(reading, path).pack()
    reading.finish()
    return pack


class _PackReader:
    """Reads one pack; what the whole pack sets as default is kept for its obligations."""

    def __init__(self, reading: Reading, path: str) -> None:
        self.top = reading.top
        self.key = path.removesuffix(".yaml")

    def pack(self) -> Pack:
        top = self.top
        stated = top.text("pack")
        if stated and stated != self.key:
            top.fault(
                "pack",
                "pack-and-path",
                Text(f"规则包标识应与路径一致：{self.key}", f"the pack's name must be its path: {self.key}"),
            )
        self.title = top.bilingual("title")
        source = top.record("source")
        number = source.text("number")
        issuer = source.text("issuer")
        published = source.day("published")
        source.text("read-at", "")
        self.layer = _LAYERS[top.choice("layer", _LAYERS)]
        self.in_force = _in_force(top.record("in-force"))
        self.illustrative = top.truth("illustrative", False)
        ladder = top.optional_record("reminders")
        self.ladder = _ladder(ladder) if ladder else Ladder()
        obligations, refinements = [], []
        for record in top.records("obligations"):
            if record.has("refines"):
                refinements.append(self.refinement(record))
            else:
                obligations.append(self.obligation(record))
        return Pack(
            key=self.key,
            title=self.title,
            number=number,
            issuer=issuer,
            published=published,
            layer=self.layer,
            in_force=self.in_force,
            illustrative=self.illustrative,
            note=top.optional_bilingual("note"),
            place=top.place,
            areas=_all_different(top.records("areas"), _area),
            grounds=_all_different(top.records("grounds"), self.ground),
            obligations=tuple(obligations),
            refinements=tuple(refinements),
            figures=tuple(self.figure(record) for record in top.records("figures")),
            identities=tuple(self.identity(record) for record in top.records("identities")),
        )

    def full_key(self, record: Record) -> str:
        return f"{self.key}#{record.identifier('id')}"

    def basis(self, record: Record, required: bool = True) -> Basis:
        if not required and not record.has("basis"):
            return Basis(self.title, Text("", ""))
        match record.node("basis"):
            case None:
                return Basis(self.title, Text("", ""))
            case Mapping():
                return Basis(self.title, record.bilingual("basis"))
        words = record.text("basis")
        return Basis(self.title, (record.parsed("basis", words, parse_article) if words else None) or Text("", ""))

    def ground(self, record: Record) -> Ground:
        return Ground(record.identifier("id"), record.bilingual("title"), self.basis(record))

    def obligation(self, record: Record) -> Obligation:
        key = self.full_key(record)
        deadline = _deadline(record)
        fields = self.optional_fields(record)
        fields.setdefault("in_force", self.in_force)
        fields.setdefault("ladder", self.ladder)
        return Obligation(
            key=key,
            title=record.bilingual("title"),
            area=record.identifier("area"),
            basis=self.basis(record),
            who=_selector(record, "who"),
            deadline=deadline or After(1, Unit.DAYS, "nothing"),
            layer=self.layer,
            place=record.place,
            cases=_cases(record, deadline),
            illustrative=self.illustrative,
            **fields,
        )

    def refinement(self, record: Record) -> Refinement:
        key = self.full_key(record)
        changes = self.optional_fields(record)
        if record.has("deadline"):
            changes["deadline"] = deadline = _deadline(record)
            changes["cases"] = _cases(record, deadline)
        elif record.has("cases"):
            record.fault(
                "cases",
                "case-without-deadline",
                Text("没有写期限，就不能写实例", "a case needs a deadline beside it"),
            )
        if record.has("title"):
            changes["title"] = record.bilingual("title")
        if record.has("area"):
            changes["area"] = record.identifier("area")
        if record.has("basis"):
            changes["basis"] = self.basis(record)
        if record.has("who"):
            changes["who"] = _selector(record, "who")
        changes["illustrative"] = self.illustrative
        return Refinement(key, record.text("refines"), changes, self.layer, record.place)

    def optional_fields(self, record: Record) -> dict[str, Any]:
        """The fields that may be left out, by Obligation's names; only those that the file gives."""
        fields: dict[str, Any] = {}
        if record.has("supporting"):
            fields["supporting"] = _selector(record, "supporting")
        if record.has("deadline-set-by"):
            fields["set_by_law"] = record.choice("deadline-set-by", ("law", "office")) == "law"
        if record.has("life-cycle"):
            fields["life_cycle"] = LifeCycle(record.choice("life-cycle", list(LifeCycle)))
        if record.has("evidence"):
            fields["evidence"] = tuple(EvidenceKind(word) for word in record.texts("evidence", list(EvidenceKind)))
        if record.has("before-publishing"):
            fields["before_publishing"] = tuple(Step(word) for word in record.texts("before-publishing", list(Step)))
        if record.has("severity"):
            fields["severity"] = Severity(record.choice("severity", list(Severity)))
        ladder = record.optional_record("reminders")
        if ladder:
            fields["ladder"] = _ladder(ladder)
        if record.has("figures"):
            fields["figures"] = record.texts("figures")
        extend = record.optional_record("extend")
        if extend:
            fields["extension"] = _extension(extend)
        if record.has("suspends"):
            fields["suspended_by"] = record.texts("suspends", SUSPENSIONS)
        in_force = record.optional_record("in-force")
        if in_force:
            fields["in_force"] = _in_force(in_force)
        if record.has("verified"):
            fields["verified"] = record.truth("verified", True)
        if record.has("note"):
            fields["note"] = record.bilingual("note")
        if record.has("replaces"):
            fields["replaces"] = record.text("replaces")
        return fields

    def figure(self, record: Record) -> Figure:
        written = record.node("unit")
        percent = isinstance(written, Scalar) and written.value == "percent"
        unit = Text("%", "%") if percent or written is None else record.bilingual("unit")
        return Figure(
            id=_figure_identifier(record),
            title=record.bilingual("title"),
            unit=unit,
            percent=percent,
            area=record.identifier("area"),
            entered_by=_selector(record, "entered-by"),
            period=Span(record.choice("period", list(Span))),
            over_time=OverTime(record.choice("over-time", list(OverTime), "sum")),
            basis=self.basis(record, required=False),
            required=record.truth("required", True),
            verified=record.truth("verified", True),
            note=record.optional_bilingual("note"),
            place=record.place,
        )

    def identity(self, record: Record) -> Identity:
        nothing = Comparison(Sum(()), Relation.EQUAL, Sum(()))
        words = record.text("holds")
        holds = record.parsed("holds", words, parse_identity) if words else None
        return Identity(
            key=self.full_key(record),
            title=record.bilingual("title"),
            holds=holds or nothing,
            severity=Severity(record.choice("severity", list(Severity), "breach")),
            basis=self.basis(record, required=False),
            verified=record.truth("verified", True),
            note=record.optional_bilingual("note"),
            place=record.place_of("holds"),
        )


def _in_force(record: Record) -> InForce:
    first, last = record.day("from"), record.optional_day("until")
    if last is not None and last < first:
        record.fault("until", "ends-before-it-begins", Text("终止日早于起始日", "`until` lies before `from`"))
    return InForce(first, last)


def _ladder(record: Record) -> Ladder:
    before = []
    for node in record.sequence("before"):
        if isinstance(node, Scalar) and isinstance(node.value, int) and not isinstance(node.value, bool):
            before.append(node.value)
            if node.value < 0:
                record.reading.fault(
                    node.place,
                    "number-too-small",
                    Text("“before”不得小于0", "`before` must be at least 0"),
                    record.path("before"),
                )
        else:
            record.reading.fault(
                node.place,
                "not-a-number",
                Text("提前天数应为整数（工作日）", "expected whole numbers of working days"),
                record.path("before"),
            )
    return Ladder(
        tuple(sorted(before, reverse=True)) if record.has("before") else Ladder().before,
        record.integer("overdue-every", Ladder().overdue_every, least=1),
        record.integer("escalate-after", Ladder().escalate_after, least=1),
    )


def _all_different(records: Iterable[Record], read: Callable[[Record], Identified]) -> tuple[Identified, ...]:
    """What the records hold; a fault where two have the same identifier."""
    found: list[Identified] = []
    first: dict[str, Place] = {}
    for record in records:
        item = read(record)
        place = first.setdefault(item.id, record.place)
        if place is not record.place:
            message = Text(f"标识“{item.id}”重复，首见于{place}", f"`{item.id}` is used twice, first at {place}")
            record.reading.fault(record.place, "duplicate-identifier", message, record.path("id"))
        found.append(item)
    return tuple(found)


def _area(record: Record) -> Area:
    return Area(
        record.identifier("id"),
        record.bilingual("title"),
        Part(record.choice("part", list(Part))),
        record.integer("order", 0),
    )


def _figure_identifier(record: Record) -> str:
    """An identifier that can stand in an identity: a digit in front would be read as a number there."""
    words = record.identifier("id")
    if words[:1].isdigit():
        record.fault(
            "id",
            "not-an-identifier",
            Text(f"指标标识“{words}”不能以数字开头", f"`{words}` begins with a digit, which a figure must not"),
        )
    return words


def _deadline(record: Record) -> Deadline | None:
    """The deadline, or None after a fault that leaves nothing to count by."""
    words = record.text("deadline")
    deadline = record.parsed("deadline", words, parse_deadline) if words else None
    event = event_of(deadline) if deadline else None
    if deadline is not None and event is not None:
        starts = record.text("starts")
        if starts and starts != event:
            record.fault(
                "starts",
                "starts-and-deadline",
                Text(
                    f"起算事件“{starts}”与期限中的“{event}”不一致",
                    f"`starts` says `{starts}` and the deadline says `{event}`",
                ),
            )
    elif deadline is not None and record.has("starts"):
        record.fault("starts", "starts-without-event", Text("此期限没有起算事件", "this deadline has no event"))
    elif deadline is None and record.has("starts"):
        record.text("starts")
    if isinstance(deadline, After) and event is None:
        record.fault(
            "deadline",
            "date-in-rule",
            Text("规则中的期限应以事件起算，不写具体日期", "in a rule, write the event's name, not a date"),
        )
        return None
    return deadline


def _extension(record: Record) -> Extension:
    words = record.text("once")
    once = record.parsed("once", words, _parse_extension) if words else None
    return Extension(once or After(1, Unit.DAYS, "due"))


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


def _cases(record: Record, deadline: Deadline | None) -> tuple[Case, ...]:
    """The dated examples; beside a deadline that cannot be read they are not judged."""
    if not record.sequence("cases"):
        record.reading.fault(
            record.place,
            "no-case",
            Text("缺少实例（cases），每项义务至少一个", "`cases` is missing: every obligation needs a dated example"),
            record.path("cases"),
        )
    if deadline is None:
        return ()
    return tuple(_case(case, deadline) for case in record.records("cases"))


def _case(record: Record, deadline: Deadline) -> Case:
    due, why = record.day("due"), record.text("why", "")
    event = event_of(deadline)
    if event is not None:
        return Case(record.day(event), due, why, record.place)
    field = "year" if record.has("year") else "period"
    if field == "year":
        start: Period | None = Period(record.year("year"), Span.YEAR)
    else:
        words = record.text("period")
        start = record.parsed("period", words, parse_period) if words else None
    if start is not None and start.span is not span_of(deadline):
        record.fault(
            field,
            "wrong-period",
            Text(f"时段“{start}”与期限不符", f"the period `{start}` does not fit the deadline"),
        )
    return Case(start or Period(YEARS[0], Span.YEAR), due, why, record.place)


def _selector(record: Record, key: str) -> Selector:
    node = record.node(key)
    return AnyDepartment() if node is None else _selector_of(record, key, node)


def _selector_of(record: Record, key: str, node: Node) -> Selector:
    """A selector from its node; its faults are recorded at `key` of `record`."""

    def fault(place_node: Node, code: str, message: Text) -> Selector:
        record.reading.fault(place_node.place, code, message, record.path(key))
        return AnyDepartment()

    forms = Text(
        "责任单位写作 {any: department}、{kind: street}、{tag: budget-user} 或 [财政局, 教育局]",
        "write {any: department}, {kind: street}, {tag: budget-user} or [财政局, 教育局]",
    )
    if isinstance(node, NodeSequence):
        names = [item.value for item in node.items if isinstance(item, Scalar) and isinstance(item.value, str)]
        if len(names) != len(node.items) or not names:
            return fault(node, "not-a-selector", forms)
        return Named(tuple(names))
    if not isinstance(node, Mapping) or not node.entries:
        return fault(node, "not-a-selector", forms)
    known = ("any", "kind", "tag", "all-of", "any-of", "list", "except")
    for name, value in node.entries.items():
        if name not in known:
            return fault(
                value, "not-a-selector", Text(f"不认识的选择方式“{name}”；", f"unknown selector `{name}`; ") + forms
            )
    base = _base_selector(record, key, node, fault)
    without = node.entries.get("except")
    return base if without is None else Except(base, _selector_of(record, key, without))


def _base_selector(record: Record, key: str, node: Mapping, fault: Callable[[Node, str, Text], Selector]) -> Selector:
    given = [name for name in node.entries if name != "except"]
    if len(given) != 1:
        return fault(node, "not-a-selector", Text("选择方式只能写一种", "write exactly one way to select"))
    name = given[0]
    value = node.entries[name]
    if name in ("all-of", "any-of"):
        parts = value.items if isinstance(value, NodeSequence) else ()
        if not parts:
            return fault(value, "not-a-selector", Text(f"“{name}”应为列表", f"`{name}` must be a list"))
        selectors = tuple(_selector_of(record, key, part) for part in parts)
        return AllOf(selectors) if name == "all-of" else AnyOf(selectors)
    if name == "list":
        return _selector_of(record, key, value)
    word = value.value if isinstance(value, Scalar) else None
    if not isinstance(word, str) or (name == "any" and word != "department"):
        return fault(value, "not-a-selector", Text(f"“{name}”的值不对", f"`{name}` has a wrong value"))
    if name == "any":
        return AnyDepartment()
    return OfKind(word) if name == "kind" else Tagged(word)
