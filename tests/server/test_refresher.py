"""Nobody gets a page older than an acknowledged change, and one request makes the page for all."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

import pytest

from dateline.server import refresher
from dateline.server.cache import STALE_LIMIT, CacheKey, ResponseCache, prepare
from dateline.server.refresher import SLICE, Refresher, Waiter
from tests.stream.scene import on_a_loop

KEY = CacheKey(b"live.example", b"/flood/")


class Newsroom:
    """A coverage with a version, a hub that has read up to a version, and pages made from it.

    `acknowledge` is a writer's commit. The hub is notified at once, and has read it after
    `caught_up`. A page is made in two steps, reading and answering, with a gate in between.
    """

    def __init__(self) -> None:
        self.version = self.known = 1
        self.behind = False
        self.callbacks: list = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.made = 0
        self.answers: list[tuple[int, int | None]] = []
        self.now = 0.0
        self.failing: Exception | None = None
        self.cache = ResponseCache(self.cursor_of, lambda slug: None, lambda: self.now)
        self.refresher = Refresher(self.cache, self.when_caught_up, self.render)

    def cursor_of(self, slug: str) -> str | None:
        return None if self.behind else str(self.known)

    def when_caught_up(self, callback) -> None:
        if self.behind:
            self.callbacks.append(callback)
        else:
            callback()

    def acknowledge(self) -> None:
        self.version += 1
        self.behind = True

    def caught_up(self) -> None:
        self.known, self.behind = self.version, False
        callbacks, self.callbacks = self.callbacks, []
        for callback in callbacks:
            callback()

    async def render(self, key, is_unwanted):
        if is_unwanted():
            return None
        self.made += 1
        read = self.version
        await self.gate.wait()
        if self.failing is not None:
            raise self.failing
        return prepare({}, str(read).encode(), slug="flood", cursor=str(read)), True

    def ask(self, gone: bool = False) -> None:
        """A request, which is answered from memory if the page is there."""
        found = self.cache.current(KEY)
        if found is not None:
            self._answer(found, None)
        else:
            self.refresher.wait(KEY, Waiter(self._answer, lambda: gone))

    def _answer(self, response, age) -> None:
        _, _, body = response.answer("GET", {})
        self.answers.append((int(body) if body.isdigit() else -response.status, age))

    async def until(self, condition) -> None:
        while not condition():
            await asyncio.sleep(0)


def play(act):
    async def on_loop(_):
        await act(Newsroom())

    on_a_loop(on_loop)


def test_a_thousand_requests_at_once_have_the_page_made_once():
    async def act(newsroom):
        newsroom.gate.clear()
        for _ in range(1000):
            newsroom.ask()
        await newsroom.until(lambda: newsroom.made)
        newsroom.gate.set()
        await newsroom.until(lambda: len(newsroom.answers) == 1000)
        assert set(newsroom.answers) == {(1, None)}
        assert newsroom.made == 1
        newsroom.ask()
        assert (len(newsroom.answers), newsroom.made) == (1001, 1)
        assert newsroom.refresher._waiting == 0

    play(act)


def test_a_request_after_an_acknowledged_change_never_gets_the_page_from_before_it():
    async def act(newsroom):
        newsroom.gate.clear()
        newsroom.ask()
        await newsroom.until(lambda: newsroom.made == 1)
        # The page was read, and the request is not answered yet.
        newsroom.acknowledge()
        newsroom.ask()
        newsroom.caught_up()
        newsroom.ask()
        newsroom.gate.set()
        await newsroom.until(lambda: len(newsroom.answers) == 3)
        # The first request came before the change, the others after it.
        assert newsroom.answers == [(1, None), (2, None), (2, None)]
        assert newsroom.made == 2

    play(act)


def test_while_the_hub_is_behind_requests_wait_and_the_page_is_made_only_if_it_changed():
    async def act(newsroom):
        newsroom.ask()
        await newsroom.until(lambda: newsroom.answers)
        newsroom.behind = True
        for _ in range(10):
            newsroom.ask()
        for _ in range(5):
            await asyncio.sleep(0)
        assert len(newsroom.answers) == 1
        newsroom.caught_up()
        await newsroom.until(lambda: len(newsroom.answers) == 11)
        assert newsroom.made == 1
        newsroom.acknowledge()
        for _ in range(10):
            newsroom.ask()
        newsroom.caught_up()
        await newsroom.until(lambda: len(newsroom.answers) == 21)
        assert newsroom.answers[11:] == [(2, None)] * 10
        assert newsroom.made == 2

    play(act)


def test_every_request_is_answered_though_posts_come_faster_than_pages_are_made():
    async def act(newsroom):
        for _ in range(20):
            newsroom.gate.clear()
            asked_at = newsroom.version
            newsroom.ask()
            count = newsroom.made
            await newsroom.until(lambda count=count: newsroom.made > count)
            newsroom.acknowledge()
            newsroom.caught_up()
            newsroom.gate.set()
            answered = len(newsroom.answers)
            await newsroom.until(lambda answered=answered: len(newsroom.answers) > answered)
            assert newsroom.answers[-1][0] >= asked_at

    play(act)


def test_a_crowd_is_answered_in_slices_so_that_the_loop_turns():
    async def act(newsroom):
        for _ in range(3 * SLICE):
            newsroom.ask()
        seen = set()
        while len(newsroom.answers) < 3 * SLICE:
            seen.add(len(newsroom.answers))
            await asyncio.sleep(0)
        assert {SLICE, 2 * SLICE} <= seen

    play(act)


def test_no_page_is_made_for_clients_that_have_gone():
    async def act(newsroom):
        newsroom.ask(gone=True)
        await newsroom.until(lambda: not newsroom.refresher._waiters)
        assert (newsroom.made, newsroom.answers) == (0, [])
        newsroom.ask(gone=True)
        newsroom.ask()
        await newsroom.until(lambda: newsroom.answers)
        assert newsroom.made == 1

    play(act)


def test_those_who_have_gone_take_no_place_among_those_who_wait(monkeypatch):
    monkeypatch.setattr(refresher, "WAITING_LIMIT", 10)

    async def act(newsroom):
        for _ in range(3):
            for _ in range(10):
                newsroom.ask(gone=True)
            await newsroom.until(lambda: not newsroom.refresher._waiters)
        newsroom.ask()
        await newsroom.until(lambda: newsroom.answers)
        assert newsroom.answers == [(1, None)]

    play(act)


def test_requests_beyond_the_limit_are_answered_503(monkeypatch):
    monkeypatch.setattr(refresher, "WAITING_LIMIT", 10)

    async def act(newsroom):
        newsroom.gate.clear()
        for _ in range(15):
            newsroom.ask()
        assert newsroom.answers == [(-503, None)] * 5
        newsroom.gate.set()
        await newsroom.until(lambda: len(newsroom.answers) == 15)
        newsroom.ask()
        assert newsroom.answers[5:] == [(1, None)] * 11

    play(act)


@pytest.mark.parametrize("slow", [False, True])
def test_if_no_page_can_be_made_the_one_in_memory_is_sent_with_its_age(monkeypatch, slow):
    monkeypatch.setattr(refresher, "CATCH_UP_WITHIN", 0.01)
    monkeypatch.setattr(refresher, "RENDER_WITHIN", 0.05)

    async def act(newsroom):
        newsroom.ask()
        await newsroom.until(lambda: newsroom.answers)
        # The database goes away: a commit is not read in time, and no page can be made.
        newsroom.behind = True
        newsroom.failing = ConnectionError("no database")
        newsroom.now = STALE_LIMIT - 1
        if slow:
            newsroom.gate.clear()
        newsroom.ask()
        await newsroom.until(lambda: len(newsroom.answers) == 2)
        assert newsroom.answers[1] == (1, int(STALE_LIMIT) - 1)
        newsroom.now = STALE_LIMIT + 1
        newsroom.ask()
        await newsroom.until(lambda: len(newsroom.answers) == 3)
        assert newsroom.answers[2] == (-503, None)
        # A page that is known to be outdated is never sent: its text may have been erased.
        newsroom.now = 1
        newsroom.behind, newsroom.known = False, 2
        newsroom.ask()
        await newsroom.until(lambda: len(newsroom.answers) == 4)
        assert newsroom.answers[3] == (-503, None)
        newsroom.failing = None
        newsroom.gate.set()
        newsroom.ask()
        await newsroom.until(lambda: len(newsroom.answers) == 5)
        assert newsroom.answers[4] == (1, None)

    play(act)


def test_a_response_that_may_not_be_held_goes_only_to_the_requests_that_wait():
    async def act(newsroom):
        async def gone(key, is_unwanted):
            newsroom.made += 1
            return prepare({}, b"404", status=HTTPStatus.NOT_FOUND), False

        newsroom.ask()
        await newsroom.until(lambda: newsroom.answers)
        newsroom.refresher._render = gone
        newsroom.acknowledge()
        newsroom.caught_up()
        for _ in range(3):
            newsroom.ask()
        await newsroom.until(lambda: len(newsroom.answers) == 4)
        assert newsroom.answers[1:] == [(404, None)] * 3
        assert newsroom.made == 2
        assert KEY not in newsroom.cache

    play(act)
