"""Plays a story day by day through the services of the office: nothing here decides what is due or found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Protocol
from zoneinfo import ZoneInfo

from django.db import transaction

from compliance.channels.channel import Channel
from compliance.demo.story import Conduct, PlayedFigure, PlayedMeasure, Story
from compliance.law.deadlines import After, Unit
from compliance.law.due_dates import due_date
from compliance.law.faults import BadInput, Fault, Refused
from compliance.law.obligations import EvidenceKind, Step
from compliance.law.periods import Period, parse_period
from compliance.law.text import Text
from compliance.office.audit import Actor
from compliance.office.reading_state import OpenYear, work_year
from compliance.office.services import figures, offices, problems, requests, tasks
from compliance.oversight.findings import FindingKind, working_days
from compliance.oversight.problems import Problem
from compliance.oversight.reminders import Reminder
from compliance.reporting.plurals import plural
from compliance.scheduling.worker import BY, daily_sweep, reminds_on
from compliance.work.organisation import Role
from compliance.work.plan import Occurrence
from compliance.work.requests import Request
from compliance.work.tasks import DisclosureClass, Evidence, Task

MAKE_GOOD = Text(
    "补办到位并书面说明原因，此后每周自查", "make it good, explain in writing, and check every week from now on"
)
"""What the coordinator of the demonstration asks for where nothing more fitting is known."""

MEASURES = {
    FindingKind.IDENTITY_BROKEN: Text(
        "核对原始台账，更正数据或者说明口径", "go back to the ledgers and correct the figures or say what they count"
    ),
    FindingKind.MISSING_FIGURE: Text("补报统计指标", "enter the figures"),
    FindingKind.FIGURE_OUT_OF_PERIOD: Text("按统计期末重新取数", "take the figures again as of the period's end"),
    FindingKind.MISSING_EVIDENCE: Text("补齐公开日期等佐证", "supply the dates and other evidence"),
    FindingKind.UNREVIEWED: Text("十个工作日内复核完毕", "review them within ten working days"),
}
"""What it asks for by what was found."""


class Audience(Protocol):
    """Who watches the year being played."""

    def total(self, days: int) -> None:
        """So many days will be played."""
        ...

    def day(self, day: date) -> None:
        """A virtual day begins."""
        ...

    def moment(self, day: date, words: Text) -> None:
        """Something worth a line happened."""
        ...


class Player:
    """A year being played. Jobs wait for their day; what a job brings about may add later jobs."""

    def __init__(
        self,
        year: OpenYear,
        story: Story,
        entries: tuple[PlayedFigure, ...],
        channels: Mapping[str, Channel],
        audience: Audience,
    ) -> None:
        self.year = year
        self.story = story
        self.channels = channels
        self.audience = audience
        self.coordinator = f"{year.office.coordinator}.{Role.COORDINATOR}"
        self.jobs: defaultdict[date, list[Callable[[date], None]]] = defaultdict(list)
        self.tasks: dict[str, Task] = {}
        self.escalated: set[str] = set()
        self.put_right: set[str] = set()
        self.measures: Counter[str] = Counter()
        self.first_reminder_told = False
        self.done = self.reminded = 0
        self.today = story.opened_on
        self._plan_the_story(entries)

    def play(self) -> None:
        """Play every day from the opening of the year to the day of the report."""
        days = tuple(_days(self.story.opened_on, self.story.report_on))
        self.audience.total(len(days))
        for day in days:
            self.audience.day(day)
            # the events of one virtual day are one transaction: a demonstration need not wait for the disk each time
            with transaction.atomic():
                self.today = day
                # a job may add another for the same day
                while self.jobs.get(day):
                    self.jobs[day].pop(0)(day)
                if reminds_on(self.year, day):
                    self._sweep(day)
            if (day + timedelta(1)).month != day.month:
                self._tell(day, self._month_in_words(day))

    # ---- before the first day

    def _plan_the_story(self, entries: tuple[PlayedFigure, ...]) -> None:
        for task in work_year(self.year).tasks:
            self._plan_task(task, "")
        for event in self.story.events:
            self._on(event.occurrence.on, lambda day, event=event: self._happen(day, event.occurrence, event.moment))
        for entry in entries:
            last = parse_period(entry.period).last
            entered = self.year.calendar.working_day_after(last, 8).day
            self._on(entered, lambda day, entry=entry: self._enter(day, entry))
        for request in self.story.requests:
            self._on(request.received_on, lambda day, request=request: self._receive(day, request))
            if request.answer:
                self._on(request.answer.on, lambda day, request=request: self._answer(day, request))
        for order in self.story.court_orders:
            ordered_on = order.ordered_on or self.story.opened_on
            self._on(
                ordered_on,
                lambda day, order=order: requests.record_court_order(
                    self.year, order, self._actor(self.coordinator, day)
                ),
            )
        for problem in self.story.problems:
            self._on(
                problem.opened_on,
                lambda day, problem=problem: problems.open_problem(
                    self.year, problem, self._actor(self.coordinator, day)
                ),
            )
        for measure in self.story.measures:
            self._on(measure.agreed_on, lambda day, measure=measure: self._agree(day, measure))

    def _on(self, day: date, job: Callable[..., None]) -> None:
        self.jobs[max(day, self.today)].append(job)

    def _plan_task(self, task: Task, event: str) -> None:
        self.tasks[task.id] = task
        conduct = self.story.conduct(task, event)
        if conduct.never:
            return
        if conduct.exempted:
            day = self.year.calendar.working_day_after(self._begins(task), 3).day
            self._on(day, lambda day: self._exempt(day, task, conduct))
            return
        self._on(self._publishing_day(task, conduct), lambda day: self._publish(day, task, conduct))

    def _publishing_day(self, task: Task, conduct: Conduct) -> date:
        calendar = self.year.calendar
        if conduct.published_on is not None:
            return conduct.published_on
        due = self._due(task)
        if conduct.late is not None:
            return calendar.working_day_after(due, conduct.late).day
        begins = self._begins(task)
        span = max((due - begins).days, 0)
        spread = int(sha256(task.id.encode()).hexdigest()[:6], 16) % (conduct.to_percent - conduct.from_percent + 1)
        day = begins + timedelta(span * (conduct.from_percent + spread) // 100)
        worked = calendar.last_working_day_until(day)
        return worked if worked >= begins else max(begins, min(calendar.first_working_day_from(day), due))

    def _due(self, task: Task) -> date:
        return due_date(task.obligation.deadline, task.start, self.year.calendar).day

    def _begins(self, task: Task) -> date:
        """When a department can first do the task: at its event, or when the period is over or near its end."""
        match task.start:
            case datetime() as moment:
                return moment.date()
            case date() as day:
                return day
            case Period() as period:
                in_force = task.obligation.in_force.first
                begin = period.last + timedelta(1)
                due = self._due(task)
                return max(begin if begin < due else due - timedelta(60), in_force, self.story.opened_on)

    # ---- what happens on a day

    def _happen(self, day: date, occurrence: Occurrence, moment: bool) -> None:
        opened = offices.record_occurrence(self.year, occurrence, self._actor(self.coordinator, day))
        if moment:
            due = self._due(opened[0])
            self._tell(
                day,
                Text(
                    f"{occurrence.subject.zh}：应于{due}前完成“{opened[0].obligation.title.zh}”",
                    f"{occurrence.subject.en}: “{opened[0].obligation.title.en}” is due by {due}",
                ),
            )
        for task in opened:
            self._plan_task(task, occurrence.event)

    def _publish(self, day: date, task: Task, conduct: Conduct) -> None:
        if Step.CONFIDENTIALITY_REVIEW in task.obligation.before_publishing:
            reviewer = self._post(task, Role.CONFIDENTIALITY_REVIEWER)
            tasks.classify(self.year, task.id, DisclosureClass.PROACTIVE, self._actor(reviewer, day))
        clerk = self._actor(self._post(task, Role.CLERK), day)
        tasks.publish(self.year, task.id, self._evidence(task, day, conduct), clerk)
        self.done += 1
        if conduct.moment:
            self._tell(day, self._name(task) + Text("", " ") + conduct.moment + self._timeliness(task, day))
        if conduct.returned is not None and task.times_returned == 0:
            self._later(day, conduct.reviewed_after, lambda day: self._send_back(day, task, conduct))
        elif not conduct.unreviewed and conduct.without is None:
            self._later(day, conduct.reviewed_after, lambda day: self._review(day, task))

    def _evidence(self, task: Task, day: date, conduct: Conduct) -> Evidence:
        asked = [kind for kind in task.obligation.evidence if kind is not conduct.without]
        website = self.year.office.website
        return Evidence(
            link=f"http://{website}/{day:%Y%m}/{task.id}.html" if EvidenceKind.LINK in asked else "",
            published_on=day if EvidenceKind.PUBLISHED_ON in asked else None,
            file=f"{task.id}.pdf" if EvidenceKind.FILE in asked else "",
            channel=self._written(_ON_THE_WEBSITE) if EvidenceKind.CHANNEL in asked else "",
            note=self._written(_ON_FILE) if EvidenceKind.NOTE in asked else "",
        )

    def _review(self, day: date, task: Task) -> None:
        tasks.review(self.year, task.id, self._actor(self.coordinator, day))

    def _send_back(self, day: date, task: Task, conduct: Conduct) -> None:
        reason = conduct.returned or Text("", "")
        returned = tasks.send_back(self.year, task.id, self._written(reason), self._actor(self.coordinator, day))
        if conduct.moment:
            name = self._name(task)
            self._tell(
                day, Text(f"退回{name.zh}补正：{reason.zh}", f"returned to {name.en} to be put right: {reason.en}")
            )
        self._later(day, 3, lambda day: self._publish(day, returned, conduct))

    def _exempt(self, day: date, task: Task, conduct: Conduct) -> None:
        clerk, reason = self._post(task, Role.CLERK), conduct.reason or Text("", "")
        tasks.exempt(
            self.year, task.id, conduct.exempted, self.coordinator, self._actor(clerk, day), self._written(reason)
        )
        if conduct.moment:
            self._tell(
                day, self._name(task) + Text("", " ") + conduct.moment + Text(f"：{reason.zh}", f": {reason.en}")
            )

    def _enter(self, day: date, entry: PlayedFigure) -> None:
        by = f"{self.year.office.department(entry.department).id}.{Role.CLERK}"
        try:
            figures.enter_figure(
                self.year,
                entry.figure,
                entry.department,
                entry.period,
                entry.value,
                self._actor(by, day),
                entry.as_of,
            )
        except Refused as refused:
            raise BadInput([Fault(entry.place, "not-to-enter", refused.reason)]) from refused

    def _receive(self, day: date, request: Request) -> None:
        requests.register_request(self.year, request, self._actor(f"{request.department}.{Role.CLERK}", day))

    def _answer(self, day: date, request: Request) -> None:
        if request.answer is None:
            return
        actor = self._actor(f"{request.department}.{Role.CLERK}", day)
        requests.answer_request(self.year, request.id, request.answer.kind, actor, request.answer.ground)
        used = self.year.calendar.working_days_between(request.received_on, day)
        kind = request.answer.kind.in_words()
        self._tell(
            day,
            Text(
                f"答复申请{request.id}（{kind.zh}），第{used}个工作日",
                f"request {request.id} answered on working day {used} ({kind.en})",
            ),
        )

    def _agree(self, day: date, measure: PlayedMeasure) -> None:
        problems.agree_measure(
            self.year,
            measure.id,
            measure.problem,
            measure.text,
            measure.owner,
            measure.due,
            self._actor(self.coordinator, day),
        )

    def _sweep(self, day: date) -> None:
        swept = daily_sweep(self.year, self._actor(BY, day), self.channels)
        self.reminded += len(swept.reminders)
        for reminder in swept.reminders:
            if not self.first_reminder_told or (reminder.escalation and reminder.department not in self.escalated):
                self.first_reminder_told = True
                if reminder.escalation:
                    self.escalated.add(reminder.department)
                self._tell(day, self._reminder_in_words(reminder, day))
        for problem in swept.opened:
            again = problem.id in self.put_right
            words = Text("问题复发：", "the same again: ") if again else Text("新问题：", "new problem: ")
            self._tell(day, words + problem.title)
            kinds = {finding.kind for finding in swept.findings if finding.id in problem.findings}
            self._plan_rectification(day, problem, next((kind for kind in MEASURES if kind in kinds), None))

    def _plan_rectification(self, day: date, problem: Problem, kind: FindingKind | None) -> None:
        plan = self.story.rectifying
        if problem.owner in plan.none_for:
            return
        agreed = self.year.calendar.working_day_after(day, plan.agreed_after).day
        due = self.year.calendar.working_day_after(agreed, plan.due_after).day
        text = MEASURES.get(kind, MAKE_GOOD) if kind else MAKE_GOOD
        self.measures[problem.id] += 1
        number = f"M-{problem.id}-{self.measures[problem.id]}"
        measure = PlayedMeasure(number, problem.id, text, problem.owner, agreed, due)
        self._on(agreed, lambda day: self._agree(day, measure))
        self._on(due, lambda day: self._verify(day, problem))

    def _verify(self, day: date, problem: Problem) -> None:
        """Verify a problem; where something behind it is still open, look again after a month's work."""
        try:
            problems.verify_problem(self.year, problem.id, self._actor(self.coordinator, day))
        except Refused:
            self._later(day, 20, lambda day: self._verify(day, problem))
            return
        self.put_right.add(problem.id)
        self._tell(day, Text(f"整改完成：{problem.title.zh}", f"put right: {problem.title.en}"))

    # ---- small things

    def _later(self, day: date, working_days: int, job: Callable[[date], None]) -> None:
        self._on(self.year.calendar.working_day_after(day, working_days).day, job)

    def _actor(self, by: str, day: date) -> Actor:
        return acting_at_nine(by, day, self.year.office.time_zone)

    def _written(self, words: Text) -> str:
        """What people write down, in the office's language."""
        return words.in_language(self.year.office.language)

    def _post(self, task: Task, role: Role) -> str:
        return f"{task.department}.{role}"

    def _name(self, task: Task) -> Text:
        return self.year.office.by_id[task.department].short_name

    def _tell(self, day: date, words: Text) -> None:
        self.audience.moment(day, words)

    def _timeliness(self, task: Task, day: date) -> Text:
        """How a publication stands to its deadline, as the end of a sentence."""
        due, calendar, deadline = self._due(task), self.year.calendar, task.obligation.deadline
        if day > due:
            late = max(calendar.working_days_between(due, day), 1)
            return Text(f"，逾期{late}个工作日", f", {working_days(late)} late")
        if not isinstance(deadline, After):
            left = (due - day).days
            return Text(f"，提前{left}天", f", {plural(left, 'day', 'days')} early") if left else _ON_THE_LAST_DAY
        if deadline.unit is Unit.HOURS:
            return Text(f"，未超过{deadline.count}小时", f", within {deadline.count} hours")
        begins = self._begins(task)
        in_days = deadline.unit is Unit.DAYS
        used = (day - begins).days if in_days else calendar.working_days_between(begins, day)
        unit, unit_en = ("天", "day") if in_days else ("个工作日", "working day")
        return Text(f"，第{used}{unit}（期限{deadline.count}{unit}）", f", {unit_en} {used} of {deadline.count}")

    def _reminder_in_words(self, reminder: Reminder, day: date) -> Text:
        task = self.tasks[reminder.task]
        post = self.year.office.post(reminder.recipient)
        late = self.year.calendar.working_days_between(reminder.due, day)
        left = self.year.calendar.working_days_between(day, reminder.due)
        when = (
            Text(f"已逾期{late}个工作日", f"is {working_days(late)} overdue")
            if reminder.due < day
            else Text(f"还有{left}个工作日到期", f"is due in {working_days(left)}")
        )
        act = Text("督办", "escalated to") if reminder.escalation else Text("催办", "reminder to")
        return Text(
            f"{act.zh}{post.title.zh}：“{task.title.zh}”{when.zh}",
            f"{act.en} {post.title.en}: “{task.title.en}” {when.en}",
        )

    def _month_in_words(self, day: date) -> Text:
        done, self.done = self.done, 0
        reminded, self.reminded = self.reminded, 0
        return Text(
            f"{day.month}月：公开{done}项，催办{reminded}条",
            f"{_MONTHS[day.month - 1]}: {done} published, {plural(reminded, 'reminder')} sent",
        )


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_ON_THE_WEBSITE = Text("区政府网站", "the website")
_ON_FILE = Text("台账已存", "kept on file")
_ON_THE_LAST_DAY = Text("，正值期限最后一天", ", on the last day")


def acting_at_nine(by: str, day: date, zone: ZoneInfo) -> Actor:
    """A post acting on a virtual day, at nine in the morning where the office is."""
    return Actor(by, day, datetime.combine(day, time(9), zone).astimezone(UTC))


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(offset)
