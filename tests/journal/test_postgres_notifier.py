"""Notifications of PostgreSQL, while it is away and when it is back."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from django.db import OperationalError, connections

from dateline.journal import postgres_notifier
from tests.newsroom import PATIENCE

pytestmark = pytest.mark.postgres


def _raise(error: Exception) -> None:
    raise error


def test_an_outage_is_logged_once_and_its_end_too(db, monkeypatch, caplog):
    really_connect = connections.create_connection
    failures = [OperationalError("it is away")] * 3

    def connect(alias: str):
        own = really_connect(alias)
        if failures:
            monkeypatch.setattr(own, "connect", partial(_raise, failures.pop()))
        return own

    monkeypatch.setattr(postgres_notifier, "_WAIT", 0.01)
    monkeypatch.setattr(connections, "create_connection", connect)
    heard = threading.Event()
    stop = postgres_notifier.listen({"journal": heard.set})
    assert heard.wait(PATIENCE)
    stop()
    (thread,) = [each for each in threading.enumerate() if each.name == "notifier"]
    thread.join(PATIENCE)
    assert not failures
    first, last = caplog.messages
    assert "are interrupted" in first
    assert "received again" in last
