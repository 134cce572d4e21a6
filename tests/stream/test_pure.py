"""The pure parts of the stream: encoding events, deciding how to resume, and the channel."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.journal.cursor import Cursor
from dateline.page.limits import MAX_BLOCKS_BEHIND
from dateline.stream import resume, sse
from dateline.stream.broadcast import MAX_BROADCAST_INTERVAL, MIN_PAUSE, pause_after
from dateline.stream.channel import CHUNK_BYTES, MOST_CHUNKS, Channel
from dateline.stream.resume import Resume

HEAD = Cursor("ab12", 50)


@pytest.mark.parametrize(
    ("asked", "closed", "how", "seq"),
    [
        (None, False, Resume.LIVE, 50),
        (None, True, Resume.LIVE, 50),
        ("ab12-50", False, Resume.LIVE, 50),
        ("ab12-49", False, Resume.REPLAY, 49),
        ("ab12-40", False, Resume.REPLAY, 40),
        ("ab12-39", False, Resume.RESET, 50),
        ("ab12-0", False, Resume.RESET, 50),
        ("ab12-51", False, Resume.RESET, 50),
        ("ffff-50", False, Resume.RESET, 50),
        ("ffff-10", False, Resume.RESET, 50),
        ("50", False, Resume.RESET, 50),
        ("ab12--1", False, Resume.RESET, 50),
        ("ab12-5\n", False, Resume.RESET, 50),
        ("ab12-٤٥", False, Resume.RESET, 50),
        ("", False, Resume.RESET, 50),
        ("ab12-50", True, Resume.CLOSED, 50),
        ("ab12-49", True, Resume.REPLAY, 49),
        ("ab12-51", True, Resume.RESET, 50),
        ("ffff-50", True, Resume.RESET, 50),
    ],
)
def test_how_a_stream_begins(asked, closed, how, seq):
    assert resume.decide(asked, head=HEAD, low=40, closed=closed) == (how, seq)


@given(st.text("0123456789abcdef", min_size=1, max_size=16), st.integers(0, 10**18 - 1))
def test_a_cursor_is_read_as_it_was_written(epoch, seq):
    assert Cursor.parse(str(Cursor(epoch, seq))) == (epoch, seq)


def fragment(name: str, seq: int, html: str = "<p>") -> tuple[str, sse.Fragment]:
    return name, sse.fragment(name=name, seq=seq, sort_key="p", page=1, html=html)


def everything(channel: Channel, seq: int) -> bytes:
    """All that a subscriber at `seq` is sent, chunk by chunk."""
    events = b""
    while seq < channel.head.seq:
        chunk, seq = channel.since(seq)
        events += chunk
    return events


def read(stream: bytes) -> list[tuple[str, list[tuple[str, str]]]]:
    """The ids and blocks of some events, parsed as the HTML standard says."""
    events = []
    for text in re.split(r"\r\n\r\n|\n\n|\r\r", stream.decode())[:-1]:
        lines = re.split(r"\r\n|\n|\r", text)
        fields = dict(line.split(": ", 1) for line in lines)
        assert len(lines) == len(fields) == 3
        blocks = json.loads(fields["data"])["blocks"]
        events.append((fields["id"], [(each["name"], each["html"]) for each in blocks]))
    return events


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_nothing_in_a_post_can_end_a_line_of_an_event(html):
    assert read(sse.blocks(Cursor("ab", 3), [fragment("post-1", 3, html)[1]])) == [
        ("ab-3", [("post-1", html)])
    ]


def test_one_event_carries_every_block_of_its_seq():
    channel = Channel(Cursor("ab", 2), closed=False)
    channel.advance([fragment("post-1", 3), fragment("pin", 3), fragment("post-2", 4)], 4)
    events = read(everything(channel, 2))
    assert [(id, [name for name, _ in blocks]) for id, blocks in events] == [
        ("ab-3", ["post-1", "pin"]),
        ("ab-4", ["post-2"]),
    ]
    # A replaced block is removed from its event, and the others stay in it.
    channel.advance([fragment("post-1", 5)], 5)
    assert [(id, [name for name, _ in blocks]) for id, blocks in read(everything(channel, 2))] == [
        ("ab-3", ["pin"]),
        ("ab-4", ["post-2"]),
        ("ab-5", ["post-1"]),
    ]


def test_a_head_moves_past_blocks_that_were_read_after_it():
    channel = Channel(Cursor("ab", 10), closed=False)
    channel.advance([fragment("post-1", 11), fragment("post-2", 12)], 11)
    assert (channel.head, channel.cursor) == (("ab", 12), "ab-12")
    assert channel.since(10).reached == 12
    # An older head does not move it back.
    channel.advance([], 11)
    assert channel.head.seq == 12


def test_a_chunk_is_bounded_and_whatever_is_asked_for_few_are_kept():
    channel = Channel(Cursor("ab", 0), closed=False)
    channel.advance([fragment(f"post-{n}", n, "water " * 1000) for n in range(1, 151)], 150)
    for seq in range(150):
        chunk = channel.since(seq)
        assert len(chunk.events) <= CHUNK_BYTES
        assert chunk.reached > seq
        assert len(channel._chunks) <= MOST_CHUNKS
    # A larger event is sent alone.
    channel.advance([fragment("post-151", 151, "water " * 20_000), fragment("post-152", 152)], 152)
    assert channel.since(150).reached == 151


def test_an_event_that_was_sent_already_is_made_anew_for_what_comes_at_its_seq():
    channel = Channel(Cursor("ab", 10), closed=False)
    channel.advance([fragment("post-1", 11)], 11)
    assert read(everything(channel, 10)) == [("ab-11", [("post-1", "<p>")])]
    channel.advance([fragment("pin", 11)], 11)
    assert read(everything(channel, 10)) == [("ab-11", [("post-1", "<p>"), ("pin", "<p>")])]


def test_a_channel_gives_the_newest_version_of_each_block_once():
    channel = Channel(Cursor("ab", 10), closed=False)
    channel.advance([fragment("post-1", 11, "wrong"), fragment("post-2", 12)], 12)
    channel.advance([fragment("post-1", 13, "right")], 13)
    assert read(everything(channel, 10)) == [
        ("ab-12", [("post-2", "<p>")]),
        ("ab-13", [("post-1", "right")]),
    ]
    assert read(everything(channel, 12)) == [("ab-13", [("post-1", "right")])]
    assert everything(channel, 13) == b""


def test_a_channel_keeps_a_bounded_memory_and_says_from_where_it_is_whole():
    channel = Channel(Cursor("ab", 0), closed=False)
    for seq in range(1, MAX_BLOCKS_BEHIND + 31):
        channel.advance([fragment(f"post-{seq}", seq)], seq)
    assert channel.low == 30
    assert len(read(everything(channel, 30))) == MAX_BLOCKS_BEHIND


CHANGES = st.lists(
    st.tuples(st.sampled_from(["post-1", "post-2", "pin", "summary"]), st.booleans()), max_size=30
)


@given(CHANGES, st.data())
def test_a_subscriber_from_any_position_ends_with_the_same_page(changes, data):
    channel, page, heads, views = Channel(Cursor("ab", 0), closed=False), {}, [0], [{}]
    for seq, (name, _) in enumerate(changes, 1):
        channel.advance([fragment(name, seq, str(seq))], seq)
        page[name] = str(seq)
        heads.append(seq)
        views.append(dict(page))
    start = data.draw(st.sampled_from(heads))
    mine = dict(views[start])
    for _, blocks in read(everything(channel, start)):
        mine.update(blocks)
    assert mine == page


def test_a_pause_lasts_as_long_as_the_broadcast_but_does_not_delay_the_last_reader():
    assert pause_after(0.001, 0.001) == 0.001
    # Time in which the desk had the processor is not counted.
    assert pause_after(0.02, 0.1) == 0.02
    assert pause_after(0.1, 0.12) == pytest.approx(MAX_BROADCAST_INTERVAL - 0.12)
    # The desk has its share, however large the topic and slow the machine.
    assert pause_after(0.3, 0.5) == pytest.approx(MIN_PAUSE * 0.3)
