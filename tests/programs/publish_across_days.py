"""Publishes a post for every eight hours of four days: COVERAGE.

British Summer Time ends in the middle of them.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

from dateline.journal.models import Coverage
from tests.people import publish


def main(slug: str) -> None:
    coverage = Coverage.objects.get(slug=slug)
    for hours in range(0, 96, 8):
        at = datetime(2025, 10, 24, 21, 30, tzinfo=UTC) + timedelta(hours=hours)
        publish(coverage, f"Post at {at:%d %H}.", dated=at)


if __name__ == "__main__":
    main(*sys.argv[1:])
