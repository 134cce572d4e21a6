"""How long an import keeps other writers waiting: `.venv/bin/python -m bench.waiting [ENTRIES]`.

One process imports an invented page, while another publishes posts as fast as it can on the same
database. Prints the import's time for an entry, and the median and the longest time of a publish
without the import and during it. The import holds the write lock from its first entry to its last.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.newsroom import DATELINE, Newsroom

REPORTER = """
import select, statistics, sys, time
from tests.people import publish
from dateline.journal.models import Coverage

def median_and_longest(until):
    coverage = Coverage.objects.get(slug='flood')
    waits = []
    while not until(waits):
        begun = time.monotonic()
        publish(coverage, 'Water at the door.')
        waits.append((time.monotonic() - begun) * 1000)
    print(f'{statistics.median(waits):.1f} {max(waits):.1f}', flush=True)

median_and_longest(lambda waits: len(waits) == 100)
median_and_longest(lambda waits: select.select([sys.stdin], [], [], 0)[0])
"""


def main(entries: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "dateline.config.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATELINE_DATA"] = folder
        database = os.environ.get("DATABASE_URL", f"sqlite:///{folder}/dateline.sqlite3")
        newsroom = Newsroom(Path(folder), database)
        newsroom.found()
        report(*measure(newsroom, Path(folder) / "page.txt", entries), entries)


def measure(newsroom: Newsroom, page: Path, entries: int) -> tuple[str, str, float]:
    """What the reporter prints without the import and during it, and the seconds of the import."""
    stamps = [f"{23 - n * 23 // entries:02}.{59 - n % 60:02}" for n in range(entries)]
    posts = "\n\n".join(f"{stamp}\n\n{'Water at the door. ' * 20}" for stamp in stamps)
    page.write_text(f"Headline\n\nStandfirst.\n\nBy Ada Lind 23:59 GMT 14 Jan 2025\n\n{posts}\n")
    reporter = subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup()\n{REPORTER}"],
        env=newsroom.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reporter.stdout is not None
    alone = reporter.stdout.readline()
    begun = time.monotonic()
    command = [*DATELINE, "import", str(page), "--coverage", "old"]
    subprocess.run(command, env=newsroom.environment, stdout=subprocess.DEVNULL, check=True)
    seconds = time.monotonic() - begun
    beside, _ = reporter.communicate("stop\n", timeout=120)
    return alone, beside, seconds


def report(alone: str, beside: str, seconds: float, entries: int) -> None:
    print(
        f"import of {entries} entries: {seconds:.1f} s, {seconds / entries * 1000:.1f} ms an entry"
    )
    for name, line in (("alone", alone), ("during the import", beside)):
        median, longest = map(float, line.split())
        print(f"a publish {name}: median {median:.1f} ms, longest {longest / 1000:.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
