"""In whose name the demo acts."""

from __future__ import annotations

from typing import Final

from dateline.accounts.policy import Person

# Not eve: the form for her first post would repeat the byline of the last post of the script.
NIGHT_SHIFT: Final = Person("night shift", "editor")
BEN: Final = Person("ben", "administrator")
