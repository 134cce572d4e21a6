"""Reads and adds the people of a newsroom."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User

from dateline.journal import sql

from .models import CoverageRole, Member
from .policy import ROLES, Person, Role

# The role in the newsroom and the one on a coverage, in one statement: every publish needs it.
_ROLES_OF: Final = (
    "SELECT member.role, own.role FROM accounts_member AS member"
    " LEFT JOIN journal_coverage AS coverage ON coverage.slug = %s"
    " LEFT JOIN accounts_coveragerole AS own"
    " ON own.member_id = member.user_id AND own.coverage_id = coverage.id"
    " WHERE member.user_id = %s"
)


def person_of(user: AbstractBaseUser | AnonymousUser, slug: str = "") -> Person | None:
    """Returns the person of a user; None if the user is not a member of the newsroom.

    Their role is the one on the coverage with this slug, or without one that in the newsroom.
    """
    found = sql.rows(_ROLES_OF, slug, user.pk)
    return Person(user.get_username(), role_on(*found[0])) if found else None


class Reach(NamedTuple):
    """On which coverages a member has a role, by primary keys.

    They are those in `only` if it is not None, and otherwise all but those in `without`.
    """

    only: frozenset[int] | None
    without: frozenset[int]

    def has(self, coverage: int) -> bool:
        if self.only is not None:
            return coverage in self.only
        return coverage not in self.without


def reach_of(user: AbstractBaseUser | AnonymousUser) -> Reach:
    """Returns on which coverages a user has a role."""
    person = person_of(user)
    if person is None or person.role == "administrator":
        return Reach(frozenset() if person is None else None, frozenset())
    own = CoverageRole.objects.filter(member_id=user.pk).values_list("coverage_id", "role")
    none = frozenset(coverage for coverage, role in own if role_on(person.role, role) == "none")
    if person.role == "none":
        return Reach(frozenset(coverage for coverage, _ in own) - none, frozenset())
    return Reach(None, none)


def role_on(in_newsroom: str, on_coverage: str | None) -> Role:
    """Returns the role that counts on a coverage, from the two that are stored.

    An administrator is one everywhere. A stored role that does not exist allows nothing.
    """
    counts = in_newsroom if on_coverage is None or in_newsroom == "administrator" else on_coverage
    return next((each for each in ROLES if each == counts), "none")


def own_keys(person: Person) -> dict[str, str]:
    """Returns the keys of the desk that a person has chosen, by act."""
    found = Member.objects.filter(user__username=person.name).values_list("keys", flat=True)
    return dict(found.first() or {})


class NotAName(ValueError):
    """A person needs a name of printable characters, at most 150 of them."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def add_person(name: str, password: str, role: Role | None = None) -> Member:
    """Adds a member, or changes the password and role of an existing one. Raises NotAName.

    Without a role a new member is a reporter, and an existing one keeps theirs.
    """
    name = _normalized(name)
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


def set_role(name: str, role: Role) -> Member | None:
    """Changes the role of a member, who keeps their password. Returns None if there is no such."""
    member = Member.objects.filter(user__username=_normalized(name)).select_related("user").first()
    if member is not None and member.role != role:
        member.role = role
        member.save()
    return member


def _normalized(name: str) -> str:
    """As in Django's sign-in form. Otherwise nobody could sign in with a name that was added."""
    return User.normalize_username(name).strip()
