"""What every channel is: something that takes one message for one recipient, or says why it could not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """A digest for one post. `number` names it for good, so that sending it twice can be recognised."""

    number: int
    recipient: str
    day: date
    title: str
    body: str


class NotDelivered(Exception):
    """The channel could not take the message; it stays in the outbox and is tried again."""


class Channel(Protocol):
    """Takes messages. `deliver` raises NotDelivered; delivering the same number again has no further effect."""

    def deliver(self, message: Message) -> None:
        """Hand the message over."""
        ...
