"""Who is at a desk: what open tabs say of themselves, and taking over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from dateline.accounts.policy import Person, may
from dateline.desk import texts
from dateline.desk.access import person, signed_in
from dateline.desk.commands import drafts
from dateline.desk.errors import CommandRefused, NotAllowed
from dateline.desk.forms.newsroom import PresenceForm, TakeOverForm
from dateline.drafts import store
from dateline.drafts.workflow import may_read
from dateline.journal.models import Coverage
from dateline.newsroom import about as abouts
from dateline.newsroom import presence

from .shared import find_coverage, not_allowed, post_only


@post_only
@signed_in
def seen(request: HttpRequest, slug: str) -> HttpResponse:
    """POST /desk/<slug>/presence/: a tab is there. Returns who else has its text open, as JSON."""
    coverage = find_coverage(slug)
    form = PresenceForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    cleaned, name = form.cleaned_data, person(request).name
    if cleaned["gone"]:
        presence.left(coverage, name, cleaned["tab"])
        return HttpResponse(status=204)
    presence.seen(coverage, name, cleaned["tab"], cleaned["about"])
    return JsonResponse({"others": _others(coverage, name, cleaned["about"])})


@require_GET
@signed_in
def page_opened(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /desk/<slug>/presence/page/?about=: somebody opened a page without a script.

    The page asks for this as for a picture. The next page replaces what the one before said.
    Another site that names this address opens nothing.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return HttpResponse(status=403)
    coverage = find_coverage(slug)
    form = PresenceForm({"tab": presence.PAGE_TAB, "about": request.GET.get("about", "")})
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    presence.seen(
        coverage,
        person(request).name,
        form.cleaned_data["tab"],
        form.cleaned_data["about"],
        presence.WITHOUT_SCRIPT,
    )
    return HttpResponse(status=204)


@post_only
@signed_in
def take_over(request: HttpRequest, slug: str) -> HttpResponse:
    """POST /desk/<slug>/presence/take-over/: a text that others have open becomes one's own.

    Neither text is lost. The others see it at once. A draft keeps its versions, and a change of a
    post that comes later is refused as overtaken, with both texts.
    """
    coverage = find_coverage(slug)
    form = TakeOverForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    about = form.cleaned_data["about"]
    try:
        _take_over(person(request), coverage, about)
    except CommandRefused as refusal:
        return not_allowed(request, refusal)
    messages.success(request, "This is yours to change now. The others see it.")
    text = texts.named(coverage, person(request), {about})[about]
    return redirect(text.address or f"/desk/{coverage.slug}/")


def _take_over(by: Person, coverage: Coverage, about: str) -> None:
    """Raises CommandRefused, and Http404 for a draft that is not there for this person."""
    kind, name = abouts.read(about)
    if kind == "draft":
        draft = store.find(coverage, name)
        if draft is None or not may_read(by, draft):
            raise Http404
        if draft.owner != by.name:
            drafts.take_over(by=by, coverage=coverage, uid=name)
            return
    elif not may(by, "take over"):
        raise NotAllowed
    presence.take_over(coverage, by.name, about)


def _others(coverage: Coverage, name: str, about: str) -> list[dict[str, Any]]:
    found = presence.others_in(coverage, name, about) if about else []
    if not found:
        return []
    zone = texts.zone_of(coverage)
    return [
        {
            "person": each.person,
            "since": f"{each.since.astimezone(zone):%H:%M}",
            "holds": each.holds,
        }
        for each in found
    ]
