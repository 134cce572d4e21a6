"""Erases content for a legal reason or for somebody's safety.

The disclosures of an entry are deleted for ever. Its leaf stays, so every proof over leaves remains
valid. Backups, picture files and copies made by others are not changed.
"""

from __future__ import annotations

from dateline.accounts.policy import Person
from dateline.coverage import full_text
from dateline.desk.errors import CommandRefused
from dateline.journal import erase
from dateline.journal.append import append
from dateline.journal.entry import EntryErased, ErasureReason, ObjectRef
from dateline.journal.models import Coverage, Leaf
from dateline.journal.write_lock import WriteTransaction

from .command import Completed, run_command


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
        if not Leaf.objects.filter(seq=seq, coverage=coverage, object=str(about)).exists():
            raise CommandRefused(f"Entry {seq} is not about {about} of this coverage.")
        if not erase.erase_disclosures(coverage, about, seq):
            raise CommandRefused(f"Entry {seq} contains nothing that could be erased.")
        append(transaction, coverage, about, EntryErased(seq=seq, reason=reason))
        full_text.forget_replaced_words()

    content = (coverage.slug, str(about), seq, reason)
    return run_command("erase", by=by, idempotency_key=idempotency_key, content=content, body=body)
