"""The audit log: an entry for every change, each bound to the one before it by its hash."""

from django.db import models

from compliance.office.models.organisation import OfficeRecord


class AuditEntry(models.Model):
    """Who did what, on which legal day and at which moment, with what came before and after. Never changed."""

    office = models.ForeignKey(OfficeRecord, on_delete=models.PROTECT, related_name="audit_entries")
    number = models.IntegerField()
    at = models.DateTimeField()
    on = models.DateField()
    by = models.CharField(max_length=120)
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_entry"
        constraints = (models.UniqueConstraint(fields=("office", "number"), name="one_audit_entry_per_number"),)
