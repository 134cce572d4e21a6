"""A newsroom to fuzz: a coverage with posts, and Ben, signed in."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, settings

from dateline.accounts.models import Member
from dateline.desk.views import accounts
from tests.people import publish

from .driver import Driver, cookies

# The newsroom is made once, and every example is rolled back.
everyday = settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
        HealthCheck.large_base_example,
    ],
)
thorough = settings(everyday, max_examples=400, derandomize=False, print_blob=True)


@pytest.fixture(scope="session")
def driver() -> Driver:
    return Driver()


@pytest.fixture(autouse=True)
def _quick_passwords(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes passwords cheap and turns the throttle off, so that the view sees each form."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(accounts.throttle, "begin", lambda *attempt: 0)


@pytest.fixture
def ben(coverage) -> bytes:
    """The cookies of Ben, an editor. The coverage `flood` has two posts."""
    publish(coverage, "Water at the door.", headline="The door")
    publish(coverage, "Water in the hall.")
    user = User.objects.create(username="ben")
    user.set_unusable_password()
    user.save()
    Member.objects.create(user=user, role="administrator", undo_seconds=0)
    return cookies(user)
