"""Commands about drafts. They change rows of the desk, and append nothing.

A draft is published by `desk.publication`.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

from django.contrib.auth.models import User
from django.db import IntegrityError

from dateline.accounts.people import person_of
from dateline.accounts.policy import Action, Person, may
from dateline.desk.errors import CommandRefused, Incomplete, NotAllowed, Overtaken
from dateline.drafts import store
from dateline.drafts.models import Draft
from dateline.drafts.workflow import (
    ACTS,
    ENDED,
    OPEN,
    Act,
    before_decision,
    is_allowed,
    may_read,
    may_write,
)
from dateline.journal.models import Coverage
from dateline.journal.write_lock import row_transaction
from dateline.newsroom import presence
from dateline.newsroom.changes import mark
from dateline.newsroom.models import PreparedCoverage

from .two_people import NeedsTwoPeople, needs_two_people, require_two_people

_UID: Final = re.compile("[0-9a-f]{32}")
REMARK_LIMIT: Final = 2000
# The largest number of a post that the tables hold.
POST_LIMIT: Final = 2**31 - 1
# The panels of a desk in which drafts are shown.
PANELS: Final = ("drafts", "approval", "scheduled")
# What the draft of a change is published by; without a kind it is a new post.
CHANGES: Final[frozenset[Action]] = frozenset(
    {"revise", "update", "clarify", "correct", "retract", "withdraw"}
)
_DONE: Final[dict[str, str]] = {
    "draft": "is being written",
    "submitted": "waits for approval",
    "returned": "was returned to its writer",
    "scheduled": "is scheduled",
    "on_hold": "is on hold",
    "publishing": "is being published",
    "published": "was published",
    "discarded": "was discarded",
}


class NoSuchDraft(CommandRefused):
    """There is no such draft in this coverage, or it is not yours and not shared."""

    status = 404


class DraftOvertaken(Overtaken):
    """Somebody else changed this draft while you were writing. `draft` is as it is now."""

    def __init__(self, draft: Draft, message: str = "") -> None:
        super().__init__(message or "This draft was saved elsewhere. Your text is still here.")
        self.draft = draft


def new_uid() -> str:
    """Returns the uid for a new draft, which a browser may also choose."""
    return uuid.uuid4().hex


def save(
    *,
    by: Person,
    coverage: Coverage,
    uid: str,
    version: int,
    fields: Mapping[str, str],
    post: int = 0,
    expected_seq: int = 0,
) -> Draft:
    """Saves a draft in place of its `version`; 0 adds it. Returns it as it is stored.

    Saving the same again changes nothing. Raises DraftOvertaken if another version is the newest.
    """
    if not _UID.fullmatch(uid):
        raise CommandRefused("The draft has no valid name. Reload the page.")
    if any("\0" in each for pair in fields.items() for each in pair):
        # PostgreSQL cannot store it, and its error would print the text to the log.
        raise CommandRefused("The text has a character that cannot be stored: U+0000.")
    if post > POST_LIMIT:
        raise CommandRefused("There is no such post.")
    try:
        return _save(by, coverage, uid, version, fields, post, expected_seq)
    except IntegrityError:
        # Two tabs added it at the same time, or another coverage has a draft of this name.
        if store.find(coverage, uid) is None:
            raise NoSuchDraft from None
        return _save(by, coverage, uid, version, fields, post, expected_seq)


def submit(*, by: Person, coverage: Coverage, uid: str, version: int = 0) -> Draft:
    """Asks for somebody's approval."""
    with _acting(ACTS["submit"], by, coverage, uid, version) as (draft, at):
        enter(draft, "submitted", at, submitted_by=by.name, submitted_at=at, remark="")
    return draft


def take_back(*, by: Person, coverage: Coverage, uid: str, version: int = 0) -> Draft:
    """Ends the wait for approval, so that the writer can go on writing."""
    with _acting(ACTS["take-back"], by, coverage, uid, version) as (draft, at):
        enter(draft, "draft", at, submitted_by="", submitted_at=None)
    return draft


def send_back(*, by: Person, coverage: Coverage, uid: str, remark: str, version: int = 0) -> Draft:
    """Returns a submitted draft to its writer, with a remark that says why."""
    if not remark.strip():
        raise Incomplete("Say what is to be changed. Only the newsroom sees it.", field="remark")
    if len(remark) > REMARK_LIMIT:
        raise CommandRefused(f"At most {REMARK_LIMIT:,} characters fit here.", field="remark")
    with _acting(ACTS["return"], by, coverage, uid, version) as (draft, at):
        enter(draft, "returned", at, decided_by=by.name, remark=remark.strip())
    return draft


def schedule(*, by: Person, coverage: Coverage, uid: str, due: datetime, version: int = 0) -> Draft:
    """Has a draft published at a time in the future. From `submitted` this approves it."""
    with _acting(ACTS["schedule"], by, coverage, uid, version) as (draft, at):
        _require_future(due, at)
        require_two_people(coverage, action_of(draft), by, draft)
        decide(draft, by)
        enter(draft, "scheduled", at, due=due, remark="")
    return draft


def hold(
    *, by: Person, coverage: Coverage, uid: str, due: datetime | None = None, version: int = 0
) -> Draft:
    """Holds a draft until a moment, or without one until an editor publishes it."""
    with _acting(ACTS["hold"], by, coverage, uid, version) as (draft, at):
        if due is not None:
            _require_future(due, at)
            require_two_people(coverage, action_of(draft), by, draft)
        decide(draft, by)
        enter(draft, "on_hold", at, due=due, remark="")
    return draft


def release(*, by: Person, coverage: Coverage, uid: str, version: int = 0) -> Draft:
    """Calls off a schedule or an embargo. The draft is again where it was before."""
    with _acting(ACTS["release"], by, coverage, uid, version) as (draft, at):
        enter(draft, before_decision(draft.submitted_by), at, due=None, decided_by="")
    return draft


def undo(*, by: Person, coverage: Coverage, uid: str, version: int = 0) -> Draft:
    """Stops a publication while it waits."""
    with _acting(ACTS["undo"], by, coverage, uid, version) as (draft, at):
        enter(draft, before_decision(draft.submitted_by), at, due=None, decided_by="")
    return draft


def discard(*, by: Person, coverage: Coverage, uid: str, version: int = 0) -> Draft:
    """Puts a draft away. It can be brought back."""
    with _acting(ACTS["discard"], by, coverage, uid, version) as (draft, at):
        enter(draft, "discarded", at)
    return draft


def restore(*, by: Person, coverage: Coverage, uid: str, number: int, version: int = 0) -> Draft:
    """Brings back a version of a draft, and a draft that was discarded."""
    with _acting(ACTS["restore"], by, coverage, uid, version) as (draft, at):
        found = store.version(draft, number)
        if found is None:
            raise CommandRefused(f"Version {number} of this draft was not kept.")
        state = draft.state
        if found.fields != draft.fields:
            store.keep_version(draft)
            draft.state = "draft"
            store.write(draft, found.fields, by.name, at)
        enter(draft, "draft" if state == "discarded" else state, at)
    return draft


def share(*, by: Person, coverage: Coverage, uid: str, shared: bool = True) -> Draft:
    """Shows a draft to everybody at its desk, or only to its owner again."""
    with _acting(ACTS["share"], by, coverage, uid, 0) as (draft, _):
        draft.shared = shared
        draft.save(update_fields=["shared"])
        mark(coverage, "drafts")
    return draft


def hand_over(*, by: Person, coverage: Coverage, uid: str, to: str, version: int = 0) -> Draft:
    """Makes another person the owner of a draft."""
    with _acting(ACTS["hand-over"], by, coverage, uid, version) as (draft, _):
        person = person_named(to.strip(), coverage)
        if person is None:
            raise CommandRefused(f"Nobody here is named “{to.strip()}”.", field="to")
        if not may(person, "write draft", person.name):
            raise CommandRefused(f"{person.name} may not write here.", field="to")
        store.change(draft, owner=person.name)
        mark(coverage, "drafts")
    return draft


def take_over(*, by: Person, coverage: Coverage, uid: str, version: int = 0) -> Draft:
    """Makes oneself the owner of a draft that somebody shared. Its text so far is kept."""
    with _acting(ACTS["take-over"], by, coverage, uid, version) as (draft, _):
        # Before the mark, in the order in which an open tab locks the same rows. On PostgreSQL the
        # two had stopped each other.
        presence.take_over(coverage, by.name, f"draft:{draft.uid}")
        if draft.owner != by.name:
            store.change(draft, owner=by.name)
            mark(coverage, "drafts")
    return draft


def person_named(name: str, coverage: Coverage) -> Person | None:
    """Returns the member with this name and their role, or None if their account is closed."""
    user = User.objects.filter(username=name, is_active=True).first()
    return person_of(user, coverage.slug) if user else None


def action_of(draft: Draft) -> Action:
    """Returns the command by which a draft is published."""
    if not draft.post:
        return "publish"
    kind = draft.fields.get("kind", "")
    return next((each for each in CHANGES if each == kind), "update")


def panel_of(state: str) -> str:
    """Returns the panel of the desk that shows drafts in a state."""
    return {"submitted": "approval", "returned": "drafts"}.get(
        state, "drafts" if state in OPEN | ENDED else "scheduled"
    )


def visible(by: Person, coverage: Coverage, uid: str) -> Draft:
    """Returns a draft that a person may read. Raises NoSuchDraft."""
    draft = store.find(coverage, uid)
    if draft is None or not may_read(by, draft):
        raise NoSuchDraft
    return draft


def locked_draft(by: Person, coverage: Coverage, uid: str) -> Draft:
    """Returns a draft for the rest of the transaction. Raises NoSuchDraft."""
    draft = store.lock(coverage, uid)
    if draft is None or not may_read(by, draft):
        raise NoSuchDraft
    return draft


def require_act(act: Act, by: Person, draft: Draft, version: int) -> None:
    """Raises CommandRefused unless a person may do this with the version that they saw."""
    if not may(by, act.action, draft.owner):
        raise NotAllowed
    if not is_allowed(act, draft.state):
        raise DraftOvertaken(draft, f"This draft {_DONE[draft.state]}. Nothing was done.")
    if version and draft.version != version:
        raise DraftOvertaken(
            draft, "Somebody changed this draft since you saw it. Look at it, then do this again."
        )


@contextmanager
def _acting(
    act: Act, by: Person, coverage: Coverage, uid: str, version: int
) -> Iterator[tuple[Draft, datetime]]:
    with row_transaction():
        draft = locked_draft(by, coverage, uid)
        require_act(act, by, draft, version)
        yield draft, datetime.now(UTC)


def _save(
    by: Person,
    coverage: Coverage,
    uid: str,
    version: int,
    fields: Mapping[str, str],
    post: int,
    expected_seq: int,
) -> Draft:
    with row_transaction():
        at = datetime.now(UTC)
        draft = store.lock(coverage, uid)
        if draft is None:
            return _add(by, coverage, uid, fields, at, post, expected_seq)
        is_same = draft.fields == dict(fields) and expected_seq in (0, draft.expected_seq)
        if is_same and may_read(by, draft):
            return draft
        _require_writable(by, draft)
        if draft.version != version:
            raise DraftOvertaken(draft)
        if draft.state in ("scheduled", "on_hold"):
            # Whoever changes a text that was approved answers for it from then on.
            if draft.due and needs_two_people(coverage, action_of(draft)):
                raise NeedsTwoPeople(
                    "Two people have approved this text for its time. Call that off to change it."
                )
            draft.decided_by = by.name
        if expected_seq:
            draft.expected_seq = expected_seq
        store.write(draft, fields, by.name, at)
        mark(coverage, panel_of(draft.state))
    return draft


def _add(
    by: Person,
    coverage: Coverage,
    uid: str,
    fields: Mapping[str, str],
    at: datetime,
    post: int,
    expected_seq: int,
) -> Draft:
    if not may(by, "write draft", by.name):
        raise NotAllowed
    # Waits for somebody who discards a prepared coverage, so that no draft is stored unseen.
    PreparedCoverage.objects.select_for_update().filter(coverage=coverage).first()
    draft = store.add(
        coverage,
        uid,
        person=by.name,
        fields=fields,
        at=at,
        post=post,
        expected_seq=expected_seq,
    )
    mark(coverage, "drafts")
    return draft


def _require_writable(by: Person, draft: Draft) -> None:
    if may_write(by, draft):
        return
    if by.name != draft.owner and by.name in draft.writers:
        raise DraftOvertaken(draft, f"{draft.owner} has this draft now. Your text is still here.")
    if not may_read(by, draft):
        raise NoSuchDraft
    if draft.state in OPEN:
        raise NotAllowed
    raise DraftOvertaken(draft, f"This draft {_DONE[draft.state]}. Your text is still here.")


def _require_future(due: datetime, at: datetime) -> None:
    if due <= at:
        raise CommandRefused("This time has passed. Choose one in the future.", field="due")


def decide(draft: Draft, by: Person) -> None:
    """Notes who answers for a draft. One that its writer never submitted was not approved."""
    if draft.state in OPEN:
        draft.submitted_by, draft.submitted_at = "", None
    draft.decided_by = by.name


def enter(draft: Draft, state: str, at: datetime, **changes: object) -> None:
    """Moves a draft to a state, and tells the desk."""
    panels = {panel_of(draft.state), panel_of(state)}
    store.enter(draft, state, at, **changes)  # type: ignore[arg-type]
    mark(draft.coverage, *sorted(panels))
