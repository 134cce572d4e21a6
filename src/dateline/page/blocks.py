"""The blocks of a page, and what each of them is rendered from.

A block is rendered when an entry about its own object is appended, or one of its kinds, or one
about an object that it was rendered from the last time (its sources). To add a block, add a
definition to `BLOCKS` and a template to `templates/page/blocks`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dateline.coverage import objects, read
from dateline.coverage.models import PostRow
from dateline.coverage.state import CoverageState
from dateline.journal.entry import ObjectRef
from dateline.journal.models import Coverage

from . import render

# A list that grew with the coverage weighed more than the posts. The rest is a search away.
MAX_KEY_EVENTS: Final = 10


@dataclass(frozen=True)
class Target:
    """What is to be rendered: a block of a coverage as it stands after the entry `seq`."""

    coverage: Coverage
    state: CoverageState
    name: str
    seq: int


@dataclass(frozen=True)
class Rendering:
    """A block's HTML, where it stands if it is a post, and the objects it was rendered from.

    `sources` leaves out the block's own object.
    """

    html: str
    sort_key: str = ""
    page: int = 0
    sources: tuple[ObjectRef, ...] = ()


@dataclass(frozen=True)
class BlockDefinition:
    """How a block is rendered, and for which entries.

    `about` is the type of its own object ('' for none); a block about posts is named after each
    post. `kinds` are further kinds of entry that it is rendered for. Only a block with
    `has_sources` may be rendered from other objects than its own.
    """

    name: str
    about: str
    render: Callable[[Target], Rendering]
    kinds: frozenset[str] = frozenset()
    has_sources: bool = False


def definition_of(name: str) -> BlockDefinition:
    """The definition of a block by the block's name. Raises LookupError."""
    return _DEFINITIONS[objects.POST if name.startswith(f"{objects.POST}-") else name]


def _headline(target: Target) -> Rendering:
    return Rendering(render.headline(target.state, target.seq))


def _series(target: Target) -> Rendering:
    return Rendering(render.series(target.state, target.seq))


def _key_points(target: Target) -> Rendering:
    return Rendering(render.key_points(target.state, target.seq))


def _summary(target: Target) -> Rendering:
    return Rendering(render.summary(target.state, target.seq))


def _key_events(target: Target) -> Rendering:
    events = read.key_events(target.coverage, MAX_KEY_EVENTS + 1)
    shown, more = events[:MAX_KEY_EVENTS], len(events) > MAX_KEY_EVENTS
    html = render.key_events(target.state, shown, target.seq, more=more)
    return Rendering(html, sources=tuple(objects.post(each.number) for each in shown))


def _pin(target: Target) -> Rendering:
    number = target.state.pinned
    pinned = read.post_state(target.coverage, number) if number else None
    html = render.pin(target.state, pinned, target.seq)
    return Rendering(html, sources=(objects.post(number),) if number else ())


def _post(target: Target) -> Rendering:
    number = ObjectRef.parse(target.name).number
    row = PostRow.objects.get(coverage=target.coverage, number=number)
    html = render.post(target.state, read.state_of(row), row.sort_key, target.seq)
    return Rendering(html, row.sort_key, row.page)


BLOCKS: Final = (
    BlockDefinition("headline", "coverage", _headline),
    BlockDefinition("series", "series", _series),
    BlockDefinition("key-points", "key_points", _key_points),
    BlockDefinition("summary", "summary", _summary),
    BlockDefinition(
        "key-events", "", _key_events, frozenset({"post.key_event_set"}), has_sources=True
    ),
    BlockDefinition("pin", "pin", _pin, has_sources=True),
    BlockDefinition("post", objects.POST, _post),
)
_DEFINITIONS: Final = {each.name: each for each in BLOCKS}
