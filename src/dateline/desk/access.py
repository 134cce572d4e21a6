"""Who may see the desk's pages, and what happens to the text of somebody who may not any more."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dateline.accounts.people import person_of
from dateline.accounts.policy import Person

from .forms import typed_fields

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponse]


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
    secret = ("csrfmiddlewaretoken", "password")
    sent = {name: str(value) for name, value in request.POST.items() if name not in secret}
    typed, rest = typed_fields(sent)
    context = {
        "typed": typed,
        "rest": rest,
        "address": request.path,
        "why": why,
        "status": status,
        "again": status == 503 and request.method == "POST",
    }
    return render(request, "desk/kept.html", context, status=status)
