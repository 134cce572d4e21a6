"""`changes/`: the blocks that changed after a cursor, in one response for all readers at it."""

from __future__ import annotations

import pytest

from dateline.desk.commands import posts
from dateline.journal.epochs import begin_epoch
from dateline.page import read
from tests.people import act, copy, publish, seq_of


def cursor(client) -> str:
    return client.get("/flood/changes/?after=x").json()["cursor"]


def test_each_block_comes_once_in_its_newest_version(client, coverage):
    start = cursor(client)
    publish(coverage, "Water at 4.2 m.")
    publish(coverage, "Second.")
    seen = seq_of(coverage, "post-1")
    posts.correct(
        **act(),
        coverage=coverage,
        number=1,
        expected_seq=seen,
        copy=copy("Water at 2.4 m."),
        note="2.4.",
    )
    answer = client.get(f"/flood/changes/?after={start}")
    found = answer.json()
    assert [block["name"] for block in found["blocks"]] == ["post-2", "post-1"]
    assert "4.2" not in answer.content.decode()
    assert found["cursor"] == cursor(client)
    assert not found["reset"]
    assert client.get(f"/flood/changes/?after={found['cursor']}").json()["blocks"] == []


@pytest.mark.parametrize("after", ["", "x", "12", "ffff-1", "{epoch}-99", "{epoch}--1"])
def test_a_foreign_cursor_gets_a_reset(client, coverage, after):
    epoch = cursor(client).split("-")[0]
    found = client.get(f"/flood/changes/?after={after.format(epoch=epoch)}").json()
    assert found["reset"] is True
    assert found["blocks"] == []


def test_a_new_epoch_is_a_reset_and_two_hundred_blocks_are_not(client, coverage):
    start = cursor(client)
    for number in range(200):
        publish(coverage, f"Post {number}.")
    assert len(client.get(f"/flood/changes/?after={start}").json()["blocks"]) == 200
    publish(coverage, "One more.")
    assert client.get(f"/flood/changes/?after={start}").json()["reset"]
    newest = cursor(client)
    begin_epoch()
    assert client.get(f"/flood/changes/?after={newest}").json()["reset"]


def test_blocks_that_were_read_past_the_head_come_once(client, coverage, monkeypatch):
    start, head = cursor(client), read.head(coverage)
    publish(coverage, "Water.")
    # It came in between: the head was read before it, and the blocks after it.
    monkeypatch.setattr(read, "head", lambda found: head)
    found = client.get(f"/flood/changes/?after={start}").json()
    assert [block["name"] for block in found["blocks"]] == ["post-1"]
    monkeypatch.undo()
    assert client.get(f"/flood/changes/?after={found['cursor']}").json()["blocks"] == []


def test_an_answer_may_be_shared_and_has_another_etag_after_a_change(client, coverage):
    address = f"/flood/changes/?after={cursor(client)}"
    first = client.get(address)
    assert first["Cache-Control"] == "public, max-age=1"
    assert "Cookie" not in first.get("Vary", "")
    assert client.get(address)["ETag"] == first["ETag"]
    publish(coverage, "Water.")
    assert client.get(address)["ETag"] != first["ETag"]
