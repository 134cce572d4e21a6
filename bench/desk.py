"""How soon the desk of a coverage can be used: `.venv/bin/python -m bench.desk`.

Headless Chromium opens the desk of a coverage with 50 posts and of one with 5,000, in turn. Prints
the medians of the time from the server, and of that until the form for a new post has the focus.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from tests.chromium import launch
from tests.newsroom import Newsroom

from .weight import FILE

ROUNDS = 15


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "dateline.config.settings"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        os.environ["DATELINE_DATA"] = folder
        database = os.environ.get("DATABASE_URL", f"sqlite:///{folder}/dateline.sqlite3")
        newsroom = Newsroom(Path(folder), database)
        newsroom.found()
        for count in (50, 5000):
            newsroom.python(FILE.format(slug=f"posts-{count}", count=count))
        newsroom.start()
        browser = launch(playwright)
        try:
            compare(newsroom, browser)
        finally:
            browser.close()
            newsroom.stop()


def compare(newsroom: Newsroom, browser: Browser) -> None:
    served: dict[int, list[float]] = {50: [], 5000: []}
    usable: dict[int, list[float]] = {50: [], 5000: []}
    desk = newsroom.desk("ben")
    cookie = {"name": "sessionid", "value": newsroom.session("ben"), "url": newsroom.address}
    for _ in range(ROUNDS):
        for count in served:
            begun = time.monotonic()
            desk.get(f"/desk/posts-{count}/")
            served[count].append((time.monotonic() - begun) * 1000)
            context = browser.new_context()
            context.add_cookies([cookie])
            page = context.new_page()
            begun = time.monotonic()
            page.goto(f"{newsroom.address}/desk/posts-{count}/", wait_until="commit")
            page.locator("#new-post .prose:focus").wait_for()
            usable[count].append((time.monotonic() - begun) * 1000)
            context.close()
    for name, times in (("from the server", served), ("until one can write", usable)):
        few, many = (statistics.median(times[count]) for count in (50, 5000))
        print(f"{name}: 50 posts {few:.0f} ms, 5,000 posts {many:.0f} ms, ratio {many / few:.2f}")


if __name__ == "__main__":
    main()
