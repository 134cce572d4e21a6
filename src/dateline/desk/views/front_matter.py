"""The pages that edit a coverage's front matter: summary, pin, key points, title and state."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from dateline.accounts.policy import Action, may, who_may
from dateline.content import markup
from dateline.content.tree import Bullets, Copy
from dateline.coverage import objects, read
from dateline.desk import outdated
from dateline.desk.access import keep_text, person, signed_in
from dateline.desk.commands import front_matter as commands
from dateline.desk.commands.pins import set_pins
from dateline.desk.commands.revision import ChangeNote
from dateline.desk.errors import NotPublic
from dateline.desk.forms import (
    PART_FORMS,
    CommandForm,
    KeyPointsForm,
    LeadPictureForm,
    PinForm,
    StateForm,
    SummaryForm,
    TextForm,
    TitleForm,
)
from dateline.desk.forms.composer import Composer
from dateline.journal.entry import ObjectRef
from dateline.journal.models import Coverage
from dateline.journal.read import last_seq
from dateline.page.read import blocks
from dateline.page.render import zone

from .shared import (
    after_conflict,
    find_coverage,
    get_or_post,
    not_allowed,
    one_line,
    run,
    show,
    unvalidated,
)

# For each section, the object that its entries are about, the block that shows it, and the action.
SECTIONS: Final[dict[str, tuple[ObjectRef, str, Action]]] = {
    "summary": (objects.SUMMARY, "summary", "set summary"),
    "pin": (objects.PIN, "pin", "set pin"),
    "lead-picture": (objects.LEAD_PICTURE, "lead-picture", "set lead picture"),
    "key-points": (objects.KEY_POINTS, "key-points", "set key points"),
    "title": (objects.COVERAGE, "headline", "retitle coverage"),
    "state": (objects.COVERAGE, "headline", "set state"),
}


@get_or_post
@signed_in
def edit(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    """/desk/<slug>/front/<section>/: a form with the current content of a section."""
    coverage = find_coverage(slug)
    if section not in SECTIONS:
        raise Http404
    if not coverage.head:
        return _of_prepared(request, coverage)
    form, composer = _form_of(coverage, section)
    if request.method != "POST":
        return _page(request, coverage, section, form, composer)
    form = type(form)(request.POST)
    composer = Composer.posted(request.POST, request.FILES)
    action = request.POST.get("do", "set")
    if action != "set":
        form, composer = unvalidated(form), composer.rearranged(action)
        return _page(request, coverage, section, form, composer)
    composer = composer.without_blank_texts()
    if not all([form.is_valid(), composer.is_valid()]):
        return _page(request, coverage, section, form, composer, 422)
    if refusal := run(form, lambda: _set(request, coverage, form, composer), composer):
        if refusal.status == 403:
            return not_allowed(request, refusal)
        if refusal.status == 409:
            form = after_conflict(form, last_seq(coverage, SECTIONS[section][0]))
        return _page(request, coverage, section, form, composer, refusal.status)
    messages.success(request, "Done.")
    return redirect("desk:coverage", slug=slug)


def _of_prepared(request: HttpRequest, coverage: Coverage) -> HttpResponse:
    """The front matter of a coverage that is not public yet is part of what it begins with."""
    if request.method == "POST":
        return keep_text(request, 409, "This coverage is not public yet", str(NotPublic()))
    return redirect("desk:opening", slug=coverage.slug)


def _set(request: HttpRequest, coverage: Coverage, form: CommandForm, composer: Composer) -> object:
    cleaned: dict[str, Any] = form.cleaned_data
    arguments: dict[str, Any] = {
        "by": person(request),
        "idempotency_key": cleaned["idempotency_key"],
        "coverage": coverage,
        "expected_seq": cleaned["expected_seq"],
    }
    if isinstance(form, TextForm):
        note = "" if cleaned["change"] == "revised" else cleaned["note"]
        arguments["change"] = ChangeNote(cleaned["change"], note)
    bylines = composer.read_bylines()
    match form:
        case TitleForm():
            standfirst = one_line(cleaned["standfirst"])
            title = commands.Title(cleaned["headline"], standfirst, bylines)
            return commands.retitle(**arguments, title=title)
        case KeyPointsForm():
            return commands.set_key_points(**arguments, points=form.points())
        case PinForm():
            zone_of = zone(read.coverage_state(coverage).zone)
            return set_pins(**arguments, pins=form.pins(zone_of))
        case LeadPictureForm():
            return commands.set_lead_picture(**arguments, post=cleaned["post"])
        case StateForm():
            return commands.set_state(**arguments, state=cleaned["state"])
        case _:
            copy = Copy(cleaned["headline"], bylines, composer.read_parts())
            return commands.set_summary(**arguments, copy=copy)


def _form_of(coverage: Coverage, section: str) -> tuple[CommandForm, Composer]:
    """The form of a section with its current content."""
    state = read.coverage_state(coverage)
    start: dict[str, Any] = CommandForm.fresh(last_seq(coverage, SECTIONS[section][0]))
    start["change"] = "updated"
    no_rows = Composer([], [])
    match section:
        case "summary":
            summary = state.summary
            start["headline"] = summary.headline if summary else ""
            bylines = summary.bylines if summary else state.bylines
            parts = summary.parts if summary else (Bullets(()),)
            return SummaryForm(initial=start), Composer.showing(Copy("", bylines, parts))
        case "pin":
            start |= PinForm.initial_of(state.pins, zone(state.zone))
            return PinForm(initial=start), no_rows
        case "lead-picture":
            return LeadPictureForm(initial=start | {"post": state.lead_picture}), no_rows
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
    _, block, action = SECTIONS[section]
    context = {
        "coverage": read.coverage_state(coverage),
        "section": section,
        "outdated": [each for each in outdated.outdated(coverage) if each.section == section],
        "form": form,
        "theirs": blocks(coverage, [block])[block] if status == 409 else "",
        "part_forms": PART_FORMS.values() if section == "summary" else (),
        "may": may(person(request), action),
        "who_may": who_may(action),
    }
    return show(request, "desk/front.html", context, [form], composer, status)
