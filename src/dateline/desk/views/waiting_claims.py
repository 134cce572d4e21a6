"""The list of positions that were proposed and not decided on, and the decision on one."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from dateline.desk import ledger
from dateline.desk.access import person, signed_in
from dateline.desk.commands.proposed import drop_waiting, record_waiting
from dateline.desk.forms.claims import WaitingForm
from dateline.desk.prepared import coverage_state
from dateline.journal.models import Coverage

from . import shared
from .shared import find_coverage, get_or_post, not_allowed, post_only, run


@get_or_post
@signed_in
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """/desk/<slug>/claims/waiting/: what was proposed, one by one."""
    return _page(request, find_coverage(slug))


@post_only
@signed_in
def decide(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """POST /desk/<slug>/claims/waiting/<id>/: records what was proposed, or drops it."""
    coverage = find_coverage(slug)
    form = WaitingForm(request.POST)
    action = request.POST.get("do", "")
    if action not in ("record", "drop"):
        raise Http404
    if action == "record" and not form.is_valid():
        return _page(request, coverage, form, 422)
    by = person(request)

    def command() -> object:
        if action == "drop":
            drop_waiting(by=by, coverage=coverage, waiting=number)
            return None
        return record_waiting(
            by=by,
            idempotency_key=form.cleaned_data["idempotency_key"],
            coverage=coverage,
            waiting=number,
            proposed=form.cleaned_data["proposed"],
        )

    if action == "drop":
        form.is_valid()
    if refusal := run(form, command):
        if refusal.status == 403:
            return not_allowed(request, refusal)
        return _page(request, coverage, form, refusal.status)
    done = "Recorded. Readers see it." if action == "record" else "Dropped."
    messages.success(request, done)
    return redirect("desk:waiting_list", slug=slug)


def _page(
    request: HttpRequest, coverage: Coverage, form: WaitingForm | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "coverage": coverage_state(coverage),
        "waiting": ledger.waiting(coverage),
        "key": uuid.uuid4().hex,
    }
    sent = [form] if form else []
    return shared.show(request, "desk/claims/waiting.html", context, sent, status=status)
