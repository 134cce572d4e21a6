"""The parts that all commands share: the write lock, the idempotency key and the policy."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from dateline.accounts.policy import Action, Person, may
from dateline.desk.errors import IdempotencyKeyReused, NotAllowed, Overtaken
from dateline.journal import read, sql
from dateline.journal.entry import ObjectRef
from dateline.journal.models import CompletedCommand, Coverage
from dateline.journal.serialize import to_json
from dateline.journal.write_lock import WriteTransaction, write_lock
from dateline.newsroom import deliveries

from .two_people import require_two_people_for

_COMPLETED: Final = (
    "SELECT person, action, digest, first_seq, last_seq FROM journal_completedcommand"
    " WHERE idempotency_key = %s"
)


@dataclass(frozen=True)
class Completed:
    """The first and the last entry that a command appended.

    `repeated` means that the idempotency key was used before, so nothing was appended now.
    """

    first_seq: int
    last_seq: int
    repeated: bool = False


def run_command(
    action: Action,
    *,
    by: Person,
    idempotency_key: str,
    content: tuple[object, ...],
    body: Callable[[WriteTransaction], None],
) -> Completed:
    """Runs `body`, which appends at least one entry, under the write lock, once for each key.

    `content` is what a retry of the same form repeats: the object, its expected seq if there is
    one, and everything that was entered.

    Raises IdempotencyKeyReused if another person used the key, or if it was used for another action
    or other content. Raises NotAllowed if the person may not do this, NeedsTwoPeople if nobody else
    has approved it, and any exception of `body`.
    """
    digest = _digest(idempotency_key, content)
    with write_lock() as transaction:
        if earlier := _completed_before(idempotency_key, by, action, digest):
            return earlier
        if not may(by, action):
            raise NotAllowed
        body(transaction)
        completed = Completed(min(transaction.appended), max(transaction.appended))
        require_two_people_for(completed.first_seq, completed.last_seq, by, idempotency_key)
        sql.insert(
            CompletedCommand(
                idempotency_key=idempotency_key,
                person=by.name,
                action=action,
                digest=digest,
                first_seq=completed.first_seq,
                last_seq=completed.last_seq,
                at=transaction.at,
            )
        )
        # Last, so that it is as close to the commit as it can be.
        deliveries.note_commit(completed.first_seq, completed.last_seq)
    return completed


def require_newest(coverage: Coverage, about: ObjectRef, expected_seq: int) -> None:
    """Raises Overtaken if the object's last entry is not the one that the writer saw."""
    if read.last_seq(coverage, about) != expected_seq:
        raise Overtaken


def _completed_before(
    idempotency_key: str, by: Person, action: Action, digest: str
) -> Completed | None:
    """The result of the command that used this key, if any. Raises IdempotencyKeyReused."""
    earlier = sql.rows(_COMPLETED, idempotency_key)
    if not earlier:
        return None
    ((person, action_then, digest_then, first, last),) = earlier
    if (person, action_then, digest_then) != (by.name, action, digest):
        raise IdempotencyKeyReused(_text_between(first, last) if person == by.name else "")
    return Completed(first, last, repeated=True)


def _digest(idempotency_key: str, content: tuple[object, ...]) -> str:
    """A keyed hash of a command's content, for a comparison with a retry under the same key."""
    # Keyed, because a plain hash of a short text could be used to confirm a guess at it.
    serialized = json.dumps(to_json(content), ensure_ascii=False, sort_keys=True)
    secret = f"{settings.SECRET_KEY}{idempotency_key}".encode()
    return hmac.new(secret, serialized.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()


def _text_between(first: int, last: int) -> str:
    """The text of the entries of an earlier command, without erased fields."""
    payloads = [to_json(entry.payload) for entry in read.between(first, last)]
    return _text_of(payloads)


def _text_of(value: object) -> str:
    """All strings in a JSON value, one on each line, so that a writer can compare them."""
    if isinstance(value, dict):
        return _text_of([each for name, each in value.items() if name not in ("type", "marks")])
    if isinstance(value, list):
        return "\n".join(filter(None, map(_text_of, value)))
    return value if isinstance(value, str) else ""
