"""Schedules posts in `flood`, in Ben's name: HOW_MANY SECONDS FIRST.

The first is due FIRST seconds from now, and the others over as many SECONDS. Prints the text of
each with the time at which it is due, in seconds since 1970, as JSON.
"""

from __future__ import annotations

import json
import random
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.transaction import atomic

from dateline.desk.commands import drafts
from dateline.journal.models import Coverage
from tests.people import BEN


def main(how_many: str, seconds: str, first: str) -> None:
    coverage = Coverage.objects.get(slug="flood")
    now, count, within = datetime.now(UTC), int(how_many), float(seconds)
    dues = {}
    with atomic():
        for number in range(count):
            due = now + timedelta(seconds=float(first) + random.uniform(0, within))
            words = f"Scheduled post {number}."
            fields = {"headline": words, "part-0-kind": "text", "part-0-text": words}
            about: dict[str, Any] = {"by": BEN, "coverage": coverage, "uid": drafts.new_uid()}
            drafts.save(**about, version=0, fields=fields)
            drafts.schedule(**about, due=due)
            dues[words] = due.timestamp()
    print(json.dumps(dues))


if __name__ == "__main__":
    main(*sys.argv[1:])
