"""Why a command is refused. The docstring of each is what the writer reads."""

from __future__ import annotations


class CommandRefused(Exception):
    """This was refused, and nothing was changed."""

    status = 422

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.__doc__)


class NotAllowed(CommandRefused):
    """Your role does not allow this."""

    status = 403


class Overtaken(CommandRefused):
    """Somebody else changed this while you were writing. Both texts are shown; nothing is lost."""

    status = 409


class IdempotencyKeyReused(CommandRefused):
    """This form was sent before with other content. Send it again from a new form.

    `earlier` is what was sent before, for the person who sent it.
    """

    status = 409

    def __init__(self, earlier: str) -> None:
        super().__init__("This form was sent before with other content. Nothing is lost.")
        self.earlier = earlier


class MeaningChanged(CommandRefused):
    """This changes what the post says, so it is no revision. Say that it is a correction,
    a clarification or an update."""


class NothingToErase(CommandRefused):
    """This entry holds nothing that could be erased."""


class NotStored(CommandRefused):
    """This could not be stored, and nothing was published. Your text is still here: send it again
    in a moment, and tell whoever runs the server."""

    status = 503


class Incomplete(CommandRefused):
    """Something is missing."""
