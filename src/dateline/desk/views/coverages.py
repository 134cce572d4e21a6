"""The list of all coverages, and the form that prepares or opens one."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dateline.accounts.people import reach_of
from dateline.accounts.policy import may, who_may
from dateline.coverage import read
from dateline.desk.access import keep_text, person, signed_in
from dateline.desk.commands.coverages import open_coverage, prepare
from dateline.desk.forms import CommandForm, OpeningForm
from dateline.desk.forms.composer import Composer
from dateline.desk.prepared import PreparedForms, all_prepared
from dateline.desk.prepared import state_of as prepared_state
from dateline.page import query_string

from .shared import EMPTY, MAX_ROWS, get_or_post, run, show, unvalidated

_SAID: Final = {
    "prepare": "The coverage is prepared. Only people of this newsroom see it until it is opened.",
    "open": "The coverage is open.",
}


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """GET /desk/?after=: the coverages that this person may work on, and a link to a new one."""
    reach = reach_of(request.user)
    listed = read.coverages(
        MAX_ROWS, query_string.number(request, "after"), only=reach.only, without=reach.without
    )
    prepared = [each for each in all_prepared() if reach.has(each.pk)]
    states = [prepared_state(each) for each in prepared]
    return show(request, "desk/index.html", {"listed": listed, "prepared": states})


@get_or_post
@signed_in
def prepare_new(request: HttpRequest) -> HttpResponse:
    """/desk/new/: a form that prepares a coverage, or opens one to readers at once."""
    if not may(person(request), "prepare coverage"):
        who = who_may("prepare coverage")
        explanation = f"Ask one of the {who}. Nothing was stored."
        return keep_text(request, 403, f"Only {who} prepare coverage", explanation)
    if request.method != "POST":
        start = CommandForm.fresh() | {"zone": "Europe/London", "language": "en"}
        rows = Composer.showing(EMPTY).bylines
        return _page(request, OpeningForm(initial=start), Composer(rows, []))
    sent = request.POST.dict()
    forms = PreparedForms.of(sent)
    action = sent.get("do", "prepare")
    if action not in _SAID:
        return _page(request, unvalidated(forms.form), forms.composer.rearranged("show"))
    if not forms.is_valid():
        return _page(request, *forms, 422)
    by, key = person(request), forms.form.cleaned_data["idempotency_key"]

    def command() -> object:
        if action == "open":
            return open_coverage(by=by, idempotency_key=key, opening=forms.opening())
        return prepare(by=by, preparation=forms.preparation(sent))

    if refusal := run(forms.form, command):
        return _page(request, *forms, refusal.status)
    messages.success(request, _SAID[action])
    return redirect("desk:coverage", slug=forms.form.cleaned_data["slug"])


def _page(
    request: HttpRequest, form: OpeningForm, composer: Composer, status: int = 200
) -> HttpResponse:
    return show(request, "desk/new.html", {"form": form}, [form], composer, status)
