"""Tasks with their acts, events, figures, requests and court orders."""

from django.db import models

from compliance.office.models.organisation import YearRecord
from compliance.work.requests import AnswerKind, RequestAct
from compliance.work.tasks import TaskAct, TaskState


class OccurrenceRecord(models.Model):
    """An event that started clocks. `at` is an ISO date, or an ISO date and time in the office's zone."""

    year = models.ForeignKey(YearRecord, on_delete=models.PROTECT, related_name="occurrences")
    identifier = models.CharField(max_length=40)
    event = models.CharField(max_length=80)
    at = models.CharField(max_length=19)
    subject_zh = models.TextField()
    subject_en = models.TextField()
    department = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "occurrence"
        constraints = (models.UniqueConstraint(fields=("year", "identifier"), name="one_occurrence_per_identifier"),)


class TaskRecord(models.Model):
    """One task. `start` is a period, a date or a moment as text; `state` and `version` follow the acts:
    nothing in the row or its acts changes without a new version."""

    year = models.ForeignKey(YearRecord, on_delete=models.PROTECT, related_name="tasks")
    identifier = models.CharField(max_length=11)
    obligation = models.CharField(max_length=200)
    department = models.CharField(max_length=60)
    start = models.CharField(max_length=19)
    subject_zh = models.TextField(blank=True)
    subject_en = models.TextField(blank=True)
    state = models.CharField(max_length=20, default=TaskState.PENDING.value)
    version = models.IntegerField(default=0)

    class Meta:
        db_table = "task"
        constraints = (
            models.UniqueConstraint(fields=("year", "identifier"), name="one_task_per_identifier"),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in TaskState]), name="task_state_is_known"
            ),
        )
        indexes = (models.Index(fields=("year", "state"), name="task_by_state"),)


class ActRecord(models.Model):
    """One act on a task, in the order of `number`. Never changed."""

    task = models.ForeignKey(TaskRecord, on_delete=models.PROTECT, related_name="acts")
    number = models.IntegerField()
    kind = models.CharField(max_length=20, choices=[(act.value, act.value) for act in TaskAct])
    by = models.CharField(max_length=120)
    on = models.DateField()
    to = models.CharField(max_length=20)
    evidence = models.JSONField(null=True)
    disclosure_class = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    ground = models.CharField(max_length=80, blank=True)
    approved_by = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "act"
        constraints = (models.UniqueConstraint(fields=("task", "number"), name="one_act_per_number"),)


class FigureRecord(models.Model):
    """One entry of a figure; a later entry for the same figure, department and period corrects it. Never changed."""

    year = models.ForeignKey(YearRecord, on_delete=models.PROTECT, related_name="figures")
    figure = models.CharField(max_length=120)
    department = models.CharField(max_length=60)
    period = models.CharField(max_length=8)
    amount = models.CharField(max_length=40, blank=True)
    entered_on = models.DateField()
    by = models.CharField(max_length=120)
    as_of = models.DateField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        db_table = "figure"
        indexes = (models.Index(fields=("year", "figure"), name="figure_by_name"),)


class RequestRecord(models.Model):
    """A request for disclosure and its answer, where there is one."""

    year = models.ForeignKey(YearRecord, on_delete=models.PROTECT, related_name="requests")
    identifier = models.CharField(max_length=40)
    department = models.CharField(max_length=60)
    received_on = models.DateField()
    channel = models.CharField(max_length=60)
    subject = models.TextField()
    answer = models.CharField(max_length=20, blank=True, choices=[(kind.value, kind.value) for kind in AnswerKind])
    answered_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)
    ground = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "request"
        constraints = (models.UniqueConstraint(fields=("year", "identifier"), name="one_request_per_identifier"),)


class RequestStepRecord(models.Model):
    """One act on a request between its receipt and its answer. Never changed."""

    request = models.ForeignKey(RequestRecord, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=20, choices=[(act.value, act.value) for act in RequestAct])
    by = models.CharField(max_length=120)
    on = models.DateField()
    whom = models.CharField(max_length=30, blank=True)
    days = models.PositiveSmallIntegerField(default=0)
    until = models.DateField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        db_table = "request_step"
        constraints = (models.UniqueConstraint(fields=("request", "number"), name="one_step_per_number"),)


class CourtOrderRecord(models.Model):
    """A judgment that orders disclosure."""

    year = models.ForeignKey(YearRecord, on_delete=models.PROTECT, related_name="court_orders")
    identifier = models.CharField(max_length=40)
    department = models.CharField(max_length=60)
    subject = models.TextField()
    ordered_on = models.DateField(null=True)
    recorded_on = models.DateField()
    due = models.DateField(null=True)
    fulfilled_on = models.DateField(null=True)

    class Meta:
        db_table = "court_order"
        constraints = (models.UniqueConstraint(fields=("year", "identifier"), name="one_order_per_identifier"),)
