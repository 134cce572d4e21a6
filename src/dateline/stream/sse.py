"""The bytes of the event stream (HTML standard, section 9.2). Pure.

The data of an event is one line of JSON, so no CR or LF of a post can end a line of the frame.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Final, NamedTuple

RETRY_MS: Final = 2000


class Fragment(NamedTuple):
    """A block as it goes into a frame: encoded once, however many readers get it."""

    seq: int
    body: bytes


def fragment(*, name: str, seq: int, sort_key: str, page: int, html: str) -> Fragment:
    """The JSON of one block: name, sort key ('' for all but posts), page (0 likewise) and HTML."""
    block = {"name": name, "sort_key": sort_key, "page": page, "html": html}
    return Fragment(seq, json.dumps(block, ensure_ascii=False, separators=(",", ":")).encode())


def frames(epoch: str, fragments: Iterable[Fragment]) -> bytes:
    """One event a seq, with every block that the seq changed. The fragments come in seq order."""
    out = []
    for seq, group in groupby(fragments, key=lambda each: each.seq):
        blocks = b",".join(each.body for each in group)
        out.append(
            b'id: %s-%d\nevent: blocks\ndata: {"seq":%d,"blocks":[%s]}\n\n'
            % (epoch.encode(), seq, seq, blocks)
        )
    return b"".join(out)


def reset(epoch: str, seq: int) -> bytes:
    """The page cannot be brought up to date from its cursor: it must be loaded again."""
    return b"id: %s-%d\nevent: reset\ndata: {}\n\n" % (epoch.encode(), seq)


def hello(epoch: str, seq: int) -> bytes:
    """The first bytes of a stream: how soon to return, and where the reader now is."""
    return b"retry: %d\nid: %s-%d\nevent: hello\ndata: {}\n\n" % (RETRY_MS, epoch.encode(), seq)


def retry(milliseconds: int) -> bytes:
    """The last bytes of a stream that the server ends: when to return."""
    return b"retry: %d\n\n" % milliseconds


BEAT: Final = b"event: beat\ndata: {}\n\n"
