"""The blocks of a page, and the objects from which each block is rendered.

A block is rendered again when an entry is appended that is about its own object, that has one of
the kinds in its definition, or that is about what it depends on: the posts and claims from which
it was rendered last. These must therefore include everything that its HTML shows.

CONTRIBUTING.md lists the steps to add a block.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from dateline.claims.kinds import CLAIM_KINDS, LEDGER, ClaimRecorded, PositionRecorded
from dateline.claims.read import Claims
from dateline.claims.view import ClaimView
from dateline.coverage import objects
from dateline.coverage.kinds import PostKeyEventSet, PostKeyEventTitled, PostRelationsSet
from dateline.coverage.posts import Posts
from dateline.coverage.state import CoverageState, PostOnPage, PostState
from dateline.journal.entry import Entry, EntryErased, ObjectRef, value_or

from . import render

# Without a limit the list became larger than the posts of a page. Search finds the other events.
MAX_KEY_EVENTS: Final = 10
# So many claims are read at a glance. The page of all claims has the others.
MAX_CLAIMS: Final = 7

PostsOnPage: TypeAlias = tuple[PostOnPage, ...]


@dataclass(frozen=True)
class BlockDefinition:
    """The definition of a block.

    `about_type` is the type of its own object ('' for none). With `one_per_object` there is one
    block for each object of that type. `kinds` are other kinds of entry that change the block.
    `posts` returns the posts from which it is rendered, its own post first; other posts only with
    `depends_on_others`. `claims` returns the claims from which it is rendered: with
    `depends_on_others` the block is rendered again when an entry is about one of them or about who
    takes a position on it. `render` returns its HTML.
    """

    name: str
    about_type: str
    render: Callable[[BlockInput], str]
    posts: Callable[[CoverageState, Posts, ObjectRef], PostsOnPage] = lambda *_: ()
    claims: Callable[[Claims, ObjectRef], tuple[ClaimView, ...]] = lambda *_: ()
    count: Callable[[Claims], int] = lambda _: 0
    kinds: frozenset[str] = frozenset()
    one_per_object: bool = False
    depends_on_others: bool = False


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
    posts: PostsOnPage
    claims: tuple[ClaimView, ...]
    seq: int
    claim_count: int = 0

    @classmethod
    def of(
        cls, block: BlockRef, state: CoverageState, posts: Posts, claims: Claims, seq: int
    ) -> BlockInput:
        """Collects the data of a block after the entry `seq`."""
        definition = block.definition
        shown_posts = definition.posts(state, posts, block.about)
        shown = definition.claims(claims, block.about)
        return cls(block, state, shown_posts, shown, seq, definition.count(claims))

    def html(self) -> str:
        return self.block.definition.render(self)

    @property
    def states(self) -> list[PostState]:
        return [each.state for each in self.posts]

    def own_post(self) -> PostOnPage | None:
        """Returns the post that this block shows; None if it is not the block of a post."""
        return self.posts[0] if self.block.definition.about_type == objects.POST_TYPE else None

    def other_objects(self) -> set[str]:
        """Returns the objects on which the block depends, without its own object."""
        posts = {objects.post(each.state.number) for each in self.posts}
        claims = {each for view in self.claims for each in view.objects()}
        return {str(each) for each in (posts | claims) - {self.block.about}}


def changed_by(entry: Entry) -> list[BlockRef]:
    """Returns the blocks that an entry changes because of its object, its kind or its relations."""
    changed = [
        BlockRef(each, entry.object.id if each.one_per_object else "")
        for each in BLOCKS
        if each.about_type == entry.object.type or entry.payload.kind in each.kinds
    ]
    # The other ends of the relations. Those that it had before depend on this post.
    if isinstance(entry.payload, PostRelationsSet):
        posts = [each.post for each in value_or(entry.payload.relations, ())]
    # The post of a new claim or position. Later entries find it by what it depends on.
    elif isinstance(entry.payload, ClaimRecorded | PositionRecorded):
        posts = [value_or(entry.payload.post, 0)]
    else:
        posts = []
    return changed + [
        block for number in posts if number for block in blocks_about(objects.post(number))
    ]


def blocks_about(about: ObjectRef) -> list[BlockRef]:
    """Returns the blocks whose own object this is."""
    return [
        BlockRef(each, about.id if each.one_per_object else "")
        for each in BLOCKS
        if each.about_type == about.type
    ]


def _newest_key_events(state: CoverageState, posts: Posts, about: ObjectRef) -> PostsOnPage:
    # One more than the list shows, which decides whether there is a link to "All key events". The
    # list depends on it as well: if that post is withdrawn, the link must go.
    return tuple(posts.key_events(MAX_KEY_EVENTS + 1))


def _pinned(state: CoverageState, posts: Posts, about: ObjectRef) -> PostsOnPage:
    return tuple(map(posts.post, state.pinned))


def _leading(state: CoverageState, posts: Posts, about: ObjectRef) -> PostsOnPage:
    return (posts.post(state.lead_picture),) if state.lead_picture else ()


def _with_related(state: CoverageState, posts: Posts, about: ObjectRef) -> PostsOnPage:
    """A post, the earlier posts to which it is related, and the later ones that refer to it."""
    post = posts.post(about.number)
    # Nothing that a withdrawn post said is shown, and what it referred to says something of it.
    relations = () if post.state.status == "withdrawn" else post.state.relations
    earlier = dict.fromkeys(each.post for each in relations)
    return (post, *map(posts.post, earlier), *posts.referring_to(about.number))


def _top(claims: Claims, about: ObjectRef) -> tuple[ClaimView, ...]:
    return tuple(claims.top(MAX_CLAIMS))


def _count(claims: Claims) -> int:
    return claims.count()


def _of_post(claims: Claims, about: ObjectRef) -> tuple[ClaimView, ...]:
    return tuple(claims.of_post(about.number))


def _linked(state: CoverageState, posts: Posts, about: ObjectRef) -> PostsOnPage:
    return tuple(map(posts.post, state.posts_of_key_points()))


def _cited(state: CoverageState, posts: Posts, about: ObjectRef) -> PostsOnPage:
    return tuple(map(posts.post, state.summary.cited())) if state.summary else ()


def _headline(given: BlockInput) -> str:
    return render.headline(given.state, given.seq)


def _series(given: BlockInput) -> str:
    return render.series(given.state, given.seq)


def _key_points(given: BlockInput) -> str:
    return render.key_points(given.state, given.states, given.seq)


def _summary(given: BlockInput) -> str:
    return render.summary(given.state, given.states, given.seq)


def _key_events(given: BlockInput) -> str:
    more = len(given.states) > MAX_KEY_EVENTS
    return render.key_events(given.state, given.states[:MAX_KEY_EVENTS], given.seq, more=more)


def _claims(given: BlockInput) -> str:
    return render.claims(given.state, given.claims, given.seq, count=given.claim_count)


def _pin(given: BlockInput) -> str:
    return render.pin(given.state, given.states, given.seq)


def _lead_picture(given: BlockInput) -> str:
    leading = given.states[0] if given.states else None
    return render.lead_picture(given.state, leading, given.seq)


def _post(given: BlockInput) -> str:
    post, *others = given.posts
    related = [each.state for each in others]
    return render.post(given.state, post.state, post.sort_key, given.seq, related, given.claims)


BLOCKS: Final = (
    BlockDefinition("headline", "coverage", _headline),
    BlockDefinition("series", "series", _series),
    BlockDefinition("key-points", "key_points", _key_points, _linked, depends_on_others=True),
    BlockDefinition("summary", "summary", _summary, _cited, depends_on_others=True),
    BlockDefinition(
        "key-events",
        "",
        _key_events,
        _newest_key_events,
        kinds=frozenset({PostKeyEventSet.kind, PostKeyEventTitled.kind}),
        depends_on_others=True,
    ),
    BlockDefinition(
        "claims",
        LEDGER.type,
        _claims,
        claims=_top,
        count=_count,
        kinds=CLAIM_KINDS | {EntryErased.kind},
    ),
    BlockDefinition("pin", "pin", _pin, _pinned, depends_on_others=True),
    BlockDefinition(
        "lead-picture", "lead_picture", _lead_picture, _leading, depends_on_others=True
    ),
    BlockDefinition(
        "post",
        objects.POST_TYPE,
        _post,
        _with_related,
        claims=_of_post,
        one_per_object=True,
        depends_on_others=True,
    ),
)
_NAMED: Final = {each.name: each for each in BLOCKS if not each.one_per_object}
_FOR_EACH: Final = {each.about_type: each for each in BLOCKS if each.one_per_object}
