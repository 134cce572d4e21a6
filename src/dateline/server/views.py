"""The health check, and the error pages."""

from __future__ import annotations

import sys
from errno import EDQUOT, EMFILE, ENFILE, ENOSPC, EROFS
from typing import Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dateline.desk.access import keep_text, keep_unreadable
from dateline.routing import Audience, Pool, policy_at, policy_of

# The disk is full or read-only, or no file descriptor is left.
_OUTAGE_ERRORS: Final = {EDQUOT, EMFILE, ENFILE, ENOSPC, EROFS}


def health(request: HttpRequest) -> HttpResponse:
    """GET /healthz: 200 if the process can respond. It makes no query."""
    return HttpResponse("ok\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    if request.method == "POST" and _is_at_desk(request):
        why = "This form is too large" if status == 413 else "This form could not be read"
        return keep_unreadable(request, status, why)
    if status == 413:
        return _page(request, 413, _("This is too large. Nothing was changed."))
    return _page(request, 400, _("The request was not understood."))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid CSRF token. It is forged, or older than the last sign-in."""
    return keep_text(request, 403, "This form is out of date, or from another site")


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, str(exception) or _("You may not do this."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404, _("There is no page at this address."))


def failed(request: HttpRequest) -> HttpResponse:
    """Answers 503 if the database or the disk is unavailable, and 500 for any other exception."""
    # Django calls this while it handles the exception.
    if _is_outage(sys.exception()):
        response = _page(request, 503, _("Something went wrong on our side. Nothing was changed."))
        response["Retry-After"] = "2"
        return response
    return _page(request, 500, _("Something went wrong on our side. Nothing was changed."))


def _is_outage(error: BaseException | None) -> bool:
    if isinstance(error, OSError):
        return error.errno in _OUTAGE_ERRORS
    return isinstance(error, OperationalError | InterfaceError)


def _is_at_desk(request: HttpRequest) -> bool:
    """Whether a request is for a page of the desk, including the sign-in page."""
    # A middleware may refuse a request before Django has resolved its address.
    match = request.resolver_match
    policy = policy_at(request.path) if match is None else policy_of(match)
    return policy.audience is Audience.MEMBERS or policy.pool_for_post is Pool.PASSWORDS


def _page(request: HttpRequest, status: int, message: str | Promise) -> HttpResponse:
    """An error page, in English at the desk and in the newsroom's language elsewhere."""
    with translation.override("en" if _is_at_desk(request) else settings.DATELINE_LANGUAGE):
        context = {"message": message, "status": status}
        return render(request, "page/error.html", context, status=status)
