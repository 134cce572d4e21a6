"""Corrects posts without a server, one after the other: COVERAGE WORDS FIRST LAST.

`{}` in the words is the number of the post.
"""

from __future__ import annotations

import sys

from dateline.desk.commands import posts
from dateline.journal.models import Coverage
from tests.people import act, copy, seq_of


def main(slug: str, words: str, first: str, last: str) -> None:
    coverage = Coverage.objects.get(slug=slug)
    for number in range(int(first), int(last) + 1):
        posts.correct(
            **act(),
            coverage=coverage,
            number=number,
            expected_seq=seq_of(coverage, f"post-{number}"),
            copy=copy(words.replace("{}", str(number))),
            note="Wrong.",
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
