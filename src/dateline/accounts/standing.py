"""What the person of a session is at a coverage now. Open desks are checked with it."""

from __future__ import annotations

from django.contrib.auth import get_user
from django.http import HttpRequest

from dateline.journal.read import coverage_at

from .people import person_of
from .policy import Role
from .sessions import SessionStore


def role_of(session_key: str, slug: str) -> Role | None:
    """Returns the role of a session's person on a coverage.

    It is None if the session has ended, if the account was closed or its password changed, for
    somebody who has no role there, and if no coverage has this address any more.
    """
    request = HttpRequest()
    request.session = SessionStore(session_key)
    user = get_user(request)
    if not user.is_authenticated or coverage_at(slug) is None:
        return None
    person = person_of(user, slug)
    return person.role if person is not None and person.role != "none" else None
