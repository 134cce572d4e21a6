"""What the desk's lists say of each draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from django.db.models import Q, QuerySet

from dateline.accounts.policy import Person, may
from dateline.drafts.models import Draft
from dateline.drafts.workflow import OPEN, acts_for, may_read, may_write
from dateline.journal.models import Coverage

from .forms.drafts import plain_words_of, words_of
from .forms.proposed import accepted_in

# The states as the desk names them.
LABELS: Final[dict[str, str]] = {
    "draft": "Draft",
    "submitted": "Waits for approval",
    "returned": "Returned",
    "scheduled": "Scheduled",
    "on_hold": "On hold",
    "publishing": "Publishing",
    "published": "Published",
    "discarded": "Discarded",
}
# The acts of one button, with its words; the others need something typed in.
_BUTTONS: Final[dict[str, str]] = {
    "undo": "Undo",
    "approve": "Approve",
    "publish": "Publish now",
    "submit": "Submit",
    "take-back": "Take back",
    "release": "Call off",
    "take-over": "Take over",
    "share": "Share",
    "discard": "Discard",
    "restore": "Bring back",
}
_WORDS: Final = 14
# The number of rows of a panel, and of the drafts that a search reads.
LIMIT: Final = 100
SEARCHED: Final = 500


class Button(NamedTuple):
    """An act that needs nothing typed in. `fields` are those that its form sends."""

    act: str
    words: str
    fields: dict[str, str | int]


@dataclass(frozen=True)
class DraftRow:
    """A draft in a list.

    `acts` are those that its reader may do, `buttons` the ones among them that need nothing typed
    in, and `kind` is that of a change. `own` says that its reader decided it, `unsigned` that it is
    a new post without a byline. `claims` is how many positions its writer accepted, which are
    published with it. `notes` is what the desk says of it.
    """

    uid: str
    version: int
    state: str
    label: str
    words: str
    owner: str
    saved_by: str
    saved_at: datetime
    since: datetime
    shared: bool
    submitted_by: str
    decided_by: str
    own: bool
    remark: str
    due: datetime | None
    seconds: int
    post: int
    kind: str
    number: int
    may_write: bool
    unsigned: bool
    acts: tuple[str, ...]
    buttons: tuple[Button, ...]
    claims: int
    notes: Sequence[object] = ()


def of(draft: Draft, person: Person) -> DraftRow:
    """Returns what a list says of a draft to a person who may read it."""
    acts = acts_for(person, draft)
    return DraftRow(
        uid=draft.uid,
        version=draft.version,
        state=draft.state,
        label=LABELS[draft.state],
        words=short_words_of(draft),
        owner=draft.owner,
        saved_by=draft.saved_by,
        saved_at=draft.saved_at,
        since=draft.since,
        shared=draft.shared,
        submitted_by=draft.submitted_by,
        decided_by=draft.decided_by,
        own=draft.decided_by == person.name,
        remark=draft.remark,
        due=draft.due,
        seconds=seconds_until(draft),
        post=draft.post,
        kind=draft.fields.get("kind", "") if draft.post else "",
        number=draft.number,
        may_write=may_write(person, draft),
        unsigned=not draft.post and not _is_signed(draft),
        acts=acts,
        buttons=tuple(_buttons(draft, acts)),
        claims=accepted_in(draft.fields),
    )


def short_words_of(draft: Draft) -> str:
    """Returns the first words of a draft, by which a list and a message name it."""
    words = plain_words_of(draft.fields).split()
    if not words:
        return "Without words"
    return " ".join(words[:_WORDS]) + (" …" if len(words) > _WORDS else "")


def _is_signed(draft: Draft) -> bool:
    return any(
        text.strip()
        for name, text in draft.fields.items()
        if name.startswith("byline-") and name.endswith("-name")
    )


def in_states(
    coverage: Coverage, person: Person, states: Iterable[str], order: str
) -> list[DraftRow]:
    """Returns the drafts of a coverage in some states that a person may read."""
    found = _in_states(coverage, person, states)
    readable = (draft for draft in found.order_by(order)[:LIMIT] if may_read(person, draft))
    return [of(draft, person) for draft in readable]


def _in_states(coverage: Coverage, person: Person, states: Iterable[str]) -> QuerySet[Draft]:
    """The drafts in some states, without most of those that a person may not read.

    They are many, and would take the places of the others in what is read.
    """
    found = Draft.objects.filter(coverage=coverage, state__in=list(states))
    if set(states) <= OPEN | {"discarded"} or not may(person, "approve"):
        found = found.filter(Q(owner=person.name) | Q(shared=True))
    return found


def with_words(
    coverage: Coverage, person: Person, states: Iterable[str], words: str, owner: str
) -> list[DraftRow]:
    """Returns the drafts in some states that a person may read, with all of the words.

    Of a desk with very many drafts, those that were saved last are searched.
    """
    found = _in_states(coverage, person, states)
    if owner:
        found = found.filter(owner__iexact=owner)
    wanted = words.casefold().split()
    shown: list[DraftRow] = []
    for draft in found.order_by("-saved_at")[:SEARCHED]:
        text = words_of(draft.fields).casefold()
        if may_read(person, draft) and all(word in text for word in wanted):
            shown.append(of(draft, person))
    return shown[:LIMIT]


def _buttons(draft: Draft, acts: tuple[str, ...]) -> Iterator[Button]:
    for act, words in _BUTTONS.items():
        fields: dict[str, str | int] = {"version": draft.version}
        if act not in acts or (act == "restore" and draft.state != "discarded"):
            continue
        if act == "restore":
            fields["number"] = draft.version
        if act == "share":
            fields["shared"] = "" if draft.shared else "1"
            words = "Stop sharing" if draft.shared else words
        yield Button(act, words, fields)


def seconds_until(draft: Draft) -> int:
    """The whole seconds until a draft is published, 0 if it has no time or that has come."""
    if draft.due is None:
        return 0
    return max(0, round((draft.due - datetime.now(UTC)).total_seconds()))
