"""What claims cost: `.venv/bin/python -m bench.claims [--claims N] [--positions N] [--rounds N]`.

Two coverages have the same 500 posts; in one of them the posts have N positions on N claims. Prints
for both, in turn: the bytes of the page (gzip), the time of a publish, of which half have nothing
claimed and half one position, and the times of the page of all claims and of the ledger at the desk
beside those of a search.
"""

from __future__ import annotations

import argparse
import gzip
import os
import statistics
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Final

from tests.newsroom import Newsroom

POSTS: Final = 500
BEGIN: Final = """
import random, time
from dateline.claims import read
from dateline.desk.commands import claims
from dateline.desk.commands.claim_rules import ClaimText, PositionText, SourceText
from dateline.journal.models import Coverage
from tests.conftest import open_coverage
from tests.people import act, publish
chance = random.Random({seed})
letters = 'etaoinshrdlucmfwypvbgk'
words = [''.join(chance.choices(letters, k=chance.randint(2, 10))) for _ in range(600)]
def sentence(length): return ' '.join(chance.choices(words, k=length)).capitalize()
"""
FILL: Final = """
for slug in ('with', 'without'):
    coverage, chance = open_coverage(slug), random.Random(7)
    for number in range({posts}): publish(coverage, sentence(60) + '.')
"""
CLAIMS: Final = """
coverage = Coverage.objects.get(slug='with')
for number in range({first}, {first} + {count}):
    described = {{'label': f'{{sentence(2)}} {{number}}', 'bloc': f'b{{number % 9}}'}}
    source = SourceText(**described, source_type='state_body', standing=True)
    first = PositionText(source=source, stance='asserts', post=chance.randint(1, {posts}))
    text = ClaimText(text=f'{{sentence(9)}} {{number}}')
    claims.record_claim(**act(), coverage=coverage, claim=text, position=first)
"""
POSITIONS: Final = """
coverage = Coverage.objects.get(slug='with')
known = [each.id for each in read.sources(coverage)]
names = [each.id for each in read.all_claims(coverage)]
stances = ['asserts', 'asserts', 'denies', 'confirms', 'declines', 'retracts']
begun = time.perf_counter()
for number in range({count}):
    source, post = chance.choice(known), chance.randint(1, {posts})
    taken = PositionText(source=source, stance=chance.choice(stances), post=post)
    claim = chance.choice(names)
    claims.record_position(**act(), coverage=coverage, claim=claim, position=taken)
print((time.perf_counter() - begun) * 1000 / {count})
"""
# A program of a newsroom may take a minute.
PORTION: Final = 250
PUBLISH: Final = """
import statistics, time
from dateline.claims import read
from dateline.desk.commands import posts
from dateline.desk.commands.proposed import ProposedPosition
from dateline.journal.models import Coverage
from tests.people import act, copy
found = [Coverage.objects.get(slug=each) for each in ('with', 'without')]
claim, source = read.all_claims(found[0])[0].id, read.sources(found[0])[0].id
known = {{'claim': claim, 'source': source, 'claim_text': '', 'label': ''}}
taken = ProposedPosition(**known, sentence='', stance='asserts', accepted=True)
took = {{'with': [], 'without': [], 'one position': []}}
for number in range({rounds}):
    for name, coverage, proposed in (
        ('with', found[0], ()), ('without', found[1], ()), ('one position', found[0], (taken,))
    ):
        begun = time.perf_counter()
        posts.publish(
            **act(), coverage=coverage, copy=copy('Water %d at the door. ' % number * 20),
            proposed=proposed,
        )
        took[name].append((time.perf_counter() - begun) * 1000)
print(*(statistics.median(each[5:]) for each in took.values()))
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.claims")
    parser.add_argument("--claims", type=int, default=300)
    parser.add_argument("--positions", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=100)
    chosen = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "dateline.config.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATELINE_DATA"] = folder
        database = os.environ.get("DATABASE_URL", f"sqlite:///{folder}/dateline.sqlite3")
        newsroom = Newsroom(Path(folder), database)
        newsroom.found()
        recorded = fill(newsroom, chosen.claims, chosen.positions)
        newsroom.start()
        try:
            weights = {slug: weight(newsroom, f"/{slug}/") for slug in ("with", "without")}
            took = newsroom.python(PUBLISH.format(rounds=chosen.rounds)).split()
            report(newsroom, weights, [float(each) for each in took], recorded)
        finally:
            newsroom.stop()


def fill(newsroom: Newsroom, claims: int, positions: int) -> float:
    """Fills both coverages, and returns how many milliseconds one of the last positions took."""
    newsroom.python((BEGIN + FILL).format(seed=7, posts=POSTS))
    for first in range(0, claims, PORTION):
        count = min(PORTION, claims - first)
        newsroom.python((BEGIN + CLAIMS).format(seed=first, first=first, count=count, posts=POSTS))
    took = 0.0
    for first in range(claims, positions, PORTION):
        count = min(PORTION, positions - first)
        code = (BEGIN + POSITIONS).format(seed=first, count=count, posts=POSTS)
        took = float(newsroom.python(code))
    return took


def report(
    newsroom: Newsroom, weights: dict[str, int], published: list[float], recorded: float
) -> None:
    cookie = f"sessionid={newsroom.session('ben')}"
    print("\n| what | figure |\n| --- | --- |")
    for slug, size in weights.items():
        print(f"| page {slug} claims, bytes (gzip) | {size} |")
    print(f"| ratio | {weights['with'] / weights['without']:.2f} |")
    beside, without, one = published
    print(f"| publish without claims, p50, ms | {without:.2f} |")
    print(f"| publish beside claims, nothing claimed, times that | {beside / without:.2f} |")
    print(f"| a position on a claim that has seven, ms | {recorded:.1f} |")
    print(f"| publish with one position, times that | {one / without:.2f} |")
    pages = {
        "search": "/with/find/?q=a",
        "page of all claims": "/with/claims/?",
        "search at the desk": "/desk/with/find/?q=a",
        "ledger at the desk": "/desk/with/claims/",
    }
    times: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(9):
        for name, path in pages.items():
            times[name].append(seconds(newsroom, path, cookie))
    for name, found in times.items():
        print(f"| {name}, p50, ms | {statistics.median(found[1:]) * 1000:.0f} |")


def weight(newsroom: Newsroom, path: str) -> int:
    with urllib.request.urlopen(newsroom.address + path) as answer:
        return len(gzip.compress(answer.read(), 6))


def seconds(newsroom: Newsroom, path: str, cookie: str) -> float:
    request = urllib.request.Request(newsroom.address + path, headers={"Cookie": cookie})
    begun = time.perf_counter()
    with urllib.request.urlopen(request) as answer:
        answer.read()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
