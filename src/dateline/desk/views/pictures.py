"""Pictures that are not public yet, for the people who write about them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from dateline.desk.access import signed_in
from dateline.media import views as media


@signed_in
def preview(request: HttpRequest, name: str) -> HttpResponse:
    """GET /desk/picture/<sha256>.<suffix>: a rendition that was stored, published or not."""
    return media.response(*media.parse(name))
