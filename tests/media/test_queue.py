"""Pictures wait for one another, and nobody else waits for them."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from dateline.routing import Pool
from dateline.server.handler import THREADS
from tests.newsroom import PATIENCE, Answer, Newsroom, get, request

from .test_uploads import form_with


def decoders(newsroom: Newsroom) -> set[int]:
    """The processes that decode a picture for this newsroom's server."""
    assert newsroom.process is not None
    found = set()
    for task in Path(f"/proc/{newsroom.process.pid}/task").iterdir():
        with contextlib.suppress(OSError):
            for pid in (task / "children").read_text().split():
                if b"dateline.media.encode" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    found.add(int(pid))
    return found


@contextmanager
def stopped_decoders(newsroom: Newsroom, count: int) -> Iterator[set[int]]:
    """Stops every decoder as it starts, and goes on when so many are stopped."""
    stopped: set[int] = set()
    enough, ended = threading.Event(), threading.Event()

    def stop() -> None:
        while not ended.is_set():
            for pid in decoders(newsroom) - stopped:
                os.kill(pid, signal.SIGSTOP)
                stopped.add(pid)
            if len(stopped) >= count:
                enough.set()

    stopping = threading.Thread(target=stop)
    stopping.start()
    try:
        assert enough.wait(PATIENCE), f"{len(stopped)} decoders were started"
        yield stopped
    finally:
        ended.set()
        stopping.join()
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)


def send(newsroom: Newsroom, picture: bytes, name: str) -> Answer:
    headers, body = form_with(newsroom.desk(name), picture)
    return request(newsroom.address, "POST", "/desk/flood/", headers, body)


def picture_of(folder: Path, width: int) -> bytes:
    Image.new("RGB", (width, width), (40, 90, 160)).save(folder / f"{width}.png")
    return (folder / f"{width}.png").read_bytes()


def test_pictures_that_take_for_ever_keep_nobody_else_waiting(newsroom: Newsroom, tmp_path):
    picture, count = picture_of(tmp_path, 500), 8
    ben, at_once = newsroom.desk(), THREADS[Pool.UPLOADS]
    with ThreadPoolExecutor(count) as writers:
        sent = [writers.submit(send, newsroom, picture, of) for of in ("ben", "eve") * 4]
        with stopped_decoders(newsroom, at_once) as stopped:
            # More than the desk has threads.
            for number in range(THREADS[Pool.DESK] + 1):
                ben.publish(f"Water at door {number}.")
            assert "Water at door 5." in get(newsroom.address, "/flood/").text
            assert get(newsroom.address, "/flood/find/?q=door").status == 200
            # The other pictures wait for these.
            assert len(stopped) == at_once
    assert [each.result().status for each in sent] == [302] * count
    assert get(newsroom.address, "/flood/").text.count("<article") == 6 + count


def test_pictures_of_strangers_take_no_place_among_those_of_members(newsroom: Newsroom, tmp_path):
    picture = picture_of(tmp_path, 500)
    with ThreadPoolExecutor(2) as writers, stopped_decoders(newsroom, 0) as stopped:
        at_once = THREADS[Pool.UPLOADS]
        sent = [writers.submit(send, newsroom, picture, of) for of in ("ben", "eve")]
        while len(stopped) < at_once:
            time.sleep(0.01)
        # All threads for pictures are taken, and strangers are answered all the same.
        headers, body = form_with(newsroom.desk(), picture)
        headers["Cookie"] = headers["Cookie"].replace("sessionid=", "sessionid=forged")
        answer = request(newsroom.address, "POST", "/desk/flood/", headers, body)
        assert answer.status == 401
    assert [each.result().status for each in sent] == [302] * at_once


@pytest.mark.once
@pytest.mark.thorough
def test_eight_pictures_of_49_megapixels_delay_no_text(newsroom: Newsroom, tmp_path, monkeypatch):
    # Each picture waits for those before it, and they have the processor last.
    monkeypatch.setattr("tests.newsroom.PATIENCE", 10 * PATIENCE)
    picture, count = picture_of(tmp_path, 7000), 8
    ben, waited = newsroom.desk(), []
    with ThreadPoolExecutor(count) as writers:
        sent = [writers.submit(send, newsroom, picture, of) for of in ("ben", "eve") * 4]
        while not all(each.done() for each in sent):
            begun = time.monotonic()
            ben.publish(f"Water at door {len(waited)}.")
            waited.append(time.monotonic() - begun)
            # Between two posts the pictures have the processor.
            time.sleep(0.2)
    assert [each.result().status for each in sent] == [302] * count
    # It was 42 s when the decoders occupied the threads of the desk. It is one second on a quiet
    # machine, and several where tests run beside it.
    assert max(waited) < 20, sorted(waited)[-5:]
