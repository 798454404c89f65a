"""Offices, their years, and the rules that a year was opened with."""

from django.db import models


class OfficeRecord(models.Model):
    """One office: the text of its office.yaml as it was loaded, and where its audit log ends."""

    identifier = models.CharField(max_length=60, unique=True)
    text = models.TextField()
    last_entry = models.IntegerField(default=0)
    last_digest = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        db_table = "office"


class PinnedRules(models.Model):
    """The rule files and calendars in use, whole, under the digest of their content. Never changed."""

    digest = models.CharField(max_length=64, unique=True)
    files = models.JSONField()

    class Meta:
        db_table = "pinned_rules"


class YearRecord(models.Model):
    """One year of an office, and the rules it was opened with."""

    office = models.ForeignKey(OfficeRecord, on_delete=models.PROTECT, related_name="years")
    year = models.IntegerField()
    rules = models.ForeignKey(PinnedRules, on_delete=models.PROTECT)
    opened_on = models.DateField()
    illustrative_zh = models.TextField(blank=True, default="")
    illustrative_en = models.TextField(blank=True, default="")

    class Meta:
        db_table = "year"
        constraints = (models.UniqueConstraint(fields=("office", "year"), name="one_year_per_office"),)
