"""The demo plays to its end with the real commands, and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.newsroom import PATIENCE, get
from tests.ports import free_port

ROOT = Path(__file__).parents[2]


def test_the_demo_shows_all_that_it_promises_and_cleans_up(tmp_path):
    port = free_port()
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    for name in ("DATELINE_DATA", "DATABASE_URL"):
        environment.pop(name, None)
    demo = subprocess.Popen(
        [sys.executable, "-m", "dateline", "demo", "--no-play", "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        lines = [demo.stdout.readline() for _ in range(5)]
        address = f"http://127.0.0.1:{port}"
        assert lines[0].split()[-1] == f"{address}/halvern-flood/"
        assert "ada / ada" in lines[1]
        assert lines[2].split()[-1].startswith(str(tmp_path))
        page = await_page(address, "/halvern-flood/")
        for shown in ("<picture>", "<blockquote>", 'class="question"', "Correction", "Pinned"):
            assert shown in page, shown
        for shown in ("Post withdrawn", "What we know", "as it happened", "Update"):
            assert shown in page, shown
        assert "bicycle" in page
        assert "swept from the footbridge" not in page
        assert get(address, "/halvern-flood-wednesday/").status == 200
    finally:
        demo.terminate()
        output, _ = demo.communicate(timeout=PATIENCE)
    assert demo.returncode == 0, output
    assert "Traceback" not in output
    assert list(tmp_path.iterdir()) == []


def await_page(address: str, path: str) -> str:
    """The page, once the server answers at the address that it has printed."""
    while True:
        try:
            return get(address, path).text
        except ConnectionRefusedError:
            continue
