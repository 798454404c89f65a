"""From `year.yaml` and `figures.yaml` to the year that is played: what happens when, and how tasks are done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from compliance.law.calendars import WorkingCalendar
from compliance.law.deadlines import event_of
from compliance.law.faults import BadInput, Misread, Place, Refused, did_you_mean
from compliance.law.obligations import EvidenceKind
from compliance.law.periods import parse_period
from compliance.law.reading.records import Reading, Record, parse_date
from compliance.law.rule_book import RuleBook
from compliance.law.text import Text
from compliance.oversight.problems import Problem
from compliance.work.amounts import parse_amount
from compliance.work.organisation import Office
from compliance.work.plan import Occurrence
from compliance.work.requests import Answer, AnswerKind, Request
from compliance.work.tasks import Task
from compliance.work.work_year import CourtOrder


@dataclass(frozen=True, slots=True)
class PlayedEvent:
    """An event on its day; `moment`: worth a line on the screen."""

    occurrence: Occurrence
    moment: bool


@dataclass(frozen=True, slots=True)
class Conduct:
    """How a task is gone about. Times are percent of the term, working days after the due date, or a day.

    `moment`: it is worth a line on the screen, which says in these words what the department did.
    """

    from_percent: int = 25
    to_percent: int = 85
    reviewed_after: int = 3
    published_on: date | None = None
    late: int | None = None
    never: bool = False
    unreviewed: bool = False
    without: EvidenceKind | None = None
    returned: Text | None = None
    exempted: str = ""
    reason: Text | None = None
    moment: Text | None = None


@dataclass(frozen=True, slots=True)
class ConductRule:
    """A conduct and the tasks it is for; an empty field fits every task."""

    department: str
    obligation: str
    event: str
    conduct: Conduct

    def fits(self, task: Task, event: str) -> bool:
        """Whether the rule is for this task, which `event` started (empty for periodic tasks)."""
        return (
            self.department in ("", task.department)
            and self.obligation in ("", task.obligation.key.partition("#")[2])
            and self.event in ("", event)
        )


@dataclass(frozen=True, slots=True)
class PlayedMeasure:
    """A measure of the story and the day it is agreed."""

    id: str
    problem: str
    text: Text
    owner: str
    agreed_on: date
    due: date


@dataclass(frozen=True, slots=True)
class PlayedFigure:
    """A figure of the story, as its department enters it; `place` is where the file says so."""

    figure: str
    department: str
    period: str
    value: str
    as_of: date | None
    place: Place


@dataclass(frozen=True, slots=True)
class Rectifying:
    """What the coordinator does about problems: working days until a measure, and until it is due."""

    agreed_after: int
    due_after: int
    none_for: tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """A year to be played."""

    year: int
    opened_on: date
    report_on: date
    illustrative: Text
    events: tuple[PlayedEvent, ...]
    default: Conduct
    rules: tuple[ConductRule, ...]
    requests: tuple[Request, ...]
    court_orders: tuple[CourtOrder, ...]
    problems: tuple[Problem, ...]
    measures: tuple[PlayedMeasure, ...]
    rectifying: Rectifying

    def conduct(self, task: Task, event: str) -> Conduct:
        """How the task is gone about."""
        return next((rule.conduct for rule in self.rules if rule.fits(task, event)), self.default)


class Names:
    """What a story may name: the office's departments, and what the rules know. Each method raises Misread."""

    def __init__(self, office: Office, rule_book: RuleBook) -> None:
        self._office = office
        self._events = {event for item in rule_book.obligations if (event := event_of(item.deadline))}
        self._obligations = {key.partition("#")[2] for key in rule_book.by_key}
        self._figures = rule_book.figures
        self._grounds = rule_book.grounds

    def department(self, words: str) -> str:
        """The identifier of a department of the office."""
        try:
            return self._office.department(words).id
        except Refused as refused:
            raise Misread("unknown-department", refused.reason) from refused

    def event(self, words: str) -> str:
        """An event that starts a clock."""
        return _known(words, self._events, Text("规则中没有事件", "no rule starts from"))

    def obligation(self, words: str) -> str:
        """An obligation, without its pack."""
        return _known(words, self._obligations, Text("规则中没有义务", "no rule has the obligation"))

    def figure(self, words: str) -> str:
        """A figure."""
        return _known(words, self._figures, Text("规则中没有统计指标", "no rule has the figure"))

    def ground(self, words: str) -> str:
        """A legal ground for not disclosing."""
        return _known(words, self._grounds, Text("规则中没有理由", "no rule has the ground"))


def _known(words: str, known: Iterable[str], missing: Text) -> str:
    choices = sorted(known)
    if words not in choices:
        message = missing + Text(f"“{words}”", f" `{words}`")
        raise Misread("unknown-name", message, did_you_mean(words, choices))
    return words


def year_of(text: str, path: str) -> int:
    """The calendar year of the story in `text`; raises BadInput where it has none."""
    reading = Reading(text, path)
    year = reading.top.integer("year", least=1949)
    if reading.faults:
        raise BadInput(reading.faults)
    return year


def introduction_of(text: str, path: str) -> Text | None:
    """What the story in `text` says of itself before it is played."""
    reading = Reading(text, path)
    words = reading.top.optional_bilingual("introduction")
    if reading.faults:
        raise BadInput(reading.faults)
    return words


def read_story(text: str, path: str, calendar: WorkingCalendar, names: Names) -> Story:
    """The year in `text`; raises BadInput with every fault."""
    reading = Reading(text, path)
    top = reading.top
    top.optional_bilingual("introduction")
    conduct = top.record("conduct")
    default = _conduct(conduct.record("default"), Conduct(), names)
    rectifying = top.record("rectification")
    single = [event for record in top.records("events") for event in _events(record, names)]
    several = [event for record in top.records("series") for event in _series(record, calendar, names)]
    story = Story(
        year=top.integer("year", least=1949),
        opened_on=top.day("opened-on"),
        report_on=top.day("report-on"),
        illustrative=top.bilingual("illustrative"),
        events=tuple(sorted(single + several, key=lambda event: (event.occurrence.on, event.occurrence.id))),
        default=default,
        rules=tuple(_rule(record, default, names) for record in conduct.records("rules")),
        requests=tuple(_request(record, names) for record in top.records("requests")),
        court_orders=tuple(_court_order(record, names) for record in top.records("court-orders")),
        problems=tuple(_problem(record, names) for record in top.records("problems")),
        measures=tuple(_measure(record, names) for record in top.records("measures")),
        rectifying=Rectifying(
            rectifying.integer("agreed-after", least=1),
            rectifying.integer("due-after", least=1),
            _departments(rectifying, "none-for", names),
        ),
    )
    reading.finish()
    return story


def read_figures(text: str, path: str, names: Names) -> tuple[tuple[PlayedFigure, ...], Text]:
    """The entries of `figures.yaml`, and what in them is an example; raises BadInput with every fault."""
    reading = Reading(text, path)
    source = reading.top.record("source")
    source.bilingual("title")
    source.day("published")
    illustrative = reading.top.bilingual("illustrative")
    figures = tuple(
        PlayedFigure(
            _named(record, "figure", names.figure),
            _named(record, "department", names.department),
            _named(record, "period", lambda words: str(parse_period(words))),
            _value(record),
            record.optional_day("as-of"),
            record.place,
        )
        for record in reading.top.records("figures")
    )
    reading.finish()
    return figures, illustrative


def _events(record: Record, names: Names) -> Iterator[PlayedEvent]:
    name, subject = _named(record, "event", names.event), record.bilingual("subject")
    words = record.text("at")
    at = record.parsed("at", words, _moment) if words else None
    moment = record.truth("moment", False)
    for department in _departments(record, "departments", names) or (None,):
        number = f"{name}-{words}-{department or 'all'}"
        yield PlayedEvent(Occurrence(number, name, at or date.min, subject, department), moment)


def _series(record: Record, calendar: WorkingCalendar, names: Names) -> Iterator[PlayedEvent]:
    name, subject = _named(record, "event", names.event), record.bilingual("subject")
    first, every, count = record.day("first"), record.integer("every", least=1), record.integer("count", least=1)
    departments = _departments(record, "departments", names)
    day = calendar.first_working_day_from(first) if first > date.min else first
    for number in range(1, count + 1 if departments else 0):
        words = Text(subject.zh.replace("{number}", str(number)), subject.en.replace("{number}", str(number)))
        department = departments[(number - 1) % len(departments)]
        yield PlayedEvent(Occurrence(f"{name}-{number:03}", name, day, words, department), False)
        day = calendar.working_day_after(day, every).day


def _conduct(record: Record, default: Conduct, names: Names) -> Conduct:
    returned = record.optional_bilingual("returned")
    exempted = record.optional_record("exempted")
    without = record.choice("without", list(EvidenceKind)) if record.has("without") else None
    return Conduct(
        from_percent=record.integer("from-percent", default.from_percent),
        to_percent=record.integer("to-percent", default.to_percent),
        reviewed_after=record.integer("reviewed-after", default.reviewed_after, least=1),
        published_on=record.optional_day("published-on"),
        late=record.integer("late", least=1) if record.has("late") else None,
        never=record.truth("never", False),
        unreviewed=record.truth("unreviewed", False),
        without=EvidenceKind(without) if without else None,
        returned=returned,
        exempted=_named(exempted, "ground", names.ground) if exempted else "",
        reason=exempted.bilingual("reason") if exempted else None,
        moment=record.optional_bilingual("moment"),
    )


def _rule(record: Record, default: Conduct, names: Names) -> ConductRule:
    return ConductRule(
        _named(record, "department", names.department) if record.has("department") else "",
        _named(record, "obligation", names.obligation) if record.has("obligation") else "",
        _named(record, "event", names.event) if record.has("event") else "",
        _conduct(record, default, names),
    )


def _request(record: Record, names: Names) -> Request:
    answer = Answer(
        AnswerKind(record.choice("answer", list(AnswerKind))),
        record.day("answered-on"),
        "",
        _named(record, "ground", names.ground) if record.has("ground") else "",
    )
    return Request(
        record.text("id"),
        _named(record, "department", names.department),
        record.day("received-on"),
        record.text("channel"),
        record.text("subject"),
        answer,
    )


def _court_order(record: Record, names: Names) -> CourtOrder:
    return CourtOrder(
        record.text("id"),
        _named(record, "department", names.department),
        record.text("subject"),
        record.optional_day("ordered-on"),
        record.optional_day("due"),
        record.optional_day("fulfilled-on"),
    )


def _problem(record: Record, names: Names) -> Problem:
    return Problem(
        id=record.text("id"),
        title=record.bilingual("title"),
        area="",
        owner=_named(record, "owner", names.department),
        opened_on=record.day("opened-on"),
        cause=record.bilingual("cause"),
    )


def _measure(record: Record, names: Names) -> PlayedMeasure:
    return PlayedMeasure(
        record.text("id"),
        record.text("problem", ""),
        record.bilingual("text"),
        _named(record, "owner", names.department),
        record.day("agreed-on"),
        record.day("due"),
    )


def _named(record: Record, key: str, find: Callable[[str], str]) -> str:
    words = record.text(key)
    return (record.parsed(key, words, find) or "") if words else ""


def _departments(record: Record, key: str, names: Names) -> tuple[str, ...]:
    return tuple(record.parsed(key, words, names.department) or "" for words in record.texts(key))


def _value(record: Record) -> str:
    words = record.possibly_empty_text("value")
    record.parsed("value", words, parse_amount)
    return words


def _moment(words: str) -> date | datetime:
    if "T" not in words:
        return parse_date(words)
    try:
        return datetime.strptime(words, "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - law's times are the office's own
    except ValueError as error:
        raise Misread(
            "not-a-moment",
            Text(f"“{words}”应写作 2017-07-18T14:20", f"`{words}` must be written as 2017-07-18T14:20"),
        ) from error
