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
FILL: Final = """
import random
from dateline.desk.commands import claims
from dateline.desk.commands.claim_rules import ClaimText, PositionText, SourceText
from dateline.claims import read
from dateline.journal.models import Coverage
from tests.conftest import open_coverage
from tests.people import act, publish
chance = random.Random(7)
letters = 'etaoinshrdlucmfwypvbgk'
words = [''.join(chance.choices(letters, k=chance.randint(2, 10))) for _ in range(600)]
def sentence(length): return ' '.join(chance.choices(words, k=length)).capitalize()
with_claims, without = open_coverage('with'), open_coverage('without')
for number in range({posts}):
    said = sentence(60) + '.'
    for each in (with_claims, without): publish(each, said)
stances = ['asserts', 'asserts', 'denies', 'confirms', 'declines', 'retracts']
for number in range({claims}):
    label = f'{{sentence(2)}} {{number}}'
    described = {{'label': label, 'source_type': 'state_body', 'bloc': f'b{{number % 9}}'}}
    source = SourceText(**described, standing=True)
    first = PositionText(source=source, stance='asserts', post=chance.randint(1, {posts}))
    text = ClaimText(text=f'{{sentence(9)}} {{number}}')
    claims.record_claim(**act(), coverage=with_claims, claim=text, position=first)
known = [each.id for each in read.sources(with_claims)]
names = [each.id for each in read.all_claims(with_claims)]
for number in range({positions} - {claims}):
    source, post = chance.choice(known), chance.randint(1, {posts})
    taken = PositionText(source=source, stance=chance.choice(stances), post=post)
    claim = chance.choice(names)
    claims.record_position(**act(), coverage=with_claims, claim=claim, position=taken)
"""
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
        fill = {"posts": POSTS, "claims": chosen.claims, "positions": chosen.positions}
        newsroom.python(FILL.format(**fill))
        took = newsroom.python(PUBLISH.format(rounds=chosen.rounds)).split()
        newsroom.start()
        try:
            report(newsroom, [float(each) for each in took])
        finally:
            newsroom.stop()


def report(newsroom: Newsroom, published: list[float]) -> None:
    cookie = f"sessionid={newsroom.session('ben')}"
    weights = {slug: weight(newsroom, f"/{slug}/") for slug in ("with", "without")}
    print("\n| what | figure |\n| --- | --- |")
    for slug, size in weights.items():
        print(f"| page {slug} claims, bytes (gzip) | {size} |")
    print(f"| ratio | {weights['with'] / weights['without']:.2f} |")
    beside, without, one = published
    print(f"| publish without claims, p50, ms | {without:.2f} |")
    print(f"| publish beside claims, nothing claimed, times that | {beside / without:.2f} |")
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
