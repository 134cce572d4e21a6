"""Prints the contents of the journal and its pages as JSON."""

from __future__ import annotations

import json

from dateline.coverage.models import PostRow
from dateline.journal import integrity
from dateline.journal.models import CompletedCommand, Coverage, Leaf, Newsroom
from dateline.page.models import BlockRow


def main() -> None:
    leaves = list(Leaf.objects.order_by("seq"))
    found = {
        "seqs": [leaf.seq for leaf in leaves],
        "times": [leaf.at.isoformat() for leaf in leaves],
        "head": Newsroom.objects.get().head,
        "coverage": Coverage.objects.get().head,
        "damage": [str(each) for each in integrity.check()],
        "posts": sorted(PostRow.objects.values_list("number", flat=True)),
        "commands": CompletedCommand.objects.count(),
        "html": "\n".join(BlockRow.objects.values_list("html", flat=True)),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
