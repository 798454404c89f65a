"""Messages as files in a folder: for offices that read them from a share, and for the demonstration."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from compliance.channels.channel import Message, NotDelivered


class FolderChannel:
    """Writes each message as a text file `day-recipient-number.txt`; a file is whole or not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def deliver(self, message: Message) -> None:
        """Write the message's file. Raises NotDelivered where the folder cannot be written."""
        recipient = re.sub(r"[^\w.-]", "-", message.recipient)
        target = self.folder / f"{message.day}-{recipient}-{message.number}.txt"
        unfinished = target.with_suffix(".unfinished")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with unfinished.open("w", encoding="utf-8") as file:
                file.write(f"{message.title}\n\n{message.body}\n")
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, target)
        except OSError as error:
            with suppress(OSError):
                unfinished.unlink()
            raise NotDelivered(f"{target}: {error.strerror}") from error
