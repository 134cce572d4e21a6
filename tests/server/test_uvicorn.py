"""The undocumented parts of uvicorn that the server uses are in the locked version."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import uvicorn
from uvicorn.server import Server, ServerState

ROOT = Path(__file__).parents[2]


def test_this_is_the_version_that_is_locked():
    for lock in ("requirements.lock", "requirements-test.lock"):
        locked = re.search(r"^uvicorn==(\S+)", (ROOT / lock).read_text(), re.MULTILINE)
        assert locked
        assert locked[1] == uvicorn.__version__


def test_uvicorn_waits_for_connections_and_tasks_and_calls_shutdown():
    state = ServerState()
    assert state.connections == set()
    assert state.tasks == set()
    shutdown = inspect.getsource(Server.shutdown)
    assert "connection.shutdown()" in shutdown
    assert "_wait_tasks_to_complete" in shutdown


def test_uvicorn_makes_a_protocol_with_the_state_by_name():
    assert "server_state=self.server_state" in inspect.getsource(Server.startup)


def test_no_callback_of_uvicorns_own_protocol_is_used():
    for path in (ROOT / "src" / "dateline").rglob("*.py"):
        text = path.read_text()
        assert "uvicorn.protocols" not in text, path
        assert "uvicorn" not in text or path.name in ("run.py", "protocol.py", "__main__.py"), path
