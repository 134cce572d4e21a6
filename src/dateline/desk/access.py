"""Who may see the desk's pages, and what happens to the text of somebody who may not any more."""

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
    """Decorates a view for members. Others are led to the sign-in and shown what they sent."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if request.user.is_authenticated:
                person(request)
            elif request.method == "POST":
                return keep_text(request, 401, "You are signed out")
            else:
                return redirect(f"/desk/sign-in/?next={request.path}")
        except DatabaseError:
            logger.exception("the desk cannot find out who sent a request")
            # The template asks who is signed in, which would ask the database again.
            request.user = AnonymousUser()
            return keep_text(request, 503, "The desk cannot store anything at the moment")
        return view(request, *args, **kwargs)

    return checked


def person(request: HttpRequest) -> Person:
    """The person signed in, looked up once a request. Raises PermissionDenied for a non-member."""
    known: Person | None = getattr(request, "dateline_person", None)
    if known is None:
        known = person_of(request.user)
        if known is None:
            raise PermissionDenied("You are signed in, but you are not a member of this newsroom.")
        request.dateline_person = known  # type: ignore[attr-defined]
    return known


def keep_text(request: HttpRequest, status: int, why: str) -> HttpResponse:
    """Shows a writer the text that they sent and that could not be taken.

    A session may end while somebody writes, and the database may be away. In the second case (503)
    the page is a form that sends the same act again. Only then: the form is known to come from
    here, and the next request checks again who sent it.
    """
    return _show_text(request, status, why, {n: str(value) for n, value in request.POST.items()})


def keep_unreadable(request: HttpRequest, status: int, why: str) -> HttpResponse:
    """Shows a writer what can be read of a form that Django could not read."""
    try:
        sent = {name: str(value) for name, value in request.POST.items()}
    except (BadRequest, MultiPartParserError, SuspiciousOperation):
        sent = {}
    # A password whose name was damaged as well would not be known for one.
    if not sent and request.path != settings.LOGIN_URL:
        sent = fields_in(_body(request)[: settings.DATA_UPLOAD_MAX_MEMORY_SIZE])
    return _show_text(request, status, why, sent)


def _body(request: HttpRequest) -> bytes:
    """The whole body, though Django may have read a part of it; it offers no way back to there."""
    stream = request._stream
    if stream.closed:  # Django closes what it has read to the end.
        return request.body
    if not stream.seekable():
        return b""
    stream.seek(0)
    body: bytes = stream.read()
    return body


def _show_text(request: HttpRequest, status: int, why: str, sent: dict[str, str]) -> HttpResponse:
    shown = {name: value for name, value in sent.items() if name not in SECRET}
    typed, rest = typed_fields(shown)
    context = {
        "typed": typed,
        "rest": rest,
        "address": request.path,
        "why": why,
        "status": status,
        "again": status == 503 and request.method == "POST",
    }
    return render(request, "desk/kept.html", context, status=status)
