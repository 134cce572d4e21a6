"""What is wrong with a journal that must not be written to."""

from __future__ import annotations


class JournalDamaged(RuntimeError):
    """The journal does not guard itself: triggers are missing. Nothing may be written to it."""

    def __init__(self, missing: set[str]) -> None:
        super().__init__(f"{self.__doc__} Missing: {', '.join(sorted(missing))}.")
