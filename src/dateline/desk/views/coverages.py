"""The list of all coverages, and the form that opens one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dateline.accounts.policy import may
from dateline.coverage import read
from dateline.desk.access import person, signed_in
from dateline.desk.commands.coverages import Opening, open_coverage
from dateline.desk.forms import CommandForm, OpeningForm
from dateline.desk.forms.composer import Composer
from dateline.page import query_string

from .shared import EMPTY, MAX_ROWS, get_or_post, one_line, run


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """GET /desk/?after=: the coverages, live ones first, and a link to open a new one."""
    context = {
        "listed": read.coverages(MAX_ROWS, query_string.number(request, "after")),
        "may_open": may(person(request), "open coverage"),
    }
    return render(request, "desk/index.html", context)


@get_or_post
@signed_in
def open_new(request: HttpRequest) -> HttpResponse:
    """/desk/new/: a form that opens a coverage."""
    if request.method != "POST":
        start = CommandForm.fresh() | {"zone": "Europe/London", "language": "en"}
        rows = Composer.showing(EMPTY).bylines
        return _page(request, OpeningForm(initial=start), Composer(rows, []))
    form = OpeningForm(request.POST)
    composer = Composer.posted(request.POST, request.FILES)
    if not all([form.is_valid(), composer.is_valid()]):
        return _page(request, form, composer, 422)
    cleaned = form.cleaned_data
    opening = Opening(
        slug=cleaned["slug"],
        headline=cleaned["headline"],
        standfirst=one_line(cleaned["standfirst"]),
        bylines=composer.read_bylines(),
        zone=cleaned["zone"],
        language=cleaned["language"],
        previous=cleaned["previous"].strip("/"),
        carry_over=cleaned["carry_over"],
    )

    def command() -> object:
        key = cleaned["idempotency_key"]
        return open_coverage(by=person(request), idempotency_key=key, opening=opening)

    if refusal := run(form, command):
        return _page(request, form, composer, refusal.status)
    messages.success(request, "The coverage is open.")
    return redirect("desk:coverage", slug=cleaned["slug"])


def _page(
    request: HttpRequest, form: OpeningForm, composer: Composer, status: int = 200
) -> HttpResponse:
    return render(request, "desk/new.html", {"form": form, "composer": composer}, status=status)
