"""A clock that jumps, and a server that is stopped: the order is that of the journal."""

from __future__ import annotations

import re
import signal
import subprocess
import threading
from pathlib import Path

import pytest

from tests.newsroom import PATIENCE, Answer, Newsroom, get

HOUR = 3600


@pytest.mark.compiler
def test_a_clock_that_jumps_loses_nothing_and_changes_no_cursor(
    closed_newsroom: Newsroom, tmp_path: Path
):
    library, clock = tmp_path / "clock.so", tmp_path / "clock"
    source = Path(__file__).with_name("clock.c")
    command = ["cc", "-Wall", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"]
    subprocess.run(command, check=True)
    closed_newsroom.environment = closed_newsroom.environment | {
        "LD_PRELOAD": str(library),
        "FAULTY_CLOCK": str(clock),
    }
    closed_newsroom.start()
    try:
        desk, rex = closed_newsroom.desk(), closed_newsroom.reader(after=closed_newsroom.cursor())
        for number, ahead in enumerate((0, 3 * HOUR, -2 * HOUR, 0), start=1):
            clock.write_text(str(ahead))
            desk.publish(f"Post {number}.")
            (block,) = rex.blocks()
            assert f"Post {number}." in block["html"]
            # A page that is loaded now shows what was just acknowledged.
            assert f"Post {number}." in get(closed_newsroom.address, "/flood/").text
        page = get(closed_newsroom.address, "/flood/").text
        # The page is ordered by the time of each post, and the stream by the journal.
        assert re.findall(r'id="post-(\d)"', page) == ["2", "4", "1", "3"]
        again = closed_newsroom.reader(after=rex.last_id.split("-")[0] + "-1")
        resumed = [next(again.blocks())["name"] for _ in range(4)]
        assert resumed == ["post-1", "post-2", "post-3", "post-4"]
    finally:
        closed_newsroom.stop()
    checked = closed_newsroom.run("check")
    assert checked.returncode == 0, checked.stderr


def test_a_stopped_server_continues_where_it_was(newsroom: Newsroom):
    desk, rex = newsroom.desk(), newsroom.reader(after=newsroom.cursor())
    fields = desk.form("/desk/flood/", "part-0-text") | {"part-0-text": "Water.", "do": "publish"}
    answers: list[Answer] = []
    writer = threading.Thread(target=lambda: answers.append(desk.post("/desk/flood/", fields)))
    assert newsroom.process is not None
    stat = Path(f"/proc/{newsroom.process.pid}/stat")
    newsroom.process.send_signal(signal.SIGSTOP)
    try:
        while stat.read_text().rpartition(")")[2].split()[0] != "T":
            pass
        writer.start()
        # Meanwhile another process of the newsroom publishes.
        newsroom.program("publish", "flood", "From elsewhere.")
        assert answers == []
    finally:
        newsroom.process.send_signal(signal.SIGCONT)
    writer.join(PATIENCE)
    assert [answer.status for answer in answers] == [302]
    seen = [block["name"] for _ in range(2) for block in rex.blocks()]
    assert sorted(seen) == ["post-1", "post-2"]
    page = get(newsroom.address, "/flood/").text
    assert page.count("<article") == 2
    assert page.index("Water.") < page.index("From elsewhere.")
