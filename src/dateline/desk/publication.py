"""Publishes drafts: at once, after the wait in which it can be undone, or at their time.

A draft is published and marked as published in one transaction, under the write lock, and with an
idempotency key of its own. So it is published once, whichever processes try.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db.transaction import atomic

from dateline.accounts.models import Member
from dateline.accounts.policy import Person
from dateline.drafts import store
from dateline.drafts.models import Draft
from dateline.drafts.workflow import ACTS, TIMED, Act
from dateline.journal import read
from dateline.journal.canonical import TooManyParts
from dateline.journal.models import Coverage
from dateline.journal.write_lock import row_transaction, write_lock
from dateline.newsroom.changes import mark
from dateline.page.render import zone

from . import local_time
from .commands import drafts, posts
from .commands.command import Completed
from .commands.doubts import require_undoubted
from .commands.two_people import NeedsTwoPeople, require_two_people
from .errors import CommandRefused, NotAllowed
from .forms.drafts import ENDINGS, Sent, sent
from .prepared import coverage_state

# What is later than this is not published unasked.
LATE: Final = timedelta(minutes=1)
_COMMANDS: Final[dict[str, Callable[..., Completed]]] = {
    "revise": posts.revise,
    "update": posts.update,
    "clarify": posts.clarify,
    "correct": posts.correct,
    "retract": posts.retract,
    "withdraw": posts.withdraw,
}
_logger = logging.getLogger(__name__)


def undo_seconds(person: Person) -> int:
    """Returns how long a post of this person waits before it is published."""
    found = Member.objects.filter(user__username=person.name).values_list("undo_seconds", flat=True)
    return found.first() or 0


def publish(
    *,
    by: Person,
    coverage: Coverage,
    uid: str,
    version: int = 0,
    wait: int = 0,
    unless_doubtful: bool = False,
) -> Draft:
    """Publishes a draft, or approves a submitted one, after `wait` seconds for an undo.

    Raises CommandRefused if it cannot be published now; the draft then stays as it is. With
    `unless_doubtful`, raises Doubtful if its writer should look at it again.
    """
    found = drafts.visible(by, coverage, uid)
    act = ACTS["approve" if found.state == "submitted" else "publish"]
    if found.state in ("publishing", "published") and found.decided_by == by.name:
        # The form was sent twice.
        return found
    text = _read(found)
    now = datetime.now(UTC)
    if unless_doubtful and text.copy is not None and drafts.action_of(found) == "publish":
        require_undoubted(coverage, text.copy, now)
    _require(found, text, now)
    # A change of a post does not wait: readers have a text already.
    wait = 0 if found.post else wait
    with row_transaction() if wait else write_lock():
        draft = drafts.locked_draft(by, coverage, uid)
        drafts.require_act(act, by, draft, version or found.version)
        require_two_people(coverage, drafts.action_of(draft), by, draft)
        drafts.decide(draft, by)
        if wait:
            at = datetime.now(UTC)
            drafts.enter(draft, "publishing", at, due=at + timedelta(seconds=wait), remark="")
        else:
            _publish(draft, text, by)
    return draft


def schedule(*, by: Person, coverage: Coverage, uid: str, due: datetime, version: int = 0) -> Draft:
    """Has a draft published at a time. Raises CommandRefused if it could not be published then."""
    seen = _publishable_at(due, ACTS["schedule"], by, coverage, uid, version)
    return drafts.schedule(by=by, coverage=coverage, uid=uid, due=due, version=seen)


def hold(
    *, by: Person, coverage: Coverage, uid: str, due: datetime | None = None, version: int = 0
) -> Draft:
    """Holds a draft. With a time, raises CommandRefused if it could not be published then."""
    if due is not None:
        version = _publishable_at(due, ACTS["hold"], by, coverage, uid, version)
    return drafts.hold(by=by, coverage=coverage, uid=uid, due=due, version=version)


def _publishable_at(
    due: datetime, act: Act, by: Person, coverage: Coverage, uid: str, version: int
) -> int:
    """Returns the version of a draft that can be published at a time. Raises CommandRefused."""
    found = drafts.visible(by, coverage, uid)
    drafts.require_act(act, by, found, version)
    _require(found, _read(found), due)
    return found.version


def publish_due(draft: Draft) -> None:
    """Publishes a draft whose time has come, or puts it on hold and says why."""
    refused, text = "", None
    try:
        text = _read(draft)
    except CommandRefused as refusal:
        refused = str(refusal)
    with write_lock():
        locked = _still_due(draft)
        if locked is None:
            return
        if datetime.now(UTC) - (locked.due or locked.since) > LATE:
            refused = "Its time passed while nothing could publish it."
        if text is not None and not refused:
            refused = _try(locked, text)
        if refused:
            _put_on_hold(locked, refused)


def keep_back(draft: Draft, why: str) -> None:
    """Puts a draft whose time has come on hold, and says why."""
    with row_transaction():
        if locked := _still_due(draft):
            _put_on_hold(locked, why)


def _still_due(draft: Draft) -> Draft | None:
    """Locks a draft; None if it was changed since it was read, or is not due any more."""
    locked = store.lock(draft.coverage, draft.uid)
    if locked is None or locked.state not in TIMED or locked.version != draft.version:
        return None
    return locked if locked.due and locked.due <= datetime.now(UTC) else None


def _put_on_hold(draft: Draft, why: str) -> None:
    _logger.warning("draft %s is put on hold and not published", draft.uid)
    at = datetime.now(UTC)
    drafts.enter(draft, "on_hold", at, due=None, remark=f"Not published. {why}")


def _try(draft: Draft, text: Sent) -> str:
    """Publishes a draft in the name of who decided it; returns why that was refused, or ''."""
    by = drafts.person_named(draft.decided_by, draft.coverage)
    if by is None:
        return f"{draft.decided_by}, who decided this, has no account any more."
    try:
        with atomic():
            _publish(draft, text, by)
    except NeedsTwoPeople as refusal:
        # The rule was set after somebody had decided alone.
        return str(refusal)
    except NotAllowed:
        return f"{draft.decided_by}, who decided this, may not publish any more."
    except (CommandRefused, TooManyParts) as refusal:
        draft.refresh_from_db()
        return str(refusal)
    return ""


def _publish(draft: Draft, text: Sent, by: Person) -> None:
    """Runs the command of a draft, and marks the draft as published. Under the write lock."""
    completed = _command(draft, text)(
        by=by, idempotency_key=draft.idempotency_key, coverage=draft.coverage
    )
    (entry,) = read.between(completed.first_seq, completed.first_seq)
    drafts.enter(
        draft,
        "published",
        datetime.now(UTC),
        number=int(entry.object.id),
        seq=completed.first_seq,
        due=None,
        remark="",
    )
    mark(draft.coverage, "posts")


def _command(draft: Draft, text: Sent) -> Callable[..., Completed]:
    action = drafts.action_of(draft)
    about: dict[str, Any] = {"number": draft.post, "expected_seq": draft.expected_seq}
    if action == "publish":
        about = {
            "copy": text.copy,
            "dated": _dated(draft, text),
            "relations": text.relations,
            "tags": text.tags,
            "proposed": text.proposed,
        }
        return lambda **more: posts.publish(**about, **more)
    if action in ENDINGS:
        about["reason"] = text.note
    else:
        about["copy"] = text.copy
        if action != "revise":
            about["note"] = text.note
    return lambda **more: _COMMANDS[action](**about, **more)


def _read(draft: Draft) -> Sent:
    """Returns the valid text of a draft. Raises CommandRefused with all that is wrong with it."""
    text = sent(
        draft.fields,
        post=draft.post,
        expected_seq=draft.expected_seq,
        key=draft.idempotency_key,
    )
    if problems := text.problems():
        raise CommandRefused(" ".join(problems))
    _dated(draft, text)
    if text.composer is not None:
        # Before the write lock is taken.
        posts.prepare_stems(draft.coverage, text.copy)
    return text


def _require(draft: Draft, text: Sent, at: datetime) -> None:
    """Raises CommandRefused if a draft could not be published at a time, as far as one can know."""
    action, coverage = drafts.action_of(draft), draft.coverage
    if action == "publish":
        posts.require_publishable(coverage, text.copy, _dated(draft, text), at)
    elif action in ENDINGS:
        posts.require_ending(action, coverage, draft.post, draft.expected_seq, text.note)
    else:
        posts.require_change(action, coverage, draft.post, draft.expected_seq, text.copy, text.note)


def _dated(draft: Draft, text: Sent) -> datetime | None:
    """The time that a post shows, in its coverage's zone; None for the time of publishing."""
    if text.dated is None:
        return None
    try:
        return local_time.in_zone(text.dated, zone(coverage_state(draft.coverage).zone))
    except local_time.NoSuchTime as error:
        raise CommandRefused(str(error), field="dated") from None
