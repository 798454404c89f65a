"""The command `compliance`: the tree of commands, and how every run ends."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import click

from compliance.cli.commands import BAD_INPUT, BilingualGroup, Session
from compliance.cli.language import Say, global_options, usage_error_in_words
from compliance.law.faults import BadInput, Refused
from compliance.law.text import Language, Text

COMMANDS: dict[str, tuple[str, Text]] = {
    "demo": ("compliance.cli.demo:command", Text("演示铁东区2017年全年，生成全部报告", "play Tiedong 2017 and write everything")),
    "init": ("compliance.cli.office:init", Text("新建一个单位：office.yaml、规则目录和数据库", "a new office: office.yaml, rules, database")),
    "rules": ("compliance.cli.rules:command", Text("检查、测试和查看规则", "check, test and show rules")),
    "deadline": ("compliance.cli.deadline:command", Text("计算期限并逐日说明", "compute a deadline and explain each day")),
    "year": ("compliance.cli.office:year", Text("开启年度、登记事件", "open a year, record events")),
    "tasks": ("compliance.cli.tasks:command", Text("任务：查看、公开、复核、退回、免除", "tasks: list, publish, review, return, exempt")),
    "requests": ("compliance.cli.requests:command", Text("依申请公开：登记、答复、查看", "requests: register, answer, list")),
    "figures": ("compliance.cli.figures:command", Text("统计指标：填报、查看、核对", "figures: enter, show, check")),
    "check": ("compliance.cli.oversight:check", Text("检查到期、逾期、不全和矛盾；有发现时退出码为1", "every finding; exit status 1 if there is one")),
    "remind": ("compliance.cli.oversight:remind", Text("催办和督办", "reminders and escalations")),
    "problems": ("compliance.cli.oversight:problems", Text("问题与整改", "problems and rectification")),
    "report": ("compliance.cli.reports:command", Text("年度报告、整改情况、通报、全年一览", "annual report, rectification, bulletin, overview")),
    "worker": ("compliance.cli.office:worker", Text("每日自动检查和催办", "sweep and send every day")),
    "verify-log": ("compliance.cli.office:verify_log", Text("验证审计日志", "verify the audit log")),
}  # fmt: skip


def main() -> None:
    """Run the command line and exit: 0 fine, 1 findings, 2 bad input or usage."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; what went wrong is one sentence on standard error. The exit status."""
    say = Say(Language.ENGLISH)
    try:
        options = global_options(arguments, os.environ)
        say = Say(options.language)
        folder = Path(options.folder or os.environ.get("COMPLIANCE_OFFICE", "."))
        session = Session(say, folder, options.chosen)
        outcome = _root(say).main(options.rest, prog_name="compliance", standalone_mode=False, obj=session)
        return outcome if isinstance(outcome, int) else session.status
    except (BadInput, Refused) as error:
        return _failed(error.in_language(say.language))
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return BAD_INPUT
    except click.ClickException as error:
        return _failed(usage_error_in_words(error, say))
    except (KeyboardInterrupt, click.Abort):
        return _failed(say("已中断，没有留下半成品", "interrupted; nothing half-done was left behind"))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _failed(_in_words(error, say))


def _failed(sentence: str) -> int:
    click.echo(sentence, err=True)
    return BAD_INPUT


def _in_words(error: OSError, say: Say) -> str:
    place = f"{error.filename}: " if error.filename else ""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return say(
                f"{place}磁盘已满，未写入；请腾出空间后重试",
                f"{place}the disk is full, nothing was kept; make room and try again",
            )
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return say(
                f"{place}没有写入权限；请换一个目录", f"{place}not allowed to write there; choose another folder"
            )
        case _:
            return f"{place}{error.strerror or error}"


def _root(say: Say) -> click.Command:
    root = BilingualGroup(
        "compliance",
        say=say,
        lazy=COMMANDS,
        help=say(
            "政务公开工作流与合规检查。选项 --lang zh|en 选择语言，--office 目录 指明单位所在目录（默认当前目录）。",
            "Workflow and compliance checks for the disclosure of government information. "
            "--lang zh|en chooses the language, --office DIR the office's folder (the current one).",
        ),
    )
    root.params.append(
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_show_version,
            help=say("显示版本", "Show the version"),
        )
    )
    return root


def _show_version(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version  # slow to load, and seldom asked for

        click.echo(f"compliance {version('compliance')}")
        ctx.exit()
