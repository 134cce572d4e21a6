"""Attacks one server with everything at once, for a limited time.

    python -m bench.load.attackers PORT SECONDS CURSOR SESSION

SESSION belongs to a member of the newsroom, who sends the forms that are slow to read and the large
pictures; nobody else is signed in. Prints `ready` when it begins, and in the end how often each
attack was carried out. The server is on 127.0.0.1.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import os
import random
import socket
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from PIL import Image
from tests.newsroom import Desk

# Bytes that one attempt sends at most, if the server lets it.
MOST_SENT: Final = 16 * 1024 * 1024
# Seconds for which an attempt keeps its silent connections.
KEPT: Final = 15
SOCKETS: Final = 250
PIXELS: Final = 7000
NICENESS: Final = 10


@dataclass(frozen=True)
class Target:
    """The server, a cursor of its coverage `flood`, and who is signed in at its desk.

    `form` has the fields of the form that publishes to the coverage `other`.
    """

    port: int
    cursor: str
    desk: Desk
    form: dict[str, str]
    picture: bytes

    @contextlib.contextmanager
    def connected(self, receive_buffer: int = 0) -> Iterator[socket.socket]:
        with socket.socket() as connection:
            if receive_buffer:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
            connection.settimeout(KEPT)
            connection.connect(("127.0.0.1", self.port))
            yield connection


def endless_trailers(target: Target) -> None:
    """Sends trailers after the last chunk of a body (RFC 9112, 7.1.2) until it is cut."""
    line = random.choice((b"GET /flood/", b"POST /desk/sign-in/"))
    head = b"%s HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" % line
    _send(target, head, b"X-Trailer: " + b"a" * 4000 + b"\r\n")


def endless_bodies(target: Target) -> None:
    """Sends the body of a request for a page in memory, or of a form, until it is cut."""
    line = random.choice((b"GET /flood/", b"POST /desk/sign-in/", b"POST /desk/flood/"))
    head = b"%s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000000000\r\n\r\n" % line
    _send(target, head, b"a" * 65536)


def _send(target: Target, head: bytes, rest: bytes) -> None:
    with target.connected() as connection:
        connection.sendall(head)
        for _ in range(MOST_SENT // len(rest)):
            connection.sendall(rest)


def slow_heads(target: Target) -> None:
    """Sends a byte of each of many requests in a second."""
    with contextlib.ExitStack() as stack:
        connections = [stack.enter_context(target.connected()) for _ in range(SOCKETS)]
        for connection in connections:
            connection.sendall(b"GET /flood/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        for _ in range(KEPT):
            time.sleep(1)
            for connection in connections:
                with contextlib.suppress(OSError):
                    connection.send(b"a")


def unread_streams(target: Target) -> None:
    """Opens many streams and reads none."""
    with contextlib.ExitStack() as stack:
        for _ in range(SOCKETS):
            connection = stack.enter_context(target.connected(receive_buffer=4096))
            connection.sendall(b"GET /live/flood HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        time.sleep(KEPT)


def many_cursors(target: Target) -> None:
    """Asks for the changes after thousands of different cursors, without a pause."""
    epoch = target.cursor.rpartition("-")[0]
    with target.connected() as connection:
        for _ in range(100):
            numbers = [random.randrange(1_000_000) for _ in range(50)]
            connection.sendall(
                b"".join(
                    f"GET /flood/changes/?after={epoch}-{number} HTTP/1.1\r\n"
                    f"Host: 127.0.0.1:{target.port}\r\n\r\n".encode()
                    for number in numbers
                )
            )
            connection.recv(65536)


def slow_markup(target: Target) -> None:
    """Publishes what a careless parser reads in quadratic time."""
    words = random.choice(("[" * 20_000, "- #1\n" * 6_600, "*" * 20_000, "![a](" * 4_000))
    # The desk does not publish the same text again without a question.
    fields = {"idempotency_key": uuid.uuid4().hex, "part-0-text": words, "do": "publish-anyway"}
    target.desk.post("/desk/other/", target.form | fields)
    time.sleep(1)


def large_pictures(target: Target) -> None:
    """Publishes a picture of 49 megapixels."""
    fields = target.form | {
        "idempotency_key": uuid.uuid4().hex,
        "do": "publish-anyway",
        "part-0-kind": "photograph",
        "part-0-alt_text": "Noise",
        "part-0-credit": "Ada",
    }
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = b'--b\r\nContent-Disposition: form-data; name="part-0-file"; filename="a.jpg"\r\n\r\n'
    body = b"".join(parts) + head + target.picture + b"\r\n--b--\r\n"
    _post(target, "/desk/other/", "multipart/form-data; boundary=b", body)


def wrong_passwords(target: Target) -> None:
    """Signs in with a wrong password."""
    token = "a" * 32
    fields = {"csrfmiddlewaretoken": token, "username": "ben", "password": uuid.uuid4().hex}
    body = urlencode(fields).encode()
    kind = "application/x-www-form-urlencoded"
    _post(target, "/desk/sign-in/", kind, body, f"csrftoken={token}")


def _post(target: Target, path: str, kind: str, body: bytes, cookie: str = "") -> None:
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=120)
    cookie = cookie or "; ".join(f"{name}={value}" for name, value in target.desk.cookies.items())
    headers = {"Content-Type": kind, "Cookie": cookie, "Origin": target.desk.address}
    try:
        connection.request("POST", path, body, headers)
        connection.getresponse().read()
    finally:
        connection.close()


# Each attack, and how many threads carry it out.
ATTACKS: Final[dict[Callable[[Target], None], int]] = {
    endless_trailers: 4,
    endless_bodies: 4,
    slow_heads: 2,
    unread_streams: 4,
    many_cursors: 4,
    slow_markup: 5,
    large_pictures: 8,
    wrong_passwords: 20,
}


def main(port: str, seconds: str, cursor: str, session: str) -> None:
    # The publisher's times must not depend on how busy this process is.
    os.nice(NICENESS)
    desk = Desk(f"http://127.0.0.1:{port}", session, "other")
    form = desk.form("/desk/other/", "part-0-text")
    target = Target(int(port), cursor, desk, form, _large_picture())
    print("ready", flush=True)
    ends = time.monotonic() + float(seconds)
    done: Counter[str] = Counter()
    threads = [
        threading.Thread(target=_repeat, args=(attack, target, ends, done), daemon=True)
        for attack, count in ATTACKS.items()
        for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, ends - time.monotonic()))
    print(", ".join(f"{count} {name}" for name, count in done.items()), flush=True)


def _repeat(
    attack: Callable[[Target], None], target: Target, ends: float, done: Counter[str]
) -> None:
    while time.monotonic() < ends:
        try:
            attack(target)
        except (OSError, http.client.HTTPException):
            # The server has cut it, refused it, or is being started again.
            time.sleep(0.05)
        done[attack.__name__] += 1


def _large_picture() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((PIXELS, PIXELS), 20).save(file, "JPEG", quality=30)
    return file.getvalue()


if __name__ == "__main__":
    main(*sys.argv[1:])
