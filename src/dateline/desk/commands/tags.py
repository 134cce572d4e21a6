"""The command that sets the tags of a post, and their rules."""

from __future__ import annotations

from typing import Final

from dateline.accounts.policy import Person
from dateline.coverage import finding, objects
from dateline.coverage.kinds import PostTagsSet
from dateline.desk.errors import CommandRefused
from dateline.journal.append import append
from dateline.journal.models import Coverage
from dateline.journal.write_lock import WriteTransaction

from .changeable import changeable_post
from .command import Completed, run_command

MAX_TAGS: Final = 8
TAG_LIMIT: Final = 40


def set_tags(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    number: int,
    expected_seq: int,
    tags: tuple[str, ...],
) -> Completed:
    """Replaces the tags of a post; without any, removes them."""

    def body(transaction: WriteTransaction) -> None:
        before = changeable_post(coverage, number, expected_seq)
        if as_used(coverage, tags) == before.tags:
            raise CommandRefused("Nothing was changed.")
        append_tags(transaction, coverage, number, tags)

    content = (coverage.slug, number, expected_seq, tags)
    return run_command(
        "set tags", by=by, idempotency_key=idempotency_key, content=content, body=body
    )


def append_tags(
    transaction: WriteTransaction, coverage: Coverage, number: int, tags: tuple[str, ...]
) -> None:
    """Appends the tags of a post under the write lock, if the rules allow them."""
    written = as_used(coverage, tags)
    if len(written) > MAX_TAGS:
        raise CommandRefused(
            f"A post has at most {MAX_TAGS} tags, and this one {len(written)}.", field="tags"
        )
    for each in written:
        if len(each) > TAG_LIMIT:
            raise CommandRefused(
                f"A tag has at most {TAG_LIMIT} characters, and “{each}” {len(each)}.", field="tags"
            )
    append(transaction, coverage, objects.post(number), PostTagsSet(tags=written))


def as_used(coverage: Coverage, tags: tuple[str, ...]) -> tuple[str, ...]:
    """Returns each tag once, written as in other posts of the coverage if there it is used."""
    used = {each.casefold(): each for each in finding.tags(coverage)}
    return tuple(dict.fromkeys(used.get(each.casefold(), each) for each in tags if each))
