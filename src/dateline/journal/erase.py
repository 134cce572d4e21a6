"""The only erasure: the text of disclosures is deleted, their digests and their leaf stay."""

from __future__ import annotations

from .entry import ObjectRef, kind_named
from .models import CompletedCommand, Coverage, Disclosure, Leaf


def erase_disclosures(coverage: Coverage, about: ObjectRef, seq: int) -> int:
    """Deletes the content that entry `seq` disclosed about an object; returns how many fields.

    Structural fields stay: they name nobody, and the page needs them. What is remembered of the
    command that made the entry goes too, since a digest of its text could confirm a guess.
    """
    leaf = Leaf.objects.filter(coverage=coverage, object=str(about), seq=seq).first()
    if leaf is None:
        return 0
    disclosures = Disclosure.objects.filter(leaf=leaf, text__isnull=False)
    erased = disclosures.exclude(name__in=kind_named(leaf.kind).structural).update(text=None)
    if erased:
        commands = CompletedCommand.objects.filter(first_seq__lte=seq, last_seq__gte=seq)
        commands.update(digest="")
    return erased
