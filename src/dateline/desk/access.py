"""Access to the desk's pages. If a form is refused, its text is shown to its writer again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect, render

from dateline.accounts.people import person_of
from dateline.accounts.policy import Person

from .forms import typed_fields
from .salvage import fields_in

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponse]
SECRET: Final = ("csrfmiddlewaretoken", "password")


def signed_in(view: View) -> View:
    """Decorator for views that require a member, with a role on the coverage in the address.

    Anybody else is redirected to the sign-in page. If they sent a form, its text is shown again.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if request.user.is_authenticated:
                if why := _no_access(request, str(kwargs.get("slug", ""))):
                    return keep_text(request, 403, "You may not do this", why)
            elif request.method == "POST":
                return keep_text(request, 401, "You are signed out")
            else:
                return redirect(f"/desk/sign-in/?next={request.path}")
        except DatabaseError:
            logger.exception("the user of a request to the desk could not be read")
            # The template reads the user, which would query the database again.
            request.user = AnonymousUser()
            return keep_text(request, 503, "The desk cannot store anything at the moment")
        return view(request, *args, **kwargs)

    return checked


def person(request: HttpRequest) -> Person:
    """Returns the signed-in person, with their role on the coverage in the address.

    Outside of views with `signed_in` it raises PermissionDenied.
    """
    found: Person | None = getattr(request, "dateline_person", None)
    if found is None:
        raise PermissionDenied
    return found


def _no_access(request: HttpRequest, slug: str) -> str:
    """Reads the person of a request, once. Returns why they have no access, or ''."""
    found = person_of(request.user, slug)
    if found is None:
        return "You are signed in, but you are not a member of this newsroom."
    if slug and found.role == "none":
        return "You are signed in, but you have no role on this coverage. Ask its lead for one."
    request.dateline_person = found  # type: ignore[attr-defined]
    return ""


def keep_text(request: HttpRequest, status: int, why: str, explanation: str = "") -> HttpResponse:
    """Shows a writer the text of a form that was refused, and `explanation` or what to do next.

    The session may have ended while they wrote, or the database may be unavailable. In the second
    case (status 503) the page contains a form that sends the same command again. It does so in no
    other case, because a forged form must not be repeated. The user is checked again then.
    """
    sent = {name: str(value) for name, value in request.POST.items()}
    return _show_text(request, status, why, sent, explanation)


def keep_unreadable(request: HttpRequest, status: int, why: str) -> HttpResponse:
    """Shows a writer the readable fields of a form that Django could not parse."""
    try:
        sent = {name: str(value) for name, value in request.POST.items()}
    except (BadRequest, MultiPartParserError, SuspiciousOperation):
        sent = {}
    # Not at the sign-in: a password field with a damaged name could not be recognised and hidden.
    if not sent and request.path != settings.LOGIN_URL:
        sent = fields_in(_body(request)[: settings.DATA_UPLOAD_MAX_MEMORY_SIZE])
    return _show_text(request, status, why, sent)


def _body(request: HttpRequest) -> bytes:
    """Returns the whole body, although Django may have read a part of it.

    Django has no public way to read it again, so this uses the private stream of the request.
    """
    stream = request._stream
    if stream.closed:  # Django closes what it has read to the end.
        return request.body
    if not stream.seekable():
        return b""
    stream.seek(0)
    body: bytes = stream.read()
    return body


def _show_text(
    request: HttpRequest, status: int, why: str, sent: dict[str, str], explanation: str = ""
) -> HttpResponse:
    shown = {name: value for name, value in sent.items() if name not in SECRET}
    typed, others = typed_fields(shown)
    context = {
        "typed": typed,
        "others": others,
        "address": request.path,
        "why": why,
        "explanation": explanation,
        "status": status,
        "again": status == 503 and request.method == "POST",
    }
    return render(request, "desk/refused_form.html", context, status=status)
