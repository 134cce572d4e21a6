"""What every command does around its own work: the write lock, the idempotency key, the policy."""

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

_COMPLETED: Final = (
    "SELECT person, action, digest, first_seq, last_seq FROM journal_completedcommand"
    " WHERE idempotency_key = %s"
)


@dataclass(frozen=True)
class Completed:
    """The entries that a command became, first to last.

    `repeated` says that the key was used before: nothing was done now.
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
    """Runs `body` under the write lock, once for each key.

    The key belongs to the person, the action and the content. Raises IdempotencyKeyReused where it
    was used for anything else, NotAllowed where the person may not, and whatever `body` raises.
    """
    digest = _digest(idempotency_key, content)
    with write_lock() as transaction:
        for person, done, known, first, last in sql.rows(_COMPLETED, idempotency_key):
            if (person, done, known) != (by.name, action, digest):
                raise IdempotencyKeyReused(_text_between(first, last) if person == by.name else "")
            return Completed(first, last, repeated=True)
        if not may(by, action):
            raise NotAllowed
        body(transaction)
        completed = Completed(min(transaction.appended), max(transaction.appended))
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
    return completed


def require_newest(coverage: Coverage, about: ObjectRef, expected_seq: int) -> None:
    """Raises Overtaken where the object's last entry is not the one that the writer saw."""
    if read.last_seq(coverage, about) != expected_seq:
        raise Overtaken


def _digest(idempotency_key: str, content: tuple[object, ...]) -> str:
    """A keyed hash of what a command says, to compare it with a later one of the same key."""
    said = json.dumps(to_json(content), ensure_ascii=False, sort_keys=True)
    secret = f"{settings.SECRET_KEY}{idempotency_key}".encode()
    return hmac.new(secret, said.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()


def _text_between(first: int, last: int) -> str:
    """What the entries of an earlier command say, as far as it was not erased."""
    payloads = [to_json(entry.payload) for entry in read.between(first, last)]
    return _text_of(payloads)


def _text_of(value: object) -> str:
    """All text in a JSON value, one piece a line, so that a writer can compare it."""
    if isinstance(value, dict):
        return _text_of([each for name, each in value.items() if name not in ("type", "marks")])
    if isinstance(value, list):
        return "\n".join(filter(None, map(_text_of, value)))
    return value if isinstance(value, str) else ""
