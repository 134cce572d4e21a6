"""Waits until every follower has reached the journal's head: SECONDS."""

from __future__ import annotations

import sys
import time

from django.conf import settings

from dateline.journal import read
from dateline.journal.models import FollowerPosition


def main(seconds: str) -> None:
    deadline = time.monotonic() + float(seconds)
    count = len(settings.DATELINE_FOLLOWERS)
    while True:
        head = read.head().seq
        at_head = FollowerPosition.objects.filter(seq__gte=head).count()
        if at_head == count:
            return
        if time.monotonic() > deadline:
            sys.exit(f"{at_head} of {count} followers are at {head}")
        time.sleep(0.02)


if __name__ == "__main__":
    main(sys.argv[1])
