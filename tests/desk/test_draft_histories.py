"""Random acts of three people on the drafts of one desk.

Thorough runs do ten thousand acts: four times 50 examples of 50, in parallel.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.accounts.models import CoverageRules, Member
from dateline.accounts.policy import Person
from dateline.coverage.read import post_state
from dateline.desk import publication
from dateline.desk.commands import drafts
from dateline.desk.draft_rows import DraftRow
from dateline.desk.errors import CommandRefused
from dateline.desk.panels import PANELS
from dateline.drafts.models import Draft
from dateline.drafts.workflow import ACTS
from dateline.journal.models import Coverage, Leaf
from dateline.newsroom.changes import changed_panels, head_of
from tests.conftest import open_coverage
from tests.coverage.test_rebuild import in_memory, tables

PEOPLE = (Person("ada", "reporter"), Person("eve", "editor"), Person("dan", "lead"))
NAMES = ("drafts", "approval", "scheduled")
ONE_ACT = st.tuples(
    st.sampled_from(["new", "save", "save", "stale save", "time passes", *ACTS]),
    st.sampled_from(PEOPLE),
    st.integers(0, 3),
    st.sampled_from(["Water rises.", "The dam holds.", "2.4 m", ""]),
)
HISTORIES = st.tuples(st.sampled_from([[], ["posts"]]), st.lists(ONE_ACT, min_size=50, max_size=50))


class Desk:
    """The open desk of a person, which reads again only the panels that it is told of."""

    def __init__(self, coverage: Coverage, person: Person) -> None:
        self.coverage, self.person = coverage, person
        self.seq = head_of(coverage)
        self.panels = {name: self.read(name) for name in NAMES}

    def read(self, name: str) -> dict[str, list[Any]]:
        """What a panel shows, without the seconds that it counts down."""
        shown = PANELS[name](self.coverage, self.person)
        return {
            key: [asdict(row) | {"seconds": 0} for row in rows]
            for key, rows in shown.items()
            if isinstance(rows, list) and all(isinstance(row, DraftRow) for row in rows)
        }

    def follow(self) -> None:
        changed = changed_panels(self.coverage.pk, self.seq)
        self.seq = head_of(self.coverage)
        for name in NAMES:
            if name in changed:
                self.panels[name] = self.read(name)
            else:
                assert self.panels[name] == self.read(name), name


class Texts:
    """Every text that was stored and must be found again in its draft or among its versions.

    What one person writes within a minute may replace itself.
    """

    def __init__(self) -> None:
        self.kept: dict[str, list[str]] = {}
        self.last: dict[str, tuple[str, str]] = {}

    def stored(self, draft: Draft, by: Person, words: str) -> None:
        self.last[draft.uid] = (by.name, words)

    def sealed(self, draft: Draft) -> None:
        if draft.uid in self.last:
            self.kept.setdefault(draft.uid, []).append(self.last[draft.uid][1])

    def check(self) -> None:
        for draft in Draft.objects.all():
            found = {draft.fields["headline"]}
            found |= {each.fields["headline"] for each in draft.versions.all()}
            assert set(self.kept.get(draft.uid, [])) <= found
            assert draft.fields["headline"] == self.last[draft.uid][1]


def perform(coverage: Coverage, texts: Texts, step: tuple[str, Person, int, str]) -> None:
    """Does one act, which may be refused. A refusal changes nothing."""
    act, by, which, words = step
    all_drafts = list(Draft.objects.order_by("id"))
    if act == "new" or not all_drafts:
        save(coverage, texts, by, drafts.new_uid(), 0, words)
        return
    draft = all_drafts[-1 - which % len(all_drafts)]
    before = rows()
    try:
        if act in ("save", "stale save"):
            version = draft.version if act == "save" else draft.version - 1
            save(coverage, texts, by, draft.uid, version, f"{words} {draft.version}")
        elif act == "time passes":
            time_passes(draft)
        else:
            run_act(act, by, coverage, draft, words)
            # Taking over what is one's own changes who is there, and no draft.
            if act != "share" and rows()[0] != before[0]:
                texts.sealed(draft)
            if act == "restore":
                texts.stored(draft, by, Draft.objects.get(uid=draft.uid).fields["headline"])
    except CommandRefused:
        assert rows() == before


def save(coverage: Coverage, texts: Texts, by: Person, uid: str, version: int, words: str) -> None:
    before = Draft.objects.filter(uid=uid).first()
    fields = {"headline": words, "part-0-kind": "text", "part-0-text": words}
    saved = drafts.save(by=by, coverage=coverage, uid=uid, version=version, fields=fields)
    if before and before.version == saved.version:
        return
    if before and before.saved_by != by.name:
        texts.sealed(before)
    texts.stored(saved, by, words)


def run_act(act: str, by: Person, coverage: Coverage, draft: Draft, words: str) -> None:
    about: dict[str, Any] = {"by": by, "coverage": coverage, "uid": draft.uid}
    soon = datetime.now(UTC) + timedelta(hours=1)
    if act in ("publish", "approve"):
        publication.publish(**about, wait=5 if words else 0)
    elif act == "return":
        drafts.send_back(**about, remark=words)
    elif act == "schedule":
        drafts.schedule(**about, due=soon)
    elif act == "hold":
        drafts.hold(**about, due=soon if words else None)
    elif act == "restore":
        drafts.restore(**about, number=draft.versions.earliest("version").version)
    elif act == "hand-over":
        drafts.hand_over(**about, to="eve")
    elif act == "share":
        drafts.share(**about, shared=bool(words))
    else:
        {"take-back": drafts.take_back, "take-over": drafts.take_over}.get(
            act, getattr(drafts, act.replace("-", "_"), None)
        )(**about)


def time_passes(draft: Draft) -> None:
    if draft.due is None:
        return
    Draft.objects.filter(pk=draft.pk).update(due=datetime.now(UTC) - timedelta(seconds=1))
    # Two processes try.
    due = Draft.objects.select_related("coverage").get(pk=draft.pk)
    publication.publish_due(due)
    publication.publish_due(due)


def rows() -> list[Any]:
    return [list(Draft.objects.order_by("id").values()), head_of(Coverage.objects.get())]


def quarters() -> list[ParameterSet]:
    """The numbers of the runs. Everyday, and on PostgreSQL, there is only the first."""
    marks = [pytest.mark.thorough, pytest.mark.once]
    return [pytest.param(0), *(pytest.param(number, marks=marks) for number in (1, 2, 3))]


@pytest.mark.any_database
@pytest.mark.parametrize("quarter", quarters())
@settings(
    max_examples=max(5, settings.default.max_examples // 4),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=HISTORIES)
def test_open_desks_and_the_journal_agree_with_the_drafts(db, quarter, history):
    rules, steps = history
    with transaction.atomic():
        coverage = open_coverage("flood")
        CoverageRules.objects.create(coverage=coverage, two_people=rules)
        for person in PEOPLE:
            user = User.objects.create(username=person.name)
            Member.objects.create(user=user, role=person.role)
        desks = [Desk(coverage, person) for person in PEOPLE[:2]]
        texts = Texts()
        for step in steps:
            perform(coverage, texts, step)
            for desk in desks:
                desk.follow()
        texts.check()
        published = list(Draft.objects.filter(state="published").order_by("number"))
        assert Leaf.objects.filter(kind="post.published").count() == len(published)
        for number, draft in enumerate(published, start=1):
            assert draft.number == number
            assert post_state(coverage, number).copy.headline == draft.fields["headline"].strip()
            if rules:
                assert draft.decided_by not in (*draft.writers, draft.submitted_by)
        assert in_memory() == tables()
        transaction.set_rollback(True)
