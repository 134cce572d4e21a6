"""Bodies that are too large, slow or many are refused with a reason, and take little memory."""

from __future__ import annotations

import asyncio
import socket

import pytest
from django.core.exceptions import RequestAborted

from dateline.desk.urls import FORM
from dateline.routing import NO_ROUTE
from dateline.server import bodies as limits
from dateline.server.bodies import Bodies, BodyRefused
from tests.newsroom import PATIENCE, Newsroom, get
from tests.stream.scene import on_a_loop

from .test_hostile import SERVE, connect, memory, said

IMPATIENT = "dateline.server.bodies.RECEIVE_WITHIN={} dateline.server.bodies.DISCARD_SECONDS={}"


def taken(bodies: Bodies, *pieces: bytes, limit: int = FORM.body_limit, declared: int = 0):
    """A request body in pieces; if the last piece is empty, it never ends."""
    left = list(pieces)

    async def receive():
        if not left:
            await asyncio.Event().wait()
        piece = left.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(left) or not piece}

    headers = [(b"content-length", str(declared).encode())] if declared else []
    return bodies.received(limit, {"headers": headers}, receive)


async def status_of(taking) -> int:
    """The status with which a body is refused; 200 if it is accepted."""
    try:
        async with taking:
            return 200
    except BodyRefused as refused:
        refusal = refused
    assert "Nothing was changed." in refusal.sentence
    return refusal.status


@pytest.mark.parametrize("limit", [FORM.body_limit, NO_ROUTE.body_limit])
def test_a_body_has_the_limit_of_its_route_and_elsewhere_a_small_one(limit):
    async def act(_):
        bodies = Bodies()
        half = b"a" * (limit // 2)
        assert await status_of(taken(bodies, half, half, limit=limit)) == 200
        assert await status_of(taken(bodies, half, half + b"a", limit=limit)) == 413
        # Before any of it has arrived.
        assert await status_of(taken(bodies, b"a", limit=limit, declared=limit + 1)) == 413

    on_a_loop(act)


def test_an_endless_body_is_refused_and_a_long_one_has_more_time(monkeypatch):
    monkeypatch.setattr(limits, "RECEIVE_WITHIN", 0.05)

    async def act(_):
        bodies = Bodies()
        assert await status_of(taken(bodies, b"a", b"")) == 408
        monkeypatch.setattr(limits, "MIN_BYTES_PER_SECOND", 1)
        started = taken(bodies, b"a", b"", declared=PATIENCE * 10)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await status_of(started)

    on_a_loop(act)


def test_all_bodies_together_have_a_limit_that_small_ones_never_reach(monkeypatch):
    monkeypatch.setattr(limits, "ON_DISK_LIMIT", 100_000)

    async def act(_):
        bodies = Bodies()
        async with taken(bodies, b"a" * 45_000, b"a" * 45_000):
            assert await status_of(taken(bodies, b"a" * 40_000)) == 503
            assert await status_of(taken(bodies, b"a" * 20_000)) == 200
            assert bodies._on_disk == 90_000
        assert await status_of(taken(bodies, b"a" * 45_000, b"a" * 45_000)) == 200
        assert bodies._on_disk == 0

    on_a_loop(act)


def test_a_full_disk_is_explained(closed_newsroom: Newsroom):
    # The refused body has arrived, so the server waits for nothing.
    patient = [each.format(IMPATIENT.format(600, 600)) for each in SERVE]
    closed_newsroom.start(file_limit=40_000, command=patient)
    try:
        with begin_form(closed_newsroom, 60_000, 60_000) as large:
            response = said(large)
        assert response.startswith(b"HTTP/1.1 503")
        assert b"no disk space" in response
        assert get(closed_newsroom.address, "/flood/").status == 200
    finally:
        closed_newsroom.stop()


def test_a_body_that_is_too_large_gets_no_100_continue(shared_newsroom: Newsroom):
    head = f"POST /desk/flood/ HTTP/1.1\r\nHost: 127.0.0.1:{shared_newsroom.port}\r\n"
    with connect(shared_newsroom) as connection:
        connection.sendall(
            f"{head}Expect: 100-continue\r\nContent-Length: 30000000\r\n\r\n".encode()
        )
        assert said(connection).startswith(b"HTTP/1.1 413")


def test_half_a_form_is_discarded():
    async def act(_):
        async def receive():
            return {"type": "http.disconnect"}

        with pytest.raises(RequestAborted):
            await status_of(Bodies().received(1000, {"headers": []}, receive))

    on_a_loop(act)


def begin_form(newsroom: Newsroom, size: int, declared: int) -> socket.socket:
    connection = connect(newsroom)
    head = f"POST /desk/flood/ HTTP/1.1\r\nHost: 127.0.0.1:{newsroom.port}\r\n"
    connection.sendall(f"{head}Content-Length: {declared}\r\n\r\n".encode() + b"a" * size)
    return connection


def test_forms_that_are_never_finished_hold_little_memory(newsroom: Newsroom):
    desk, before = desk_and_memory(newsroom)
    forms = [begin_form(newsroom, 2_400_000, 2_500_000) for _ in range(60)]
    desk.publish("Water.")
    assert "Water." in get(newsroom.address, "/flood/").text
    assert memory(newsroom) - before < 40_000
    for each in forms:
        each.close()


def desk_and_memory(newsroom: Newsroom):
    desk = newsroom.desk()
    desk.publish("Before.")
    return desk, memory(newsroom)


@pytest.mark.parametrize(
    ("patience", "declared", "status"),
    [((0.5, 600), 1000, b"408"), ((600, 0.5), 30_000_000, b"413")],
    ids=["slow", "large"],
)
def test_a_form_that_is_never_finished_is_refused_with_a_reason(
    closed_newsroom: Newsroom, patience, declared, status
):
    impatient = IMPATIENT.format(*patience)
    closed_newsroom.start(command=[each.format(impatient) for each in SERVE])
    try:
        with begin_form(closed_newsroom, 100, declared) as unfinished:
            response = said(unfinished)
        assert response.startswith(b"HTTP/1.1 " + status)
        assert b"Nothing was changed." in response
        closed_newsroom.desk().publish("Water.")
    finally:
        closed_newsroom.stop()
