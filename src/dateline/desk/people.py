"""Who is signed in, as a `policy.Person`, and the door for those who are not."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dateline.journal import sql

from .forms import written
from .models import Member
from .policy import Person

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Lets members in; others are led to the sign-in, and what they sent is shown to them."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if request.user.is_authenticated:
                person(request)
            elif request.method == "POST":
                return keep(request, 401, "You are signed out")
            else:
                return redirect(f"/desk/sign-in/?next={request.path}")
        except DatabaseError:
            logger.exception("the desk cannot ask who this is")
            # Whoever it is, nothing below may ask again.
            request.user = AnonymousUser()
            return keep(request, 503, "The desk cannot store anything at the moment")
        return view(request, *args, **kwargs)

    return checked


def person(request: HttpRequest) -> Person:
    """The person signed in, asked once a request. Raises PermissionDenied for who is no member."""
    known: Person | None = getattr(request, "dateline_person", None)
    if known is None:
        known = request.dateline_person = _person(request)  # type: ignore[attr-defined]
    return known


def _person(request: HttpRequest) -> Person:
    found = sql.rows("SELECT role FROM desk_member WHERE user_id = %s", request.user.pk)
    if not found:
        raise PermissionDenied("You are signed in, but you are not a member of this newsroom.")
    return Person(request.user.get_username(), "editor" if found[0][0] == "editor" else "reporter")


def add_person(name: str, password: str, role: str) -> User:
    """A new member, or the same with a new password and role."""
    user, _ = User.objects.get_or_create(username=name)
    user.set_password(password)
    user.save()
    Member.objects.update_or_create(user=user, defaults={"role": role})
    return user


def keep(request: HttpRequest, status: int, why: str) -> HttpResponse:
    """Shows a writer what they sent and we cannot take: a session may end while somebody writes.

    While the desk is away (503) the page is a form that sends it again, as the same act. Only then:
    that the form came from here is certain, and who sent it would be asked again.
    """
    kept_back = ("csrfmiddlewaretoken", "password")
    sent = {name: str(value) for name, value in request.POST.items() if name not in kept_back}
    typed, rest = written(sent)
    context = {
        "typed": typed,
        "rest": rest,
        "address": request.path,
        "why": why,
        "status": status,
        "again": status == 503 and request.method == "POST",
    }
    return render(request, "desk/kept.html", context, status=status)
