"""What a reader's first page weighs and costs: `.venv/bin/python -m bench.weight`.

Headless Chromium opens a coverage of 20 posts without pictures, with an empty cache. Prints the
bytes that were sent (gzip) by file, the number of requests, and the layout shift on the demo's page
with pictures. Then compares the time of a page of 5,000 posts with one of 50, from the server and
in the browser, requested in turn.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from tests.chromium import launch
from tests.newsroom import FILL, Newsroom, get

# Each post has 60 of 600 invented words, so that no two posts are alike, as in a newsroom.
FILE = """
import random
from tests.conftest import open_coverage
from tests.people import publish
chance = random.Random(7)
letters = 'etaoinshrdlucmfwypvbgk'
words = [''.join(chance.choices(letters, k=chance.randint(2, 10))) for _ in range(600)]
coverage = open_coverage({slug!r})
for n in range({count}):
    said = ' '.join(chance.choices(words, k=60)).capitalize() + '.'
    publish(coverage, said, ' '.join(chance.choices(words, k=7)).capitalize())
"""
SHIFT = """
new Promise(done => {
  let shift = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  scrollTo({ top: document.body.scrollHeight, behavior: "instant" });
  setTimeout(() => done(shift), 1500);
})
"""


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "dateline.config.settings"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        os.environ["DATELINE_DATA"] = folder
        database = os.environ.get("DATABASE_URL", f"sqlite:///{folder}/dateline.sqlite3")
        newsroom = Newsroom(Path(folder), database)
        newsroom.found()
        for count in (20, 50, 5000):
            newsroom.python(FILE.format(slug=f"posts-{count}", count=count))
        newsroom.python(FILL)
        newsroom.start()
        browser = launch(playwright)
        try:
            weigh(newsroom, browser)
            shift(newsroom, browser)
            compare(newsroom, browser)
        finally:
            browser.close()
            newsroom.stop()


def weigh(newsroom: Newsroom, browser: Browser) -> None:
    """Bytes on the wire by file, as Chromium received them, without the stream."""
    page = browser.new_page()
    sizes: dict[str, int] = {}

    def note(request) -> None:
        if "/live/" not in request.url:
            sizes[request.url.removeprefix(newsroom.address)] = request.sizes()["responseBodySize"]

    page.on("requestfinished", note)
    page.goto(f"{newsroom.address}/posts-20/")
    page.get_by_text("This page is live").wait_for()
    for name, size in sizes.items():
        print(f"{size / 1024:7.1f} KB  {name}")
    print(f"{sum(sizes.values()) / 1024:7.1f} KB  in {len(sizes)} requests, and the stream")
    page.close()


def shift(newsroom: Newsroom, browser: Browser) -> None:
    page = browser.new_page(bypass_csp=True, viewport={"width": 390, "height": 844})
    page.goto(f"{newsroom.address}/halvern-flood/")
    print(
        f"layout shift, demo's page with pictures, scrolled to its end: {page.evaluate(SHIFT):.4f}"
    )
    page.close()


def compare(newsroom: Newsroom, browser: Browser, rounds: int = 25) -> None:
    """Prints the medians of both pages, requested in turn."""
    served: dict[int, list[float]] = {50: [], 5000: []}
    shown: dict[int, list[float]] = {50: [], 5000: []}
    for _ in range(rounds):
        for count in served:
            begun = time.monotonic()
            get(newsroom.address, f"/posts-{count}/")
            served[count].append((time.monotonic() - begun) * 1000)
            page = browser.new_page()
            page.goto(f"{newsroom.address}/posts-{count}/", wait_until="load")
            entry = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
            shown[count].append(page.evaluate(entry))
            page.close()
    for name, times in (("from the server", served), ("in the browser", shown)):
        few, many = (statistics.median(times[count]) for count in (50, 5000))
        print(f"{name}: 50 posts {few:.1f} ms, 5,000 posts {many:.1f} ms, ratio {many / few:.2f}")


if __name__ == "__main__":
    main()
