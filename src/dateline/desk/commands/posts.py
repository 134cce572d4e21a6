"""Commands about posts: publish, change, retract, withdraw, key events."""

from __future__ import annotations

from datetime import UTC, datetime

from dateline.accounts.policy import Action, Person
from dateline.content.tree import Copy, Part, Photograph, text_of
from dateline.coverage import objects
from dateline.coverage.kinds import (
    PostChanged,
    PostClarified,
    PostCorrected,
    PostKeyEventSet,
    PostPublished,
    PostRetracted,
    PostRevised,
    PostUpdated,
    PostWithdrawn,
)
from dateline.coverage.models import PostRow
from dateline.coverage.read import coverage_state, next_number, post_state
from dateline.coverage.state import PostState
from dateline.desk import meaning
from dateline.desk.errors import CommandRefused, Incomplete, MeaningChanged
from dateline.journal.append import append
from dateline.journal.entry import ObjectRef
from dateline.journal.models import Coverage
from dateline.journal.write_lock import WriteTransaction
from dateline.media import pictures
from dateline.media.models import PictureUseRow

from .command import Completed, require_newest, run_command


def publish(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    copy: Copy,
    dated: datetime | None = None,
) -> Completed:
    """Publishes a post. It shows the time `dated`, by default the time of publishing."""

    def body(transaction: WriteTransaction) -> None:
        _require_words(copy)
        if coverage_state(coverage).closed:
            raise CommandRefused("This coverage is closed. Reopen it before you publish in it.")
        if dated is not None and dated > transaction.at:
            raise CommandRefused("The time of a post cannot be in the future.")
        about = objects.post(next_number(coverage))
        require_pictures(coverage, about, copy.parts)
        append(transaction, coverage, about, published(copy, dated or transaction.at))

    return run_command(
        "publish",
        by=by,
        idempotency_key=idempotency_key,
        content=(coverage.slug, copy, dated),
        body=body,
    )


def revise(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    number: int,
    expected_seq: int,
    copy: Copy,
) -> Completed:
    """Changes spelling and layout only. Raises MeaningChanged for any other change."""

    def body(transaction: WriteTransaction) -> None:
        post = _changeable(coverage, number, expected_seq)
        # There is no way to skip this check: with an override, edits could be silent again.
        if touched := _touched(post.copy, copy):
            raise MeaningChanged(f"This changes {touched}. {MeaningChanged.__doc__}")
        _append_change(transaction, coverage, post, PostRevised, copy, "")

    content = (coverage.slug, number, expected_seq, copy)
    return run_command("revise", by=by, idempotency_key=idempotency_key, content=content, body=body)


def update(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    number: int,
    expected_seq: int,
    copy: Copy,
    note: str,
) -> Completed:
    """Adds new facts. The old text was right when written. The note says what is new."""
    return _change(
        "update", PostUpdated, by, idempotency_key, coverage, number, expected_seq, copy, note
    )


def clarify(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    number: int,
    expected_seq: int,
    copy: Copy,
    note: str,
) -> Completed:
    """Makes clear a text that was right but could mislead. The note says what is made clear."""
    return _change(
        "clarify", PostClarified, by, idempotency_key, coverage, number, expected_seq, copy, note
    )


def correct(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    number: int,
    expected_seq: int,
    copy: Copy,
    note: str,
) -> Completed:
    """Corrects a text that was wrong. The note says what was wrong and what is right."""
    return _change(
        "correct", PostCorrected, by, idempotency_key, coverage, number, expected_seq, copy, note
    )


def retract(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    number: int,
    expected_seq: int,
    reason: str,
) -> Completed:
    """Retracts a post. Pages still show it, struck through, below the reason."""

    def body(transaction: WriteTransaction) -> None:
        _changeable(coverage, number, expected_seq)
        if not reason:
            raise Incomplete("Say why the post is retracted. Readers see the reason.")
        append(transaction, coverage, objects.post(number), PostRetracted(reason=reason))

    content = (coverage.slug, number, expected_seq, reason)
    return run_command(
        "retract", by=by, idempotency_key=idempotency_key, content=content, body=body
    )


def withdraw(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    number: int,
    expected_seq: int,
    reason: str,
) -> Completed:
    """Withdraws a post. Pages show the reason instead of its text."""

    def body(transaction: WriteTransaction) -> None:
        # Not _changeable: a retracted post can still be withdrawn.
        if _post(coverage, number, expected_seq).status == "withdrawn":
            raise CommandRefused("This post is already withdrawn.")
        if not reason:
            raise Incomplete("Say why the post is withdrawn. Readers see the reason.")
        append(transaction, coverage, objects.post(number), PostWithdrawn(reason=reason))

    content = (coverage.slug, number, expected_seq, reason)
    return run_command(
        "withdraw", by=by, idempotency_key=idempotency_key, content=content, body=body
    )


def set_key_event(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    number: int,
    expected_seq: int,
    key_event: bool,
) -> Completed:
    """Marks a post as a key event of its coverage, or removes the mark."""

    def body(transaction: WriteTransaction) -> None:
        if _changeable(coverage, number, expected_seq).key_event == key_event:
            raise CommandRefused("Nothing was changed.")
        append(transaction, coverage, objects.post(number), PostKeyEventSet(key_event=key_event))

    content = (coverage.slug, number, expected_seq, key_event)
    return run_command(
        "set key event", by=by, idempotency_key=idempotency_key, content=content, body=body
    )


def published(copy: Copy, dated: datetime) -> PostPublished:
    # As it is stored. With a fraction of a second, the tables would differ from the journal.
    stored = dated.astimezone(UTC).replace(microsecond=0)
    return PostPublished(
        headline=copy.headline, bylines=copy.bylines, dated=stored, parts=copy.parts
    )


def require_pictures(coverage: Coverage, about: ObjectRef, parts: tuple[Part, ...]) -> None:
    """Raises CommandRefused if a photograph has no files.

    They may have been deleted after the form was sent, by the erasure of an entry that showed the
    same picture. Called under the write lock, under which files are deleted.
    """
    photographs = [part for part in parts if isinstance(part, Photograph)]
    if not photographs:
        return
    missing = {
        rendition.sha256
        for photograph in photographs
        for rendition in photograph.renditions
        if not pictures.is_stored(rendition)
    }
    # What the object shows already is never deleted. If it was lost otherwise, for example in a
    # restore without the media folder, the text beside it can still be corrected.
    shown = PictureUseRow.objects.filter(coverage=coverage, object=str(about), sha256__in=missing)
    if not all(each.renditions for each in photographs) or shown.count() < len(missing):
        raise CommandRefused("A picture was deleted in the meantime. Choose the picture again.")


def _change(  # noqa: PLR0913  the fields of the three commands above, one to one
    action: Action,
    kind: type[PostChanged],
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    number: int,
    expected_seq: int,
    copy: Copy,
    note: str,
) -> Completed:
    def body(transaction: WriteTransaction) -> None:
        post = _changeable(coverage, number, expected_seq)
        if not note:
            raise Incomplete("Say what changes and why. Readers see this note under the post.")
        _append_change(transaction, coverage, post, kind, copy, note)

    content = (coverage.slug, number, expected_seq, copy, note)
    return run_command(action, by=by, idempotency_key=idempotency_key, content=content, body=body)


def _append_change(
    transaction: WriteTransaction,
    coverage: Coverage,
    post: PostState,
    kind: type[PostChanged],
    copy: Copy,
    note: str,
) -> None:
    _require_words(copy)
    if copy == post.copy:
        raise CommandRefused("Nothing was changed.")
    require_pictures(coverage, objects.post(post.number), copy.parts)
    payload = kind(headline=copy.headline, bylines=copy.bylines, note=note, parts=copy.parts)
    append(transaction, coverage, objects.post(post.number), payload)


def _changeable(coverage: Coverage, number: int, expected_seq: int) -> PostState:
    post = _post(coverage, number, expected_seq)
    if post.status != "published":
        raise CommandRefused(f"This post is {post.status}; it cannot be changed any more.")
    return post


def _post(coverage: Coverage, number: int, expected_seq: int) -> PostState:
    try:
        post = post_state(coverage, number)
    except PostRow.DoesNotExist:
        raise CommandRefused(f"There is no post {number}.") from None
    require_newest(coverage, objects.post(number), expected_seq)
    return post


def _require_words(copy: Copy) -> None:
    if not copy.parts and not copy.headline:
        raise Incomplete("A post needs a headline or some text.")


def _touched(before: Copy, after: Copy) -> str | None:
    """Names a change that a revision may not make; None if only the spelling changes."""
    if before.bylines != after.bylines:
        return "a byline"
    if [type(part) for part in before.parts] != [type(part) for part in after.parts]:
        return "the parts of the post"
    pairs = zip(before.parts, after.parts, strict=True)
    texts = [(before.headline, after.headline), *((text_of(a), text_of(b)) for a, b in pairs)]
    for old, new in texts:
        if touched := meaning.touches(old, new):
            return touched
    if _addresses(before) != _addresses(after):
        return "a link or a picture"
    return None


def _addresses(copy: Copy) -> list[str]:
    """The link addresses and picture files of a post, which are not part of its text."""
    found = []
    for part in copy.parts:
        for lines in (getattr(part, "paragraphs", ()), getattr(part, "answer", ())):
            found += [run.link for line in lines for run in line if run.link]
        found += [each.sha256 for each in getattr(part, "renditions", ())]
    return found
