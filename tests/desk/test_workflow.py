"""What leads a draft to publication: submit, approve, return, schedule, hold, undo."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dateline.accounts.models import CoverageRules, Member
from dateline.accounts.policy import ROLES, Person
from dateline.content.tree import Byline
from dateline.coverage.read import post_state
from dateline.desk import publication
from dateline.desk.commands import drafts, front_matter, posts
from dateline.desk.commands.two_people import NeedsTwoPeople
from dateline.desk.errors import CommandRefused, MeaningChanged, NotAllowed, Overtaken
from dateline.desk.last_bylines import last_bylines
from dateline.drafts.models import Draft
from dateline.drafts.workflow import ACTS, State
from dateline.journal.models import Leaf
from dateline.newsroom.changes import changed_panels, head_of
from tests.people import ADA, BEN, act, copy, publish, seq_of

from .forms import post_form

pytestmark = pytest.mark.any_database

EVE = Person("eve", "editor")
DAN = Person("dan", "editor")
SOON = timedelta(hours=1)
STATES: tuple[State, ...] = State.__args__  # type: ignore[attr-defined]
ENDINGS = {"retract": posts.retract, "withdraw": posts.withdraw}


@pytest.fixture(autouse=True)
def people(coverage, django_user_model):
    for name, role in (("ada", "reporter"), ("eve", "editor"), ("dan", "editor")):
        user = django_user_model.objects.create(username=name)
        Member.objects.create(user=user, role=role, undo_seconds=0)


def write(coverage, words: str = "Water.", by: Person = ADA, **more: Any) -> dict[str, Any]:
    """A new draft, as the arguments of an act."""
    fields = {"headline": "", "part-0-kind": "text", "part-0-text": words}
    fields |= {name.replace("__", "-"): value for name, value in more.items()}
    draft = drafts.save(by=by, coverage=coverage, uid=drafts.new_uid(), version=0, fields=fields)
    return {"coverage": coverage, "uid": draft.uid}


def change_of(coverage, number: int, words: str, kind: str, by: Person = ADA) -> dict[str, Any]:
    fields = {"kind": kind, "note": "A figure was wrong.", "headline": ""}
    fields |= {"part-0-kind": "text", "part-0-text": words, "reason": "It was wrong."}
    draft = drafts.save(
        by=by,
        coverage=coverage,
        uid=drafts.new_uid(),
        version=0,
        fields=fields,
        post=number,
        expected_seq=seq_of(coverage, f"post-{number}"),
    )
    return {"coverage": coverage, "uid": draft.uid}


def make_due(**changes: Any) -> Draft:
    """The only draft, whose time has come."""
    past = datetime.now(UTC) - timedelta(seconds=1)
    Draft.objects.update(**{"due": past} | changes)
    return Draft.objects.select_related("coverage").get()


def run_act(name: str, by: Person, about: dict[str, Any]) -> object:
    more: dict[str, Any] = {}
    if name in ("publish", "approve"):
        return publication.publish(by=by, **about)
    command = {"return": drafts.send_back, "take-back": drafts.take_back}.get(name)
    command = command or getattr(drafts, name.replace("-", "_"))
    if name == "return":
        more["remark"] = "Say how high."
    if name == "schedule":
        more["due"] = datetime.now(UTC) + SOON
    if name == "restore":
        more["number"] = 1
    if name == "hand-over":
        more["to"] = "eve"
    return command(by=by, **about, **more)


@pytest.mark.parametrize(("name", "state"), list(itertools.product(ACTS, STATES)))
def test_an_act_is_possible_in_its_states_only(name, state, coverage):
    about = write(coverage)
    Draft.objects.update(state=state, shared=True, decided_by="dan")
    found = Draft.objects.get()
    if name in ("publish", "approve") and state in ("submitted", *ACTS["publish"].before):
        # One function does both.
        expected: str | None = "published"
    else:
        expected = ACTS[name].after or state
        if state not in ACTS[name].before:
            expected = None
        if name == "restore" and state != "discarded":
            expected = state if expected else None
    if expected is None:
        with pytest.raises(Overtaken):
            run_act(name, EVE, about)
        expected = state
    else:
        run_act(name, EVE, about)
    after = Draft.objects.get()
    assert after.state == expected
    assert after.fields == found.fields


@pytest.mark.parametrize("name", ACTS)
def test_an_act_needs_its_role(name, coverage):
    allowed = []
    for role in ROLES:
        for owner in ("eve", "ada"):
            Draft.objects.all().delete()
            about = write(coverage, by=Person(owner, "editor"))
            before = sorted(ACTS[name].before)[0]
            Draft.objects.update(state=before, shared=True, decided_by="dan")
            try:
                run_act(name, Person("eve", role), about)
            except NotAllowed:
                continue
            allowed.append((role, "own" if owner == "eve" else "others"))
    editors = [(role, whose) for role in ROLES[2:] for whose in ("own", "others")]
    own = name in ("submit", "take-back", "discard", "restore", "share", "hand-over")
    assert allowed == ([("reporter", "own")] if own else []) + editors


def test_a_reporter_submits_and_an_editor_approves_under_both_names(coverage):
    about = write(coverage, **{"byline__0__name": "Ada Lind", "byline__0__role": "reporter"})
    before = head_of(coverage)
    drafts.submit(by=ADA, **about)
    assert set(changed_panels(coverage.pk, before)) == {"drafts", "approval"}
    published = publication.publish(by=EVE, **about)
    assert (published.submitted_by, published.decided_by) == ("ada", "eve")
    assert (published.number, published.state) == (1, "published")
    assert post_state(coverage, 1).copy.bylines == (Byline("Ada Lind", "reporter"),)
    # The next post of each begins with their own byline.
    assert last_bylines(ADA, coverage) == (Byline("Ada Lind", "reporter"),)
    assert last_bylines(EVE, coverage) == ()


def test_an_editor_may_change_the_text_that_they_approve(coverage):
    about = write(coverage)
    drafts.submit(by=ADA, **about)
    fields = Draft.objects.get().fields | {"part-0-text": "Water, at 2.4 m."}
    saved = drafts.save(by=EVE, version=1, fields=fields, **about)
    # Dan saw the text of Ada, which is no more what he would approve.
    with pytest.raises(Overtaken):
        publication.publish(by=DAN, version=1, **about)
    publication.publish(by=EVE, version=saved.version, **about)
    assert "2.4 m" in str(post_state(coverage, 1).copy)
    assert list(Draft.objects.get().versions.values_list("person", flat=True)) == ["ada", "eve"]


def test_the_same_approval_twice_publishes_once(coverage):
    about = write(coverage)
    drafts.submit(by=ADA, **about)
    first = publication.publish(by=EVE, **about)
    assert publication.publish(by=EVE, **about).number == first.number
    with pytest.raises(Overtaken):
        publication.publish(by=DAN, **about)
    assert Leaf.objects.filter(kind="post.published").count() == 1


def test_a_returned_draft_has_the_remark_and_is_submitted_again(coverage):
    about = write(coverage)
    drafts.submit(by=ADA, **about)
    with pytest.raises(CommandRefused, match="Say what is to be changed"):
        drafts.send_back(by=EVE, remark=" ", **about)
    returned = drafts.send_back(by=EVE, remark="How high?", **about)
    assert (returned.state, returned.remark, returned.decided_by) == (
        "returned",
        "How high?",
        "eve",
    )
    drafts.save(by=ADA, version=1, fields=returned.fields | {"headline": "2 m"}, **about)
    assert drafts.submit(by=ADA, **about).remark == ""


def test_only_the_future_can_be_scheduled(coverage):
    about = write(coverage, by=EVE)
    with pytest.raises(CommandRefused, match="has passed"):
        drafts.schedule(by=EVE, due=datetime.now(UTC), **about)
    with pytest.raises(CommandRefused, match="has passed"):
        drafts.hold(by=EVE, due=datetime.now(UTC) - SOON, **about)
    assert Draft.objects.get().state == "draft"


@pytest.mark.parametrize("command", [drafts.schedule, drafts.hold])
def test_what_is_due_is_published_once_by_whoever_tries(command, coverage):
    about = write(coverage, by=EVE)
    command(by=EVE, due=datetime.now(UTC) + SOON, **about)
    early = Draft.objects.select_related("coverage").get()
    publication.publish_due(early)
    assert Draft.objects.get().state == early.state
    due = make_due()
    publication.publish_due(due)
    publication.publish_due(due)
    assert Draft.objects.get().number == 1
    assert Leaf.objects.filter(kind="post.published").count() == 1


def close(coverage) -> None:
    seq = seq_of(coverage, "coverage")
    front_matter.set_state(**act(), coverage=coverage, expected_seq=seq, state="closed")


def lose_role(coverage) -> None:
    Member.objects.filter(user__username="eve").update(role="reporter")


def lose_account(coverage) -> None:
    Member.objects.get(user__username="eve").user.delete()


def come_late(coverage) -> None:
    Draft.objects.update(due=datetime.now(UTC) - timedelta(seconds=61))


def become_invalid(coverage) -> None:
    Draft.objects.update(fields={"part-0-kind": "photograph", "headline": "Water"})


def cite_nothing(coverage) -> None:
    Draft.objects.update(fields={"part-0-kind": "bullets", "part-0-text": "Water #99"})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (close, "This coverage is closed"),
        (lose_role, "eve, who decided this, may not publish any more."),
        (lose_account, "eve, who decided this, has no account any more."),
        (come_late, "Its time passed while nothing could publish it."),
        (become_invalid, "Choose a picture."),
        (cite_nothing, "There is no post 99"),
    ],
)
def test_what_cannot_be_published_at_its_time_is_held_and_shown(change, why, coverage):
    about = write(coverage, by=EVE)
    drafts.schedule(by=EVE, due=datetime.now(UTC) + SOON, **about)
    make_due()
    change(coverage)
    before = head_of(coverage)
    fields = Draft.objects.get().fields
    publication.publish_due(Draft.objects.select_related("coverage").get())
    held = Draft.objects.get()
    assert (held.state, held.due) == ("on_hold", None)
    assert why in held.remark
    assert held.fields == fields
    assert not Leaf.objects.filter(kind="post.published").exists()
    assert set(changed_panels(coverage.pk, before)) == {"scheduled"}


def test_a_publication_that_waits_is_undone_or_comes_out(coverage):
    about = write(coverage, by=EVE)
    waiting = publication.publish(by=EVE, wait=5, **about)
    assert waiting.state == "publishing"
    assert waiting.due
    assert timedelta(seconds=4) < waiting.due - datetime.now(UTC) <= timedelta(seconds=5)
    with pytest.raises(Overtaken):
        drafts.save(by=EVE, version=1, fields={"headline": "Other"}, **about)
    assert drafts.undo(by=EVE, **about).state == "draft"
    publication.publish_due(make_due(due=None))
    publication.publish(by=EVE, wait=5, **about)
    publication.publish_due(make_due())
    assert Draft.objects.get().state == "published"
    with pytest.raises(Overtaken, match="was published"):
        drafts.undo(by=EVE, **about)


def test_an_approval_that_is_undone_waits_for_approval_again(coverage):
    about = write(coverage)
    drafts.submit(by=ADA, **about)
    publication.publish(by=EVE, wait=5, **about)
    undone = drafts.undo(by=EVE, **about)
    assert (undone.state, undone.submitted_by, undone.decided_by) == ("submitted", "ada", "")
    drafts.schedule(by=EVE, due=datetime.now(UTC) + SOON, **about)
    assert drafts.release(by=EVE, **about).state == "submitted"


def test_a_draft_that_cannot_be_published_now_is_refused_before_the_wait(coverage):
    about = write(coverage, by=EVE)
    close(coverage)
    with pytest.raises(CommandRefused, match="closed"):
        publication.publish(by=EVE, wait=5, **about)
    assert Draft.objects.get().state == "draft"


@pytest.mark.parametrize("kind", ["update", "clarify", "correct", "retract", "withdraw"])
def test_a_change_of_a_post_is_submitted_and_approved(kind, coverage):
    publish(coverage, "Water at 2.3 m.")
    about = change_of(coverage, 1, "Water at 2.4 m.", kind)
    drafts.submit(by=ADA, **about)
    done = publication.publish(by=EVE, wait=5, **about)
    assert (done.state, done.number) == ("published", 1)
    state = post_state(coverage, 1)
    assert state.last_change
    assert state.last_change.note in ("A figure was wrong.", "It was wrong.")
    assert (kind in ENDINGS) == (state.status != "published")


def test_a_change_that_is_refused_leaves_the_draft_as_it_is(coverage):
    publish(coverage, "Water at 2.3 m.")
    about = change_of(coverage, 1, "Water at 2.4 m.", "revise", by=EVE)
    with pytest.raises(MeaningChanged):
        publication.publish(by=EVE, **about)
    assert Draft.objects.get().state == "draft"
    drafts.schedule(by=EVE, due=datetime.now(UTC) + SOON, **about)
    publication.publish_due(make_due())
    held = Draft.objects.get()
    assert "may change the meaning" in held.remark
    assert held.fields["part-0-text"] == "Water at 2.4 m."


def test_a_change_of_an_older_version_is_held_with_its_text(coverage):
    publish(coverage, "Water at 2.3 m.")
    about = change_of(coverage, 1, "Water at 2.4 m.", "correct", by=EVE)
    drafts.schedule(by=EVE, due=datetime.now(UTC) + SOON, **about)
    seen = {"coverage": coverage, "number": 1, "expected_seq": seq_of(coverage, "post-1")}
    posts.update(**act(), **seen, copy=copy("Water at 2.5 m."), note="It rises.")
    publication.publish_due(make_due())
    held = Draft.objects.get()
    assert "Somebody else changed this" in held.remark
    assert held.fields["part-0-text"] == "Water at 2.4 m."


@pytest.fixture
def two_people(coverage):
    rules = ["posts", "corrections", "withdrawals"]
    CoverageRules.objects.create(coverage=coverage, two_people=rules)


def test_where_two_people_are_needed_nobody_publishes_alone(two_people, coverage):
    with pytest.raises(NeedsTwoPeople, match=r"published by two people\. Submit it"):
        publish(coverage, "Water.")
    about = write(coverage, by=BEN)
    with pytest.raises(NeedsTwoPeople):
        publication.publish(by=BEN, **about)
    drafts.share(by=BEN, **about)
    # Nobody submitted it, so Eve would be the only one who decides.
    with pytest.raises(NeedsTwoPeople):
        publication.publish(by=EVE, **about)
    drafts.submit(by=BEN, **about)
    for alone in (
        lambda: publication.publish(by=BEN, **about),
        lambda: publication.publish(by=BEN, wait=5, **about),
        lambda: drafts.schedule(by=BEN, due=datetime.now(UTC) + SOON, **about),
        lambda: drafts.hold(by=BEN, due=datetime.now(UTC) + SOON, **about),
    ):
        with pytest.raises(NeedsTwoPeople, match="this one is yours"):
            alone()
    assert not Leaf.objects.filter(kind="post.published").exists()
    assert publication.publish(by=EVE, **about).state == "published"


def test_whoever_wrote_in_a_draft_is_no_second_person(two_people, coverage):
    about = write(coverage, by=EVE)
    drafts.hand_over(by=EVE, to="ada", **about)
    drafts.submit(by=ADA, **about)
    with pytest.raises(NeedsTwoPeople):
        publication.publish(by=EVE, **about)
    publication.publish(by=DAN, **about)


def test_a_rule_that_was_set_after_a_schedule_holds_it_back_and_is_named(coverage):
    about = write(coverage, by=EVE)
    drafts.schedule(by=EVE, due=datetime.now(UTC) + SOON, **about)
    CoverageRules.objects.create(coverage=coverage, two_people=["posts"])
    publication.publish_due(make_due())
    held = Draft.objects.get()
    assert held.state == "on_hold"
    assert "published by two people" in held.remark


def test_who_changes_a_submitted_text_is_no_second_person(two_people, coverage):
    about = write(coverage, by=ADA)
    drafts.submit(by=ADA, **about)
    fields = Draft.objects.get().fields | {"headline": "Nobody but Eve says so"}
    drafts.save(by=EVE, version=1, fields=fields, **about)
    with pytest.raises(NeedsTwoPeople):
        publication.publish(by=EVE, **about)
    assert publication.publish(by=DAN, **about).state == "published"


def test_a_text_that_two_people_approved_is_changed_by_nobody_alone(two_people, coverage):
    about = write(coverage, by=EVE)
    drafts.submit(by=EVE, **about)
    drafts.schedule(by=DAN, due=datetime.now(UTC) + SOON, **about)
    fields = Draft.objects.get().fields | {"headline": "Something else"}
    with pytest.raises(NeedsTwoPeople):
        drafts.save(by=EVE, version=1, fields=fields, **about)
    # Ben would be the only one who has seen what he wrote.
    with pytest.raises(NeedsTwoPeople, match="Call that off"):
        drafts.save(by=BEN, version=1, fields=fields, **about)


@pytest.mark.parametrize("kind", ["revise", "update", "clarify", "correct", "retract", "withdraw"])
def test_where_two_people_are_needed_nobody_changes_a_post_alone(kind, coverage):
    publish(coverage, "The watter rises.")
    CoverageRules.objects.create(coverage=coverage, two_people=["corrections", "withdrawals"])
    seen = {"coverage": coverage, "number": 1, "expected_seq": seq_of(coverage, "post-1")}
    if kind in ENDINGS:
        seen["reason"] = "It was wrong."
    else:
        seen["copy"] = copy("The water rises.")
        if kind != "revise":
            seen["note"] = "It rises."
    before = Leaf.objects.count()
    with pytest.raises(NeedsTwoPeople):
        getattr(posts, kind)(**act(), **seen)
    assert Leaf.objects.count() == before
    about = change_of(coverage, 1, "The water rises.", kind)
    drafts.submit(by=ADA, **about)
    assert publication.publish(by=EVE, **about).state == "published"


def test_two_people_work_through_the_forms(two_people, ada_and_eve):
    ada, eve = ada_and_eve
    fields = post_form(part__0__text="Water at the door.")
    refused = eve.post("/desk/flood/", fields)
    page = refused.content.decode()
    assert refused.status_code == 403
    assert "Submit it, and somebody else approves it." in page
    assert "Water at the door.</textarea>" in page
    assert ada.post("/desk/flood/", fields | {"do": "submit"}).status_code == 302
    draft = Draft.objects.get()
    panel = eve.get("/desk/flood/").content.decode()
    assert f"/desk/flood/drafts/{draft.uid}/approve/" in panel
    answer = eve.post(f"/desk/flood/drafts/{draft.uid}/approve/", {"version": "1"})
    assert answer.status_code == 302
    assert Draft.objects.get().state == "published"


@pytest.fixture
def ada_and_eve(people, django_user_model):
    from django.test import Client

    clients = []
    for name in ("ada", "eve"):
        clients.append(Client())
        clients[-1].force_login(django_user_model.objects.get(username=name))
    return clients


def test_the_composer_schedules_in_the_coverages_zone(ada_and_eve, coverage):
    _, eve = ada_and_eve
    fields = post_form(part__0__text="Water at the door.", do="schedule")
    answer = eve.post("/desk/flood/", fields)
    assert answer.status_code == 422
    assert "Say when it is to be published." in answer.content.decode()
    known = {"draft": Draft.objects.get().uid, "draft_version": "1"}
    answer = eve.post("/desk/flood/", fields | known | {"due": "2099-07-01T12:00"})
    assert answer.status_code == 302
    draft = Draft.objects.get()
    assert draft.state == "scheduled"
    assert draft.due == datetime(2099, 7, 1, 11, tzinfo=UTC)
    assert "12:00 BST, 1 July 2099" in eve.get("/desk/flood/").content.decode()


def test_a_publication_with_a_wait_says_so_and_is_undone_by_a_button(ada_and_eve, coverage):
    _, eve = ada_and_eve
    Member.objects.update(undo_seconds=5)
    fields = post_form(part__0__text="Water at the door.")
    assert eve.post("/desk/flood/", fields).status_code == 302
    # The form is sent twice by an impatient hand.
    assert eve.post("/desk/flood/", fields).status_code == 302
    page = eve.get("/desk/flood/").content.decode()
    assert "Publishing in <span" in page
    draft = Draft.objects.get()
    assert f"/desk/flood/drafts/{draft.uid}/undo/" in page
    assert eve.post(f"/desk/flood/drafts/{draft.uid}/undo/").status_code == 302
    assert Draft.objects.get().state == "draft"
    page = eve.get("/desk/flood/", {"draft": draft.uid}).content.decode()
    assert "Water at the door.</textarea>" in page


def test_a_refused_publication_is_sent_again_with_another_text(ada_and_eve, coverage):
    _, eve = ada_and_eve
    Member.objects.update(undo_seconds=5)
    publish(coverage, "Water at the door.")
    fields = post_form(part__0__text="Water at the door.")
    refused = eve.post("/desk/flood/", fields)
    page = refused.content.decode()
    assert "The same text was published a moment ago" in page
    assert 'name="draft_version" value="1"' in page
    known = {"draft": Draft.objects.get().uid, "draft_version": "1"}
    again = fields | known | {"part-0-text": "Water in the hall."}
    assert eve.post("/desk/flood/", again).status_code == 302
    assert Draft.objects.get().state == "publishing"


def test_a_withdrawal_is_submitted_by_a_reporter(ada_and_eve, coverage):
    ada, eve = ada_and_eve
    publish(coverage, "Water.")
    fields = {"withdraw-idempotency_key": "k1", "withdraw-reason": "It was wrong."}
    fields |= {"withdraw-expected_seq": str(seq_of(coverage, "post-1")), "do": "submit"}
    assert ada.post("/desk/flood/post/1/withdraw/", fields).status_code == 302
    draft = Draft.objects.get()
    assert "It was wrong." in eve.get(f"/desk/flood/drafts/{draft.uid}/").content.decode()
    assert eve.post(f"/desk/flood/drafts/{draft.uid}/approve/").status_code == 302
    assert post_state(coverage, 1).status == "withdrawn"


def test_a_change_is_kept_as_a_draft_and_written_on(ada_and_eve, coverage):
    ada, eve = ada_and_eve
    publish(coverage, "Water at 2.3 m.")
    fields = post_form(part__0__text="Water at 2.4 m.", kind="correct", note="2.3 m was wrong.")
    fields |= {"expected_seq": str(seq_of(coverage, "post-1")), "do": "save"}
    assert ada.post("/desk/flood/post/1/", fields).status_code == 302
    draft = Draft.objects.get()
    answer = ada.get("/desk/flood/", {"draft": draft.uid})
    assert answer.status_code == 302
    page = ada.get(answer["Location"]).content.decode()
    assert "Water at 2.4 m.</textarea>" in page
    assert "2.3 m was wrong.</textarea>" in page
    known = {"draft": draft.uid, "draft_version": "1", "do": "submit"}
    assert ada.post("/desk/flood/post/1/", fields | known).status_code == 302
    assert eve.post(f"/desk/flood/drafts/{draft.uid}/approve/").status_code == 302
    assert "2.4 m" in str(post_state(coverage, 1).copy)
