"""Where the numbers of a claim lie on one scale, for a drawing beside the table. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dateline.claims.records import Quantity

# In the units of the drawing. Both ends of the scale have a margin, so that no mark is cut off.
WIDTH: Final = 200
_MARGIN: Final = 8
# A range is seen as one even where it is short.
_SHORTEST: Final = Decimal(6)


@dataclass(frozen=True)
class Bar:
    """A range from `start`, so `width` wide; an exact number has the width 0."""

    start: str
    width: str

    @property
    def is_exact(self) -> bool:
        return self.width == "0"


def bars(numbers: Sequence[Quantity]) -> list[Bar]:
    """Returns a bar for each number, all on one scale from the lowest to the highest."""
    if not numbers:
        return []
    lowest, highest = min(each.low for each in numbers), max(each.high for each in numbers)

    def place(value: Decimal) -> Decimal:
        if highest == lowest:
            return Decimal(WIDTH) / 2
        return _MARGIN + (value - lowest) / (highest - lowest) * (WIDTH - 2 * _MARGIN)

    return [_bar(place(each.low), place(each.high)) for each in numbers]


def _bar(start: Decimal, end: Decimal) -> Bar:
    width = max(end - start, _SHORTEST) if end > start else Decimal(0)
    # It ends within the drawing, even where it was made longer.
    start = min(start, WIDTH - _MARGIN / Decimal(2) - width) if width else start
    return Bar(f"{start:.1f}", f"{width:.1f}" if width else "0")
