"""The command `compliance`: the tree of commands, and how every run ends."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from pathlib import Path

import click

from compliance.cli.commands import BAD_INPUT, BilingualGroup, Session
from compliance.cli.language import Say, global_options, language_of, usage_error_in_words
from compliance.law.faults import BadInput, Refused
from compliance.law.text import Text

PROGRAM_FAULT = 3
"""Exit status where the program itself is at fault: neither a finding nor bad input."""

COMMANDS: dict[str, tuple[str, Text]] = {
    "demo": ("compliance.cli.demo:command", Text("演示一个单位的全年，生成全部报告", "Play an example year and write everything")),
    "init": ("compliance.cli.office:init", Text("新建一个单位：office.yaml、规则目录和数据库", "A new office: office.yaml, rules, database")),
    "rules": ("compliance.cli.rules.command:command", Text("检查、测试和查看规则", "Check, test and show rules")),
    "deadline": ("compliance.cli.deadline:command", Text("计算期限并逐日说明", "Compute a deadline and explain each day")),
    "year": ("compliance.cli.office:year", Text("开启年度、登记事件", "Open a year, record events")),
    "tasks": ("compliance.cli.tasks:command", Text("任务：查看、公开、复核、退回、免除", "Tasks: list, publish, review, return, exempt")),
    "requests": ("compliance.cli.requests:command", Text("依申请公开：登记、答复、查看", "Requests: register, answer, list")),
    "figures": ("compliance.cli.figures:command", Text("统计指标：填报、查看、核对", "Figures: enter, show, check")),
    "check": ("compliance.cli.oversight:check", Text("检查到期、逾期、不全和矛盾；有发现时退出码为1", "Every finding; exit status 1 if there is one")),
    "remind": ("compliance.cli.oversight:remind", Text("催办和督办", "Reminders and escalations")),
    "problems": ("compliance.cli.oversight:problems", Text("问题与整改", "Problems and rectification")),
    "report": ("compliance.cli.reports:command", Text("年度报告、整改情况、通报、全年一览", "Annual report, rectification, bulletin, overview")),
    "worker": ("compliance.cli.office:worker", Text("每日自动检查和催办", "Sweep and send every day")),
    "verify-log": ("compliance.cli.office:verify_log", Text("验证审计日志", "Verify the audit log")),
}  # fmt: skip


_STOPPING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def main() -> None:
    """Run the command line and exit: 0 fine, 1 findings, 2 bad input or usage, 3 a fault of the program itself."""
    for stream in (sys.stdout, sys.stderr):
        # a terminal that knows no Chinese gets \u8d22 rather than a crash
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    for number in _STOPPING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as `nohup` and `&` want it
            signal.signal(number, _interrupt)
    status = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _close_output()
    sys.exit(status)


def _interrupt(number: int, frame: object) -> None:
    """Stop as on Ctrl-C. What follows only tidies up and must not be stopped again."""
    for other in _STOPPING:
        signal.signal(other, signal.SIG_IGN)
    raise KeyboardInterrupt


def run(arguments: list[str]) -> int:
    """Run one command; what went wrong is one sentence on standard error. The exit status."""
    say = Say(language_of(os.environ))
    session = Session(say, Path())
    try:
        options = global_options(arguments, os.environ)
        say = Say(options.language)
        folder = Path(options.folder or os.environ.get("COMPLIANCE_OFFICE", "."))
        session = Session(say, folder, options.chosen, named=options.folder)
        root = root_command(say)
        # click's own main() ends the process on a closed pipe and writes an empty line on Ctrl-C
        with root.make_context("compliance", options.rest, obj=session) as context:
            root.invoke(context)
        return session.status
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except (BadInput, Refused) as error:
        return _failed(error.in_language(say.language))
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return BAD_INPUT
    except click.ClickException as error:
        return _failed(usage_error_in_words(error, say))
    except (KeyboardInterrupt, click.Abort):
        if sys.stderr.isatty():
            click.echo(err=True)  # the terminal shows ^C
        return _failed(say("已中断，没有留下半成品", "interrupted; nothing half-done was left behind"))
    except BrokenPipeError:
        _close_output()
        return 0
    except OSError as error:
        return _failed(_in_words(error, say))
    except Exception as error:
        # Django is imported by few commands only, so its errors are known by where they come from
        if type(error).__module__ in ("django.db.utils", "sqlite3"):
            return _failed(_database_in_words(error, session.folder, say))
        import traceback

        traceback.print_exc()
        _failed(
            say(
                "程序自身出错（以上为详情），未保存任何改动；请把详情报告给维护者",
                "the program itself is at fault (details above), nothing was changed; please report them",
            )
        )
        return PROGRAM_FAULT


def _close_output() -> None:
    """Nobody reads on: let what is left go nowhere, silently."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
        case errno.EFBIG:
            return say(
                f"{place}超过允许的文件大小（ulimit -f），未写入",
                f"{place}the file would be larger than this process may write (ulimit -f); nothing was kept",
            )
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return say(
                f"{place}没有写入权限；请换一个目录", f"{place}not allowed to write there; choose another folder"
            )
        case errno.ENOTDIR | errno.EEXIST:
            return say(
                f"{place}路径中有一部分是文件而不是目录；请换一个目录",
                f"{place}part of this path is a file, not a folder; choose another one",
            )
        case _:
            reason = error.strerror or str(error)
            return say(f"{place}不能读写（{reason}）", f"{place}cannot be read or written ({reason})")


def _database_in_words(error: Exception, folder: Path, say: Say) -> str:
    reason = str(error)
    if "locked" in reason:
        return say(
            f"{folder} 的数据库正被另一个程序占用，未保存；请稍后重试",
            f"the database in {folder} is in use by another program, nothing was changed; try again in a moment",
        )
    if "full" in reason:
        return _in_words(OSError(errno.ENOSPC, reason, str(folder)), say)
    if "readonly" in reason:
        return _in_words(OSError(errno.EROFS, reason, str(folder)), say)
    return say(f"{folder} 的数据库不能使用：{reason}", f"the database in {folder} cannot be used: {reason}")


def root_command(say: Say) -> click.Command:
    """The tree of commands, with its help in the language of `say`."""
    root = BilingualGroup(
        "compliance",
        say=say,
        lazy=COMMANDS,
        help=say(
            "政务公开工作流与合规检查。--lang 和 --office 可写在命令的任何位置。",
            "Workflow and compliance checks for the disclosure of government information. "
            "--lang and --office may stand anywhere in a command.",
        ),
    )
    # these two are taken out before click sees the arguments; here they are only described
    root.params += [
        click.Option(
            ["--office"],
            metavar="DIR",
            expose_value=False,
            help=say(
                "单位所在目录，默认取环境变量 COMPLIANCE_OFFICE，否则为当前目录",
                "The office's folder; $COMPLIANCE_OFFICE or the current folder by default",
            ),
        ),
        click.Option(
            ["--lang"],
            metavar="zh|en",
            expose_value=False,
            help=say("语言，默认取系统语言环境", "Language; the locale's by default"),
        ),
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_show_version,
            help=say("显示版本", "Show the version"),
        ),
    ]
    return root


def _show_version(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"compliance {version('compliance')}")
        except PackageNotFoundError:  # run from a checkout that was never installed
            click.echo("compliance 0+checkout")
        ctx.exit()
