"""Many writers at once, and writers that die: no gap, no double, no half entry."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.newsroom import PATIENCE, Newsroom

ROOT = Path(__file__).parent.parent.parent

CHECK = """
import json
from dateline.journal import canonical
from dateline.coverage.models import PostRow
from dateline.journal.models import CompletedCommand, Disclosure, Leaf, Newsroom, Coverage
from dateline.page.models import BlockRow
leaves = list(Leaf.objects.order_by('seq').prefetch_related('disclosures'))
whole = all(
    sorted(d.digest for d in leaf.disclosures.all()) == json.loads(bytes(leaf.leaf))['digests']
    and all(canonical.digest(d.text) == d.digest for d in leaf.disclosures.all())
    for leaf in leaves
)
print(json.dumps({
    'seqs': [leaf.seq for leaf in leaves],
    'times': [leaf.at.isoformat() for leaf in leaves],
    'head': Newsroom.objects.get().head,
    'coverage': Coverage.objects.get().head,
    'whole': whole,
    'posts': sorted(PostRow.objects.values_list('number', flat=True)),
    'blocks': sorted(BlockRow.objects.exclude(sort_key='').values_list('seq', flat=True)),
    'commands': CompletedCommand.objects.count(),
    'html': '\\n'.join(BlockRow.objects.values_list('html', flat=True)),
}))
"""

TAIL = """
import sys, time
from django.db import connection
from dateline.journal.models import Leaf
print('ready', flush=True)
last = 0
while last < int(sys.argv[1]):
    found = list(Leaf.objects.filter(seq__gt=last).order_by('seq').values_list('seq', flat=True))
    assert found == list(range(last + 1, last + 1 + len(found))), found
    last += len(found)
"""


def start(newsroom: Newsroom, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=newsroom.environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def state(newsroom: Newsroom) -> dict:
    found = json.loads(newsroom.python(CHECK))
    assert found["seqs"] == list(range(1, len(found["seqs"]) + 1))
    assert found["times"] == sorted(found["times"])
    assert found["head"] == found["coverage"] == len(found["seqs"])
    assert found["whole"]
    assert found["posts"] == list(range(1, len(found["posts"]) + 1))
    assert found["commands"] == len(found["seqs"])
    return found


def test_processes_and_threads_write_without_gap_or_double_in_commit_order(closed_newsroom):
    expected = 1 + 2 * 12 + 4 * 6
    # Whoever tails the journal beside the writers never steps over a number that comes later.
    setup = "import django; django.setup()\n"
    tail = start(closed_newsroom, "-c", setup + TAIL, str(expected))
    assert tail.stdout is not None
    assert tail.stdout.readline() == "ready\n"
    writers = [
        start(closed_newsroom, "-m", "tests.journal.writer", "many", "a", "12"),
        start(closed_newsroom, "-m", "tests.journal.writer", "many", "b", "12"),
        start(closed_newsroom, "-m", "tests.journal.writer", "threads", "c", "6"),
    ]
    for process in [*writers, tail]:
        output, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, output
    found = state(closed_newsroom)
    assert len(found["seqs"]) == expected
    for name in ("a-11", "b-11", "c0-5", "c3-5"):
        assert found["html"].count(f">{name}<") == 1


def test_a_writer_that_dies_at_any_step_leaves_no_half_entry(closed_newsroom):
    dying = start(closed_newsroom, "-m", "tests.journal.writer", "dying")
    output, _ = dying.communicate(timeout=2 * PATIENCE)
    assert dying.returncode == 0, output
    steps = int(output.strip().splitlines()[-1])
    assert steps > 10
    found = state(closed_newsroom)
    # Only the child that lived published; all the others had died before their commit.
    assert found["posts"] == [1]
    assert f">step {steps}<" in found["html"]


NEXT = """
import threading
from dateline.journal import local_notifier
from dateline.journal.models import Coverage
from tests.people import publish

def next_writer():
    local_notifier.unsubscribe(next_writer)
    other = threading.Thread(target=publish, args=(coverage, 'The next one.'), daemon=True)
    other.start()
    other.join(20)
    print('kept waiting' if other.is_alive() else 'went on')

coverage = Coverage.objects.get(slug='flood')
local_notifier.subscribe(next_writer)
publish(coverage, 'One.')
"""


def test_a_listener_keeps_no_other_writer_waiting(closed_newsroom):
    assert closed_newsroom.python(NEXT) == "went on"
