"""The office: its departments, and the posts that own the work. Posts, not persons, hold tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from compliance.law.faults import Refused, did_you_mean
from compliance.law.selectors import AllOf, AnyDepartment, AnyOf, Except, Named, OfKind, Selector, Tagged
from compliance.law.text import Language, Text


class ReportForm(StrEnum):
    """The form of the annual report: that of China's Regulation of 2007, or no statute's."""

    OF_2007 = "form-of-2007"
    PLAIN = "plain"


class Role(StrEnum):
    """What a post may do."""

    CLERK = "clerk"
    CONFIDENTIALITY_REVIEWER = "confidentiality-reviewer"
    LEADER = "leader"
    COORDINATOR = "coordinator"

    def in_words(self) -> Text:
        """The role as a word."""
        return {
            Role.CLERK: Text("信息员", "clerk"),
            Role.CONFIDENTIALITY_REVIEWER: Text("保密审查员", "confidentiality reviewer"),
            Role.LEADER: Text("分管领导", "responsible leader"),
            Role.COORDINATOR: Text("政务公开协调员", "coordinator"),
        }[self]


USUAL_WORK = Text("政务公开", "disclosure")
"""What the work is called where the office's file does not say it."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post of a department. `id` is `department.role`, such as `finance.clerk`."""

    id: str
    title: Text
    department: str
    role: Role


@dataclass(frozen=True, slots=True)
class Department:
    """A duty holder (责任单位). `aliases` are further names; `illustrative` marks a name that no source gives."""

    id: str
    name: Text
    short_name: Text
    kind: str
    tags: frozenset[str]
    posts: tuple[Post, ...]
    illustrative: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that rules and commands may call it."""
        return (self.id, self.short_name.zh, self.name.zh, self.name.en, *self.aliases)

    def post(self, role: Role) -> Post | None:
        """The department's post with that role, or None where it has none."""
        return next((post for post in self.posts if post.role is role), None)


@dataclass(frozen=True)
class Office:
    """A government whose disclosure work is run here. `work` is what it calls that work in titles and messages."""

    id: str
    name: Text
    short_name: Text
    level: str
    region: str
    time_zone: ZoneInfo
    calendar: str
    language: Language
    website: str
    coordinator: str
    departments: tuple[Department, ...]
    work: Text = USUAL_WORK
    annual_report: ReportForm = ReportForm.OF_2007

    @cached_property
    def has_streets(self) -> bool:
        """Whether street offices stand beside the departments."""
        return any(department.kind == "street" for department in self.departments)

    @cached_property
    def by_id(self) -> Mapping[str, Department]:
        """Departments by identifier."""
        return {department.id: department for department in self.departments}

    @cached_property
    def posts(self) -> Mapping[str, Post]:
        """Posts by identifier."""
        return {post.id: post for department in self.departments for post in department.posts}

    def department(self, name: str) -> Department:
        """The department of that identifier, short name, full name or alias; raises Refused with a suggestion."""
        found = self._by_name.get(name)
        if found is None:
            message = Text(f"没有责任单位“{name}”", f"there is no department `{name}`")
            raise Refused(message + (did_you_mean(name, list(self._by_name)) or Text("", "")))
        return found

    def post(self, identifier: str) -> Post:
        """The post of that identifier; raises Refused with a suggestion."""
        found = self.posts.get(identifier)
        if found is None:
            message = Text(f"没有岗位“{identifier}”", f"there is no post `{identifier}`")
            raise Refused(message + (did_you_mean(identifier, list(self.posts)) or Text("", "")))
        return found

    def selected(self, selector: Selector) -> tuple[Department, ...]:
        """The departments that the selector names, in the office's order; raises Refused for an unknown name."""
        found = self._selections.get(selector)
        if found is None:
            chosen = self._chosen(selector)
            found = tuple(department for department in self.departments if department.id in chosen)
            self._selections[selector] = found
        return found

    @cached_property
    def _selections(self) -> dict[Selector, tuple[Department, ...]]:
        """Selections made so far: an office does not change, and a few selectors are asked for again and again."""
        return {}

    @cached_property
    def _by_name(self) -> Mapping[str, Department]:
        return {name: department for department in self.departments for name in department.names}

    def _chosen(self, selector: Selector) -> frozenset[str]:
        match selector:
            case AnyDepartment():
                return frozenset(self.by_id)
            case OfKind(kind=kind):
                return frozenset(item.id for item in self.departments if item.kind == kind)
            case Tagged(tag=tag):
                return frozenset(item.id for item in self.departments if tag in item.tags)
            case Named(names=names):
                return frozenset(self.department(name).id for name in names)
            case AllOf(parts=parts):
                return frozenset.intersection(*(self._chosen(part) for part in parts))
            case AnyOf(parts=parts):
                return frozenset.union(*(self._chosen(part) for part in parts))
            case Except(base=base, without=without):
                return self._chosen(base) - self._chosen(without)
