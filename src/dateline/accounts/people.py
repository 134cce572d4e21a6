"""The people of a newsroom: who a signed-in user is, and how somebody becomes a member."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User

from dateline.journal import sql

from .models import Member
from .policy import Person


def person_of(user: AbstractBaseUser | AnonymousUser) -> Person | None:
    """The person that a signed-in user is; None for a user who is no member of the newsroom."""
    found = sql.rows("SELECT role FROM accounts_member WHERE user_id = %s", user.pk)
    if not found:
        return None
    return Person(user.get_username(), "editor" if found[0][0] == "editor" else "reporter")


class NotAName(ValueError):
    """A person needs a name of letters, digits and single spaces, at most 150 of them."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def add_person(name: str, password: str, role: str) -> User:
    """A new member, or the same one with a new password and role. Raises NotAName."""
    # As the sign-in form reads what somebody types, or nobody could sign in with it.
    name = User.normalize_username(name).strip()
    if not name.isprintable() or not 0 < len(name) <= 150:
        raise NotAName
    user, _ = User.objects.get_or_create(username=name)
    user.set_password(password)
    user.save()
    Member.objects.update_or_create(user=user, defaults={"role": role})
    return user
