"""How soon the desk of a coverage can be used: `.venv/bin/python -m bench.desk`.

Headless Chromium opens the desk of a coverage with 50 posts and of one with 5,000, in turn. Prints
the medians of the time from the server, and of that until the form for a new post has the focus.

Then somebody types at the desk with 5,000 posts while others publish RATE posts a second.
Prints the longest tasks of the page, during which what is typed waits: at most TASK_LIMIT ms. The
browser does not report shorter ones. Then the same as if the computer was SLOWER times as slow.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from tests.chromium import launch
from tests.newsroom import Newsroom

from .weight import FILE

ROUNDS = 15
RATE = 10
SECONDS = 20
TASK_LIMIT = 50
SLOWER = 4
# The browser reports tasks of 50 ms or more, and how long each key waited for the next frame.
OBSERVE = """
window.tasks = [];
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) window.tasks.push(duration);
}).observe({ type: "longtask" });
window.keys = [];
addEventListener("keydown", ({ timeStamp }) => {
  window.keys.push(performance.now() - timeStamp);
}, true);
"""
PUBLISH = """
import time
from dateline.desk.commands import posts
from dateline.journal.models import Coverage
from tests.people import act, copy
coverage = Coverage.objects.get(slug="{slug}")
begun = time.monotonic()
for number in range({count}):
    posts.publish(**act(), coverage=coverage, copy=copy("The river rises at gauge %d." % number))
    time.sleep(max(0, begun + (number + 1) / {rate} - time.monotonic()))
print("%.1f" % ({count} / (time.monotonic() - begun)))
"""


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
            for slower in (1, SLOWER):
                type_meanwhile(newsroom, browser, "posts-5000", slower)
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


def type_meanwhile(newsroom: Newsroom, browser: Browser, slug: str, slower: int) -> None:
    """Types at a desk while others publish, and prints the longest tasks of its page."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    cookie = {"name": "sessionid", "value": newsroom.session("ben"), "url": newsroom.address}
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(f"{newsroom.address}/desk/{slug}/")
    page.locator("#new-post .prose:focus").wait_for()
    # What opening the page takes is measured above.
    page.wait_for_timeout(2000)
    observe(page)
    throttle = context.new_cdp_session(page)
    throttle.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    code = PUBLISH.format(slug=slug, count=RATE * SECONDS, rate=RATE)
    with ThreadPoolExecutor(1) as pool:
        publishing = pool.submit(newsroom.python, code)
        while not publishing.done():
            page.keyboard.type("The river ", delay=40)
        rate = publishing.result()
    tasks, keys = page.evaluate("[window.tasks, window.keys]")
    newest = page.locator("li.row").first.get_attribute("data-number")
    context.close()
    waited = sorted(keys)[int(len(keys) * 0.99)]
    print(
        f"typing on a computer {slower} times as slow while {rate} posts a second arrive (the"
        f" newest shown is {newest}): {len(tasks)} tasks of {TASK_LIMIT} ms or more, the longest"
        f" {max(tasks, default=0):.0f} ms; of 100 keys, 99 waited at most {waited:.0f} ms"
    )


def observe(page: Page) -> None:
    """Notes the long tasks of a page and the delay of its keys. Fails if none is reported."""
    page.evaluate(OBSERVE)
    page.evaluate(
        "setTimeout(() => { const t = performance.now(); while (performance.now() < t + 60); })"
    )
    page.wait_for_timeout(500)
    assert page.evaluate("window.tasks.length"), "the browser reports no long task"
    page.evaluate("window.tasks.length = window.keys.length = 0")


if __name__ == "__main__":
    main()
