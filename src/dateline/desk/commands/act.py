"""What every command does around its own work: the turn, the key, the policy."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dateline.desk import policy
from dateline.desk.errors import KeyReused, Overtaken
from dateline.journal import sql
from dateline.journal.models import Act, Coverage
from dateline.journal.plain import to_plain
from dateline.journal.read import last_seq
from dateline.journal.turn import Turn, take_turn

_SEEN: Final = 'SELECT "by", verb, content, "first", "last" FROM journal_act WHERE "key" = %s'


@dataclass(frozen=True)
class Done:
    """The entries that an act became, first to last; `again` where the key had been seen."""

    first: int
    last: int
    again: bool = False


def perform(
    verb: policy.Verb,
    *,
    by: policy.Person,
    key: str,
    content: tuple[object, ...],
    body: Callable[[Turn], None],
) -> Done:
    """Runs `body` in the newsroom's turn, once for each key. Raises KeyReused or NotAllowed."""
    said = json.dumps(to_plain(content), ensure_ascii=False, sort_keys=True)
    with take_turn() as turn:
        for whose, what, content_then, first, last in sql.rows(_SEEN, key):
            if (whose, what, content_then) != (by.name, verb, said):
                raise KeyReused(_words(json.loads(content_then)))
            return Done(first, last, again=True)
        policy.require(by, verb)
        body(turn)
        done = Done(min(turn.appended), max(turn.appended))
        sql.insert(
            Act(
                key=key,
                by=by.name,
                verb=verb,
                content=said,
                first=done.first,
                last=done.last,
                at=turn.at,
            )
        )
    return done


def _words(content: object) -> str:
    """All that people wrote in an act's content, a line each: what the writer compares."""
    if isinstance(content, dict):
        return _words([value for name, value in content.items() if name not in ("type", "marks")])
    if isinstance(content, list):
        return "\n".join(filter(None, map(_words, content)))
    return content if isinstance(content, str) else ""


def require_newest(coverage: Coverage, name: str, was: int) -> None:
    """Raises Overtaken where the object's last entry is not the one that the writer saw."""
    if last_seq(coverage, name) != was:
        raise Overtaken
