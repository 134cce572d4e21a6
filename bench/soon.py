"""How soon a post is on an open page: `.venv/bin/python -m bench.soon [POSTS]`.

A form is sent to the desk over HTTP, and headless Chromium has the page open, all on this machine.
Prints milliseconds from sending the form until the post is in the page, and until the desk's
response. Readers are promised one second, so a few milliseconds do not matter: look at the maximum,
and at the ratio to the response.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.chromium import launch
from tests.newsroom import Newsroom

WATCH = """
window.seen = {};
new MutationObserver(() => {
  for (const article of document.querySelectorAll("article"))
    window.seen[article.id] ??= Date.now();
}).observe(document.getElementById("posts"), { childList: true });
"""


def main(posts: int) -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        os.environ["DATELINE_DATA"] = folder
        database = os.environ.get("DATABASE_URL", f"sqlite:///{folder}/dateline.sqlite3")
        newsroom = Newsroom(Path(folder), database)
        newsroom.found()
        newsroom.start()
        try:
            report(*measure(newsroom, playwright, posts))
        finally:
            newsroom.stop()


def measure(newsroom: Newsroom, playwright, posts: int) -> tuple[list[float], list[float]]:
    """Milliseconds from sending the form to the post on the page, and to the desk's response."""
    browser = launch(playwright)
    page = browser.new_page(bypass_csp=True)
    page.goto(f"{newsroom.address}/flood/")
    page.get_by_text("This page is live").wait_for()
    page.evaluate(WATCH)
    desk = newsroom.desk()
    seen, answered = [], []
    for number in range(1, posts + 1):
        form = desk.form("/desk/flood/", "part-0-text")
        fields = form | {"part-0-text": f"Post {number}. " + "Water. " * 40, "do": "publish"}
        sent = time.time() * 1000
        assert desk.post("/desk/flood/", fields).status == 302
        answered.append(time.time() * 1000 - sent)
        page.wait_for_function("id => window.seen[id]", arg=f"post-{number}")
        seen.append(page.evaluate("id => window.seen[id]", f"post-{number}") - sent)
    browser.close()
    return seen, answered


def report(seen: list[float], answered: list[float]) -> None:
    for name, values in (("on the open page", seen), ("the desk's response", answered)):
        ordered = sorted(values)
        p95 = ordered[int(len(ordered) * 0.95)]
        print(
            f"{name:20} median {statistics.median(values):6.1f} ms   p95 {p95:6.1f} ms"
            f"   most {ordered[-1]:6.1f} ms   of {len(values)}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
