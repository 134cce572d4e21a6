"""Erases content from the journal: deletes the text of disclosures, keeps digests and leaves."""

from __future__ import annotations

from .entry import ObjectRef, kind_named
from .models import CompletedCommand, Coverage, Disclosure, Leaf


def erase_disclosures(coverage: Coverage, about: ObjectRef, seq: int) -> int:
    """Deletes the content of entry `seq` about an object; returns the number of erased fields.

    Structural fields stay, because pages need them and they name no person. The digest
    stored with the command is deleted as well: it could be used to confirm a guess at the text.
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
