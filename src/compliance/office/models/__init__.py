"""The rows that keep an office's state. Only services in `compliance.office.services` write them."""

from compliance.office.models.audit import AuditEntry
from compliance.office.models.organisation import OfficeRecord, PinnedRules, YearRecord
from compliance.office.models.oversight import (
    FindingRecord,
    MeasureRecord,
    MessageRecord,
    ProblemRecord,
    ProblemStepRecord,
    ReminderRecord,
    SweepRecord,
)
from compliance.office.models.work import (
    ActRecord,
    CourtOrderRecord,
    FigureRecord,
    OccurrenceRecord,
    RequestRecord,
    RequestStepRecord,
    TaskRecord,
)

__all__ = [
    "ActRecord",
    "AuditEntry",
    "CourtOrderRecord",
    "FigureRecord",
    "FindingRecord",
    "MeasureRecord",
    "MessageRecord",
    "OccurrenceRecord",
    "OfficeRecord",
    "PinnedRules",
    "ProblemRecord",
    "ProblemStepRecord",
    "ReminderRecord",
    "RequestRecord",
    "RequestStepRecord",
    "SweepRecord",
    "TaskRecord",
    "YearRecord",
]
