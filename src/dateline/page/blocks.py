"""The blocks of a page, and the objects from which each block is rendered.

A block is rendered again when an entry is appended that is about its own object, that has one of
the kinds in its definition, or that is about one of its sources: the posts from which it was
rendered last. Its sources must therefore include every post that its HTML depends on.

CONTRIBUTING.md lists the steps to add a block.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from dateline.coverage import objects
from dateline.coverage.kinds import PostKeyEventSet, PostKeyEventTitled, PostRelationsSet
from dateline.coverage.posts import Posts
from dateline.coverage.state import CoverageState, PostOnPage
from dateline.journal.entry import Entry, ObjectRef, value_or

from . import render

# Without a limit the list became larger than the posts of a page. Search finds the other events.
MAX_KEY_EVENTS: Final = 10

Sources: TypeAlias = tuple[PostOnPage, ...]


@dataclass(frozen=True)
class BlockDefinition:
    """The definition of a block.

    `about_type` is the type of its own object ('' for none). With `one_per_object` there is one
    block for each object of that type. `kinds` are other kinds of entry that change the block.
    `sources` returns the posts from which it is rendered, its own post first; other posts only with
    `depends_on_other_posts`. `render` returns its HTML.
    """

    name: str
    about_type: str
    render: Callable[[CoverageState, Sources, int], str]
    sources: Callable[[CoverageState, Posts, ObjectRef], Sources] = lambda *_: ()
    kinds: frozenset[str] = frozenset()
    one_per_object: bool = False
    depends_on_other_posts: bool = False


class BlockRef(NamedTuple):
    """A block of a coverage: its definition, and with `one_per_object` the id of its object.

    Its text is the name of the block in pages and streams, such as `key-events` or `post-31`.
    """

    definition: BlockDefinition
    id: str = ""

    def __str__(self) -> str:
        return str(self.about) if self.definition.one_per_object else self.definition.name

    @property
    def about(self) -> ObjectRef:
        """The block's own object."""
        return ObjectRef(self.definition.about_type, self.id)

    @classmethod
    def parse(cls, name: str) -> BlockRef:
        """Returns the block with this name. Raises LookupError or ValueError."""
        if name in _NAMED:
            return cls(_NAMED[name])
        about = ObjectRef.parse(name)
        return cls(_FOR_EACH[about.type], about.id)


class BlockInput(NamedTuple):
    """All the data from which a block is rendered. It is immutable, so rendering can be delayed."""

    block: BlockRef
    state: CoverageState
    sources: Sources
    seq: int

    @classmethod
    def of(cls, block: BlockRef, state: CoverageState, posts: Posts, seq: int) -> BlockInput:
        """Collects the data of a block after the entry `seq`."""
        return cls(block, state, block.definition.sources(state, posts, block.about), seq)

    def html(self) -> str:
        return self.block.definition.render(self.state, self.sources, self.seq)

    def own_post(self) -> PostOnPage | None:
        """Returns the post that this block shows; None if it is not the block of a post."""
        return self.sources[0] if self.block.definition.about_type == objects.POST_TYPE else None

    def other_objects(self) -> set[str]:
        """Returns the objects of the block's sources, without its own object."""
        sources = {objects.post(each.state.number) for each in self.sources}
        return {str(each) for each in sources - {self.block.about}}


def changed_by(entry: Entry) -> list[BlockRef]:
    """Returns the blocks that an entry changes because of its object, its kind or its relations."""
    changed = [
        BlockRef(each, entry.object.id if each.one_per_object else "")
        for each in BLOCKS
        if each.about_type == entry.object.type or entry.payload.kind in each.kinds
    ]
    if isinstance(entry.payload, PostRelationsSet):
        # The other ends of the relations. Those that it had before have this post as a source.
        relations = value_or(entry.payload.relations, ())
        changed += [block for each in relations for block in blocks_about(objects.post(each.post))]
    return changed


def blocks_about(about: ObjectRef) -> list[BlockRef]:
    """Returns the blocks whose own object this is."""
    return [
        BlockRef(each, about.id if each.one_per_object else "")
        for each in BLOCKS
        if each.about_type == about.type
    ]


def _newest_key_events(state: CoverageState, posts: Posts, about: ObjectRef) -> Sources:
    # One more than the list shows, which decides whether there is a link to "All key events". It is
    # a source as well: if that post is withdrawn, the link must go.
    return tuple(posts.key_events(MAX_KEY_EVENTS + 1))


def _pinned(state: CoverageState, posts: Posts, about: ObjectRef) -> Sources:
    return tuple(map(posts.post, state.pinned))


def _leading(state: CoverageState, posts: Posts, about: ObjectRef) -> Sources:
    return (posts.post(state.lead_picture),) if state.lead_picture else ()


def _with_related(state: CoverageState, posts: Posts, about: ObjectRef) -> Sources:
    """A post, the earlier posts to which it is related, and the later ones that refer to it."""
    post = posts.post(about.number)
    # Nothing that a withdrawn post said is shown, and what it referred to says something of it.
    relations = () if post.state.status == "withdrawn" else post.state.relations
    earlier = dict.fromkeys(each.post for each in relations)
    return (post, *map(posts.post, earlier), *posts.referring_to(about.number))


def _headline(state: CoverageState, sources: Sources, seq: int) -> str:
    return render.headline(state, seq)


def _series(state: CoverageState, sources: Sources, seq: int) -> str:
    return render.series(state, seq)


def _linked(state: CoverageState, posts: Posts, about: ObjectRef) -> Sources:
    return tuple(map(posts.post, state.posts_of_key_points()))


def _key_points(state: CoverageState, sources: Sources, seq: int) -> str:
    return render.key_points(state, [each.state for each in sources], seq)


def _cited(state: CoverageState, posts: Posts, about: ObjectRef) -> Sources:
    return tuple(map(posts.post, state.summary.cited())) if state.summary else ()


def _summary(state: CoverageState, sources: Sources, seq: int) -> str:
    return render.summary(state, [each.state for each in sources], seq)


def _key_events(state: CoverageState, sources: Sources, seq: int) -> str:
    events = [each.state for each in sources]
    more = len(events) > MAX_KEY_EVENTS
    return render.key_events(state, events[:MAX_KEY_EVENTS], seq, more=more)


def _pin(state: CoverageState, sources: Sources, seq: int) -> str:
    return render.pin(state, [each.state for each in sources], seq)


def _lead_picture(state: CoverageState, sources: Sources, seq: int) -> str:
    return render.lead_picture(state, sources[0].state if sources else None, seq)


def _post(state: CoverageState, sources: Sources, seq: int) -> str:
    post, *others = sources
    return render.post(state, post.state, post.sort_key, seq, [each.state for each in others])


BLOCKS: Final = (
    BlockDefinition("headline", "coverage", _headline),
    BlockDefinition("series", "series", _series),
    BlockDefinition("key-points", "key_points", _key_points, _linked, depends_on_other_posts=True),
    BlockDefinition("summary", "summary", _summary, _cited, depends_on_other_posts=True),
    BlockDefinition(
        "key-events",
        "",
        _key_events,
        _newest_key_events,
        kinds=frozenset({PostKeyEventSet.kind, PostKeyEventTitled.kind}),
        depends_on_other_posts=True,
    ),
    BlockDefinition("pin", "pin", _pin, _pinned, depends_on_other_posts=True),
    BlockDefinition(
        "lead-picture", "lead_picture", _lead_picture, _leading, depends_on_other_posts=True
    ),
    BlockDefinition(
        "post",
        objects.POST_TYPE,
        _post,
        _with_related,
        one_per_object=True,
        depends_on_other_posts=True,
    ),
)
_NAMED: Final = {each.name: each for each in BLOCKS if not each.one_per_object}
_FOR_EACH: Final = {each.about_type: each for each in BLOCKS if each.one_per_object}
