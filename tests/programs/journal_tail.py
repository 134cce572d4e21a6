"""Reads the journal while others write, up to entry LAST, and fails if it misses an entry: LAST.

It prints “ready” before it begins.
"""

from __future__ import annotations

import sys

from dateline.journal.models import Leaf


def main(until: str) -> None:
    print("ready", flush=True)
    last = 0
    while last < int(until):
        newer = Leaf.objects.filter(seq__gt=last).order_by("seq")
        found = list(newer.values_list("seq", flat=True))
        assert found == list(range(last + 1, last + 1 + len(found))), found
        last += len(found)


if __name__ == "__main__":
    main(*sys.argv[1:])
