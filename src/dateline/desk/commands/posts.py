"""Commands about posts: publish, revise, update, clarify, correct, retract, withdraw."""

from __future__ import annotations

from datetime import datetime

from dateline.desk import meaning
from dateline.desk.errors import MeaningChanged, Refused, Unfinished
from dateline.desk.policy import Person, Verb
from dateline.journal import sql
from dateline.journal.append import append
from dateline.journal.content import Copy, spoken
from dateline.journal.kinds import (
    PostChanged,
    PostClarified,
    PostCorrected,
    PostMarked,
    PostPublished,
    PostRetracted,
    PostRevised,
    PostUpdated,
    PostWithdrawn,
)
from dateline.journal.models import Coverage
from dateline.journal.turn import Turn
from dateline.page.fold import PostNow
from dateline.page.models import Post
from dateline.page.projection import masthead
from dateline.page.projection import post as post_now

from .act import Done, perform, require_newest


def publish(
    *, by: Person, key: str, coverage: Coverage, copy: Copy, dated: datetime | None = None
) -> Done:
    """A new post, which shows `dated` as its time, or else the moment of publishing."""

    def body(turn: Turn) -> None:
        _require_words(copy)
        if masthead(coverage).state == "closed":
            raise Refused("This coverage is closed. Reopen it before you publish in it.")
        if dated is not None and dated > turn.at:
            raise Refused("A post cannot be dated into the future.")
        append(turn, coverage, f"post-{next_number(coverage)}", published(copy, dated or turn.at))

    return perform("publish", by=by, key=key, content=(coverage.slug, copy, dated), body=body)


def revise(*, by: Person, key: str, coverage: Coverage, number: int, was: int, copy: Copy) -> Done:
    """Spelling and layout only. Raises MeaningChanged where more than that is touched."""

    def body(turn: Turn) -> None:
        post = _changeable(coverage, number, was)
        if touched := _touched(post.copy, copy):
            raise MeaningChanged(f"This touches {touched}. {MeaningChanged.__doc__}")
        _append_change(turn, coverage, post, PostRevised, copy, "")

    content = (coverage.slug, number, copy)
    return perform("revise", by=by, key=key, content=content, body=body)


def update(
    *, by: Person, key: str, coverage: Coverage, number: int, was: int, copy: Copy, note: str
) -> Done:
    """New facts; what was there was right when it was written. The note says what is new."""
    return _change("update", PostUpdated, by, key, coverage, number, was, copy, note)


def clarify(
    *, by: Person, key: str, coverage: Coverage, number: int, was: int, copy: Copy, note: str
) -> Done:
    """What was there was right but could mislead. The note says what is made clear."""
    return _change("clarify", PostClarified, by, key, coverage, number, was, copy, note)


def correct(
    *, by: Person, key: str, coverage: Coverage, number: int, was: int, copy: Copy, note: str
) -> Done:
    """What was there was wrong. The note says what was wrong and what is right."""
    return _change("correct", PostCorrected, by, key, coverage, number, was, copy, note)


def retract(
    *, by: Person, key: str, coverage: Coverage, number: int, was: int, reason: str
) -> Done:
    """The post stays, struck through, behind the reason."""

    def body(turn: Turn) -> None:
        _changeable(coverage, number, was)
        if not reason:
            raise Unfinished("Say why the post is retracted: readers see it.")
        append(turn, coverage, f"post-{number}", PostRetracted(reason=reason))

    content = (coverage.slug, number, reason)
    return perform("retract", by=by, key=key, content=content, body=body)


def withdraw(
    *, by: Person, key: str, coverage: Coverage, number: int, was: int, reason: str
) -> Done:
    """The post goes; a tombstone with the reason stays in its place."""

    def body(turn: Turn) -> None:
        if _standing(coverage, number, was).standing == "withdrawn":
            raise Refused("This post is withdrawn already.")
        if not reason:
            raise Unfinished("Say why the post is withdrawn: readers see it.")
        append(turn, coverage, f"post-{number}", PostWithdrawn(reason=reason))

    content = (coverage.slug, number, reason)
    return perform("withdraw", by=by, key=key, content=content, body=body)


def mark(
    *, by: Person, key: str, coverage: Coverage, number: int, was: int, key_event: bool
) -> Done:
    """Makes a post a key event of its coverage, or none any more."""

    def body(turn: Turn) -> None:
        if _changeable(coverage, number, was).key == key_event:
            raise Refused("Nothing was changed.")
        append(turn, coverage, f"post-{number}", PostMarked(key=key_event))

    content = (coverage.slug, number, key_event, was)
    return perform("mark", by=by, key=key, content=content, body=body)


def next_number(coverage: Coverage) -> int:
    """The number of the next post; the caller holds the turn."""
    ((newest,),) = sql.rows("SELECT MAX(number) FROM page_post WHERE coverage_id = %s", coverage.pk)
    return int(newest or 0) + 1


def published(copy: Copy, dated: datetime) -> PostPublished:
    return PostPublished(
        headline=copy.headline, bylines=copy.bylines, dated=dated, parts=copy.parts
    )


def _change(  # noqa: PLR0913  the fields of the three commands above, one to one
    verb: Verb,
    made: type[PostChanged],
    by: Person,
    key: str,
    coverage: Coverage,
    number: int,
    was: int,
    copy: Copy,
    note: str,
) -> Done:
    def body(turn: Turn) -> None:
        post = _changeable(coverage, number, was)
        if not note:
            raise Unfinished("Say what changes and why: readers see it under the post.")
        _append_change(turn, coverage, post, made, copy, note)

    content = (coverage.slug, number, copy, note)
    return perform(verb, by=by, key=key, content=content, body=body)


def _append_change(
    turn: Turn,
    coverage: Coverage,
    post: PostNow,
    made: type[PostChanged],
    copy: Copy,
    note: str,
) -> None:
    _require_words(copy)
    if copy == post.copy:
        raise Refused("Nothing was changed.")
    said = made(headline=copy.headline, bylines=copy.bylines, note=note, parts=copy.parts)
    append(turn, coverage, f"post-{post.number}", said)  # type: ignore[arg-type]


def _changeable(coverage: Coverage, number: int, was: int) -> PostNow:
    post = _standing(coverage, number, was)
    if post.standing != "standing":
        raise Refused(f"This post is {post.standing}; it cannot be changed any more.")
    return post


def _standing(coverage: Coverage, number: int, was: int) -> PostNow:
    try:
        post = post_now(coverage, number)
    except Post.DoesNotExist:
        raise Refused(f"There is no post {number}.") from None
    require_newest(coverage, f"post-{number}", was)
    return post


def _require_words(copy: Copy) -> None:
    if not copy.parts and not copy.headline:
        raise Unfinished("A post needs a headline or some text.")


def _touched(before: Copy, after: Copy) -> str | None:
    """What a revision may not touch, in words; None where only spelling changes."""
    if before.bylines != after.bylines:
        return "a byline"
    if [type(part) for part in before.parts] != [type(part) for part in after.parts]:
        return "the parts of the post"
    pairs = zip(before.parts, after.parts, strict=True)
    texts = [(before.headline, after.headline), *((spoken(a), spoken(b)) for a, b in pairs)]
    for was, now in texts:
        if touched := meaning.touches(was, now):
            return touched
    if _addresses(before) != _addresses(after):
        return "a link or a picture"
    return None


def _addresses(copy: Copy) -> list[str]:
    """What a post shows or leads to beside its words."""
    found = []
    for part in copy.parts:
        for lines in (getattr(part, "paragraphs", ()), getattr(part, "answer", ())):
            found += [run.link for line in lines for run in line if run.link]
        found += [each.sha256 for each in getattr(part, "renditions", ())]
    return found
