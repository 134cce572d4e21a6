"""Each route declares its policy, and the server follows it."""

from __future__ import annotations

import re
import socket

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from dateline.accounts.models import Member
from dateline.config.urls import stream_routes
from dateline.desk.commands.coverages import RESERVED
from dateline.routing import NO_ROUTE, Audience, Held, Pool, RoutePolicy, policy_at, policy_of
from tests.fuzz.addresses import routes
from tests.newsroom import PATIENCE, Newsroom, get


def patterns(resolver: URLResolver) -> list[URLPattern]:
    found = []
    for each in resolver.url_patterns:
        found += patterns(each) if isinstance(each, URLResolver) else [each]
    return found


def addresses_below(resolver: URLResolver) -> list[str]:
    found = []
    for each in resolver.url_patterns:
        below = addresses_below(each) if isinstance(each, URLResolver) else [""]
        found += [f"{each.pattern}{rest}" for rest in below]
    return found


def policies() -> dict[str, RoutePolicy | None]:
    return {
        str(each.pattern): getattr(each.callback, "route_policy", None)
        for each in patterns(get_resolver())
    }


def test_every_route_declares_a_policy():
    found = policies()
    assert len(found) > 20
    assert [pattern for pattern, policy in found.items() if policy is None] == []


def test_no_coverage_can_take_the_address_of_a_route():
    addresses = [*addresses_below(get_resolver()), *(each.prefix for each in stream_routes)]
    first = {address.strip("/").partition("/")[0] for address in addresses}
    # Parameters and names such as embed.js cannot be slugs.
    slugs = {each for each in first if re.fullmatch("[a-z0-9-]+", each)}
    assert {"desk", "live", "media", "static", "healthz"} <= slugs
    assert slugs <= RESERVED


ADDRESSES = [each.address() for each in routes()]
FOR_MEMBERS = [each for each in ADDRESSES if policy_at(each).audience is Audience.MEMBERS]


@pytest.mark.parametrize("address", FOR_MEMBERS)
def test_what_is_for_members_is_refused_to_everybody_else(client, coverage, address):
    for answer in (client.get(address), client.post(address)):
        if answer.status_code == 302:
            assert answer.headers["location"].startswith("/desk/sign-in/")
        else:
            assert answer.status_code in (401, 403, 405)


def test_what_is_for_members_is_never_held_and_never_stored():
    for pattern, policy in policies().items():
        assert policy is not None
        if policy.audience is Audience.MEMBERS:
            assert policy.held is Held.NEVER, pattern
            assert policy.cache_control == "no-store", pattern
            assert policy.pool is Pool.DESK, pattern


def test_the_policy_of_an_address_is_that_of_its_route():
    assert policy_at("/desk/flood/").audience is Audience.MEMBERS
    assert policy_at("/flood/").held is Held.UNTIL_CHANGED
    # A word in the middle of a path means nothing.
    for path in ("/flood/desk/", "/flood/live/", "/nothing/at/all", "/a/embed/b"):
        assert policy_at(path) is NO_ROUTE
    match = resolve("/flood/embed/")
    assert policy_of(match).embeddable
    assert match.url_name == "embed"


def test_streams_are_declared():
    assert [(each.prefix, each.audience) for each in stream_routes] == [
        ("/live/", Audience.ANYONE),
        ("/desk/live/", Audience.MEMBERS),
    ]


def ask(newsroom: Newsroom, path: str, session: str = "") -> bytes:
    """The first bytes of the response."""
    cookie = f"Cookie: sessionid={session}\r\n" if session else ""
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{newsroom.port}\r\n{cookie}\r\n"
    with socket.create_connection(("127.0.0.1", newsroom.port), timeout=PATIENCE) as connection:
        connection.sendall(head.encode())
        text = b""
        while b"\r\n\r\n" not in text:
            more = connection.recv(1 << 16)
            assert more, text
            text += more
        return text


def test_a_stream_for_members_is_given_to_members_alone(newsroom: Newsroom):
    path = "/desk/live/flood"
    ben = newsroom.session("ben")
    for _ in range(2):
        for session in ("", "forged", ben[:-1]):
            answer = ask(newsroom, path, session)
            assert answer.startswith(b"HTTP/1.1 401"), answer
            assert b"nosniff" in answer
            assert b"no-store" in answer
        answer = ask(newsroom, path, ben)
        assert answer.startswith(b"HTTP/1.1 200"), answer
        assert b"text/event-stream" in answer
    # A person who is signed in, but not a member any more.
    newsroom.python(f"from {Member.__module__} import Member; Member.objects.all().delete()")
    assert ask(newsroom, path, ben).startswith(b"HTTP/1.1 403")
    # The readers' stream stays open to everybody.
    assert ask(newsroom, "/live/flood").startswith(b"HTTP/1.1 200")
    assert get(newsroom.address, "/desk/", {"Cookie": f"sessionid={ben}"}).status == 403
