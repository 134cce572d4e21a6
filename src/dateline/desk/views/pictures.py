"""Pictures that are not public yet, for the people who write about them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from dateline.accounts.policy import may
from dateline.desk.access import person, signed_in
from dateline.desk.errors import NotAllowed
from dateline.desk.forms.parts import PhotographForm
from dateline.desk.last_credit import last_credit
from dateline.media import pictures
from dateline.media import views as media

from .shared import find_coverage, post_only


@signed_in
def preview(request: HttpRequest, name: str) -> HttpResponse:
    """GET /desk/picture/<sha256>.<suffix>: a rendition that was stored, published or not."""
    return media.response(*media.parse(name))


@post_only
@signed_in
def store(request: HttpRequest, slug: str) -> HttpResponse:
    """POST /desk/<slug>/pictures/: stores the picture `file`, for a part of a post.

    Answers with JSON: the picture's key for the form, the URL of a thumbnail, and the credit of
    this person's last picture. A refusal has status 422 and its reason.
    """
    coverage = find_coverage(slug)
    by = person(request)
    if not may(by, "write draft", by.name):
        return JsonResponse({"error": str(NotAllowed())}, status=NotAllowed.status)
    upload = request.FILES.get("file")
    if upload is None:
        return JsonResponse({"error": "No picture was sent. Choose it again."}, status=422)
    try:
        key = pictures.store(upload).key
    except pictures.PictureRefused as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    form = PhotographForm(prefix="part-new", initial={"picture": key})
    stored = {"picture": key, "thumbnail": form.thumbnail}
    return JsonResponse(stored | {"credit": last_credit(by, coverage)}, status=201)
