"""Rounds of typing and then losing something: a tab, a browser, a server, a session, the network.

After each round every character that was typed more than two seconds before is there again, once.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import resource
import signal
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from playwright.sync_api import Page, expect

from tests.chromium import SWITCHES, chromium_path
from tests.newsroom import PATIENCE, Newsroom

# The promise is about time, so a round waits this long. Everything else waits for a condition.
SAFE_AFTER: Final = 2000
_SMALL_FILES: Final = 4096


class Loss:
    """Ben's browser, with a profile that outlives its process, and his desk."""

    def __init__(self, newsroom: Newsroom, folder: Path, chance: random.Random, start: Any) -> None:
        self.newsroom, self.profile, self.chance = newsroom, folder / "profile", chance
        self._start = start
        self._number = 0
        self.browser: Any = None
        self.page: Page = self._open_browser()

    def __enter__(self) -> Loss:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.browser.close()

    def round(self, ending: str) -> None:
        """Types, loses something, and finds the text again. Then the composer is empty."""
        self._number += 1
        first, second = self._words("a"), self._words("b")
        self._write(first)
        self.page.wait_for_timeout(SAFE_AFTER)
        ENDINGS[ending](self, second)
        self._expect_once(first, ending)
        self._empty()

    def _words(self, letter: str) -> str:
        count = self.chance.randint(1, 8)
        return " ".join(
            f"{letter}{self._number}w{self.chance.randrange(10**9)}" for _ in range(count)
        )

    def _write(self, words: str) -> None:
        self.text.click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(f"{words} ")

    @property
    def text(self) -> Any:
        return self.page.locator("form.compose .prose").first

    def _open_browser(self) -> Page:
        self.browser = self._start(
            self.profile, executable_path=chromium_path(), args=SWITCHES, timeout=PATIENCE * 1000
        )
        self.browser.set_default_timeout(PATIENCE * 1000)
        self._sign_in()
        return self.open()

    def _sign_in(self) -> None:
        session = self.newsroom.session("ben")
        cookie = {"name": "sessionid", "value": session, "url": self.newsroom.address}
        self.browser.add_cookies([cookie])

    def open(self, query: str = "") -> Page:
        """Opens the desk in a new tab, once its composer is ready to keep what is typed."""
        page: Page = self.browser.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"{self.newsroom.address}/desk/{self.newsroom.slug}/{query}")
        page.locator("form.compose[data-ready]").wait_for()
        return page

    def _expect_once(self, words: str, ending: str) -> None:
        found = re.compile(re.escape(words))
        expect(self.page.locator("form.compose textarea").first).to_have_value(found)
        texts = self.page.locator("form.compose textarea").evaluate_all(
            "all => all.map((each) => each.value).join('\\n')"
        )
        assert texts.count(words) == 1, (ending, texts)
        self.saved()
        uid = self.page.locator("form.compose input[name=draft]").input_value()
        listed = self._drafts_with(words)
        assert listed == {uid}, (ending, listed, uid)

    def saved(self) -> None:
        """Waits until all that is in the composer is at the server."""
        expect(self.page.locator(".draft-saved")).to_have_attribute("data-state", "saved")

    def _drafts_with(self, words: str) -> set[str]:
        start = words.split()[0]
        code = (
            "from dateline.drafts.models import Draft\n"
            "written = Draft.objects.exclude(state='discarded')\n"
            f"print(*[each.uid for each in written if {start!r} in str(each.fields)])"
        )
        return set(self.newsroom.python(code).split())

    def _empty(self) -> None:
        """Discards the draft, and opens the desk anew."""
        uid = self.page.locator("form.compose input[name=draft]").input_value()
        token = self.page.locator("form.compose [name=csrfmiddlewaretoken]").input_value()
        address = f"/desk/{self.newsroom.slug}/drafts/{uid}/discard/"
        status = self.page.evaluate(
            """async ([address, token]) => (await fetch(address, { method: "POST",
              headers: { Accept: "application/json" },
              body: new URLSearchParams({ csrfmiddlewaretoken: token }) })).status""",
            [address, token],
        )
        assert status == 200
        self.page.close()
        self.page = self.open()
        expect(self.text).to_have_text("")

    def close_tab(self, words: str) -> None:
        self._write(words)
        self.page.close(run_before_unload=self.chance.random() < 0.5)
        with contextlib.suppress(Exception):
            self.page.wait_for_event("close")
        self.page = self.open()

    def kill_browser(self, words: str) -> None:
        self._write(words)
        for process in _processes_of(self.profile):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        with contextlib.suppress(Exception):
            self.browser.close()
        for lock in self.profile.glob("Singleton*"):
            lock.unlink()
        self.page = self._open_browser()

    def kill_server(self, words: str) -> None:
        self.newsroom.kill()
        self._write(words)
        self.page.wait_for_timeout(SAFE_AFTER)
        self.newsroom.start()
        self.saved()
        self._reload()

    def lapse_session(self, words: str) -> None:
        self.browser.clear_cookies()
        self._write(words)
        expect(self.page.get_by_text("You are signed out")).to_be_visible()
        self._sign_in()
        if self.chance.random() < 0.5:
            # What he types is saved again as soon as he is signed in.
            self.saved()
        self._reload()

    def go_offline(self, words: str) -> None:
        self.browser.set_offline(True)
        self._write(words)
        expect(self.page.get_by_text("There is no connection")).to_be_visible()
        if self.chance.random() < 0.5:
            self.page.close()
            self.browser.set_offline(False)
            self.page = self.open()
            return
        self.browser.set_offline(False)
        self.saved()
        self._reload()

    def second_tab(self, words: str) -> None:
        self.saved()
        uid = self.page.locator("form.compose input[name=draft]").input_value()
        other = self.open(f"?draft={uid}")
        expect(other.get_by_text("open in another tab")).to_be_visible()
        self.page.bring_to_front()
        self._write(words)
        other.close()
        self.saved()
        self._reload()

    def overtaken(self, words: str) -> None:
        self.saved()
        form = self.page.locator("form.compose")
        fields = {
            "draft": form.locator("[name=draft]").input_value(),
            "draft_version": form.locator("[name=draft_version]").input_value(),
            "part-0-kind": "text",
            "part-0-text": form.locator("textarea").first.input_value() + "\n\nFrom elsewhere.",
        }
        desk = self.newsroom.desk()
        answer = desk.post(
            f"/desk/{self.newsroom.slug}/drafts/", fields | {"csrfmiddlewaretoken": desk.token()}
        )
        assert answer.status == 200, answer.text
        self._write(words)
        self.saved()
        self._reload()

    def full_disk(self, words: str) -> None:
        process = self.newsroom.process
        assert process is not None
        soft, hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (_SMALL_FILES, hard))
        self._write(words)
        expect(self.page.locator(".draft-saved")).to_contain_text("Not saved")
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (soft, hard))
        self.saved()
        self._reload()

    def _reload(self) -> None:
        self.page.reload()
        self.page.locator("form.compose[data-ready]").wait_for()


ENDINGS: Final[dict[str, Callable[[Loss, str], None]]] = {
    "close the tab": Loss.close_tab,
    "kill the browser": Loss.kill_browser,
    "kill the server": Loss.kill_server,
    "lapse the session": Loss.lapse_session,
    "go offline": Loss.go_offline,
    "a second tab": Loss.second_tab,
    "overtaken": Loss.overtaken,
    "full disk": Loss.full_disk,
}


def _processes_of(profile: Path) -> list[int]:
    """The processes of the browser with a profile."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if str(profile).encode() in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found
