"""Roles on a coverage, its rules for two different people, and each person's own settings."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from dateline.accounts.models import AccessChange, CoverageRole, CoverageRules, Member
from dateline.accounts.people import person_of
from dateline.desk.commands.people import RoleChange, set_roles, set_rules
from dateline.desk.errors import CommandRefused, NotAllowed
from dateline.journal.models import Leaf
from dateline.newsroom.models import DeskChange
from tests.newsroom import fields_of
from tests.people import BEN, DAN, EVE

from .conftest import signed_in

PAGE = "/desk/flood/people/"


@pytest.fixture
def dan(coverage) -> Client:
    """Dan, a lead."""
    return signed_in(Client(), "dan", "lead")


def member(name: str) -> Member:
    return Member.objects.get(user__username=name)


def role_of(name: str, slug: str = "flood") -> str:
    person = person_of(User.objects.get(username=name), slug)
    assert person is not None
    return person.role


def roles_form(client: Client, **roles: str) -> dict[str, str]:
    """The form as the page has it, with other roles of some people."""
    fields = fields_of(client.get(PAGE).content.decode(), 'value="roles"')
    # A selection has its value in an option, which `fields_of` does not read.
    for each in Member.objects.all():
        if f"member-{each.pk}-before" in fields:
            fields[f"member-{each.pk}-role"] = fields[f"member-{each.pk}-before"]
    for name, role in roles.items():
        fields[f"member-{member(name).pk}-role"] = role
    return fields | {"do": "roles"}


def test_a_lead_gives_roles_on_a_coverage_and_it_is_recorded(
    dan, ada, eve, coverage, open_coverage_named
):
    open_coverage_named("fire")
    assert dan.post(PAGE, roles_form(dan, ada="editor", eve="none")).status_code == 302
    assert (role_of("ada"), role_of("eve")) == ("editor", "none")
    assert (role_of("ada", "fire"), role_of("eve", "fire")) == ("reporter", "editor")
    assert eve.get("/desk/flood/").status_code == 403
    page = dan.get(PAGE).content.decode()
    assert "ada: as in the newsroom: reporter → editor" in page
    assert "eve: as in the newsroom: editor → none" in page
    assert set(DeskChange.objects.values_list("panel", flat=True)) == {"rules", "people"}
    # Entries are for the public.
    assert Leaf.objects.count() == 2
    assert dan.post(PAGE, roles_form(dan, ada="")).status_code == 302
    assert role_of("ada") == "reporter"
    assert not CoverageRole.objects.filter(member=member("ada")).exists()
    assert AccessChange.objects.count() == 3


def test_the_same_form_changes_nothing_twice(dan, ada):
    form = roles_form(dan, ada="editor")
    assert dan.post(PAGE, form).status_code == 302
    again = dan.post(PAGE, form)
    assert again.status_code == 409
    assert AccessChange.objects.count() == 1


def test_who_is_overtaken_sees_what_is_stored_and_keeps_their_choice(dan, ada, eve, coverage):
    form = roles_form(dan, ada="editor", eve="reporter")
    change = RoleChange(member("ada").pk, "", "lead")
    set_roles(by=BEN, coverage=coverage, changes=[change])
    answer = dan.post(PAGE, form)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody else changed the role of ada meanwhile." in page
    assert role_of("ada") == "lead"
    # All or nothing.
    assert role_of("eve") == "editor"
    pk = member("ada").pk
    assert f'name="member-{pk}-before" value="lead"' in page
    chosen = page[page.index(f'name="member-{pk}-role"') :]
    assert '<option value="editor" selected>' in chosen[: chosen.index("</select>")]


def test_nobody_changes_their_own_role_or_that_of_an_administrator(dan, desk, coverage):
    page = dan.get(PAGE).content.decode()
    assert "lead (your own role)" in page
    for name in ("dan", "ben"):
        assert f"member-{member(name).pk}-role" not in page
        change = RoleChange(member(name).pk, "", "reporter")
        with pytest.raises(CommandRefused, match=r"your own role|is an administrator"):
            set_roles(by=DAN, coverage=coverage, changes=[change])
    assert not CoverageRole.objects.exists()


def test_an_editor_sets_no_roles_and_no_rules(eve, ada, coverage):
    assert eve.get(PAGE).status_code == 403
    form = {f"member-{member('ada').pk}-role": "editor", f"member-{member('ada').pk}-before": ""}
    assert eve.post(PAGE, form | {"do": "roles"}).status_code == 403
    assert (
        eve.post(PAGE, {"rules-posts": "on", "rules-before": "", "do": "rules"}).status_code == 403
    )
    with pytest.raises(NotAllowed):
        set_roles(by=EVE, coverage=coverage, changes=[RoleChange(member("ada").pk, "", "lead")])
    with pytest.raises(NotAllowed):
        set_rules(by=EVE, coverage=coverage, before=frozenset(), after=frozenset({"posts"}))
    assert not CoverageRole.objects.exists()
    assert not CoverageRules.objects.exists()


def test_a_closed_account_is_not_listed_and_gets_no_role(dan, ada, coverage):
    form = roles_form(dan, ada="editor")
    User.objects.filter(username="ada").update(is_active=False)
    assert '<b dir="auto">ada</b>' not in dan.get(PAGE).content.decode()
    # The form was made before.
    dan.post(PAGE, form)
    with pytest.raises(CommandRefused, match="not a member any more"):
        set_roles(by=DAN, coverage=coverage, changes=[RoleChange(member("ada").pk, "", "lead")])
    assert not CoverageRole.objects.exists()


def rules_form(client: Client, *rules: str) -> dict[str, str]:
    fields = fields_of(client.get(PAGE).content.decode(), 'value="rules"')
    return fields | {f"rules-{each}": "on" for each in rules} | {"do": "rules"}


def test_rules_for_two_people_are_stored_and_recorded(dan, coverage):
    assert dan.post(PAGE, rules_form(dan, "posts", "withdrawals")).status_code == 302
    assert CoverageRules.objects.get().two_people == ["posts", "withdrawals"]
    page = dan.get(PAGE).content.decode()
    assert "Two different people: no rule → posts, withdrawals" in page
    assert page.count(" checked>") == 2
    late = rules_form(dan, "corrections")
    set_rules(
        by=BEN,
        coverage=coverage,
        before=frozenset({"posts", "withdrawals"}),
        after=frozenset({"posts"}),
    )
    answer = dan.post(PAGE, late)
    assert answer.status_code == 409
    assert CoverageRules.objects.get().two_people == ["posts"]
    again = fields_of(answer.content.decode(), 'value="rules"')
    assert again["rules-before"] == "posts"
    again |= {"rules-corrections": "on", "do": "rules"}
    assert dan.post(PAGE, again).status_code == 302
    assert CoverageRules.objects.get().two_people == ["corrections"]


def test_enter_alone_changes_nothing(dan, ada):
    form = roles_form(dan, ada="editor") | {"do": "show"}
    answer = dan.post(PAGE, form)
    assert answer.status_code == 200
    assert '<option value="editor" selected>' in answer.content.decode()
    assert not CoverageRole.objects.exists()


def test_odd_values_are_refused(dan, ada):
    form = roles_form(dan, ada="administrator")
    assert dan.post(PAGE, form).status_code == 422
    assert not CoverageRole.objects.exists()


def test_everybody_sets_how_long_their_posts_wait(ada, eve):
    Member.objects.update(undo_seconds=5)
    page = ada.get("/desk/settings/").content.decode()
    (chosen,) = re.findall("<input[^>]* checked>", page)
    assert f'value="{member("ada").undo_seconds}"' in chosen
    assert ada.post("/desk/settings/", {"undo_seconds": "10", "do": "save"}).status_code == 302
    assert (member("ada").undo_seconds, member("eve").undo_seconds) == (10, 5)
    assert ada.post("/desk/settings/", {"undo_seconds": "7"}).status_code == 422
    assert ada.post("/desk/settings/", {"undo_seconds": "0", "do": "show"}).status_code == 200
    assert member("ada").undo_seconds == 10


def test_a_member_without_a_role_has_settings_and_an_empty_list(ada, coverage):
    Member.objects.update(role="none")
    assert ada.get("/desk/settings/").status_code == 200
    assert "/desk/flood/" not in ada.get("/desk/").content.decode()


def settings_form(client: Client, **keys: str) -> dict[str, str]:
    fields = fields_of(client.get("/desk/settings/").content.decode(), "undo_seconds")
    return fields | {f"key-{act.replace('_', '-')}-key": key for act, key in keys.items()}


def test_everybody_sets_their_keys_and_turns_them_off(ada, eve):
    assert ada.post("/desk/settings/", settings_form(ada, pin="x", find="")).status_code == 302
    assert member("ada").keys == {"pin": "x", "find": ""}
    assert member("eve").keys == {}
    page = ada.get("/desk/settings/").content.decode()
    assert 'name="key-pin-key" value="x"' in page
    for wrong in ({"pin": "xy"}, {"pin": "e"}, {"pin": "Ctrl+T"}):
        answer = ada.post("/desk/settings/", settings_form(ada, **wrong))
        assert answer.status_code == 422
        assert 'href="#id_key-pin-key"' in answer.content.decode()
        assert f'value="{wrong["pin"]}"' in answer.content.decode()
    assert member("ada").keys == {"pin": "x", "find": ""}
    shown = ada.post("/desk/settings/", settings_form(ada, pin="y") | {"do": "show"})
    assert 'name="key-pin-key" value="y"' in shown.content.decode()
    assert "Pin this post, or remove its pin</label>" in shown.content.decode()
    assert ada.post("/desk/settings/", settings_form(ada) | {"do": "none"}).status_code == 302
    assert set(member("ada").keys.values()) == {""}
    assert ada.post("/desk/settings/", settings_form(ada) | {"do": "usual"}).status_code == 302
    assert member("ada").keys == {}
