"""A WebSub hub gets every change once, however many processes run and whichever dies."""

from __future__ import annotations

import http.server
import queue
import sys
import threading
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest

from dateline.journal.followers import RETRY_AFTER, RETRY_AFTER_MOST, backoff
from tests.newsroom import PATIENCE, Newsroom, get


class Hub:
    """A WebSub hub on this machine, which notes the pings, and can refuse them."""

    def __init__(self) -> None:
        self.pings: queue.Queue[list[str]] = queue.Queue()
        self.refusals = 0
        self.status = 500
        hub = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                fields = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                refused = hub.refusals > 0
                hub.refusals -= refused
                if not refused:
                    assert fields["hub.mode"] == ["publish"]
                    hub.pings.put(fields["hub.url"])
                self.send_response(hub.status if refused else 204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/hub?for=tests"

    def heard(self) -> list[str]:
        """The topics of the next ping."""
        return self.pings.get(timeout=PATIENCE)


@pytest.fixture
def hub() -> Iterator[Hub]:
    made = Hub()
    yield made
    made.server.shutdown()
    made.server.server_close()


# A process looks for a follower without one every five seconds, and for an entry that a hub refused
# after one second and more.
SOON = [
    *(sys.executable, "-m", "tests.programs.serve_with"),
    "dateline.journal.followers.LOOK_EVERY=0.1 dateline.journal.followers.RETRY_AFTER=0.05",
]


@pytest.fixture
def with_hub(closed_newsroom: Newsroom, hub: Hub) -> Iterator[Newsroom]:
    closed_newsroom.environment |= {
        "DATELINE_WEBSUB": hub.address,
        "DATELINE_URL": closed_newsroom.address,
    }
    closed_newsroom.start(command=SOON)
    yield closed_newsroom
    closed_newsroom.stop()


def feeds(newsroom: Newsroom) -> list[str]:
    return [f"{newsroom.address}/flood/feed.{form}" for form in ("atom", "rss", "json")]


def begun(newsroom: Newsroom) -> None:
    """Waits until the follower has its position: earlier entries are not sent to the hub."""
    newsroom.python(
        "import time\n"
        "from dateline.journal.models import FollowerPosition\n"
        "while not FollowerPosition.objects.filter(name='websub').exists():\n"
        "    time.sleep(0.02)"
    )


def test_a_hub_receives_the_feed_addresses_of_a_new_post(with_hub: Newsroom, hub: Hub):
    begun(with_hub)
    with_hub.desk().publish("Water.")
    assert hub.heard() == feeds(with_hub)
    assert hub.pings.empty()


def test_feeds_lead_to_their_hub(with_hub: Newsroom, hub: Hub):
    for form in ("atom", "rss", "json"):
        answer = get(with_hub.address, f"/flood/feed.{form}")
        assert hub.address in answer.text
        assert f'<{hub.address}>; rel="hub"' in answer.headers["link"]
        assert f'<{with_hub.address}/flood/feed.{form}>; rel="self"' in answer.headers["link"]


def test_a_hub_that_refuses_is_asked_again_and_misses_nothing(with_hub: Newsroom, hub: Hub):
    begun(with_hub)
    for status in (302, 404, 500):
        hub.status = status
        hub.refusals = 2
        with_hub.desk().publish(f"Water, and {status}.")
        assert hub.heard() == feeds(with_hub)
        assert hub.refusals == 0
    assert hub.pings.empty()


def test_after_a_kill_the_follower_continues_from_its_position(with_hub: Newsroom, hub: Hub):
    begun(with_hub)
    hub.refusals = 10**9
    with_hub.desk().publish("Water.")
    with_hub.kill()
    hub.refusals = 0
    with_hub.start(command=SOON)
    assert hub.heard() == feeds(with_hub)
    with_hub.desk().publish("More water.")
    assert hub.heard() == feeds(with_hub)
    assert hub.pings.empty()


def test_of_several_processes_one_follows_and_another_takes_over(with_hub: Newsroom, hub: Hub):
    begun(with_hub)
    other = with_hub.beside()
    other.start(command=SOON)
    try:
        for number in range(2):
            other.desk().publish(f"Post {number}.")
            assert hub.heard() == feeds(with_hub)
        assert hub.pings.empty()
        with_hub.kill()
        other.desk().publish("The other one.")
        assert hub.heard() == feeds(with_hub)
    finally:
        other.stop()


def test_a_hub_needs_an_address_and_a_public_one_of_our_own(closed_newsroom: Newsroom):
    for setting, why in (
        ("nowhere", "must be a URL"),
        ("https://hub.example.org/", "DATELINE_URL"),
    ):
        closed_newsroom.environment["DATELINE_WEBSUB"] = setting
        ended = closed_newsroom.run("rebuild")
        assert ended.returncode == 1
        assert why in ended.stderr


def test_the_back_off_doubles_up_to_its_most():
    for failures, seconds in ((1, RETRY_AFTER), (3, 4 * RETRY_AFTER), (999, RETRY_AFTER_MOST)):
        for _ in range(20):
            assert 0.75 * seconds <= backoff(failures) <= 1.25 * seconds
