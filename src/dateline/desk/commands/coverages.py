"""Commands that prepare, open and discard a coverage."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final
from zoneinfo import available_timezones

from django.db import IntegrityError, connection

from dateline.accounts.policy import Action, Person, may
from dateline.content.tree import Byline, KeyPoint
from dateline.coverage import objects
from dateline.coverage.kinds import CoverageOpened, KeyPointsSet, RunningState
from dateline.coverage.read import coverage_state, post_state
from dateline.desk import languages
from dateline.desk.errors import CommandRefused, Incomplete, NotAllowed, Overtaken
from dateline.drafts.models import Draft
from dateline.drafts.workflow import ENDED
from dateline.journal.append import append
from dateline.journal.models import Coverage
from dateline.journal.write_lock import WriteTransaction, row_transaction
from dateline.newsroom.changes import mark
from dateline.newsroom.models import PreparedCoverage
from dateline.page.structured import title_of

from .command import Completed, run_command
from .drafts import person_named
from .series import find, link_both

# Names that cannot be a slug, because they are the first segment of other URLs, now or in future.
RESERVED: Final = frozenset(
    "desk live media static healthz readyz metrics api log embed feeds about"
    " new sign-in sign-out oembed by picture settings".split()
)
SLUG_LIMIT: Final = 80


@dataclass(frozen=True)
class Opening:
    """The initial content of a coverage. `dated` None means now; `previous` is a slug or ''.

    With `carry_over` the new coverage starts with the key points of the previous one. A link to a
    post then leads into the previous coverage, and its pinned posts become key points.
    """

    slug: str
    headline: str
    standfirst: str
    bylines: tuple[Byline, ...]
    zone: str
    language: str = "en"
    state: RunningState = "live"
    dated: datetime | None = None
    previous: str = ""
    carry_over: bool = False


@dataclass(frozen=True)
class Preparation:
    """A coverage that is prepared: its initial content, and the fields of the form as sent."""

    opening: Opening
    fields: Mapping[str, str]


def prepare(*, by: Person, preparation: Preparation) -> Coverage:
    """Prepares a coverage, which only the newsroom sees. The same form prepares it once."""
    _require_may(by, "prepare coverage")
    opening, fields = preparation.opening, dict(preparation.fields)
    _require_opening(opening)
    with row_transaction():
        same = PreparedCoverage.objects.filter(coverage__slug=opening.slug, person=by.name)
        if (found := same.select_related("coverage").first()) and found.fields == fields:
            return found.coverage
        coverage = _add_row(opening.slug)
        PreparedCoverage.objects.create(
            coverage=coverage, fields=fields, person=by.name, at=datetime.now(UTC)
        )
        mark(coverage, "head")
    return coverage


def change_prepared(
    *, by: Person, coverage: Coverage, expected_version: int, preparation: Preparation
) -> None:
    """Replaces what a prepared coverage begins with, and its address. Raises Overtaken."""
    _require_may(by, "prepare coverage")
    opening = preparation.opening
    _require_opening(opening)
    with row_transaction():
        prepared = _locked(coverage, expected_version)
        if opening.slug != coverage.slug:
            _require_free(opening.slug)
            with _taken_if_stored(opening.slug):
                Coverage.objects.filter(pk=coverage.pk).update(slug=opening.slug)
        prepared.fields = dict(preparation.fields)
        prepared.version += 1
        prepared.save()
        mark(coverage, "head")


def discard_prepared(*, by: Person, coverage: Coverage, drafts: int) -> None:
    """Removes a prepared coverage with everything of it. Its address is free again.

    Raises Overtaken if it has other than this number of unpublished drafts, so that nobody loses a
    draft that the person who discards it did not know of.
    """
    _require_may(by, "prepare coverage")
    with row_transaction():
        _locked(coverage)
        if unpublished(coverage) != drafts:
            raise Overtaken("Drafts were written or discarded meanwhile.")
        try:
            coverage.delete()
            # PostgreSQL would check this only when the transaction ends.
            connection.check_constraints()
        except IntegrityError:
            raise Overtaken("Somebody wrote a note or opened this desk meanwhile.") from None


def unpublished(coverage: Coverage) -> int:
    """The number of drafts of a coverage on their way to publication."""
    return Draft.objects.filter(coverage=coverage).exclude(state__in=ENDED).count()


def open_prepared(
    *,
    by: Person,
    idempotency_key: str,
    coverage: Coverage,
    expected_version: int,
    opening: Opening,
) -> Completed:
    """Opens a prepared coverage to readers. From now on it has entries, and is public."""

    def body(transaction: WriteTransaction) -> None:
        prepared = _locked(coverage, expected_version)
        _require_may_follow(by, opening)
        _require_opening(opening)
        if opening.slug != coverage.slug:
            _require_free(opening.slug)
            coverage.slug = opening.slug
            with _taken_if_stored(opening.slug):
                coverage.save(update_fields=["slug"])
        _append_opening(transaction, coverage, opening)
        prepared.delete()
        mark(coverage, "head")

    content = (coverage.uid, expected_version, opening)
    return run_command(
        "open coverage", by=by, idempotency_key=idempotency_key, content=content, body=body
    )


def open_coverage(*, by: Person, idempotency_key: str, opening: Opening) -> Completed:
    """Opens a coverage. With `previous` the two coverages are linked to each other."""

    def body(transaction: WriteTransaction) -> None:
        _require_may_follow(by, opening)
        add_coverage(transaction, opening)

    return run_command(
        "open coverage", by=by, idempotency_key=idempotency_key, content=(opening,), body=body
    )


def add_coverage(transaction: WriteTransaction, opening: Opening) -> Coverage:
    """Opens a coverage under the write lock. An import uses this too."""
    _require_opening(opening)
    coverage = _add_row(opening.slug)
    _append_opening(transaction, coverage, opening)
    return coverage


def opened(opening: Opening, at: datetime) -> CoverageOpened:
    """The content of the entry that opens a coverage at a time."""
    return CoverageOpened(
        slug=opening.slug,
        headline=opening.headline,
        standfirst=opening.standfirst,
        bylines=opening.bylines,
        zone=opening.zone,
        language=opening.language,
        state=opening.state,
        dated=opening.dated or at,
    )


def carried_over(opening: Opening) -> tuple[KeyPoint, ...]:
    """The key points with which a coverage begins."""
    if not opening.carry_over or not opening.previous:
        return ()
    return _carried_over(find(opening.previous, field="previous"))


def _append_opening(transaction: WriteTransaction, coverage: Coverage, opening: Opening) -> None:
    append(transaction, coverage, objects.COVERAGE, opened(opening, transaction.at))
    if opening.previous:
        link_both(transaction, find(opening.previous, field="previous"), coverage)
        if points := carried_over(opening):
            append(transaction, coverage, objects.KEY_POINTS, KeyPointsSet(points=points))


def _require_may(by: Person, action: Action) -> None:
    if not may(by, action):
        raise NotAllowed


def _require_may_follow(by: Person, opening: Opening) -> None:
    """Raises CommandRefused if the coverage that this one follows is not theirs to change.

    Its readers will see a link to the new one, and a role is held on one coverage.
    """
    if opening.previous and by.role != "administrator":
        previous = find(opening.previous, field="previous")
        there = person_named(by.name, previous)
        if there is None or not may(there, "retitle coverage"):
            raise CommandRefused(
                f"You may not change “{previous.slug}”, so it cannot lead to this coverage.",
                field="previous",
            )


def _locked(coverage: Coverage, expected_version: int = 0) -> PreparedCoverage:
    """The row of a prepared coverage, locked. Raises Overtaken if another version is expected.

    Raises CommandRefused if it was opened or discarded.
    """
    found = PreparedCoverage.objects.select_for_update().filter(coverage=coverage).first()
    if found is None:
        raise CommandRefused("Somebody else opened or discarded this coverage meanwhile.")
    if expected_version and found.version != expected_version:
        raise Overtaken
    return found


def _add_row(slug: str) -> Coverage:
    _require_free(slug)
    with _taken_if_stored(slug):
        return Coverage.objects.create(uid=f"c-{secrets.token_hex(16)}", slug=slug)


def _require_free(slug: str) -> None:
    if Coverage.objects.filter(slug=slug).exists():
        raise _taken(slug)


@contextmanager
def _taken_if_stored(slug: str) -> Iterator[None]:
    """Refuses an address that another process stores at the same time, as on PostgreSQL."""
    try:
        yield
    except IntegrityError:
        raise _taken(slug) from None


def _taken(slug: str) -> CommandRefused:
    return CommandRefused(f"The address “{slug}” is taken.", field="slug")


def _require_opening(opening: Opening) -> None:
    """Raises CommandRefused for an invalid slug, headline, language or time zone."""
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", opening.slug):
        raise CommandRefused(
            "An address has lower-case letters, digits and single hyphens only.", field="slug"
        )
    if len(opening.slug) > SLUG_LIMIT:
        raise CommandRefused(f"An address has at most {SLUG_LIMIT} characters.", field="slug")
    if opening.slug in RESERVED:
        raise _taken(opening.slug)
    if not opening.headline:
        raise Incomplete("A coverage needs a headline.", field="headline")
    if not languages.is_known(opening.language):
        raise CommandRefused(
            f"“{opening.language}” is not a known language. Examples: en, ar, pt-BR.",
            field="language",
        )
    if opening.zone not in available_timezones():
        raise CommandRefused(
            f"“{opening.zone}” is not a time zone. Example: Europe/London.", field="zone"
        )
    if opening.previous:
        find(opening.previous, field="previous")


def _carried_over(previous: Coverage) -> tuple[KeyPoint, ...]:
    """The key points for the following coverage, with links to the posts that they come from.

    `series.take_back_copies` takes them back together with these posts. What was taken back before
    is not carried over.
    """
    state = coverage_state(previous)
    points = [
        replace(each, coverage=previous.slug) if each.post and not each.coverage else each
        for each in state.key_points
        if each.coverage or not each.post or _stands(previous, each.post)
    ]
    pinned = [
        KeyPoint(title_of(post_state(previous, number)), number, previous.slug)
        for number in state.pinned
        if _stands(previous, number)
    ]
    return tuple(each for each in [*pinned, *points] if each.line)


def _stands(coverage: Coverage, number: int) -> bool:
    """Whether a post was neither retracted nor withdrawn."""
    return post_state(coverage, number).status == "published"
