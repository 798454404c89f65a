"""The demonstration stopped, without room, without rights: one sentence, exit status 2, nothing half-written."""

import os
import pty
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..conftest import ROOT, Finished, RunProgram, SmallExample, environment

HIDE_CURSOR, SHOW_CURSOR = b"\x1b[?25l", b"\x1b[?25h"


def small_demo(example: SmallExample, out: Path) -> list[str]:
    """The command that plays the small office."""
    words = ["demo", "--example", example.folder, "--rules", example.rules, "--out", out]
    return [sys.executable, "-m", "compliance", *map(str, words)]


def interruptible() -> None:
    """Let a child be interrupted: a run in the background ignores Ctrl-C, and its children would inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def assert_refused(finished: Finished, sentence: str) -> None:
    assert finished.status == 2, finished.err
    assert finished.err.splitlines()[-1] == sentence
    assert len(finished.err.splitlines()) == 1, finished.err


@pytest.fixture
def long_example(small_example: SmallExample) -> SmallExample:
    """The small office with so long a story that it can be stopped in the middle."""
    small_example.edit("year.yaml", "report-on: 2018-02-09", "report-on: 2026-02-09")
    return small_example


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("earlier", [False, True])
def test_stopped_in_the_middle_it_leaves_everything_as_it_was(
    run_program: RunProgram, long_example: SmallExample, tmp_path: Path, stop: signal.Signals, earlier: bool
) -> None:
    out = tmp_path / "not" / "yet" / "there"
    if earlier:
        out.mkdir(parents=True)
        (out / ".compliance-demo").touch()
        (out / "annual.html").write_text("the earlier one")
    process = subprocess.Popen(
        small_demo(long_example, out),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=interruptible,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("2017-11-10 the budget")
    process.send_signal(stop)
    process.send_signal(stop)  # impatience does not keep it from tidying up
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (2, "interrupted; nothing half-done was left behind\n")
    if earlier:
        assert [path.name for path in out.parent.iterdir()] == ["there"]
        assert (out / "annual.html").read_text() == "the earlier one"
    else:
        assert [path.name for path in tmp_path.iterdir()] == ["small"]


@pytest.mark.parametrize("columns", [80, 120])
def test_ctrl_c_in_a_terminal_gives_the_cursor_back(long_example: SmallExample, tmp_path: Path, columns: int) -> None:
    """In a terminal there is a bar with the virtual day, lines end at its edge, and the cursor is shown again."""
    ours, theirs = pty.openpty()
    settings = environment(TERM="xterm-256color", COLUMNS=str(columns), LINES="40")
    process = subprocess.Popen(
        small_demo(long_example, tmp_path / "out"), env=settings, stdin=theirs, stdout=theirs, stderr=theirs,
        start_new_session=True, preexec_fn=interruptible,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    began = time.monotonic()
    while b"2017-12-01" not in shown and time.monotonic() - began < 30:
        shown += read_some(ours)
    process.send_signal(signal.SIGINT)
    while piece := read_some(ours):
        shown += piece
    assert process.wait(timeout=30) == 2
    os.close(ours)
    assert HIDE_CURSOR in shown
    assert shown.rindex(SHOW_CURSOR) > shown.rindex(HIDE_CURSOR)
    assert "interrupted; nothing half-done was left behind" in shown.decode()
    assert "━" in shown.decode()
    assert [path.name for path in tmp_path.iterdir()] == ["small"]


def read_some(terminal: int) -> bytes:
    """What the program wrote since the last look; nothing when it has ended."""
    if not select.select([terminal], [], [], 10)[0]:
        return b""
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other side is closed
        return b""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"NOT TESTED: a full disk, since nothing can be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("kilobytes", [100, 300, 1000, 2000])
def test_a_full_disk(run_program: RunProgram, small_disk: Path, kilobytes: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={kilobytes}k", str(small_disk)], check=True)
    finished = run_program("demo", "--out", small_disk / "out")
    assert_refused(finished, f"{small_disk / 'out'}: the disk is full, nothing was kept; make room and try again")
    assert list(small_disk.iterdir()) == []


def test_a_full_disk_for_a_new_office_and_a_report(run_program: RunProgram, small_disk: Path, tmp_path: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=300k", str(small_disk)], check=True)
    finished = run_program("init", small_disk / "office")
    assert finished.status == 2
    assert "the disk is full, nothing was kept; make room and try again" in finished.err
    assert len(finished.err.splitlines()) == 1
    assert list(small_disk.iterdir()) == []
    office = tmp_path / "office"
    assert run_program("init", office).status == 0
    assert run_program("--office", office, "year", "open", "2017").status == 0
    (small_disk / "filler").write_bytes(b"x" * 290_000)
    finished = run_program("--office", office, "report", "annual", "--out", small_disk / "annual.html")
    assert finished.status == 2
    assert "the disk is full" in finished.err
    assert [path.name for path in small_disk.iterdir()] == ["filler"]


def test_files_that_may_not_grow(small_example: SmallExample, tmp_path: Path) -> None:
    """`ulimit -f`, which some servers set."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    finished = subprocess.run(
        small_demo(small_example, tmp_path / "out"), env=environment(), capture_output=True, text=True,
        preexec_fn=limit, check=False,
    )  # fmt: skip
    assert finished.returncode == 2
    assert finished.stderr.startswith(f"{tmp_path / 'out'}: ")
    assert len(finished.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["small"]


@pytest.mark.parametrize(
    ("folder", "sentence"),
    [
        ("file.txt", "{} holds something else and is not overwritten; choose another folder"),
        ("file.txt/inside", "{}: part of this path is a file, not a folder; choose another one"),
        ("full", "{} holds something else and is not overwritten; choose another folder"),
    ],
)
def test_a_place_that_is_taken(
    run_program: RunProgram, small_example: SmallExample, tmp_path: Path, folder: str, sentence: str
) -> None:
    (tmp_path / "file.txt").write_text("mine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    out = tmp_path / folder
    finished = run_program("demo", "--example", small_example.folder, "--rules", small_example.rules, "--out", out)
    assert_refused(finished, sentence.format(out))
    assert (tmp_path / "file.txt").read_text() == (tmp_path / "full" / "letter.txt").read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} == {"file.txt", "full", "small"}


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    """A folder that nobody may write, not even root."""
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o555)
    if os.geteuid() == 0:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "ro", "none", str(folder)], capture_output=True, text=True, check=False
        )
        if mounted.returncode:
            pytest.skip(f"NOT TESTED: a folder without rights, since root may write anywhere: {mounted.stderr.strip()}")
    yield folder
    if os.geteuid() == 0:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_folder_that_may_not_be_written(run_program: RunProgram, small_example: SmallExample, locked: Path) -> None:
    out = locked / "a" / "out"
    finished = run_program("demo", "--example", small_example.folder, "--rules", small_example.rules, "--out", out)
    assert_refused(finished, f"{out}: not allowed to write there; choose another folder")
    finished = run_program("init", locked / "office")
    assert finished.status == 2
    assert "not allowed to write there; choose another folder" in finished.err
    assert list(locked.iterdir()) == []


def test_no_temporary_file_stays_in_the_checkout() -> None:
    assert not [path for path in ROOT.iterdir() if path.name.startswith((".demo-output", ".out"))]
