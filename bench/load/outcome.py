"""Whether every acknowledged post was stored once and reached every reader once, in order."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

from . import Swarm
from .servers import Dateline

STORED: Final = """
import re
from collections import Counter
from dateline.coverage.models import PostRow
words = " ".join(PostRow.objects.values_list("words", flat=True))
found = Counter(re.findall(r"fb (\\d+)", words))
print(",".join(f"{number}x{count}" for number, count in found.items()))
"""
# Seconds in which the readers must have all posts after the last was acknowledged.
WITHIN: Final = 10


def what_is_wrong(server: Dateline, swarm: Swarm, acknowledged: Sequence[int]) -> str:
    """Returns what was lost, doubled or out of order; '' if nothing was.

    `acknowledged` holds the numbers of the posts, from 1 without gaps.
    """
    last = acknowledged[-1]
    swarm.say(f"until {last} {swarm.readers} {WITHIN}")
    # A post that is sent twice would come after the last one.
    time.sleep(0.5)
    messages = swarm.say(f"report 1 {last}")["messages"]
    stored = dict(each.split("x") for each in server.newsroom.python(STORED).split(","))
    counts = {
        "not stored": sum(str(number) not in stored for number in acknowledged),
        "stored twice": sum(int(count) > 1 for count in stored.values()),
        "missing at readers": sum(swarm.readers - each["n"] for each in messages),
        "shown twice": sum(each["dup"] for each in messages),
        "out of order": swarm.say("status")["out_of_order"],
    }
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count)
