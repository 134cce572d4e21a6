"""Finds posts in a coverage, at a cost that does not grow with it.

Each thing that a reader asks for is a criterion. The posts that meet the rarest one are fetched and
looked through; where none is rare, posts are walked in their order until a page is full. Only
where frequent criteria seldom meet, or only far back, may such a walk pass every post.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from dateline.journal import sql
from dateline.journal.models import Coverage

from . import full_text, search_text
from .read import next_number

# Counting ends here: "more than 1,000 posts" says enough.
MAX_COUNT: Final = 1000
# So many names are offered to choose from. Others are found, too, by whoever asks for them.
MAX_CHOICES: Final = 500

# One step to the next larger text for each, instead of a look at every post's bylines.
_DISTINCT: Final = """
WITH RECURSIVE found(text) AS (
  SELECT MIN(text) FROM coverage_creditrow WHERE coverage_id = %s AND kind = %s
  UNION ALL
  SELECT (SELECT MIN(text) FROM coverage_creditrow
    WHERE coverage_id = %s AND kind = %s AND text > found.text)
  FROM found WHERE found.text IS NOT NULL
)
SELECT text FROM found WHERE text IS NOT NULL LIMIT %s
"""

# A post's key, its number and its sort key.
Row: TypeAlias = tuple[int, int, str]


@dataclass(frozen=True)
class Query:
    """What a reader looks for in a coverage; `start` is the sort key of the first post to show."""

    words: str = ""
    byline: str = ""
    place: str = ""
    key_events: bool = False
    oldest_first: bool = False
    start: str = ""


@dataclass(frozen=True)
class Found:
    """The numbers of the posts that were found, in order, and the next one's sort key ('': none).

    There are `count` in all; or more than that, where it is not `exact`.
    """

    numbers: list[int]
    count: int
    exact: bool
    next: str


@dataclass(frozen=True)
class _Criterion:
    """One thing that a post must have.

    `rows` selects, as `key`, the `column` of the posts that meet it, each once. `condition` says
    the same of a row named `post`, '' where that is not asked of one row alone. Both take `values`.
    """

    column: str
    rows: str
    condition: str
    values: tuple[str, ...] = ()


def find(coverage: Coverage, query: Query, limit: int) -> Found:
    """The posts that match all of the query, at most `limit`, and where to go on.

    Words are looked for anywhere in a post, names and places as wholes; a withdrawn post has none.
    """
    phrases = search_text.phrases(query.words)
    if query.words.strip() and not phrases:
        return Found([], 0, True, "")
    match = full_text.match(coverage.pk, phrases) if phrases else None
    criteria = _criteria(coverage.pk, query, match)
    counts = [_count(each) for each in criteria]
    rarest = counts.index(min(counts))
    if _is_rare(counts[rarest], next_number(coverage), limit):
        rows = _fetch(coverage.pk, criteria, rarest, match, query)
        count, exact = len(rows), True
        rows = [row for row in rows if not query.start or _follows(row[2], query)][: limit + 1]
    else:
        rows = _walk(coverage.pk, criteria, match, query, limit + 1)
        # How many have all of several frequent things only a look at every post would tell.
        count, exact = limit, False
        if len(criteria) == 1:
            count, exact = min(counts[0], MAX_COUNT), counts[0] <= MAX_COUNT
        elif not query.start and len(rows) <= limit:
            count, exact = len(rows), True
    numbers = [number for _, number, _ in rows[:limit]]
    return Found(numbers, count, exact, rows[limit][2] if len(rows) > limit else "")


def names_and_places(coverage: Coverage) -> tuple[list[str], list[str]]:
    """The names and the places in the bylines of a coverage, as the posts write them, in order."""
    names, places = (
        [text for (text,) in sql.rows(_DISTINCT, coverage.pk, kind, coverage.pk, kind, MAX_CHOICES)]
        for kind in ("name", "place")
    )
    return sorted(names), sorted(places)


def _criteria(coverage: int, query: Query, match: full_text.Match | None) -> list[_Criterion]:
    found = []
    if match:
        found.append(_Criterion("id", match.rows, "", match.values))
    for kind, text in (("name", query.byline), ("place", query.place)):
        if text:
            found.append(_credited(coverage, kind, text))
    if query.key_events:
        rows = "SELECT id AS key FROM coverage_postrow WHERE coverage_id = {:d} AND key_event"
        found.append(_Criterion("id", rows.format(coverage), "post.key_event"))
    # Without any, every post is found.
    rows = f"SELECT id AS key FROM coverage_postrow WHERE coverage_id = {coverage:d}"
    return found or [_Criterion("id", rows, "1 = 1")]


def _credited(coverage: int, kind: str, text: str) -> _Criterion:
    credited = f"FROM coverage_creditrow WHERE coverage_id = {coverage:d} AND kind = '{kind}'"
    return _Criterion(
        "sort_key",
        f"SELECT DISTINCT sort_key AS key {credited} AND folded = %s",
        f"EXISTS (SELECT 1 {credited} AND folded = %s AND sort_key = post.sort_key)",
        (search_text.folded(text),),
    )


def _is_rare(count: int, posts: int, limit: int) -> bool:
    """Whether to fetch `count` posts costs less than to walk to a page of them.

    So many of `posts` are met after `limit * posts / count` steps, if they are spread evenly.
    """
    return count <= MAX_COUNT and count * count <= limit * posts


def _count(criterion: _Criterion) -> int:
    """How many posts meet a criterion; MAX_COUNT + 1 for any more."""
    some = f"SELECT COUNT(*) FROM ({criterion.rows} LIMIT {MAX_COUNT + 1}) AS counted"
    ((count,),) = sql.rows(some, *criterion.values)
    return int(count)


def _fetch(
    coverage: int,
    criteria: list[_Criterion],
    rarest: int,
    match: full_text.Match | None,
    query: Query,
) -> list[Row]:
    """All posts that meet all criteria, from those that meet the rarest one."""
    rare = criteria[rarest]
    # CROSS keeps SQLite from going over every post of the coverage, in whose order it is to answer.
    selected = (
        f"FROM ({rare.rows}) AS rare CROSS JOIN coverage_postrow AS post"
        f" WHERE post.coverage_id = {coverage:d} AND post.{rare.column} = rare.key"
    )
    others = criteria[:rarest] + criteria[rarest + 1 :]
    selected, values = _narrowed(selected, list(rare.values), others)
    rows = _page(selected, values, replace(query, start=""), MAX_COUNT)
    return _matching(rows, match) if rare.condition else rows


def _follows(sort_key: str, query: Query) -> bool:
    return sort_key >= query.start if query.oldest_first else sort_key <= query.start


def _walk(
    coverage: int,
    criteria: list[_Criterion],
    match: full_text.Match | None,
    query: Query,
    limit: int,
) -> list[Row]:
    """Goes through the posts in order, twice as many each time, until `limit` meet all criteria."""
    selected = f"FROM coverage_postrow AS post WHERE post.coverage_id = {coverage:d}"
    walked = _narrowed(selected, [], criteria)
    found: list[Row] = []
    size = 2 * limit if match else limit
    while True:
        rows = _page(*walked, query, size + 1)
        found += _matching(rows[:size], match)
        if len(found) >= limit or len(rows) <= size:
            return found[:limit]
        query = replace(query, start=rows[size][2])
        size *= 2


def _matching(rows: list[Row], match: full_text.Match | None) -> list[Row]:
    """Those of the rows that match; all where there are no words to look for."""
    if not match or not rows:
        return rows
    keys = [key for key, _, _ in rows]
    within = f"{match.rows} AND {match.column} BETWEEN %s AND %s"
    matching = {key for (key,) in sql.rows(within, *match.values, min(keys), max(keys))}
    return [row for row in rows if row[0] in matching]


def _narrowed(
    selected: str, values: list[str], criteria: list[_Criterion]
) -> tuple[str, list[str]]:
    for each in criteria:
        if each.condition:
            selected += f" AND {each.condition}"
            values += each.values
    return selected, values


def _page(selected: str, values: list[str], query: Query, limit: int) -> list[Row]:
    """The keys, numbers and sort keys of the posts from the query's start, in its order."""
    comparison, order = (">=", "ASC") if query.oldest_first else ("<=", "DESC")
    if query.start:
        selected += f" AND post.sort_key {comparison} %s"
        values = [*values, query.start]
    return sql.rows(
        f"SELECT post.id, post.number, post.sort_key {selected}"
        f" ORDER BY post.sort_key {order} LIMIT %s",
        *values,
        limit,
    )
