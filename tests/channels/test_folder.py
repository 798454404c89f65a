"""Messages as files in a folder: whole, safely named, the same number once."""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.channels.channel import Message, NotDelivered
from compliance.channels.folder import FolderChannel

MESSAGE = Message(7, "finance.clerk", date(2017, 2, 16), "【催办】财政局信息员", "1. 收费目录：还有4个工作日到期")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


def test_a_message_is_a_file_named_by_day_post_and_number(tmp_path: Path) -> None:
    FolderChannel(tmp_path / "messages").deliver(MESSAGE)
    assert names(tmp_path / "messages") == ["2017-02-16-finance.clerk-7.txt"]
    text = (tmp_path / "messages" / "2017-02-16-finance.clerk-7.txt").read_text(encoding="utf-8")
    assert text == "【催办】财政局信息员\n\n1. 收费目录：还有4个工作日到期\n"


def test_the_same_number_again_is_the_same_file(tmp_path: Path) -> None:
    channel = FolderChannel(tmp_path)
    channel.deliver(MESSAGE)
    channel.deliver(MESSAGE)
    assert names(tmp_path) == ["2017-02-16-finance.clerk-7.txt"]


def test_another_number_is_another_file(tmp_path: Path) -> None:
    channel = FolderChannel(tmp_path)
    channel.deliver(MESSAGE)
    channel.deliver(Message(8, MESSAGE.recipient, MESSAGE.day, "…", "…"))
    assert len(names(tmp_path)) == 2


@given(recipient=st.text(max_size=60))
def test_whatever_a_post_is_called_its_file_stays_in_the_folder(
    tmp_path_factory: pytest.TempPathFactory, recipient: str
) -> None:
    folder = tmp_path_factory.mktemp("share")
    FolderChannel(folder / "messages").deliver(Message(1, recipient, date(2017, 2, 16), "t", "b"))
    assert [path.name for path in folder.iterdir()] == ["messages"]
    assert len(list((folder / "messages").iterdir())) == 1


@pytest.mark.parametrize("recipient", ["../../etc/cron.d/x", "a/b", "a\\b", "c:nul", "*?", "a\nb", "\0", "."])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, recipient: str) -> None:
    FolderChannel(tmp_path / "messages").deliver(Message(1, recipient, date(2017, 2, 16), "t", "b"))
    (file,) = (tmp_path / "messages").iterdir()
    assert not set(file.name) & set('/\\:*?"<>|\n\0')


def test_a_folder_that_cannot_be_written_keeps_the_message_back_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "messages").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(NotDelivered, match=r"finance\.clerk-7\.txt: (File exists|Not a directory)"):
        FolderChannel(tmp_path / "messages").deliver(MESSAGE)


def test_a_message_that_fails_on_the_way_leaves_no_part_of_it_and_an_earlier_one_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = FolderChannel(tmp_path)
    channel.deliver(MESSAGE)

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(NotDelivered, match="No space left on device"):
            channel.deliver(Message(7, MESSAGE.recipient, MESSAGE.day, "other", "words"))
        with pytest.raises(NotDelivered, match="No space left on device"):
            channel.deliver(Message(8, MESSAGE.recipient, MESSAGE.day, "other", "words"))
    assert names(tmp_path) == ["2017-02-16-finance.clerk-7.txt"]
    assert "收费目录" in (tmp_path / "2017-02-16-finance.clerk-7.txt").read_text(encoding="utf-8")
