"""The fields of a rule pack as pydantic models, as a user of pydantic would write them: what validation is held against."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from compliance.law.deadlines import DEADLINE_FORMS
from compliance.law.reading.fields import plain_pattern

Words = Annotated[str, StringConstraints(pattern=r"\S")]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$")]
DeadlineWords = Annotated[str, StringConstraints(pattern=plain_pattern(*(form.pattern for form in DEADLINE_FORMS)))]


class Model(BaseModel):
    """A mapping that holds nothing but its fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Bilingual(Model):
    """Words in both languages."""

    zh: Words
    en: Words


class Case(BaseModel):
    """A dated example; the event that starts the clock is a further key."""

    model_config = ConfigDict(extra="allow", frozen=True)

    due: date
    why: Words = "-"
    year: int | None = None
    period: str | None = None


class Selector(Model):
    """Duty holders."""

    any_of: list[Selector | list[Words]] | None = Field(None, alias="any-of")
    all_of: list[Selector | list[Words]] | None = Field(None, alias="all-of")
    tag: Words | None = None
    kind: Words | None = None


class Obligation(Model):
    """One thing the law asks."""

    id: Identifier
    title: Bilingual
    area: Identifier
    basis: Words | Bilingual
    who: Selector | list[Words]
    starts: Identifier | None = None
    deadline: DeadlineWords
    deadline_set_by: Literal["law", "office"] = Field("law", alias="deadline-set-by")
    evidence: list[Literal["link", "published-on", "file", "channel", "note"]] | None = None
    before_publishing: list[Literal["confidentiality-review"]] = Field([], alias="before-publishing")
    severity: Literal["breach", "warning", "notice"] = "breach"
    note: Bilingual | None = None
    cases: list[Case]


class Obligations(Model):
    """The obligations of a pack."""

    obligations: list[Obligation]
