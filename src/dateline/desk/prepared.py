"""Coverages that are prepared at the desk: how they are read, and how they will look."""

from __future__ import annotations

from typing import NamedTuple

from dateline.coverage import objects
from dateline.coverage.fold import fold_coverage
from dateline.coverage.kinds import CoverageLinked, KeyPointsSet
from dateline.coverage.models import CoverageRow
from dateline.coverage.read import coverage_state_or_none
from dateline.coverage.state import CoverageState
from dateline.desk.commands.coverages import Opening, Preparation, carried_over, opened
from dateline.desk.forms import OpeningForm
from dateline.desk.forms.composer import Composer
from dateline.journal.entry import Entry, ObjectRef, Payload
from dateline.journal.models import Coverage
from dateline.journal.read import coverage_at
from dateline.newsroom.models import PreparedCoverage

# The fields of the form that are not kept: they belong to one sending of it.
_OF_ONE_FORM = ("csrfmiddlewaretoken", "do", "drafts")


class PreparedForms(NamedTuple):
    """The form that opens a coverage, with its bylines."""

    form: OpeningForm
    composer: Composer

    @classmethod
    def of(cls, fields: dict[str, str]) -> PreparedForms:
        return cls(OpeningForm(fields), Composer.posted(fields, {}))

    def is_valid(self) -> bool:
        # A list, so that all errors are shown at once.
        return all([self.form.is_valid(), self.composer.is_valid()])

    def opening(self, state: str = "live") -> Opening:
        """What a valid form says."""
        cleaned = self.form.cleaned_data
        return Opening(
            slug=cleaned["slug"],
            headline=cleaned["headline"],
            standfirst=" ".join(cleaned["standfirst"].split()),
            bylines=self.composer.read_bylines(),
            zone=cleaned["zone"],
            language=cleaned["language"],
            state="announced" if state == "announced" else "live",
            previous=cleaned["previous"].strip("/"),
            carry_over=cleaned["carry_over"],
        )

    def preparation(self, sent: dict[str, str]) -> Preparation:
        kept = {name: value for name, value in sent.items() if name not in _OF_ONE_FORM}
        return Preparation(self.opening(), kept)


def prepared_of(coverage: Coverage) -> PreparedCoverage | None:
    """Returns the row of a prepared coverage; None if the coverage is public."""
    return PreparedCoverage.objects.filter(coverage=coverage).first()


def all_prepared() -> list[PreparedCoverage]:
    """Returns all prepared coverages, the newest first."""
    return list(PreparedCoverage.objects.select_related("coverage").order_by("-pk"))


def coverage_state(coverage: Coverage) -> CoverageState:
    """Returns the state of a coverage at the desk, where it need not be public.

    Of a prepared coverage it is the one with which it will begin. Raises CoverageRow.DoesNotExist.
    """
    if (state := coverage_state_or_none(coverage)) is not None:
        return state
    prepared = prepared_of(coverage)
    if prepared is None:
        raise CoverageRow.DoesNotExist
    return state_of(prepared)


def state_of(prepared: PreparedCoverage) -> CoverageState:
    """Returns the state with which a prepared coverage will begin, as readers will see it."""
    forms = PreparedForms.of(prepared.fields)
    forms.is_valid()
    opening = forms.opening()
    payloads: list[tuple[ObjectRef, Payload]] = [(objects.COVERAGE, opened(opening, prepared.at))]
    previous = coverage_at(opening.previous)
    if previous is not None and (known := coverage_state_or_none(previous)) is not None:
        link = CoverageLinked(
            side="previous", slug=known.slug, headline=known.headline, state=known.state
        )
        payloads.append((objects.SERIES, link))
    if points := carried_over(opening):
        payloads.append((objects.KEY_POINTS, KeyPointsSet(points=points)))
    state: CoverageState | None = None
    for about, payload in payloads:
        uid = prepared.coverage.uid
        state = fold_coverage(state, Entry(0, prepared.at, uid, about, 1, 0, payload))
    assert state is not None
    return state
