"""Commands about who may do what on a coverage: the roles of its people, and its rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from dateline.accounts.models import AccessChange, CoverageRole, CoverageRules, Member
from dateline.accounts.policy import Action, Person, Role, TwoPeople, may
from dateline.desk.errors import CommandRefused, NotAllowed, Overtaken
from dateline.journal.models import Coverage
from dateline.journal.write_lock import row_transaction
from dateline.newsroom.changes import mark

# What the role of somebody is on a coverage where they have none of their own.
AS_IN_NEWSROOM: Final = ""


@dataclass(frozen=True)
class RoleChange:
    """A new role of a member on a coverage, and the one that whoever changes it saw.

    AS_IN_NEWSROOM means that they have none of their own there.
    """

    member: int
    before: str
    after: Role | str


def set_roles(*, by: Person, coverage: Coverage, changes: Iterable[RoleChange]) -> None:
    """Gives members other roles on a coverage. Raises Overtaken if one of them changed meanwhile.

    Nobody changes their own role, by which a lead could lock themself out by a slip of the hand.
    """
    _require_may(by, "set roles")
    with row_transaction():
        for change in changes:
            _set_role(by, coverage, change)
        mark(coverage, "rules", "people")


def set_rules(
    *,
    by: Person,
    coverage: Coverage,
    before: frozenset[TwoPeople],
    after: frozenset[TwoPeople],
) -> None:
    """Sets for which acts two different people are needed. Raises Overtaken."""
    _require_may(by, "set rules")
    with row_transaction():
        CoverageRules.objects.get_or_create(coverage=coverage)
        rules = CoverageRules.objects.select_for_update().get(coverage=coverage)
        if frozenset(rules.two_people) != before:
            raise Overtaken("Somebody else changed these rules meanwhile. Look at them again.")
        if after == before:
            raise CommandRefused("Nothing was changed.")
        rules.two_people = sorted(after)
        rules.save()
        _record(by, coverage, "", _listed(before), _listed(after))
        mark(coverage, "rules", "people")


def _set_role(by: Person, coverage: Coverage, change: RoleChange) -> None:
    # The member's row is locked, because the row of their role may not exist yet.
    members = Member.objects.select_for_update(of=("self",)).select_related("user")
    member = members.filter(pk=change.member, user__is_active=True).first()
    if member is None:
        raise CommandRefused("Somebody on this list is not a member any more. Load the page again.")
    name = member.user.get_username()
    if name == by.name:
        raise CommandRefused("You cannot change your own role. Ask another lead.")
    if member.role == "administrator":
        raise CommandRefused(f"{name} is an administrator, who is one on every coverage.")
    own = CoverageRole.objects.filter(member=member, coverage=coverage)
    if (own.values_list("role", flat=True).first() or AS_IN_NEWSROOM) != change.before:
        raise Overtaken(f"Somebody else changed the role of {name} meanwhile. Look at it again.")
    own.delete()
    if change.after != AS_IN_NEWSROOM:
        CoverageRole.objects.create(member=member, coverage=coverage, role=change.after)
    as_before, as_after = (
        each if each != AS_IN_NEWSROOM else f"as in the newsroom: {member.role}"
        for each in (change.before, change.after)
    )
    _record(by, coverage, name, as_before, as_after)


def _record(by: Person, coverage: Coverage, about: str, before: str, after: str) -> None:
    AccessChange.objects.create(
        coverage=coverage,
        at=datetime.now(UTC),
        person=by.name,
        about=about,
        before=before,
        after=after,
    )


def _listed(rules: Iterable[TwoPeople]) -> str:
    return ", ".join(sorted(rules)) or "no rule"


def _require_may(by: Person, action: Action) -> None:
    if not may(by, action):
        raise NotAllowed
