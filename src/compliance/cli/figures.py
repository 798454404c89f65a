"""`compliance figures`: enter, show, check."""

from __future__ import annotations

from datetime import date

import click

from compliance.cli.commands import (
    FINDINGS,
    Argument,
    BilingualCommand,
    BilingualGroup,
    Day,
    Session,
    as_json_option,
    both,
    by_option,
    on_option,
    write_json,
    write_table,
    year_option,
)
from compliance.cli.language import Say
from compliance.law.text import Text


def command(say: Say) -> click.Command:
    """The group, with its help in the language of `say`."""
    group = BilingualGroup("figures", say=say, help=say("统计指标。", "Figures that the report counts."))
    for add in (
        _add_enter,
        _add_show,
        _add_check,
    ):
        add(group, say)
    return group


def _add_enter(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "enter",
        cls=BilingualCommand,
        say=say,
        help=say(
            "填报一个指标；再次填报即更正，原值保留在日志中。",
            "Enter a figure; entering it again corrects it, and the log keeps the earlier value.",
        ),
    )
    @click.argument(
        "figure",
        metavar="FIGURE",
        cls=Argument,
        help=say("指标，见 compliance figures show", "The figure; see `compliance figures show`"),
    )
    @click.argument(
        "value",
        cls=Argument,
        metavar="VALUE",
        help=say(
            '数值：4192、467.2、400+（余）、96%、空白 ""、不适用 /',
            '4192, 467.2, 400+ (more than 400), 96%, "" (left blank), / (not applicable)',
        ),
    )
    @click.option("--department", required=True, help=say("填报单位", "Department"))
    @click.option("--period", required=True, help=say("时段：2017、2017-Q1、2017-03", "Period: 2017, 2017-Q1, 2017-03"))
    @click.option(
        "--as-of",
        type=Day(),
        help=say("数据截止日（早于期末时填写）", "Last day the value covers, if not the period's end"),
    )
    @click.option("--note", default="", help=say("说明", "Note"))
    @by_option(say)
    @on_option(say)
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def enter_(
        session: Session,
        figure: str,
        value: str,
        department: str,
        period: str,
        as_of: date | None,
        note: str,
        by: str,
        on: date | None,
        year: int | None,
        as_json: bool,
    ) -> None:
        opened, actor = session.acting(by, on, year)
        from compliance.office.services.figures import enter_figure

        enter_figure(opened, figure, department, period, value, actor, as_of, note)
        title = opened.rule_book.figures[figure].title
        session.report(
            say(f"{title.zh} {period}：{value}", f"{title.en} {period}: {value}"),
            as_json,
            {"figure": figure, "department": opened.office.department(department).id, "period": period, "value": value},
        )


def _add_show(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "show", cls=BilingualCommand, say=say, help=say("全部指标的年度汇总。", "Every figure's value for the year.")
    )
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def show_(session: Session, year: int | None, as_json: bool) -> None:
        session.open_office()
        from compliance.office.reading_state import open_year, work_year

        work = work_year(open_year(year))
        table = work.figure_table
        figures = list(work.rule_book.figures.values())
        if as_json:
            write_json(
                [
                    {
                        "figure": figure.id,
                        "title": both(figure.title),
                        "unit": both(figure.unit),
                        "value": None if (total := table.total(figure.id)) is None else str(total),
                        "missing": [f"{item.department} {item.period}" for item in table.missing(figure)],
                    }
                    for figure in figures
                ]
            )
            return
        write_table(
            (
                say("指标", "Figure"),
                say("名称", "Title"),
                say("数值", "Value"),
                say("单位", "Unit"),
                say("缺报", "Missing"),
            ),
            (
                (
                    figure.id,
                    say.text(figure.title),
                    "" if (total := table.total(figure.id)) is None else say.text(total.in_words()),
                    say.text(figure.unit),
                    len(table.missing(figure)) or "",
                )
                for figure in figures
            ),
        )


def _add_check(group: BilingualGroup, say: Say) -> None:
    @group.command(
        "check",
        cls=BilingualCommand,
        say=say,
        help=say(
            "核对勾稽关系；有不符时退出码为1。",
            "Hold the figures against their identities; exit status 1 if one is broken.",
        ),
    )
    @year_option(say)
    @as_json_option(say)
    @click.pass_obj
    def check_(session: Session, year: int | None, as_json: bool) -> None:
        session.open_office()
        from compliance.office.reading_state import open_year, work_year
        from compliance.work.figures import NO_NUMBER

        outcomes = work_year(open_year(year)).figure_table.outcomes()
        session.status = FINDINGS if any(outcome.holds is False for outcome in outcomes) else 0
        if as_json:
            write_json(
                [
                    {
                        "identity": outcome.identity.key,
                        "title": both(outcome.identity.title),
                        "rule": str(outcome.identity.holds),
                        "holds": outcome.holds,
                        "left": outcome.left,
                        "right": outcome.right,
                        "unjudged": both(outcome.unjudged) if outcome.unjudged else None,
                    }
                    for outcome in outcomes
                ]
            )
            return
        words = {True: Text("相符", "holds"), False: Text("不符", "BROKEN"), None: NO_NUMBER}
        write_table(
            (say("结果", "Result"), say("勾稽关系", "Identity"), say("左", "Left"), say("右", "Right")),
            (
                (
                    say.text(outcome.unjudged or words[outcome.holds]),
                    say.text(outcome.identity.title),
                    outcome.left,
                    outcome.right,
                )
                for outcome in sorted(outcomes, key=lambda item: (item.holds is not False, item.holds is True))
            ),
        )
