"""A guesser is slowed down, and locks nobody else out."""

from __future__ import annotations

import time

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dateline.accounts import devices, throttle
from dateline.accounts.people import NotAName, add_person
from dateline.accounts.throttle import ACCOUNT_LIMIT, NETWORK_LIMIT, Throttle
from dateline.desk.views import accounts
from tests.people import PASSWORD

SIGN_IN = "/desk/sign-in/"


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of a new throttle at the sign-in page."""
    clock = Clock()
    monkeypatch.setattr(accounts, "throttle", Throttle(clock))
    return clock


@pytest.fixture
def hashed(settings, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names whose passwords were checked."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    asked: list[str] = []

    def counted(request=None, **credentials):
        asked.append(credentials["username"])
        return authenticate(request, **credentials)

    monkeypatch.setattr("django.contrib.auth.forms.authenticate", counted)
    return asked


def sign_in(client: Client, name: str, password: str, address: str):
    return client.post(SIGN_IN, {"username": name, "password": password}, REMOTE_ADDR=address)


def guess(count: int, name: str = "ben", address: str = "203.0.113.9"):
    client = Client()
    return [sign_in(client, name, f"guess {number}", address) for number in range(count)]


def guess_for_long(clock: Clock, address: str) -> None:
    """Guesses for a thousand seconds: again whenever the wait is over, and once more at the end."""
    end = clock.now + 1000
    while clock.now < end:
        (answer,) = guess(1, address=address)
        clock.now += int(answer.get("Retry-After", 0))
    guess(1, address=address)


def test_a_guesser_is_refused_before_any_password_is_hashed(db, clock: Clock, hashed: list[str]):
    add_person("ben", PASSWORD, "editor")
    answers = guess(throttle.FREE + 40)
    assert len(hashed) == throttle.FREE
    assert [answer.status_code for answer in answers[throttle.FREE :]] == [429] * 40
    refused = answers[-1]
    assert 0 < int(refused["Retry-After"]) <= NETWORK_LIMIT
    assert "Too many wrong passwords. Try again in" in refused.content.decode()
    assert 'value="ben"' in refused.content.decode()


def test_a_known_device_signs_in_whatever_was_guessed(db, clock: Clock, hashed: list[str]):
    add_person("ben", PASSWORD, "editor")
    editor = Client()
    first = sign_in(editor, "ben", PASSWORD, "198.51.100.7")
    assert first.status_code == 302
    cookie = editor.cookies["device"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", SIGN_IN)
    del editor.cookies["sessionid"]
    guess_for_long(clock, "203.0.113.9")
    assert sign_in(editor, "ben", PASSWORD, "198.51.100.7").status_code == 302
    # Behind a proxy the guesser has the same address.
    guess_for_long(clock, "198.51.100.7")
    assert sign_in(editor, "ben", PASSWORD, "198.51.100.7").status_code == 302


def test_a_new_device_elsewhere_waits_for_a_bounded_time(db, clock: Clock, hashed: list[str]):
    add_person("ben", PASSWORD, "editor")
    guess_for_long(clock, "203.0.113.9")
    assert len(hashed) < 30
    answer = sign_in(Client(), "ben", PASSWORD, "198.51.100.7")
    assert answer.status_code == 429
    # The guesser tries all the time, and comes first in every second.
    for _ in range(int(answer["Retry-After"])):
        guess(1)
        clock.now += 1
    answer = sign_in(Client(), "ben", PASSWORD, "198.51.100.7")
    assert answer.status_code == 302


def test_guesses_on_a_known_device_wait_too(db, clock: Clock, hashed: list[str]):
    add_person("ben", PASSWORD, "editor")
    client = Client()
    sign_in(client, "ben", PASSWORD, "198.51.100.7")
    answers = [sign_in(client, "ben", "wrong", "198.51.100.7") for _ in range(20)]
    assert answers[-1].status_code == 429
    # Ben's device is known for no other account.
    assert [answer.status_code for answer in guess(20, "ada", "198.51.100.7")][-1] == 429


def test_right_passwords_are_not_counted(db, clock: Clock, hashed: list[str]):
    add_person("ben", PASSWORD, "editor")
    for _ in range(2 * throttle.FREE):
        # Each from a new browser, in a network with others.
        assert sign_in(Client(), "ben", PASSWORD, "198.51.100.7").status_code == 302
    assert accounts.throttle._failures == {}


def test_a_forged_device_is_no_device(db):
    token = devices.new_token("ben")
    assert devices.secret_of(token, "BEN ")
    assert devices.secret_of(token, "ada") == ""
    for forged in ("", ":::", token[:-1], token[1:], "é" * 50):
        assert devices.secret_of(forged, "ben") == ""


def test_a_device_that_stayed_away_for_long_is_a_new_one(monkeypatch):
    token, now = devices.new_token("ben"), time.time()
    for away, known in ((devices.KNOWN_FOR - 60, True), (devices.KNOWN_FOR + 60, False)):
        monkeypatch.setattr(time, "time", lambda away=away: now + away)
        assert bool(devices.secret_of(token, "ben")) is known


def test_the_answer_is_the_same_for_names_that_do_not_exist(db, clock: Clock, hashed: list[str]):
    add_person("ben", PASSWORD, "editor")
    known = guess(20, "ben", "203.0.113.9")
    unknown = guess(20, "nobody", "203.0.113.10")
    for one, other in zip(known, unknown, strict=True):
        assert one.status_code == other.status_code
        assert one.get("Retry-After") == other.get("Retry-After")


def test_neighbours_in_a_network_are_counted_together():
    assert throttle.network_of("2001:db8::1") == throttle.network_of("2001:db8::ffff:2%eth0")
    assert throttle.network_of("2001:db8::1") != throttle.network_of("2001:db8:0:1::1")
    assert throttle.network_of("::ffff:203.0.113.9") == throttle.network_of("203.0.113.9")
    assert throttle.network_of("203.0.113.9") != throttle.network_of("203.0.113.10")
    assert throttle.network_of("no address") == ""


def test_what_is_kept_of_guesses_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(throttle, "ENTRIES_LIMIT", 100)
    found = Throttle(Clock())
    for number in range(200):
        found.begin(f"network {number}", f"account {number}")
    assert len(found._failures) == 100


def test_only_the_first_wrong_passwords_cost_nothing():
    found = Throttle(Clock())
    assert [found.begin("network", "account") for _ in range(throttle.FREE)] == [0] * throttle.FREE
    assert found.begin("network", "account") > 0


def test_wrong_passwords_are_forgotten_after_an_hour():
    clock = Clock()
    found = Throttle(clock)
    while not found.begin("network", "account"):
        pass
    clock.now += throttle.FORGET_AFTER + 1
    assert [found.begin("network", "account") for _ in range(throttle.FREE)] == [0] * throttle.FREE


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), st.integers(0, 90)), max_size=200))
def test_one_network_never_blocks_an_account_for_longer_than_the_limit(steps):
    """However often `a` guesses, `b` may try an account within the limit."""
    clock = Clock()
    found = Throttle(clock)
    for _, pause in steps:
        found.begin("a", "account")
        clock.now += pause
    wait = found.begin("b", "account")
    assert wait <= ACCOUNT_LIMIT
    if wait:
        # Until then `a` tries all the time.
        end = clock.now + wait
        while clock.now < end:
            found.begin("a", "account")
            clock.now = min(end, clock.now + 0.5)
        assert found.begin("b", "account") == 0


@pytest.mark.parametrize("name", ["", " ", "\u2003", "a\x00b", "a\nb", "\u202eben", "x" * 151])
def test_a_person_has_a_name_that_can_be_typed(db, name):
    with pytest.raises(NotAName):
        add_person(name, PASSWORD, "editor")
