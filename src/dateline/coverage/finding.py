"""Searches the posts of a coverage, at a cost that does not grow with the number of posts.

Each part of a query is a criterion. If a criterion matches few posts, those posts are fetched and
the other criteria are applied to them. If all criteria match many posts, the posts are scanned in
order until a page of results is full. Such a scan reads every post only if frequent criteria rarely
match the same post, or only the last posts of the scan.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from dateline.journal import sql
from dateline.journal.models import Coverage

from . import full_text, search_text
from .read import coverage_state, next_number

# Counting stops here: "more than 1,000 posts" is enough for a reader.
MAX_COUNT: Final = 1000
# The largest number of names offered as choices. A search for any other name still works.
MAX_CHOICES: Final = 500

# Steps through the index to the next larger text, instead of reading the bylines of every post.
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

# A post's primary key, number and sort key.
Row: TypeAlias = tuple[int, int, str]


@dataclass(frozen=True)
class Query:
    """A search. `start` is the sort key of the first post to return, '' for the first of all.

    With `since`, only posts that were published or changed after that seq match. With `changes`,
    which are kinds of change such as "corrected", only posts with all of them match. With `posts`
    only those with these numbers match, and none if it is empty.
    """

    words: str = ""
    byline: str = ""
    place: str = ""
    tag: str = ""
    key_events: bool = False
    oldest_first: bool = False
    start: str = ""
    since: int = 0
    changes: tuple[str, ...] = ()
    posts: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Found:
    """The numbers of the posts found, in order, and the sort key of the next one ('': none).

    `count` is the number of all results. If it is not `exact`, there are more than that.
    """

    numbers: list[int]
    count: int
    exact: bool
    next: str


@dataclass(frozen=True)
class _Criterion:
    """A condition that a post must meet, in SQL.

    `rows` is a query that selects the `column` of each matching post as `key`. `condition` tests a
    row named `post`; it is '' if a single row cannot be tested. Both have the parameters `values`.
    """

    column: str
    rows: str
    condition: str
    values: tuple[str, ...] = ()


def find(coverage: Coverage, query: Query, limit: int) -> Found:
    """Returns at most `limit` posts that match all of the query, and where the next ones begin.

    Words match in all their forms and anywhere in a post; names and places must match as a whole. A
    withdrawn post has no words and no names.
    """
    phrases = search_text.phrases(query.words, coverage_state(coverage).language)
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
        # The exact number of posts that match several frequent criteria would need a full scan.
        count, exact = limit, False
        if len(criteria) == 1:
            count, exact = min(counts[0], MAX_COUNT), counts[0] <= MAX_COUNT
        elif not query.start and len(rows) <= limit:
            count, exact = len(rows), True
    numbers = [number for _, number, _ in rows[:limit]]
    return Found(numbers, count, exact, rows[limit][2] if len(rows) > limit else "")


def names_and_places(coverage: Coverage) -> tuple[list[str], list[str]]:
    """Returns the names and the places in the bylines of a coverage, each sorted."""
    return _choices(coverage, "name"), _choices(coverage, "place")


def tags(coverage: Coverage) -> list[str]:
    """Returns the tags of a coverage: those of its posts, sorted."""
    return _choices(coverage, "tag")


def _choices(coverage: Coverage, kind: str) -> list[str]:
    rows = sql.rows(_DISTINCT, coverage.pk, kind, coverage.pk, kind, MAX_CHOICES)
    return sorted(text for (text,) in rows)


def _criteria(coverage: int, query: Query, match: full_text.Match | None) -> list[_Criterion]:
    found = []
    if match:
        found.append(_Criterion("id", match.rows, "", match.values))
    for kind, text in (("name", query.byline), ("place", query.place), ("tag", query.tag)):
        if text:
            found.append(_credited(coverage, kind, text))
    if query.key_events:
        rows = "SELECT id AS key FROM coverage_postrow WHERE coverage_id = {:d} AND key_event"
        found.append(_Criterion("id", rows.format(coverage), "post.key_event"))
    if query.since:
        changed = f"seq > {query.since:d}"
        rows = (
            f"SELECT id AS key FROM coverage_postrow WHERE coverage_id = {coverage:d} AND {changed}"
        )
        found.append(_Criterion("id", rows, f"post.{changed}"))
    found += [_changed(coverage, kind) for kind in query.changes]
    if query.posts is not None:
        # No post has the number 0, and an empty list is no SQL.
        numbers = ", ".join(f"{each:d}" for each in query.posts) or "0"
        rows = f"SELECT number AS key FROM coverage_postrow WHERE coverage_id = {coverage:d}"
        among = f"number IN ({numbers})"
        found.append(_Criterion("number", f"{rows} AND {among}", f"post.{among}"))
    # An empty query matches every post.
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


def _changed(coverage: int, kind: str) -> _Criterion:
    changed = f"FROM coverage_changerow WHERE coverage_id = {coverage:d} AND kind = %s"
    return _Criterion(
        "number",
        "SELECT DISTINCT CAST(SUBSTR(object, 6) AS INTEGER) AS key"
        f" {changed} AND SUBSTR(object, 1, 5) = 'post-'",
        f"EXISTS (SELECT 1 {changed} AND object = 'post-' || post.number)",
        (kind,),
    )


def _is_rare(count: int, posts: int, limit: int) -> bool:
    """Whether fetching `count` posts costs less than scanning for `limit` of them.

    If the matches are spread evenly over all `posts`, a scan reads `limit * posts / count` posts.
    """
    return count <= MAX_COUNT and count * count <= limit * posts


def _count(criterion: _Criterion) -> int:
    """The number of posts that meet a criterion, at most MAX_COUNT + 1."""
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
    """Fetches the posts that meet the rarest criterion, and applies the others to them."""
    rare = criteria[rarest]
    # With a plain JOIN, SQLite scans every post of the coverage in the order of the result.
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
    """Scans the posts in order until `limit` meet all criteria, in steps of doubled size."""
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
    """Returns the rows that match the words; all rows if there is no `match`."""
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
    """Selects rows from the query's start, in its order."""
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
