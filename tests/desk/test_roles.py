"""What each role may do is what the policy's table says, over HTTP and by the commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db.transaction import atomic, set_rollback
from django.http import HttpResponse
from django.test import Client

from dateline.accounts.models import CoverageRole, Member
from dateline.accounts.policy import ACTIONS, ROLES, Action, Person, Role, allowed
from dateline.content.tree import Copy, Photograph
from dateline.desk.commands import coverages, posts
from dateline.desk.commands.coverages import Preparation
from dateline.desk.commands.drafts import NoSuchDraft
from dateline.desk.errors import CommandRefused, NotAllowed
from tests.claims.acts import named, record, says
from tests.coverage import histories
from tests.people import BEN, act, publish, store_files

from .role_walks import OPENING, WALKS, Scene, Walk, opening

STORED = ("journal", "coverage", "claims", "drafts", "newsroom", "accounts")


@pytest.fixture
def scene(coverage) -> Callable[[str], Scene]:
    publish(coverage, "Water at the door")
    photograph = store_files(Photograph(histories.RENDITIONS, "A door", "", "Ada"))
    posts.publish(**act(), coverage=coverage, copy=Copy("A door", (), (photograph,)))
    record(coverage, "It rains", says(named("The mayor")))
    fire = coverages.prepare(by=BEN, preparation=Preparation(opening("fire"), OPENING))
    for name in ("zoe", "ann"):
        Member.objects.create(user=User.objects.create(username=name), role="reporter")
    user = User.objects.create(username="walker")
    walker = Member.objects.create(user=user, role="none", undo_seconds=0)
    return lambda owner: Scene(coverage, fire, walker, owner)


@pytest.fixture
def client_of_walker(client, scene) -> Client:
    client.force_login(User.objects.get(username="walker"))
    return client


def test_every_action_has_a_walk():
    assert set(WALKS) == set(ACTIONS)


@pytest.mark.parametrize("action", ACTIONS)
def test_over_http_each_role_may_do_what_the_table_says(scene, client_of_walker, action):
    walk = WALKS[action]
    if walk.http is None:
        # Only the people who run the server do it, by a command line without roles.
        return
    for role, owner in cells(walk):
        with atomic():
            found = prepared(scene, walk, owner, role)
            before = stored()
            answer = walk.http(found, client_of_walker)
            changed = stored() != before
            refused = is_refused(client_of_walker, answer)
            set_rollback(True)
        may = is_allowed(role, action, owner)
        where = (role, owner, answer.status_code, answer.content.decode())
        assert changed == may, where
        assert refused == (not may), where


@pytest.mark.parametrize("action", ACTIONS)
def test_by_its_command_each_role_may_do_what_the_table_says(scene, action):
    walk = WALKS[action]
    for role, owner in cells(walk):
        refused: CommandRefused | None = None
        with atomic():
            found = prepared(scene, walk, owner, role)
            before = stored()
            try:
                with atomic():
                    walk.command(found, Person("walker", role))
            except CommandRefused as refusal:
                refused = refusal
            changed = stored() != before
            set_rollback(True)
        may = is_allowed(role, action, owner)
        assert changed == may, (role, owner, refused)
        assert may or isinstance(refused, NotAllowed | NoSuchDraft), (role, owner, refused)


def test_a_role_on_a_coverage_counts_there_and_nowhere_else(
    scene, client_of_walker, open_coverage_named
):
    open_coverage_named("storm")
    found = scene("")
    Member.objects.filter(pk=found.walker.pk).update(role="reporter")
    CoverageRole.objects.create(member=found.walker, coverage=found.coverage, role="lead")
    rights = {
        "/desk/flood/people/": 200,
        "/desk/storm/people/": 403,
        "/desk/flood/front/state/": 200,
        "/desk/new/": 403,
    }
    assert {path: client_of_walker.get(path).status_code for path in rights} == rights


def cells(walk: Walk) -> Iterator[tuple[Role, str]]:
    """Every role, with whose draft it acts on, which is its own or not."""
    return product(ROLES, walk.owners)


def prepared(scene: Callable[[str], Scene], walk: Walk, owner: str, role: Role) -> Scene:
    """The scene of a walk by somebody with this role in the newsroom."""
    found = scene(owner)
    Member.objects.filter(pk=found.walker.pk).update(role=role)
    if walk.draft:
        found.add_draft(walk.draft)
    return found


def is_allowed(role: Role, action: Action, owner: str) -> bool:
    whose = allowed(role, action)
    return whose == "any" or (whose == "own" and owner == "walker")


def is_refused(client: Client, answer: HttpResponse) -> bool:
    """Whether an answer says that something was not allowed; a row's act says so on the desk."""
    if answer.status_code == 302:
        return "Your role does not allow this." in client.get(answer["Location"]).content.decode()
    # A draft of somebody else is not even found.
    return answer.status_code in (403, 404)


def stored() -> list[object]:
    """Everything that is stored about coverages and their desks."""
    return [
        sorted(map(repr, model.objects.values_list()))
        for model in apps.get_models()
        if model._meta.app_label in STORED
    ]
