"""A session ends when Django would end it, though Dateline reads sessions in its own way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.utils import timezone

from dateline.accounts.models import CoverageRole, Member
from dateline.accounts.people import person_of
from dateline.accounts.policy import Person
from dateline.accounts.sessions import Backend, SessionStore
from dateline.accounts.standing import role_of
from dateline.journal.models import Leaf
from tests.people import PASSWORD

FORM = {
    "idempotency_key": "k1",
    "expected_seq": "0",
    "part-0-kind": "text",
    "part-0-text": "Water.",
    "do": "publish",
}


@pytest.fixture
def ben(db):
    ben = User.objects.create(username="ben", password="a hash of ben's", first_name="Ben")
    Member.objects.create(user=ben, role="editor")
    return ben


@pytest.fixture
def desk(client, coverage, ben):
    client.force_login(ben)
    assert client.get("/desk/flood/").status_code == 200
    return client


def ends(desk) -> None:
    assert role_of(desk.cookies["sessionid"].value, "flood") is None
    answer = desk.post("/desk/flood/", FORM)
    assert answer.status_code == 401
    assert "Water." in answer.content.decode()
    assert Leaf.objects.count() == 1
    assert desk.get("/desk/flood/").headers["Location"].startswith("/desk/sign-in/")


def test_a_session_that_expired_is_over(desk, coverage):
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=1))
    assert desk.get("/desk/flood/").status_code == 200
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    ends(desk)


def test_a_session_that_is_gone_is_over(desk, coverage):
    Session.objects.all().delete()
    ends(desk)


def test_an_unknown_session_key_is_never_used(db):
    planted = "a" * 32
    session = SessionStore(planted)
    session["seen"] = True
    session.save()
    assert session.session_key not in (None, planted)
    assert SessionStore(session.session_key)["seen"]


def test_a_session_that_was_changed_is_over(desk, coverage):
    session = Session.objects.get()
    session.session_data = session.session_data[:-1] + "x"
    session.save()
    ends(desk)


def test_a_deactivated_account_has_no_session(desk, ben, coverage):
    User.objects.update(is_active=False)
    ends(desk)


def test_a_new_password_ends_the_sessions_of_the_old_one(desk, ben, coverage):
    User.objects.update(password="another hash")
    ends(desk)


def is_refused(desk, why: str) -> None:
    """The next request is refused with a reason, and what was written is shown."""
    before = Leaf.objects.count()
    answer = desk.post("/desk/flood/", FORM)
    assert answer.status_code == 403
    assert why in answer.content.decode()
    assert "Water.</textarea>" in answer.content.decode()
    assert Leaf.objects.count() == before
    assert desk.get("/desk/flood/").status_code == 403


def test_a_former_member_is_refused_with_a_reason(desk, coverage):
    session = desk.cookies["sessionid"].value
    assert role_of(session, "flood") == "editor"
    # A prepared coverage may have got another address since its desk was opened.
    assert role_of(session, "an-earlier-address") is None
    Member.objects.all().delete()
    assert role_of(session, "flood") is None
    is_refused(desk, "you are not a member of this newsroom")


def test_a_role_on_one_coverage_that_is_taken_away_leaves_the_text(
    desk, ben, coverage, open_coverage_named
):
    open_coverage_named("fire")
    session = desk.cookies["sessionid"].value
    CoverageRole.objects.create(member=ben.member, coverage=coverage, role="none")
    assert role_of(session, "flood") is None
    assert role_of(session, "fire") == "editor"
    is_refused(desk, "you have no role on this coverage")
    assert desk.get("/desk/fire/").status_code == 200


def test_a_member_of_one_coverage_has_no_access_to_others(desk, ben, coverage, open_coverage_named):
    other, session = open_coverage_named("fire"), desk.cookies["sessionid"].value
    Member.objects.update(role="none")
    CoverageRole.objects.create(member=ben.member, coverage=other, role="editor")
    is_refused(desk, "you have no role on this coverage")
    assert desk.get("/desk/fire/").status_code == 200
    assert role_of(session, "fire") == "editor"
    assert role_of(session, "flood") is None
    # Nor can they tell an address without a coverage from one of others.
    assert desk.get("/desk/nowhere/").status_code == 403


def test_an_administrator_is_one_on_every_coverage(desk, ben, coverage):
    Member.objects.update(role="administrator")
    CoverageRole.objects.create(member=ben.member, coverage=coverage, role="none")
    assert person_of(ben, "flood") == Person("ben", "administrator")


def test_an_unknown_role_allows_nothing(ben, coverage):
    Member.objects.update(role="publisher")
    assert person_of(ben, "flood") == Person("ben", "none")


def test_the_role_is_read_in_one_statement(ben, coverage, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert person_of(ben, "flood") == Person("ben", "editor")


def test_what_is_not_read_at_first_is_read_when_it_is_asked_for(ben):
    found = Backend().get_user(ben.pk)
    assert found is not None
    assert (found.username, found.first_name) == ("ben", "Ben")
    assert found.date_joined == ben.date_joined
    assert Backend().get_user(ben.pk + 1) is None


def test_a_right_password_still_signs_in(client, coverage, ben):
    ben.set_password(PASSWORD)
    ben.save()
    answer = client.post("/desk/sign-in/", {"username": "ben", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/desk/flood/").status_code == 200
    User.objects.get(username="ben", last_login__isnull=False)
