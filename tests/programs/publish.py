"""Publishes posts without a server: COVERAGE WORDS [COUNT]."""

from __future__ import annotations

import sys

from dateline.journal.models import Coverage
from tests.people import publish


def main(slug: str, words: str, count: str = "1") -> None:
    coverage = Coverage.objects.get(slug=slug)
    for _ in range(int(count)):
        publish(coverage, words)


if __name__ == "__main__":
    main(*sys.argv[1:])
