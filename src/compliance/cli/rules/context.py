"""What commands about rules know without a database: the office's file, its departments, its rules and its region."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compliance.cli.commands import OWN_RULES, Session
from compliance.cli.language import Say
from compliance.law.faults import Refused, did_you_mean
from compliance.law.obligations import Obligation
from compliance.law.selectors import Selector
from compliance.law.text import Text
from compliance.office.rule_files import read_text, rule_texts
from compliance.office.shipped import shipped_rules
from compliance.work.office_file import read_office
from compliance.work.organisation import Office

if TYPE_CHECKING:
    from compliance.law.comparison.differences import Holders

OFFICE_FILE = "office.yaml"
USUAL_REGION = "cn/liaoning/anshan/tiedong"


def office_at(session: Session) -> Office | None:
    """The office of `--office`, which names an office.yaml or the folder that holds one; of the current folder if it
    holds one; otherwise None. Raises Refused where `--office` names neither.
    """
    place = session.folder
    if is_office(session):
        file = place if place.is_file() else place / OFFICE_FILE
        return read_office(read_text(file), str(file))
    if place == Path("."):
        return None
    raise Refused(Text(f"{place}中没有{OFFICE_FILE}，它本身也不是", f"{place} is no {OFFICE_FILE} and holds none"))


def is_office(session: Session) -> bool:
    """Whether `--office` or the current folder is an office's: is its file, or holds one."""
    return session.folder.is_file() or (session.folder / OFFICE_FILE).is_file()


def department_option(say: Say) -> Callable[[Any], Any]:
    """The option `--department`."""
    return click.option(
        "--department",
        help=say("只看一个责任单位，须有 --office", "Only this department; needs --office"),
    )


def office_needed(session: Session) -> Office:
    """The office that `--department` speaks of; raises Refused where there is none."""
    office = office_at(session)
    if office is None:
        raise Refused(
            Text(
                "--department 需要知道单位：用 --office 指明 office.yaml",
                "--department needs the office: name its office.yaml with --office",
            )
        )
    return office


def concerning(obligations: Iterable[Obligation], session: Session, name: str) -> list[Obligation]:
    """The obligations that a department owes or helps with."""
    office = office_needed(session)
    department, holders = office.department(name), holders_of(office)
    return [
        item
        for item in obligations
        if department.id in holders(item.who)
        or (item.supporting is not None and department.id in holders(item.supporting))
    ]


def rule_folders(session: Session) -> list[Path]:
    """The folders of the shipped rules and of the office's own, with which a year is opened."""
    own = _own_rules(session)
    shipped = shipped_rules()
    folders = [shipped]
    if own.is_dir() and own.resolve() != shipped.resolve():
        folders.append(own)
    return folders


def versioned_folders(session: Session) -> list[Path]:
    """Like `rule_folders`, with the office's own folder of rules also where it is not there today: it may have been."""
    folders = rule_folders(session)
    if len(folders) == 1 and is_office(session):
        own = _own_rules(session)
        if own.resolve() != folders[0].resolve():
            folders.append(own)
    return folders


def _own_rules(session: Session) -> Path:
    return (session.folder.parent if session.folder.is_file() else session.folder) / OWN_RULES


def rules_of(session: Session) -> dict[str, str]:
    """The text of the rules with which a year is opened."""
    return rule_texts(rule_folders(session))


def holders_of(office: Office) -> Holders:
    """The departments that a selector names. A name that the office does not have, such as one of another year's
    departments, names nobody.
    """

    def holders(selector: Selector) -> Mapping[str, Text]:
        try:
            return {department.id: department.short_name for department in office.selected(selector)}
        except Refused:
            return {}

    return holders


def region_of(office: Office | None, region: str | None) -> str:
    """The region that was asked for, otherwise the office's, otherwise that of the example."""
    return region or (office.region if office is not None else USUAL_REGION)


def known_region(region: str, regions: set[str]) -> str:
    """The region; raises Refused with a suggestion where no pack applies to it."""
    if not any(region == known or region.startswith(f"{known}/") for known in regions):
        message = Text(f"没有适用于“{region}”的规则", f"there are no rules for `{region}`")
        raise Refused(message + (did_you_mean(region, sorted(regions)) or Text("", "")))
    return region
