"""Stores drafts and their versions. What writes must be called in a transaction."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Q

from dateline.journal.models import Coverage

from .models import Draft, DraftVersion
from .workflow import ENDED, State


def find(coverage: Coverage, uid: str) -> Draft | None:
    """Returns a draft of a coverage, or None."""
    return Draft.objects.filter(coverage=coverage, uid=uid).first()


def lock(coverage: Coverage, uid: str) -> Draft | None:
    """Returns a draft, which nobody else changes before the end of the transaction.

    A transaction that also takes the write lock must take that first.
    """
    return Draft.objects.select_for_update().filter(coverage=coverage, uid=uid).first()


def add(
    coverage: Coverage,
    uid: str,
    *,
    person: str,
    fields: Mapping[str, str],
    at: datetime,
    post: int = 0,
    expected_seq: int = 0,
) -> Draft:
    """Adds a draft, which belongs to a person. Raises IntegrityError if there is one."""
    draft = Draft.objects.create(
        uid=uid,
        coverage=coverage,
        owner=person,
        fields=dict(fields),
        post=post,
        expected_seq=expected_seq,
        created_at=at,
        since=at,
        saved_at=at,
        saved_by=person,
        writers=[person],
        idempotency_key=uuid.uuid4().hex,
    )
    _keep(draft, at)
    return draft


def write(draft: Draft, fields: Mapping[str, str], person: str, at: datetime) -> None:
    """Stores a new version of a draft's text, which its caller has locked."""
    draft.fields = dict(fields)
    draft.version += 1
    draft.saved_at, draft.saved_by = at, person
    if person not in draft.writers:
        draft.writers = [*draft.writers, person]
    draft.save()
    _keep(draft, at)


def enter(draft: Draft, state: State, at: datetime, **changes: Any) -> None:
    """Moves a draft to a state, and keeps the version that it has then."""
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.state, draft.since = state, at
    draft.save()
    keep_version(draft)


def keep_version(draft: Draft) -> None:
    """Keeps what a draft says now, also if the same person changes it within the minute."""
    DraftVersion.objects.filter(draft=draft, version=draft.version).update(state=draft.state)


def change(draft: Draft, **changes: Any) -> None:
    """Changes what is not the text of a draft, such as its owner."""
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.version += 1
    draft.save()
    _keep(draft, draft.saved_at, state=draft.state)


def version(draft: Draft, number: int) -> DraftVersion | None:
    """Returns a version of a draft that was kept, or None."""
    return draft.versions.filter(version=number).first()


def erase_texts(coverage: Coverage, post: int) -> list[str]:
    """Deletes what the drafts of a post and of its changes say, in every version.

    One that was still on its way to publication is discarded: it begins with the erased text.
    Returns the uids of the drafts.
    """
    about = Q(number=post) | Q(post=post)
    found = Draft.objects.filter(about, coverage=coverage)
    DraftVersion.objects.filter(draft__in=found).delete()
    found.exclude(state__in=ENDED).update(state="discarded", due=None)
    found.update(fields={}, remark="Its text was erased.", version=F("version") + 1)
    return list(found.values_list("uid", flat=True))


def _keep(draft: Draft, at: datetime, state: str = "") -> None:
    """Keeps the text of a draft, in place of what the same person wrote in the same minute.

    A version that was kept because the state changed stays.
    """
    values: dict[str, Any] = {
        "version": draft.version,
        "fields": draft.fields,
        "person": draft.saved_by,
        "at": at,
        "state": state,
    }
    last = draft.versions.order_by("-version").first()
    minute = at.replace(second=0, microsecond=0)
    if last and not last.state and last.person == draft.saved_by and last.at >= minute:
        DraftVersion.objects.filter(pk=last.pk).update(**values)
    else:
        DraftVersion.objects.create(draft=draft, **values)
