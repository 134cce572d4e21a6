"""What a note is about, and what a tab writes in. Pure."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

# As it is stored: `post:12`, `draft:<uid>`, `question:3`, or '' for the coverage.
PATTERN: Final = re.compile(
    r"post:[1-9][0-9]{0,8}|draft:[0-9a-zA-Z_-]{1,32}|question:[1-9][0-9]{0,8}"
)


class About(NamedTuple):
    """A kind, such as `post`, and a number or uid. Both are '' for the coverage."""

    kind: str
    name: str

    @property
    def number(self) -> int:
        """The number of a post or a question."""
        return int(self.name)


def read(text: str) -> About:
    """Reads what is stored. Raises ValueError for any other text."""
    if not text:
        return About("", "")
    if not PATTERN.fullmatch(text):
        raise ValueError(text)
    kind, _, name = text.partition(":")
    return About(kind, name)
