"""The picture library of a coverage, and the picture that a new post begins with."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from dateline.content.tree import Part
from dateline.desk import library
from dateline.desk.access import signed_in
from dateline.desk.prepared import coverage_state
from dateline.journal.models import Coverage
from dateline.media import pictures
from dateline.page import query_string
from dateline.page.render import zone

from .shared import find_coverage, show


@require_safe
@signed_in
def show_library(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /desk/<slug>/library/?before=<number>: the photographs that the coverage has shown.

    With `Accept: application/json` it has the fields of the form of a photograph for each.
    """
    coverage = find_coverage(slug)
    page = library.pictures_of(coverage, query_string.number(request, "before"))
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"pictures": list(map(_fields, page.pictures)), "next": page.next})
    state = coverage_state(coverage)
    context = {"coverage": state, "zone": zone(state.zone), "page": page}
    return show(request, "desk/library.html", context)


def picture_asked_for(request: HttpRequest, coverage: Coverage) -> tuple[Part, ...]:
    """Returns the photograph that a link such as `?picture=12-0` names, from which a post begins.

    Raises Http404 if there is no such photograph.
    """
    named = request.GET.get("picture", "")
    if not named:
        return ()
    found = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,2})", named)
    photograph = library.chosen(coverage, int(found[1]), int(found[2])) if found else None
    if photograph is None:
        raise Http404
    return (photograph,)


def _fields(each: library.LibraryPicture) -> dict[str, object]:
    photograph = each.photograph
    return {
        "picture": pictures.key_of(photograph.renditions),
        "thumbnail": each.thumbnail,
        "alt_text": photograph.alt_text,
        "caption": photograph.caption,
        "credit": photograph.credit,
        "by": each.by,
        "posts": each.used_in,
    }
