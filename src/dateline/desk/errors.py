"""Why a command is refused. The docstring of each is what the writer reads."""

from __future__ import annotations


class Refused(Exception):
    """This was refused, and nothing was changed."""

    status = 422

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.__doc__)


class NotAllowed(Refused):
    """Your role does not allow this."""

    status = 403


class Overtaken(Refused):
    """Somebody else changed this while you were writing. Both texts are shown; nothing is lost."""

    status = 409


class KeyReused(Refused):
    """This form was sent before with other content. Both texts are shown; nothing is lost."""

    status = 409

    def __init__(self, earlier: str) -> None:
        super().__init__()
        self.earlier = earlier


class MeaningChanged(Refused):
    """This changes what the post says, so it is no revision: say that it is a correction,
    a clarification or an update."""


class NotStored(Refused):
    """This could not be stored, and nothing was published. Your text is still here: send it again
    in a moment, and tell whoever runs the server."""

    status = 503


class Unfinished(Refused):
    """Something is missing."""
