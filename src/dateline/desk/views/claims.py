"""The ledger at the desk: the claims of a coverage, each claim, and its sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from dateline.accounts.policy import Action, may, who_may
from dateline.claims import matching
from dateline.claims import read as claims_read
from dateline.claims.kinds import CLAIM_RELATION_NAMES, ClaimRelation, claim_ref, source_ref
from dateline.claims.records import ESTABLISHED
from dateline.claims.view import ClaimView
from dateline.desk import ledger, local_time
from dateline.desk.access import person, signed_in
from dateline.desk.commands import assessments, claims
from dateline.desk.commands.proposed import drop_waiting
from dateline.desk.errors import CommandRefused
from dateline.desk.forms import claims as forms
from dateline.desk.forms.fields import CommandForm
from dateline.desk.prepared import coverage_state
from dateline.journal.entry import value_or
from dateline.journal.models import Coverage
from dateline.journal.read import last_seq
from dateline.page import query_string
from dateline.page.render import zone

from .shared import after_conflict, find_coverage, get_or_post, not_allowed, post_only, run, show


@dataclass(frozen=True)
class ClaimAct:
    """Something that is done to a claim: its form, its command, and what is said afterwards."""

    form: type[CommandForm]
    command: Callable[..., object]
    # The arguments of the command that a valid form gives.
    arguments: Callable[[Any, ClaimView, Coverage], Mapping[str, object]]
    done: str
    # Whether the command asks for the version of the claim that the person saw.
    of_version: bool = True
    action: Action = "change claims"


def _position(form: Any, view: ClaimView, coverage: Coverage) -> Mapping[str, object]:
    return {"position": form.position(_zone(coverage))}


def _reworded(form: Any, view: ClaimView, coverage: Coverage) -> Mapping[str, object]:
    return {"text": form.claim(_zone(coverage)), "note": form.cleaned_data["note"]}


def _related(form: Any, view: ClaimView, coverage: Coverage) -> Mapping[str, object]:
    """The relations with one more, or without one that is there."""
    name = form.cleaned_data["relation"]
    if name not in CLAIM_RELATION_NAMES:
        raise CommandRefused("Choose what it is.", field="relation")
    chosen = ClaimRelation(name, form.cleaned_data["other"])
    others = tuple(each for each in view.record.relations if each != chosen)
    return {"relations": others if form.cleaned_data["remove"] else (*others, chosen)}


ACTS: Final[dict[str, ClaimAct]] = {
    "position": ClaimAct(
        forms.PositionForm,
        claims.record_position,
        _position,
        "The position is recorded. Readers see it.",
        of_version=False,
        action="record claims",
    ),
    "reword": ClaimAct(
        forms.RewordForm, claims.reword_claim, _reworded, "The claim has its new sentence."
    ),
    "relate": ClaimAct(
        forms.RelateForm, claims.relate_claim, _related, "The relations of the claim are stored."
    ),
    "merge": ClaimAct(
        forms.MergeForm,
        claims.merge_claim,
        lambda form, _view, _coverage: {"into": form.cleaned_data["into"]},
        "Done. The positions count where you see them now.",
    ),
    "void": ClaimAct(
        forms.PositionActForm,
        claims.void_position,
        lambda form, _view, _coverage: {
            "position": form.cleaned_data["position"],
            "reason": form.cleaned_data["reason"],
        },
        "The position does not count any more. Readers see that it was our mistake.",
        of_version=False,
    ),
    "relay": ClaimAct(
        forms.PositionActForm,
        claims.withdraw_relay,
        lambda form, _view, _coverage: {"position": form.cleaned_data["position"]},
        "The position does not count any more.",
        of_version=False,
    ),
    "move": ClaimAct(
        forms.PositionActForm,
        claims.move_position,
        lambda form, _view, _coverage: {
            "position": form.cleaned_data["position"],
            "target": form.cleaned_data["target"],
        },
        "The position counts on the other claim.",
        of_version=False,
    ),
    "assess": ClaimAct(
        forms.VerdictForm,
        assessments.assess,
        lambda form, _view, coverage: {"verdict": form.verdict(_zone(coverage))},
        "What we say of the claim is public.",
        action="assess claims",
    ),
    "confirm": ClaimAct(
        forms.ProposalForm,
        assessments.confirm,
        lambda form, _view, _coverage: {"proposal": form.cleaned_data["proposal"]},
        "What we say of the claim is public.",
        action="assess claims",
    ),
}


@get_or_post
@signed_in
def show_ledger(request: HttpRequest, slug: str) -> HttpResponse:
    """/desk/<slug>/claims/: the claims of a coverage, those that need a look first."""
    coverage = find_coverage(slug)
    context = _context(request, coverage) | ledger.overview(coverage, datetime.now(UTC))
    return show(request, "desk/claims/ledger.html", context)


@get_or_post
@signed_in
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """/desk/<slug>/claims/new/?post=<number>: a form for a claim with its first position."""
    coverage = find_coverage(slug)
    if request.method != "POST":
        start = CommandForm.fresh() | {"post": query_string.number(request, "post") or None}
        if proposed := ledger.proposed(coverage, query_string.number(request, "waiting")):
            start |= forms.fields_of_proposed(proposed)
        return _record_page(request, coverage, forms.NewClaimForm(initial=start))
    form = forms.NewClaimForm(request.POST)
    if request.POST.get("do", "record") != "record" or not form.is_valid():
        return _record_page(request, coverage, form, 422)

    def command() -> object:
        where = _zone(coverage)
        return claims.record_claim(
            by=person(request),
            idempotency_key=form.cleaned_data["idempotency_key"],
            coverage=coverage,
            claim=form.claim(where),
            position=form.position(where),
        )

    if refusal := _run(form, command):
        if refusal.status == 403:
            return not_allowed(request, refusal)
        return _record_page(request, coverage, form, refusal.status)
    messages.success(request, "The claim is recorded. Readers see it.")
    if waiting := query_string.number(request, "waiting"):
        drop_waiting(by=person(request), coverage=coverage, waiting=waiting)
        return redirect("desk:waiting_list", slug=slug)
    return redirect("desk:claims", slug=slug)


@require_safe
@signed_in
def known(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /desk/<slug>/claims/known/: what the script of the composer proposes with, as JSON."""
    coverage = find_coverage(slug)
    language = coverage_state(coverage).language
    sources = [each for each in claims_read.sources(coverage) if each.is_named]
    return JsonResponse(
        {
            "language": language,
            "rules": matching.rules_as_data(language),
            "sources": [
                {
                    "id": each.id,
                    "label": each.label,
                    "aliases": list(value_or(each.described.aliases, ())),
                }
                for each in sources
            ],
            "claims": [
                {"id": each.id, "text": each.record.text}
                for each in claims_read.proposable(coverage)
            ],
        }
    )


@get_or_post
@signed_in
def claim(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """/desk/<slug>/claims/<id>/: a claim with its positions, and everything that is done to it."""
    coverage = find_coverage(slug)
    view = _view_or_404(coverage, name)
    return _claim_page(request, coverage, view, _fresh_forms(request, coverage, view))


@post_only
@signed_in
def act(request: HttpRequest, slug: str, name: str, act: str) -> HttpResponse:
    """POST /desk/<slug>/claims/<id>/<act>/: does one of `ACTS` to a claim."""
    coverage = find_coverage(slug)
    view = _view_or_404(coverage, name)
    if act not in ACTS:
        raise Http404
    chosen = ACTS[act]
    form = chosen.form(request.POST, auto_id=f"{act}_%s")
    shown = _fresh_forms(request, coverage, view) | {act: form}
    if request.POST.get("do", act) != act or not form.is_valid():
        return _claim_page(request, coverage, view, shown, form, 422)
    if refusal := _run(form, lambda: _do(request, coverage, view, chosen, form)):
        if refusal.status == 403:
            return not_allowed(request, refusal)
        if refusal.status == 409:
            form = after_conflict(form, last_seq(coverage, claim_ref(name)))
        again = _view_or_404(coverage, name)
        return _claim_page(request, coverage, again, shown | {act: form}, form, refusal.status)
    messages.success(request, _said(chosen, form))
    return redirect("desk:claim", slug=slug, name=name)


@post_only
@signed_in
def drop(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """POST /desk/<slug>/claims/<id>/drop/: takes back or declines what was proposed."""
    coverage = find_coverage(slug)
    view = _view_or_404(coverage, name)
    form = forms.ProposalForm(request.POST)
    if not form.is_valid():
        return _claim_page(request, coverage, view, {}, form, 422)
    by, proposal = person(request), form.cleaned_data["proposal"]
    if refusal := run(
        form,
        lambda: assessments.drop_proposal(by=by, coverage=coverage, claim=name, proposal=proposal),
    ):
        return not_allowed(request, refusal)
    messages.success(request, "The proposal is gone.")
    return redirect("desk:claim", slug=slug, name=name)


@post_only
@signed_in
def pin(request: HttpRequest, slug: str) -> HttpResponse:
    """POST /desk/<slug>/claims/pin/: puts a claim first on the page, or takes it from there."""
    coverage = find_coverage(slug)
    form = forms.PinClaimForm(request.POST)
    if not form.is_valid():
        raise Http404
    chosen = form.cleaned_data["claim"]
    pinned = claims_read.pinned(coverage)
    merged = {each.id for each in claims_read.views(coverage, pinned) if each.record.merged_into}
    others = tuple(each for each in pinned if each != chosen and each not in merged)
    now = others if chosen in pinned else (*others, chosen)

    def command() -> object:
        return claims.pin_claims(
            by=person(request),
            idempotency_key=form.cleaned_data["idempotency_key"],
            coverage=coverage,
            expected_seq=form.cleaned_data["expected_seq"],
            claims=now,
        )

    if refusal := run(form, command):
        if refusal.status == 403:
            return not_allowed(request, refusal)
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Readers see the claims in their new order.")
    return redirect("desk:claims", slug=slug)


@get_or_post
@signed_in
def source(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """/desk/<slug>/sources/<id>/: the description of a source, and its positions over time."""
    coverage = find_coverage(slug)
    found = claims_read.source(coverage, name)
    if found is None:
        raise Http404
    if request.method != "POST":
        start = CommandForm.fresh(found.seq) | forms.fields_of_source(found)
        return _source_page(request, coverage, name, forms.SourceForm(initial=start))
    form = forms.SourceForm(request.POST)
    if request.POST.get("do", "set") != "set" or not form.is_valid():
        return _source_page(request, coverage, name, form, 422)

    def command() -> object:
        return claims.change_source(
            by=person(request),
            idempotency_key=form.cleaned_data["idempotency_key"],
            coverage=coverage,
            source=name,
            expected_seq=form.cleaned_data["expected_seq"],
            description=form.description(),
        )

    if refusal := run(form, command):
        if refusal.status == 403:
            return not_allowed(request, refusal)
        if refusal.status == 409:
            form = after_conflict(form, last_seq(coverage, source_ref(name)))
        return _source_page(request, coverage, name, form, refusal.status)
    messages.success(request, "The source is stored. Readers see it.")
    return redirect("desk:source", slug=slug, name=name)


def _do(
    request: HttpRequest, coverage: Coverage, view: ClaimView, chosen: ClaimAct, form: CommandForm
) -> object:
    given: dict[str, Any] = {"by": person(request), "coverage": coverage, "claim": view.id}
    given |= chosen.arguments(form, view, coverage)
    if _is_proposal(chosen, form):
        assessments.propose(**given)
        return None
    given["idempotency_key"] = form.cleaned_data["idempotency_key"]
    if chosen.of_version:
        given["expected_seq"] = form.cleaned_data["expected_seq"]
    return chosen.command(**given)


def _said(chosen: ClaimAct, form: CommandForm) -> str:
    if _is_proposal(chosen, form):
        return "Your proposal is stored. Somebody else decides before readers see it."
    return chosen.done


def _is_proposal(chosen: ClaimAct, form: CommandForm) -> bool:
    return chosen.form is forms.VerdictForm and form.cleaned_data["status"] in ESTABLISHED


def _run(form: CommandForm, command: Callable[[], object]) -> CommandRefused | None:
    """Runs a command with times that were typed. One that does not exist is a refusal."""

    def with_times() -> object:
        try:
            return command()
        except local_time.NoSuchTime as error:
            raise CommandRefused(str(error)) from None

    return run(form, with_times)


def _fresh_forms(
    request: HttpRequest, coverage: Coverage, view: ClaimView
) -> dict[str, CommandForm]:
    """The forms of all acts, each with a key of its own."""
    start: dict[str, Any] = {name: CommandForm.fresh(view.record.seq) for name in ACTS}
    asked_for = query_string.number(request, "post")
    start["position"]["post"] = asked_for or (view.posts[-1] if view.posts else None)
    start["reword"] |= forms.fields_of_claim(view.record, _zone(coverage))
    if view.record.assessment:
        start["assess"]["basis"] = view.record.assessment.assessed.basis
    # Several forms are on one page, so the ids of their fields begin with the names of the acts.
    return {
        name: chosen.form(initial=start[name], auto_id=f"{name}_%s")
        for name, chosen in ACTS.items()
    }


def _claim_page(
    request: HttpRequest,
    coverage: Coverage,
    view: ClaimView,
    shown: dict[str, CommandForm],
    sent: CommandForm | None = None,
    status: int = 200,
) -> HttpResponse:
    own = {each.source for each in view.positions}
    known = [each for each in claims_read.sources(coverage) if each.is_named or each.id in own]
    context = _context(request, coverage) | {
        "view": view,
        "acts": shown,
        "sources": forms.choices_of(known),
        "proposal": ledger.proposal(coverage, view.id),
        "others": [each for each in claims_read.all_claims(coverage) if each.id != view.id],
        "lines": ledger.lines(view),
        "overtaken": status == 409,
        "asked_for": query_string.number(request, "post"),
    }
    return show(request, "desk/claims/claim.html", context, [sent] if sent else [], status=status)


def _record_page(
    request: HttpRequest, coverage: Coverage, form: forms.NewClaimForm, status: int = 200
) -> HttpResponse:
    named = [each for each in claims_read.sources(coverage) if each.is_named]
    context = _context(request, coverage) | {
        "form": form,
        "sources": forms.choices_of(named),
        "known": claims_read.proposable(coverage),
        "post": ledger.post_of(coverage, form["post"].value()),
        "may": may(person(request), "record claims"),
        "who_may": who_may("record claims"),
    }
    return show(
        request, "desk/claims/record.html", context, [form] if status != 200 else [], status=status
    )


def _source_page(
    request: HttpRequest,
    coverage: Coverage,
    name: str,
    form: forms.SourceForm,
    status: int = 200,
) -> HttpResponse:
    context = _context(request, coverage) | {
        "form": form,
        "source": claims_read.source(coverage, name),
        "lines": ledger.lines_of_source(coverage, name),
        "overtaken": status == 409,
        "may": may(person(request), "record claims"),
        "who_may": who_may("record claims"),
    }
    return show(
        request, "desk/claims/source.html", context, [form] if status != 200 else [], status=status
    )


def _context(request: HttpRequest, coverage: Coverage) -> dict[str, Any]:
    state = coverage_state(coverage)
    return {"coverage": state, "zone": zone(state.zone)}


def _view_or_404(coverage: Coverage, name: str) -> ClaimView:
    view = claims_read.view(coverage, name)
    if view is None:
        raise Http404
    return view


def _zone(coverage: Coverage) -> Any:
    return zone(coverage_state(coverage).zone)
