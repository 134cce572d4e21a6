"""Publishes a post for every eight hours of the four days around the end of British Summer Time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from dateline.journal.models import Coverage
from tests.people import publish


def main() -> None:
    coverage = Coverage.objects.get(slug="flood")
    for hours in range(0, 96, 8):
        at = datetime(2025, 10, 24, 21, 30, tzinfo=UTC) + timedelta(hours=hours)
        publish(coverage, f"Post at {at:%d %H}.", dated=at)


if __name__ == "__main__":
    main()
