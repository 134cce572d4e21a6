"""What belongs to no room: health, and one page for every kind of error."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dateline.desk.people import keep


def health(request: HttpRequest) -> HttpResponse:
    """GET /healthz: the process answers; it asks no database."""
    return HttpResponse("ok\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _page(request, 413, "This is too large. Nothing was changed.")
    return _page(request, 400, "The request was not understood.")


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: from elsewhere, or from before another sign-in in this browser."""
    return keep(request, 403, "This form is from before you last signed in, or from elsewhere")


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, str(exception) or "You may not do this.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404, "There is no page at this address.")


def failed(request: HttpRequest) -> HttpResponse:
    return _page(request, 500, "Something went wrong on our side. Nothing was changed.")


def _page(request: HttpRequest, status: int, message: str) -> HttpResponse:
    return render(request, "page/error.html", {"message": message, "status": status}, status=status)
