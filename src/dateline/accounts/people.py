"""Reads and adds the people of a newsroom."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User

from dateline.journal import sql

from .models import Member
from .policy import Person, Role


def person_of(user: AbstractBaseUser | AnonymousUser) -> Person | None:
    """Returns the person of a user; None if the user is not a member of the newsroom."""
    found = sql.rows("SELECT role FROM accounts_member WHERE user_id = %s", user.pk)
    if not found:
        return None
    return Person(user.get_username(), "editor" if found[0][0] == "editor" else "reporter")


class NotAName(ValueError):
    """A person needs a name of printable characters, at most 150 of them."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def add_person(name: str, password: str, role: Role | None = None) -> Member:
    """Adds a member, or changes the password and role of an existing one. Raises NotAName.

    Without a role a new member is a reporter, and an existing one keeps theirs.
    """
    # Normalised as in Django's sign-in form. Otherwise nobody could sign in with this name.
    name = User.normalize_username(name).strip()
    if not name.isprintable() or not 0 < len(name) <= 150:
        raise NotAName
    user, _ = User.objects.get_or_create(username=name)
    user.set_password(password)
    user.save()
    member, _ = Member.objects.get_or_create(user=user, defaults={"role": role or "reporter"})
    if role is not None and member.role != role:
        member.role = role
        member.save()
    return member
