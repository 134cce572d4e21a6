"""The reasons for which a command is refused. The docstring of a class is its default message."""

from __future__ import annotations


class CommandRefused(Exception):
    """This was refused, and nothing was changed."""

    status = 422

    def __init__(self, message: str = "", *, field: str = "", part: int | None = None) -> None:
        super().__init__(message or self.__doc__)
        # The name of the field that the refusal is about, or '', and the position of the part that
        # has this field. The form shows the message beside the field.
        self.field = field
        self.part = part


class NotAllowed(CommandRefused):
    """Your role does not allow this."""

    status = 403


class Overtaken(CommandRefused):
    """Somebody else changed this while you were writing. Compare your text with the current
    version, then send it again."""

    status = 409


class IdempotencyKeyReused(CommandRefused):
    """This form was sent before with other content. Send it again from a new form.

    `earlier` is the text that was sent before; '' if somebody else sent it.
    """

    status = 409

    def __init__(self, earlier: str) -> None:
        super().__init__("This form was sent before with other content. Your text is still here.")
        self.earlier = earlier


class MeaningChanged(CommandRefused):
    """This may change the meaning of the text, so it cannot be a revision. Choose correction,
    clarification or update."""


class NotPublic(CommandRefused):
    """This coverage is not public yet. Save your text as a draft, and publish it after the coverage
    is open to readers."""


class NothingToErase(CommandRefused):
    """This entry holds nothing that could be erased."""


class NotStored(CommandRefused):
    """This could not be stored, and nothing was published. Your text is still here. Send it again
    in a moment. If this happens again, tell your server administrator."""

    status = 503


class Incomplete(CommandRefused):
    """Something is missing."""


class Doubtful(CommandRefused):
    """Look at this again. You can publish it as it is."""
