"""The stream's pure parts: framing, the decision how to resume, what waits for readers."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.page.limits import MAX_BLOCKS_BEHIND
from dateline.stream import resume, sse
from dateline.stream.channel import Channel
from dateline.stream.hub import LEAST_REST, ROUND, rest

NOW = resume.Standing(epoch="ab12", head=50, low=40, closed=False)
CLOSED = resume.Standing(epoch="ab12", head=50, low=40, closed=True)


@pytest.mark.parametrize(
    ("asked", "now", "way"),
    [
        (None, NOW, resume.Way.LIVE),
        ("ab12-50", NOW, resume.Way.LIVE),
        ("ab12-49", NOW, resume.Way.BEHIND),
        ("ab12-40", NOW, resume.Way.BEHIND),
        ("ab12-39", NOW, resume.Way.RESET),
        ("ab12-0", NOW, resume.Way.RESET),
        ("ab12-51", NOW, resume.Way.RESET),
        ("ffff-50", NOW, resume.Way.RESET),
        ("ffff-10", NOW, resume.Way.RESET),
        ("50", NOW, resume.Way.RESET),
        ("ab12--1", NOW, resume.Way.RESET),
        ("ab12-5\n", NOW, resume.Way.RESET),
        ("", NOW, resume.Way.RESET),
        ("ab12-50", CLOSED, resume.Way.DONE),
        ("ab12-49", CLOSED, resume.Way.BEHIND),
        ("ffff-50", CLOSED, resume.Way.RESET),
    ],
)
def test_how_a_reader_comes_back(asked, now, way):
    assert resume.decide(asked, now) is way


def fragment(name: str, seq: int, html: str = "<p>") -> tuple[str, sse.Fragment]:
    return name, sse.fragment(name=name, seq=seq, place="p", page=1, html=html)


def everything(channel: Channel, seq: int) -> bytes:
    """All that a reader at `seq` is sent, piece by piece."""
    frames = b""
    while seq < channel.head:
        piece, seq = channel.since(seq)
        frames += piece
    return frames


def read(frames: bytes) -> list[tuple[str, list[tuple[str, str]]]]:
    """Ids and blocks of some frames, split as the HTML standard says."""
    events = []
    for text in re.split(r"\r\n\r\n|\n\n|\r\r", frames.decode())[:-1]:
        lines = re.split(r"\r\n|\n|\r", text)
        fields = dict(line.split(": ", 1) for line in lines)
        assert len(lines) == len(fields) == 3
        blocks = json.loads(fields["data"])["blocks"]
        events.append((fields["id"], [(each["name"], each["html"]) for each in blocks]))
    return events


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_nothing_in_a_post_can_end_a_line_of_a_frame(html):
    assert read(sse.frames("ab", [fragment("post-1", 3, html)[1]])) == [
        ("ab-3", [("post-1", html)])
    ]


def test_one_event_carries_every_block_of_its_seq():
    fragments = [fragment("post-1", 3)[1], fragment("pin", 3)[1], fragment("post-2", 4)[1]]
    events = read(sse.frames("ab", fragments))
    assert [(id, [name for name, _ in blocks]) for id, blocks in events] == [
        ("ab-3", ["post-1", "pin"]),
        ("ab-4", ["post-2"]),
    ]


def test_a_channel_gives_each_block_once_as_it_now_stands():
    channel = Channel("ab", 10, closed=False)
    channel.advance([fragment("post-1", 11, "wrong"), fragment("post-2", 12)], 12)
    channel.advance([fragment("post-1", 13, "right")], 13)
    assert read(everything(channel, 10)) == [
        ("ab-12", [("post-2", "<p>")]),
        ("ab-13", [("post-1", "right")]),
    ]
    assert read(everything(channel, 12)) == [("ab-13", [("post-1", "right")])]
    assert everything(channel, 13) == b""


def test_a_channel_keeps_a_bounded_memory_and_says_from_where_it_is_whole():
    channel = Channel("ab", 0, closed=False)
    for seq in range(1, MAX_BLOCKS_BEHIND + 31):
        channel.advance([fragment(f"post-{seq}", seq)], seq)
    assert channel.low == 30
    assert len(read(everything(channel, 30))) == MAX_BLOCKS_BEHIND


CHANGES = st.lists(
    st.tuples(st.sampled_from(["post-1", "post-2", "pin", "summary"]), st.booleans()), max_size=30
)


@given(CHANGES, st.data())
def test_whoever_follows_from_anywhere_ends_with_the_same_page(changes, data):
    channel, page, heads, views = Channel("ab", 0, closed=False), {}, [0], [{}]
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


def test_a_sweep_rests_as_long_as_it_took_but_a_round_is_not_longer_for_it():
    assert rest(0.001, 0.001) == 0.001
    # The desk had the processor for a while: that is not rested for.
    assert rest(0.02, 0.1) == 0.02
    assert rest(0.1, 0.12) == pytest.approx(ROUND - 0.12)
    # A room so large, or a machine so slow: the desk has its part all the same.
    assert rest(0.3, 0.5) == pytest.approx(LEAST_REST * 0.3)
