"""Erases content for a legal reason or for somebody's safety.

The disclosures of an entry are deleted for ever, and so are the drafts of its post with all their
versions, and the notes about them. The leaf of the entry stays, so every proof over leaves remains
valid. After the commit, the files of its pictures are deleted (`media.removal`) and the old bytes
in the database are overwritten (`journal.scrub`). Backups and copies made by others are not
changed.
"""

from __future__ import annotations

import contextlib
import uuid

from dateline.accounts.policy import Person
from dateline.claims.kinds import CLAIM_TYPE
from dateline.coverage import objects
from dateline.coverage.read import posts
from dateline.desk.errors import CommandRefused, NothingToErase
from dateline.drafts.store import erase_texts
from dateline.journal import erase
from dateline.journal.append import append
from dateline.journal.entry import EntryErased, ErasureReason, ObjectRef
from dateline.journal.models import Coverage
from dateline.journal.read import history
from dateline.journal.write_lock import WriteTransaction
from dateline.media import removal
from dateline.media.projection import rendition_digests
from dateline.newsroom.changes import mark
from dateline.newsroom.models import Note, ProposedAssessment, WaitingPosition

from .command import Completed, run_command
from .posts import prepare_stems


def erase_object(*, by: Person, coverage: Coverage, about: ObjectRef, reason: ErasureReason) -> int:
    """Erases the content of every entry about an object; returns how many had any.

    Each is erased by a command of its own, so what was erased stays erased if a later one fails.
    """
    count = 0
    for entry in history(coverage, about):
        with contextlib.suppress(NothingToErase):
            erase_entry(
                by=by,
                idempotency_key=uuid.uuid4().hex,
                coverage=coverage,
                about=about,
                seq=entry.seq,
                reason=reason,
            )
            count += 1
    return count


def _erase_at_desk(coverage: Coverage, post: int) -> None:
    """Erases the drafts of a post and of its changes, what waits there, and the notes on them."""
    texts = [f"draft:{uid}" for uid in erase_texts(coverage, post)]
    WaitingPosition.objects.filter(coverage=coverage, post=post).delete()
    Note.objects.filter(coverage=coverage, about__in=[f"post:{post}", *texts]).delete()
    mark(coverage, "drafts", "approval", "scheduled", "notes")


def erase_entry(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    about: ObjectRef,
    seq: int,
    reason: ErasureReason,
) -> Completed:
    """Erases the content of entry `seq` about an object, and appends a public note of it."""

    def body(transaction: WriteTransaction) -> None:
        entry = next((each for each in history(coverage, about) if each.seq == seq), None)
        if entry is None:
            raise CommandRefused(f"Entry {seq} is not about {about} of this coverage.")
        if not erase.erase_disclosures(coverage, about, seq):
            raise NothingToErase
        removal.request(rendition_digests(entry.payload))
        if about.type == objects.POST_TYPE:
            _erase_at_desk(coverage, about.number)
        if about.type == CLAIM_TYPE:
            ProposedAssessment.objects.filter(coverage=coverage, claim=about.id).delete()
        append(transaction, coverage, about, EntryErased(seq=seq, reason=reason))

    if about.type == objects.POST_TYPE:
        # Afterwards search finds the words that are left.
        for post in posts(coverage, [about.number]):
            prepare_stems(coverage, post.copy)
    content = (coverage.slug, str(about), seq, reason)
    return run_command("erase", by=by, idempotency_key=idempotency_key, content=content, body=body)
