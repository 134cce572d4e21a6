"""The takedown of what the law, or somebody's safety, does not let stand.

The entry's leaf stays and so does every proof; its disclosures are forgotten for good. This alone
does not reach copies that others made, backups, or files of pictures.
"""

from __future__ import annotations

from dateline.desk.errors import Refused
from dateline.desk.policy import Person
from dateline.journal import erase
from dateline.journal.append import append
from dateline.journal.kinds import EntryErased, Why
from dateline.journal.models import Coverage, Leaf
from dateline.journal.turn import Turn

from .act import Done, perform


def erase_forever(
    *, by: Person, key: str, coverage: Coverage, name: str, seq: int, why: Why
) -> Done:
    """Erases what entry `seq` said about the object `name`, and says in public that it did."""

    def body(turn: Turn) -> None:
        if not Leaf.objects.filter(seq=seq, coverage=coverage, object=name).exists():
            raise Refused(f"Entry {seq} is not about {name} of this coverage.")
        if not erase.erase_forever(coverage, name, seq):
            raise Refused(f"Entry {seq} holds nothing that could be erased.")
        append(turn, coverage, name, EntryErased(of=seq, why=why))

    content = (coverage.slug, name, seq, why)
    return perform("erase", by=by, key=key, content=content, body=body)
