"""Commands about posts: publish, change, retract, withdraw, key events."""

from __future__ import annotations

from datetime import UTC, datetime

from dateline.accounts.policy import Action, Person
from dateline.content.tree import Copy, Part, Photograph
from dateline.coverage import objects, search_text
from dateline.coverage.kinds import (
    PostChanged,
    PostClarified,
    PostCorrected,
    PostKeyEventSet,
    PostKeyEventTitled,
    PostPublished,
    PostRetracted,
    PostRevised,
    PostUpdated,
    PostWithdrawn,
    Relation,
)
from dateline.coverage.read import next_number
from dateline.desk.errors import CommandRefused, Incomplete
from dateline.journal.append import append
from dateline.journal.entry import ObjectRef
from dateline.journal.models import Coverage
from dateline.journal.write_lock import WriteTransaction
from dateline.media import pictures
from dateline.media.models import PictureUseRow

from .changeable import changeable_post, seen_post
from .citing import cited_in, require_cited
from .command import Completed, run_command
from .doubts import require_undoubted
from .proposed import ProposedPosition, append_proposed
from .public import coverage_state
from .relations import append_relations
from .revision import require_spelling_only
from .series import mark_copies, take_back_copies
from .tags import append_tags


def publish(  # noqa: PLR0913  the fields of the form, one to one
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    copy: Copy,
    dated: datetime | None = None,
    relations: tuple[Relation, ...] = (),
    tags: tuple[str, ...] = (),
    proposed: tuple[ProposedPosition, ...] = (),
    unless_doubtful: bool = False,
) -> Completed:
    """Publishes a post. It shows the time `dated`, by default the time of publishing.

    `relations` are those to earlier posts, and `proposed` says who says what in it.

    With `unless_doubtful`, raises Doubtful if its writer should look at it again.
    """

    def body(transaction: WriteTransaction) -> None:
        if unless_doubtful:
            require_undoubted(coverage, copy, transaction.at)
        number = _publish(transaction, coverage, copy, dated)
        if relations:
            append_relations(transaction, coverage, number, relations)
        if tags:
            append_tags(transaction, coverage, number, tags)
        if proposed:
            append_proposed(transaction, coverage, by, number, copy, proposed)

    prepare_stems(coverage, copy)
    content = (coverage.slug, copy, dated, relations, tags, proposed)
    return run_command(
        "publish", by=by, idempotency_key=idempotency_key, content=content, body=body
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
        require_change("revise", coverage, number, expected_seq, copy)
        _append_change(transaction, coverage, number, PostRevised, copy, "")

    prepare_stems(coverage, copy)
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
        require_ending("retract", coverage, number, expected_seq, reason)
        append(transaction, coverage, objects.post(number), PostRetracted(reason=reason))
        take_back_copies(transaction, coverage, number, reason)

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
        require_ending("withdraw", coverage, number, expected_seq, reason)
        append(transaction, coverage, objects.post(number), PostWithdrawn(reason=reason))
        take_back_copies(transaction, coverage, number, reason)

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
        if changeable_post(coverage, number, expected_seq).key_event == key_event:
            raise CommandRefused("Nothing was changed.")
        append(transaction, coverage, objects.post(number), PostKeyEventSet(key_event=key_event))

    content = (coverage.slug, number, expected_seq, key_event)
    return run_command(
        "set key event", by=by, idempotency_key=idempotency_key, content=content, body=body
    )


def title_key_event(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    number: int,
    expected_seq: int,
    title: str,
) -> Completed:
    """Gives a key event a title of its own in the list of key events; '' removes it.

    The list is in the order of the times that posts show, which a title does not change.
    """

    def body(transaction: WriteTransaction) -> None:
        post = changeable_post(coverage, number, expected_seq)
        if not post.key_event:
            raise CommandRefused("This post is no key event. Mark it as one first.", field="title")
        if post.key_title == title:
            raise CommandRefused("Nothing was changed.")
        append(transaction, coverage, objects.post(number), PostKeyEventTitled(title=title))

    content = (coverage.slug, number, expected_seq, title)
    return run_command(
        "set key event", by=by, idempotency_key=idempotency_key, content=content, body=body
    )


def prepare_stems(coverage: Coverage, copy: Copy) -> None:
    """Computes the stems of a copy before the write lock is taken; they stay in a cache.

    A long text in Arabic takes three seconds, for which nobody else could publish.
    """
    search_text.words(copy, coverage_state(coverage).language)


def require_publishable(
    coverage: Coverage, copy: Copy, dated: datetime | None, at: datetime
) -> int:
    """Raises CommandRefused if a post cannot be published at `at`. Returns its number."""
    _require_words(copy)
    if coverage_state(coverage).closed:
        raise CommandRefused("This coverage is closed. Reopen it before you publish in it.")
    if dated is not None and dated > at:
        raise CommandRefused("The time of a post cannot be in the future.", field="dated")
    require_cited(coverage, copy.parts)
    number = next_number(coverage)
    require_pictures(coverage, objects.post(number), copy.parts)
    return number


def require_change(
    action: Action, coverage: Coverage, number: int, expected_seq: int, copy: Copy, note: str = ""
) -> None:
    """Raises CommandRefused if a post cannot be changed so by `action`."""
    post = changeable_post(coverage, number, expected_seq)
    if action == "revise":
        require_spelling_only(post.copy, copy, coverage_state(coverage).language)
    elif not note:
        raise Incomplete(
            "Say what changes and why. Readers see this note under the post.", field="note"
        )
    _require_words(copy)
    if copy == post.copy:
        raise CommandRefused("Nothing was changed.")
    cited = {number for part in post.copy.parts for number in cited_in(part)}
    require_cited(coverage, copy.parts, kept=cited)
    require_pictures(coverage, objects.post(post.number), copy.parts)


def require_ending(
    action: Action, coverage: Coverage, number: int, expected_seq: int, reason: str
) -> None:
    """Raises CommandRefused if a post cannot be retracted or withdrawn."""
    if action == "retract":
        changeable_post(coverage, number, expected_seq)
    # A retracted post can still be withdrawn.
    elif seen_post(coverage, number, expected_seq).status == "withdrawn":
        raise CommandRefused("This post is already withdrawn.")
    if not reason:
        ended = "retracted" if action == "retract" else "withdrawn"
        raise Incomplete(f"Say why the post is {ended}. Readers see the reason.", field="reason")


def _publish(
    transaction: WriteTransaction, coverage: Coverage, copy: Copy, dated: datetime | None
) -> int:
    """Appends a post and returns its number."""
    number = require_publishable(coverage, copy, dated, transaction.at)
    payload = publish_payload(copy, dated or transaction.at)
    append(transaction, coverage, objects.post(number), payload)
    return number


def publish_payload(copy: Copy, dated: datetime) -> PostPublished:
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
        require_change(action, coverage, number, expected_seq, copy, note)
        _append_change(transaction, coverage, number, kind, copy, note)
        if kind is PostCorrected:
            mark_copies(transaction, coverage, number, note)

    prepare_stems(coverage, copy)
    content = (coverage.slug, number, expected_seq, copy, note)
    return run_command(action, by=by, idempotency_key=idempotency_key, content=content, body=body)


def _append_change(
    transaction: WriteTransaction,
    coverage: Coverage,
    number: int,
    kind: type[PostChanged],
    copy: Copy,
    note: str,
) -> None:
    payload = kind(headline=copy.headline, bylines=copy.bylines, note=note, parts=copy.parts)
    append(transaction, coverage, objects.post(number), payload)


def _require_words(copy: Copy) -> None:
    if not copy.parts and not copy.headline:
        raise Incomplete("A post needs a headline or some text.", field="headline")
