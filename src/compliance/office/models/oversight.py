"""What checks found, what became of it, and what was said to whom."""

from django.db import models

from compliance.office.models.organisation import YearRecord
from compliance.oversight.problems import ProblemState


class FindingRecord(models.Model):
    """How long a finding has been there: the day it was first seen, the day since when it has been there without a
    break, and the day on which it was gone."""

    year = models.ForeignKey(YearRecord, on_delete=models.PROTECT, related_name="findings")
    identifier = models.CharField(max_length=11)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    department = models.CharField(max_length=60, blank=True)
    first_seen = models.DateField()
    since = models.DateField()
    gone_on = models.DateField(null=True)

    class Meta:
        db_table = "finding"
        constraints = (models.UniqueConstraint(fields=("year", "identifier"), name="one_finding_per_identifier"),)


class SweepRecord(models.Model):
    """One daily check: how many findings of each kind there were."""

    year = models.ForeignKey(YearRecord, on_delete=models.PROTECT, related_name="sweeps")
    day = models.DateField()
    counts = models.JSONField()

    class Meta:
        db_table = "sweep"
        constraints = (models.UniqueConstraint(fields=("year", "day"), name="one_sweep_per_day"),)


class ProblemRecord(models.Model):
    """One problem of the ledger. `state`, `findings` and `verified_on` follow its steps."""

    year = models.ForeignKey(YearRecord, on_delete=models.PROTECT, related_name="problems")
    identifier = models.CharField(max_length=40)
    title_zh = models.TextField()
    title_en = models.TextField()
    area = models.CharField(max_length=80, blank=True)
    owner = models.CharField(max_length=60)
    opened_on = models.DateField()
    state = models.CharField(max_length=20, default=ProblemState.OPEN.value)
    findings = models.JSONField(default=list)
    cause_zh = models.TextField(blank=True)
    cause_en = models.TextField(blank=True)
    verified_on = models.DateField(null=True)

    class Meta:
        db_table = "problem"
        constraints = (
            models.UniqueConstraint(fields=("year", "identifier"), name="one_problem_per_identifier"),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in ProblemState]), name="problem_state_is_known"
            ),
        )


class ProblemStepRecord(models.Model):
    """One step in a problem's life: the state it led to, and the findings that came with it. Never changed."""

    problem = models.ForeignKey(ProblemRecord, on_delete=models.PROTECT, related_name="steps")
    number = models.IntegerField()
    by = models.CharField(max_length=120)
    on = models.DateField()
    to = models.CharField(max_length=20)
    findings = models.JSONField(default=list)

    class Meta:
        db_table = "problem_step"
        constraints = (models.UniqueConstraint(fields=("problem", "number"), name="one_problem_step_per_number"),)


class MeasureRecord(models.Model):
    """One measure; `problem` is empty where it answers none that is recorded."""

    year = models.ForeignKey(YearRecord, on_delete=models.PROTECT, related_name="measures")
    identifier = models.CharField(max_length=40)
    problem = models.CharField(max_length=40, blank=True)
    text_zh = models.TextField()
    text_en = models.TextField()
    owner = models.CharField(max_length=60)
    agreed_on = models.DateField()
    due = models.DateField()
    done_on = models.DateField(null=True)

    class Meta:
        db_table = "measure"
        constraints = (models.UniqueConstraint(fields=("year", "identifier"), name="one_measure_per_identifier"),)


class MessageRecord(models.Model):
    """One message to one post: what a person finds in the inbox, and whether the channel has taken it."""

    year = models.ForeignKey(YearRecord, on_delete=models.PROTECT, related_name="messages")
    recipient = models.CharField(max_length=120)
    day = models.DateField()
    channel = models.CharField(max_length=40)
    title = models.TextField()
    body = models.TextField()
    sent = models.BooleanField(default=False)

    class Meta:
        db_table = "message"
        indexes = (models.Index(fields=("year", "recipient"), name="message_by_recipient"),)


class ReminderRecord(models.Model):
    """One rung of one task's ladder for one post: its key makes a second one impossible."""

    year = models.ForeignKey(YearRecord, on_delete=models.PROTECT, related_name="reminders")
    key = models.CharField(max_length=200)
    task = models.CharField(max_length=11)
    rung = models.CharField(max_length=20)
    recipient = models.CharField(max_length=120)
    day = models.DateField()

    class Meta:
        db_table = "reminder"
        constraints = (models.UniqueConstraint(fields=("year", "key"), name="one_reminder_per_rung"),)
