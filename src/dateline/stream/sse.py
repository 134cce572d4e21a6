"""Encodes the events of the stream (HTML standard, section 9.2). Pure.

The data of an event is one line of JSON, so no CR or LF in a post can end a line of the event.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final, NamedTuple

from dateline.journal.cursor import Cursor

RETRY_MS: Final = 2000
HEARTBEAT: Final = b"event: heartbeat\ndata: {}\n\n"


class Fragment(NamedTuple):
    """A block as JSON, encoded once for all subscribers."""

    seq: int
    body: bytes


def fragment(*, name: str, seq: int, sort_key: str, page: int, html: str) -> Fragment:
    """Encodes a block. `sort_key` is "" and `page` is 0 for a block that is not a post."""
    block = {"name": name, "sort_key": sort_key, "page": page, "html": html}
    return Fragment(seq, json.dumps(block, ensure_ascii=False, separators=(",", ":")).encode())


def blocks(cursor: Cursor, fragments: Iterable[Fragment]) -> bytes:
    """Encodes one event with all blocks that changed at the cursor's seq."""
    return b'id: %s\nevent: blocks\ndata: {"seq":%d,"blocks":[%s]}\n\n' % (
        str(cursor).encode(),
        cursor.seq,
        b",".join(each.body for each in fragments),
    )


def reset(head: Cursor) -> bytes:
    """Encodes the event that makes the client load its page again."""
    return b"id: %s\nevent: reset\ndata: {}\n\n" % str(head).encode()


def hello(cursor: Cursor) -> bytes:
    """Encodes the first event: the cursor of the stream, and the delay before reconnecting."""
    return b"retry: %d\nid: %s\nevent: hello\ndata: {}\n\n" % (RETRY_MS, str(cursor).encode())


def retry(milliseconds: int) -> bytes:
    """Encodes the last bytes of a stream: the delay before reconnecting."""
    return b"retry: %d\n\n" % milliseconds
