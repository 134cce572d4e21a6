"""Ben, Eve and Ada at the desk, in the test's process."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dateline.accounts.models import Member


@pytest.fixture
def desk(client, coverage) -> Client:
    """Ben, an administrator."""
    return signed_in(client, "ben", "administrator")


@pytest.fixture
def eve(coverage) -> Client:
    """Eve, an editor."""
    return signed_in(Client(), "eve", "editor")


@pytest.fixture
def ada(coverage) -> Client:
    """Ada, a reporter."""
    return signed_in(Client(), "ada", "reporter")


def signed_in(client: Client, name: str, role: str) -> Client:
    # A password's hash takes a third of a second on purpose. Other tests use the form to sign in.
    user = User.objects.create(username=name)
    Member.objects.create(user=user, role=role, undo_seconds=0)
    client.force_login(user)
    return client


@pytest.fixture
def not_a_picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.jpg", b"not a picture")
