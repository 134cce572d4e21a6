"""The headers of every kind of response, cookies under HTTPS, and what is never shown or stored."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.newsroom import Newsroom, fields_of, get, request
from tests.people import PASSWORD

PUBLIC = "public, max-age=0, s-maxage=1, must-revalidate"


@pytest.mark.parametrize(
    ("path", "status", "caching"),
    [
        ("/", 200, PUBLIC),
        ("/flood/", 200, PUBLIC),
        ("/flood/embed/", 200, PUBLIC),
        ("/flood/find/?q=water", 200, PUBLIC),
        ("/flood/feed.atom", 200, "public, max-age=15"),
        ("/flood/changes/?after=x", 200, "public, max-age=1"),
        ("/embed.js", 200, "public, max-age=3600"),
        ("/nothing/", 404, "no-store"),
        ("/nothing/x/y", 404, "no-store"),
        ("/nothing", 301, "no-store"),
        ("/static/.", 404, "no-store"),
        ("/static///", 404, "no-store"),
        ("/static/page/page.000000000000.css", 404, "no-store"),
        ("/static/../config/settings.py", 400, "no-store"),
        ("/static/%00.css", 404, "no-store"),
        ("/desk/", 302, "no-store"),
        ("/desk/flood/", 302, "no-store"),
        ("/desk/sign-in/", 200, "no-store"),
        ("/healthz", 200, "no-store"),
        ("/live/nowhere", 404, "no-store"),
    ],
)
def test_every_response_has_cache_control_and_nosniff(
    shared_newsroom: Newsroom, path, status, caching
):
    for _ in range(2):
        answer = get(shared_newsroom.address, path)
        assert answer.status == status
        assert answer.headers["cache-control"] == caching
        if not path.startswith("/live/"):
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
            assert "strict-transport-security" not in answer.headers
        framed = "frame-ancestors *" in answer.headers.get("content-security-policy", "")
        assert framed == ("embed/" in path)


@pytest.fixture
def https(closed_newsroom: Newsroom) -> Iterator[Newsroom]:
    """A newsroom whose public address has HTTPS, behind a proxy that terminates TLS."""
    closed_newsroom.environment["DATELINE_URL"] = "https://live.example"
    closed_newsroom.start()
    yield closed_newsroom
    closed_newsroom.stop()


HOST = {"Host": "live.example"}


def sign_in(newsroom: Newsroom, origin: str):
    page = get(newsroom.address, "/desk/sign-in/", HOST)
    cookie = page.headers["set-cookie"]
    fields = fields_of(page.text, "password") | {"username": "ben", "password": PASSWORD}
    headers = HOST | {
        "Cookie": cookie.split(";")[0],
        "Origin": origin,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    body = "&".join(f"{name}={value}" for name, value in fields.items()).encode()
    return cookie, request(newsroom.address, "POST", "/desk/sign-in/", headers, body)


def test_under_https_every_cookie_is_secure_and_hsts_is_sent(https: Newsroom):
    csrf, answer = sign_in(https, "https://live.example")
    assert answer.status == 302
    cookies = {each.split("=")[0]: each for each in answer.headers["set-cookie"].split("\n")}
    cookies["__Host-csrf"] = csrf
    paths = {"__Host-csrf": "/", "__Host-session": "/", "__Secure-device": "/desk/sign-in/"}
    assert cookies.keys() == paths.keys()
    for name, each in cookies.items():
        assert "; Secure" in each, name
        assert f"; Path={paths[name]};" in each
        assert "Domain" not in each
        assert ("; HttpOnly" in each) == (name != "__Host-csrf")
    for path in ("/", "/flood/", "/flood/", "/desk/sign-in/", "/nothing/"):
        headers = get(https.address, path, HOST).headers
        assert headers["strict-transport-security"] == "max-age=31536000"


def test_under_https_no_form_is_taken_from_an_insecure_page(https: Newsroom):
    for origin in ("http://live.example", "https://evil.example", "null"):
        assert sign_in(https, origin)[1].status == 403


def test_a_forged_form_never_shows_the_password(shared_newsroom: Newsroom):
    secret = "correct horse battery"
    body = f"username=ben&password={secret}&csrfmiddlewaretoken=wrong&part-0-text=Water".encode()
    for path in ("/desk/sign-in/", "/desk/flood/"):
        for cookie in ({}, {"Cookie": "csrftoken=" + "a" * 32}):
            headers = cookie | {"Content-Type": "application/x-www-form-urlencoded"}
            answer = request(shared_newsroom.address, "POST", path, headers, body)
            assert answer.status == 403
            assert answer.headers["cache-control"] == "no-store"
            assert secret not in answer.text
            assert secret.replace(" ", "+") not in answer.text
            # The text is not lost.
            assert "Water" in answer.text


def test_a_styled_page_names_files_that_may_be_kept_for_ever(shared_newsroom: Newsroom):
    page = get(shared_newsroom.address, "/flood/")
    styles = re.search(r'href="(/static/[^"]+css)"', page.text)
    assert styles
    answer = get(shared_newsroom.address, styles[1])
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_the_front_page_is_held_and_never_older_than_what_was_published(newsroom: Newsroom):
    desk = newsroom.desk()
    for number in range(5):
        desk.publish(f"The water is at {number} m.")
        assert f"The water is at {number} m." in get(newsroom.address, "/").text
    # Another process tells this one of its commits only after a while.
    newsroom.program("publish", newsroom.slug, "Boats in the street.", "1")
    newsroom.until_shown("Boats in the street.", "/")
    # Only what is held has been compressed with Brotli.
    held = get(newsroom.address, "/", {"Accept-Encoding": "br"})
    assert held.headers["content-encoding"] == "br"
    assert (
        "content-encoding"
        not in get(newsroom.address, "/?after=1", {"Accept-Encoding": "br"}).headers
    )
