"""Publishes posts without a server: COVERAGE WORDS [COUNT [HEADLINE]].

`{}` in the words is the number of the post among those that are published, from 1.
"""

from __future__ import annotations

import sys

from dateline.journal.models import Coverage
from tests.people import publish


def main(slug: str, words: str, count: str = "1", headline: str = "") -> None:
    coverage = Coverage.objects.get(slug=slug)
    for number in range(1, int(count) + 1):
        publish(coverage, words.replace("{}", str(number)), headline)


if __name__ == "__main__":
    main(*sys.argv[1:])
