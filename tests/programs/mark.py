"""Says that panels of a desk have changed: SLUG COUNT PANEL …"""

from __future__ import annotations

import sys

from dateline.journal.models import Coverage
from dateline.journal.write_lock import row_transaction
from dateline.newsroom.changes import PANELS, mark


def main(slug: str, count: str, *names: str) -> None:

    coverage = Coverage.objects.get(slug=slug)
    panels = [each for each in PANELS if each in names]
    for _ in range(int(count)):
        with row_transaction():
            mark(coverage, *panels)


if __name__ == "__main__":
    main(*sys.argv[1:])
