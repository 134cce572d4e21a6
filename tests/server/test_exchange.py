"""An answer of the application on a connection: whole, or the last one."""

from __future__ import annotations

import asyncio

from tests.stream.scene import on_a_loop

from .test_protocol import GET, Connections, send

# No page that may be held: the application answers each request.
ASKED = GET.replace(b"/flood/", b"/flood/find/")


def answering(connections: Connections, length: int, body: bytes) -> list[str]:
    """Has all requests answered with a body that is said to be so long; the paths that came."""
    came: list[str] = []

    async def answer(scope, receive, send) -> None:
        came.append(scope["path"])
        headers = [(b"content-length", b"%d" % length)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    connections.application.handler = answer
    return came


def test_a_body_that_is_shorter_than_was_said_is_not_completed_by_the_next_answer():
    async def act(scene):
        connections = Connections()
        came = answering(connections, 10, b"water")
        async with connections.open() as (client, _):
            await send(client, ASKED + ASKED)
            # The client is told by the end of the connection.
            assert (await client.end()).endswith("\r\n\r\nwater")
            assert came == ["/flood/find/"]

    on_a_loop(act)


def test_a_body_that_is_longer_than_was_said_is_cut_and_the_connection_goes_on():
    async def act(scene):
        connections = Connections()
        came = answering(connections, 5, b"water and more")
        async with connections.open() as (client, _):
            await send(client, ASKED + ASKED)
            while client.text.count("water") < 2:
                await client.receive()
            assert "and more" not in client.text
            assert len(came) == 2

    on_a_loop(act)


def test_a_page_that_is_waited_for_is_the_last_answer_where_the_server_ends():
    async def act(scene):
        connections = Connections()
        async with connections.open() as (client, _):
            await send(client, GET.replace(b"/flood/", b"/other/"))
            while not connections.made:
                await asyncio.sleep(0)
            (protocol,) = connections.state.connections
            protocol.shutdown()
            connections.gate.set()
            text = await client.end()
            assert "connection: close\r\n" in text
            assert text.endswith("made /other/")

    on_a_loop(act)


EXPECTING = ASKED.replace(b"GET", b"POST").replace(
    b"\r\n\r\n", b"\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"
)


def test_no_100_continue_is_written_after_a_refusal(caplog):
    async def act(scene):
        connections = Connections()
        refused = asyncio.Event()
        received = []

        async def answer(scope, receive, send) -> None:
            await refused.wait()
            received.append(await receive())

        connections.application.handler = answer
        async with connections.open() as (client, _):
            await send(client, EXPECTING + b"no chunk\r\n")
            assert (await client.until("\r\n\r\n")).startswith("HTTP/1.1 400")
            refused.set()
            while connections.state.tasks:
                await asyncio.sleep(0)
            assert received == [{"type": "http.disconnect"}]
            client.socket.close()

    on_a_loop(act)
    assert not caplog.records


def test_no_100_continue_is_written_into_a_response():
    async def act(scene):
        connections = Connections()

        async def answer(scope, receive, send) -> None:
            headers = [(b"content-length", b"5")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await receive()
            await send({"type": "http.response.body", "body": b"water"})

        connections.application.handler = answer
        async with connections.open() as (client, _):
            await send(client, EXPECTING + b"0\r\n\r\n")
            assert "100 Continue" not in await client.until("water")

    on_a_loop(act)
