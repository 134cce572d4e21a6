"""The pages that edit a coverage's front matter: summary, pin, key points, title and state."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dateline.accounts.policy import may
from dateline.content import markup
from dateline.content.tree import Bullets, Copy
from dateline.coverage import objects, read
from dateline.desk.access import person, signed_in
from dateline.desk.commands import front_matter as commands
from dateline.desk.forms import (
    PART_FORMS,
    CommandForm,
    HeadlineForm,
    KeyPointsForm,
    PinForm,
    StateForm,
    TitleForm,
)
from dateline.desk.forms.composer import Composer
from dateline.journal.entry import ObjectRef
from dateline.journal.models import Coverage
from dateline.journal.read import last_seq
from dateline.page.read import blocks

from .shared import after_conflict, find_coverage, get_or_post, one_line, run, unvalidated

# For each section, the object that its entries are about, and the block that shows it.
SECTIONS: Final[dict[str, tuple[ObjectRef, str]]] = {
    "summary": (objects.SUMMARY, "summary"),
    "pin": (objects.PIN, "pin"),
    "key-points": (objects.KEY_POINTS, "key-points"),
    "title": (objects.COVERAGE, "headline"),
    "state": (objects.COVERAGE, "headline"),
}


@get_or_post
@signed_in
def edit(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    """/desk/<slug>/front/<section>/: a form with the current content of a section."""
    coverage = find_coverage(slug)
    if section not in SECTIONS:
        raise Http404
    form, composer = _form_of(coverage, section)
    if request.method != "POST":
        return _page(request, coverage, section, form, composer)
    form = type(form)(request.POST)
    composer = Composer.posted(request.POST, request.FILES)
    action = request.POST.get("do", "set")
    if action != "set":
        form, composer = unvalidated(form), composer.rearranged(action)
        return _page(request, coverage, section, form, composer)
    if not all([form.is_valid(), composer.is_valid()]):
        return _page(request, coverage, section, form, composer, 422)
    if refusal := run(form, lambda: _set(request, coverage, form, composer)):
        if refusal.status == 409:
            form = after_conflict(form, last_seq(coverage, SECTIONS[section][0]))
        return _page(request, coverage, section, form, composer, refusal.status)
    messages.success(request, "Done.")
    return redirect("desk:coverage", slug=slug)


def _set(request: HttpRequest, coverage: Coverage, form: CommandForm, composer: Composer) -> object:
    cleaned: dict[str, Any] = form.cleaned_data
    arguments: dict[str, Any] = {
        "by": person(request),
        "idempotency_key": cleaned["idempotency_key"],
        "coverage": coverage,
        "expected_seq": cleaned["expected_seq"],
    }
    bylines = composer.read_bylines()
    match form:
        case TitleForm():
            return commands.retitle(
                **arguments,
                headline=cleaned["headline"],
                standfirst=one_line(cleaned["standfirst"]),
                bylines=bylines,
            )
        case KeyPointsForm():
            return commands.set_key_points(**arguments, points=form.points())
        case PinForm():
            return commands.set_pin(**arguments, post=cleaned["post"])
        case StateForm():
            return commands.set_state(**arguments, state=cleaned["state"])
        case _:
            return commands.set_summary(
                **arguments,
                headline=cleaned["headline"],
                bylines=bylines,
                parts=composer.read_parts(),
            )


def _form_of(coverage: Coverage, section: str) -> tuple[CommandForm, Composer]:
    """The form of a section with its current content."""
    state = read.coverage_state(coverage)
    start: dict[str, Any] = CommandForm.fresh(last_seq(coverage, SECTIONS[section][0]))
    no_rows = Composer([], [])
    match section:
        case "summary":
            summary = state.summary
            start["headline"] = summary.headline if summary else ""
            bylines = summary.bylines if summary else state.bylines
            parts = summary.parts if summary else (Bullets(()),)
            return HeadlineForm(initial=start), Composer.showing(Copy("", bylines, parts))
        case "pin":
            return PinForm(initial=start | {"post": state.pinned}), no_rows
        case "key-points":
            start["text"] = markup.write_key_points(state.key_points)
            return KeyPointsForm(initial=start), no_rows
        case "title":
            start |= {"headline": state.headline, "standfirst": state.standfirst}
            rows = Composer.showing(Copy("", state.bylines, ())).bylines
            return TitleForm(initial=start), Composer(rows, [])
        case _:
            return StateForm(initial=start | {"state": state.state}), no_rows


def _page(
    request: HttpRequest,
    coverage: Coverage,
    section: str,
    form: CommandForm,
    composer: Composer,
    status: int = 200,
) -> HttpResponse:
    block = SECTIONS[section][1]
    context = {
        "coverage": read.coverage_state(coverage),
        "section": section,
        "form": form,
        "composer": composer,
        "theirs": blocks(coverage, [block])[block] if status == 409 else "",
        "part_forms": PART_FORMS.values() if section == "summary" else (),
        "may": may(person(request), "retitle coverage"),
    }
    return render(request, "desk/front.html", context, status=status)
