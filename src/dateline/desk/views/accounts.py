"""Signing in and out."""

from __future__ import annotations

import logging
import math
import time
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import LoginView, LogoutView
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dateline.accounts import devices
from dateline.accounts.throttle import Throttle, network_of
from dateline.desk.forms.problems import Problem, problems_of
from dateline.newsroom import presence

logger = logging.getLogger(__name__)
throttle: Final = Throttle(time.monotonic)


class SignIn(LoginView):
    """/desk/sign-in/: a name and a password. After several wrong passwords it answers 429."""

    template_name = "desk/sign_in.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        attempt = _attempt_of(request)
        # Before the form checks the password, because hashing it takes a third of a second.
        if wait := throttle.begin(*attempt):
            return self._wait(math.ceil(wait))
        try:
            response: HttpResponse = super().post(request, *args, **kwargs)
        except (DatabaseError, OSError) as error:
            # The password was not checked, so the attempt must not count as wrong.
            throttle.succeeded(*attempt)
            return _unavailable(request, error)
        return response

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Signs in. Raises DatabaseError if the session cannot be stored."""
        attempt = _attempt_of(self.request)
        response = super().form_valid(form)
        # Stored here and not by the middleware after the view, whose errors would end in a 500.
        self.request.session.save()
        throttle.succeeded(*attempt)
        _remember_device(self.request, response)
        return response

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)
        return {"problems": problems_of([context["form"]])} | context

    def _wait(self, seconds: int) -> HttpResponse:
        form = AuthenticationForm(self.request, initial={"username": _name(self.request)[:150]})
        unit = "second" if seconds == 1 else "seconds"
        wait = Problem(f"Too many wrong passwords. Try again in {seconds} {unit}.")
        context = self.get_context_data(form=form, problems=[wait])
        response = self.render_to_response(context, status=HTTPStatus.TOO_MANY_REQUESTS)
        response["Retry-After"] = str(seconds)
        return response


class SignOut(LogoutView):
    """POST /desk/sign-out/: ends the session. Pages without a script cannot say that they left."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if request.method == "POST" and request.user.is_authenticated:
                presence.signed_out(request.user.get_username())
            return super().dispatch(request, *args, **kwargs)
        except (DatabaseError, OSError) as error:
            return _unavailable(request, error)


def _name(request: HttpRequest) -> str:
    return str(request.POST.get("username", ""))


def _attempt_of(request: HttpRequest) -> tuple[str, str, str]:
    """The network, account and device of an attempt to sign in: the arguments of `Throttle`."""
    name = _name(request)
    token = request.COOKIES.get(settings.DATELINE_DEVICE_COOKIE, "")
    address = str(request.META.get("REMOTE_ADDR", ""))
    return network_of(address), devices.account_of(name), devices.secret_of(token, name)


def _remember_device(request: HttpRequest, response: HttpResponse) -> None:
    response.set_cookie(
        settings.DATELINE_DEVICE_COOKIE,
        devices.new_token(_name(request)),
        max_age=devices.KNOWN_FOR,
        path=settings.LOGIN_URL,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("a session could not be stored: %s", error)
    # Otherwise the session middleware would try to store the session again, and fail.
    request.session.modified = False
    request.user = AnonymousUser()
    problem = Problem(
        "The desk cannot store anything at the moment. Try again in a moment. If this happens"
        " again, tell your server administrator."
    )
    context = {
        "form": AuthenticationForm(request, initial={"username": _name(request)[:150]}),
        "problems": [problem],
    }
    status = HTTPStatus.SERVICE_UNAVAILABLE
    response = render(request, "desk/sign_in.html", context, status=status)
    response["Retry-After"] = "5"
    return response
