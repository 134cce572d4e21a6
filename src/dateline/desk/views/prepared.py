"""A coverage that is not public yet: its form, its preview, and opening or discarding it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation

from dateline.accounts.policy import may
from dateline.desk.access import keep_text, person, signed_in
from dateline.desk.commands import coverages as commands
from dateline.desk.errors import CommandRefused, NotAllowed
from dateline.desk.forms import CommandForm, DiscardForm, OpeningForm
from dateline.desk.prepared import PreparedForms, prepared_of, state_of
from dateline.journal.models import Coverage
from dateline.newsroom.models import PreparedCoverage
from dateline.page import render as blocks
from dateline.page.render import zone
from dateline.page.words import words

from .shared import after_conflict, find_coverage, get_or_post, not_allowed, run, show, unvalidated

# The values of the buttons that send the form, and what is said when it is done.
_SAID: Final = {
    "save": "Saved. Readers see nothing of it yet.",
    "open": "The coverage is open to readers.",
    "announce": "The coverage is announced to readers.",
}
_NOT_PREPARED: Final = "This coverage is not prepared any more"


@get_or_post
@signed_in
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """/desk/<slug>/opening/: what a prepared coverage begins with; opens or discards it."""
    coverage = find_coverage(slug)
    prepared = prepared_of(coverage)
    action = request.POST.get("do", "save")
    if request.method == "POST" and action in ("discard", "discard-all"):
        return _discard(request, coverage, sure=action == "discard-all")
    if request.method == "POST":
        return _change(request, coverage, action)
    if prepared is None:
        return redirect("desk:coverage", slug=slug)
    kept = PreparedForms.of(prepared.fields)
    kept.form.is_valid()
    start = kept.form.cleaned_data | CommandForm.fresh(prepared.version)
    forms = PreparedForms(OpeningForm(initial=start), kept.composer.rearranged("show"))
    return _page(request, coverage, forms)


@signed_in
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /desk/<slug>/preview/: the page as readers will see it when the coverage is open."""
    prepared = prepared_of(find_coverage(slug))
    if prepared is None:
        raise Http404
    state = state_of(prepared)
    shown = {
        "headline": blocks.headline(state, 0),
        "series": blocks.series(state, 0),
        "key_points": blocks.key_points(state, [], 0),
    }
    context = {
        "coverage": state,
        "zone": zone(state.zone),
        "blocks": shown,
        "words": words(),
        "modified": datetime.now(UTC),
    }
    with translation.override(state.language):
        return render(request, "desk/preview.html", context)


def _change(request: HttpRequest, coverage: Coverage, action: str) -> HttpResponse:
    sent = request.POST.dict()
    forms = PreparedForms.of(sent)
    if action not in _SAID:
        return _page(request, coverage, _shown_again(forms))
    if not forms.is_valid():
        return _page(request, coverage, forms, 422)
    cleaned, by = forms.form.cleaned_data, person(request)

    version = cleaned["expected_seq"]
    arguments: dict[str, Any] = {"by": by, "coverage": coverage, "expected_version": version}
    command: Callable[[], object]
    if action == "save":
        preparation = forms.preparation(sent)
        command = partial(commands.change_prepared, **arguments, preparation=preparation)
    else:
        arguments["idempotency_key"] = cleaned["idempotency_key"]
        opening = forms.opening("announced" if action == "announce" else "live")
        command = partial(commands.open_prepared, **arguments, opening=opening)
    if refusal := run(forms.form, command):
        return _refused(request, coverage, forms, refusal)
    messages.success(request, _SAID[action])
    return redirect("desk:coverage", slug=cleaned["slug"])


def _refused(
    request: HttpRequest, coverage: Coverage, forms: PreparedForms, refusal: CommandRefused
) -> HttpResponse:
    if refusal.status == HTTPStatus.FORBIDDEN:
        return not_allowed(request, refusal)
    prepared = prepared_of(coverage)
    if prepared is None:
        return keep_text(request, 409, _NOT_PREPARED, str(refusal))
    if refusal.status == HTTPStatus.CONFLICT:
        forms = forms._replace(form=after_conflict(forms.form, prepared.version))
        return _page(request, coverage, forms, refusal.status, theirs=prepared)
    return _page(request, coverage, forms, refusal.status)


def _discard(request: HttpRequest, coverage: Coverage, *, sure: bool) -> HttpResponse:
    """Asks if a prepared coverage is to be discarded, with its number of drafts, or discards it."""
    if not may(person(request), "prepare coverage"):
        return not_allowed(request, NotAllowed())
    form = DiscardForm(request.POST) if sure else None
    if form is not None and form.is_valid():
        drafts, by = form.cleaned_data["drafts"], person(request)
        discard = partial(commands.discard_prepared, by=by, coverage=coverage, drafts=drafts)
        if run(form, discard) is None:
            messages.success(request, f"/{coverage.slug}/ is discarded. Its address is free again.")
            return redirect("desk:index")
    if prepared_of(coverage) is None:
        return keep_text(request, 409, _NOT_PREPARED, "Nothing was discarded.")
    drafts = commands.unpublished(coverage)
    again = DiscardForm(initial=CommandForm.fresh() | {"drafts": drafts})
    context = {"coverage": coverage, "drafts": drafts, "form": again}
    sent = [form] if form is not None else []
    return show(request, "desk/discard.html", context, sent, status=409 if sent else 200)


def _shown_again(forms: PreparedForms) -> PreparedForms:
    return PreparedForms(unvalidated(forms.form), forms.composer.rearranged("show"))


def _page(
    request: HttpRequest,
    coverage: Coverage,
    forms: PreparedForms,
    status: int = 200,
    theirs: PreparedCoverage | None = None,
) -> HttpResponse:
    context = {
        "coverage": coverage,
        "form": forms.form,
        "theirs": _lines_of(theirs) if theirs else [],
        "may": may(person(request), "prepare coverage"),
    }
    return show(request, "desk/opening.html", context, [forms.form], forms.composer, status)


def _lines_of(prepared: PreparedCoverage) -> list[tuple[str, str]]:
    """The fields of a prepared coverage with their labels, for somebody who was overtaken."""
    form, composer = PreparedForms.of(prepared.fields)
    names = [str(row["name"].value() or "") for row in composer.bylines]
    lines = [(str(field.label), str(field.value() or "")) for field in form.visible_fields()]
    return [*lines, ("Bylines", ", ".join(filter(None, names)))]
