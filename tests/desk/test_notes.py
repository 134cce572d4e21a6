"""Notes, questions and the hand-over: what the people of a desk say to each other."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from dateline.desk.commands import posts
from dateline.desk.commands.questions import OPEN_LIMIT
from dateline.drafts.models import Draft
from dateline.newsroom import changes
from dateline.newsroom.models import Note, Question
from tests.newsroom import fields_of
from tests.people import act, copy, publish, seq_of

NOTES, QUESTIONS = "/desk/flood/notes/", "/desk/flood/questions/"


def draft(coverage, uid: str = "d1", owner: str = "ada", **fields: object) -> Draft:
    now = datetime.now(UTC)
    values = {
        "owner": owner,
        "fields": {"headline": "The bridge"},
        "created_at": now,
        "saved_at": now,
        "saved_by": owner,
        "idempotency_key": uid,
    } | fields
    if any(each.name == "since" for each in Draft._meta.fields):
        values["since"] = now
    return Draft.objects.create(uid=uid, coverage=coverage, **values)


def panels(coverage) -> set[str]:
    return set(changes.changed_panels(coverage.pk, 0))


def test_a_note_is_seen_at_the_desk_with_who_and_what_it_is_about(desk, ada, coverage):
    publish(coverage, "Water at the door.")
    draft(coverage)
    for about in ("", "post:1", "draft:d1"):
        sent = ada.post(NOTES, {"about": about, "text": f"Look at {about or 'all'}.\nNow."})
        assert sent.status_code == 302
        assert sent["location"] == "/desk/flood/#panel-notes"
    assert panels(coverage) >= {"notes", "posts", "drafts"}
    page = unescape(desk.get(NOTES).content.decode())
    assert "<b>ada</b>" in page
    assert "Look at post:1.<br>Now." in page
    assert "“Water at the door.”" in page
    # A note about a draft is for those who may see the draft.
    assert "draft:d1" not in page
    assert "Look at draft:d1." in ada.get(NOTES).content.decode()
    only = desk.get(f"{NOTES}?about=post:1").content.decode()
    assert "Look at post:1." in only
    assert "Look at all." not in only


def test_a_form_sent_twice_leaves_one_note(ada, coverage):
    for _ in range(2):
        ada.post(NOTES, {"about": "", "text": "Look."})
    assert Note.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "status", "message"),
    [
        ({"text": ""}, 422, "A note needs words."),
        ({"text": "  \n "}, 422, "A note needs words."),
        ({"text": "x" * 2001}, 422, "at most 2,000 fit here"),
        ({"text": "<script>x</script>Look"}, 422, "We removed"),
        ({"text": "Look", "about": "post:77"}, 409, "not there any more"),
        ({"text": "Look", "about": "draft:none"}, 409, "not there any more"),
    ],
)
def test_a_note_that_cannot_be_stored_comes_back_with_its_text(
    desk, coverage, fields, status, message
):
    answer = desk.post(NOTES, {"about": ""} | fields)
    page = answer.content.decode()
    assert answer.status_code == status
    assert "There is a problem" in page
    assert message in page
    if "Look" in fields["text"]:
        assert "Look</textarea>" in page
    assert not Note.objects.exists()


def test_a_note_about_nonsense_is_refused(desk, coverage):
    assert desk.get(f"{NOTES}?about=nonsense").status_code == 404
    assert desk.post(NOTES, {"about": "post:x", "text": "Look"}).status_code in (404, 422)
    assert not Note.objects.exists()


def test_nobody_learns_of_a_private_draft_by_leaving_a_note_on_it(desk, coverage):
    draft(coverage)
    assert desk.post(NOTES, {"about": "draft:d1", "text": "Look"}).status_code == 409
    Draft.objects.update(shared=True)
    assert desk.post(NOTES, {"about": "draft:d1", "text": "Look"}).status_code == 302


def form_of(client, words: str) -> dict[str, str]:
    return fields_of(client.get(QUESTIONS).content.decode(), words)


def do(client, act: str, words: str, **fields: str):
    (number,) = Question.objects.values_list("pk", flat=True)
    return client.post(f"{QUESTIONS}{number}/{act}/", form_of(client, words) | fields)


def test_a_question_is_asked_taken_answered_and_opened_again(desk, ada, coverage):
    ada.post(QUESTIONS, {"text": "Who confirms the bridge?"})
    assert "nobody looks into it yet" in desk.get(QUESTIONS).content.decode()
    assert do(desk, "take", "I look into it").status_code == 302
    assert "<b>ben looks into it</b> since" in " ".join(ada.get(QUESTIONS).content.decode().split())
    assert do(desk, "answer", "Answer", text="The mayor did.").status_code == 302
    page = ada.get(QUESTIONS).content.decode()
    assert "The mayor did." in page
    assert "ben answered" in page
    assert "No question is open." in page
    assert do(ada, "reopen", "Open it again").status_code == 302
    page = ada.get(QUESTIONS).content.decode()
    # The answer that was not one stays as a note.
    assert "The mayor did." in page
    assert "nobody looks into it yet" in page
    assert Note.objects.get().person == "ben"
    assert panels(coverage) >= {"questions", "notes"}


def test_of_two_who_are_as_quick_one_is_told_and_keeps_the_text(desk, ada, coverage):
    ada.post(QUESTIONS, {"text": "Who confirms the bridge?"})
    form = form_of(ada, "Answer")
    do(desk, "take", "I look into it")
    (number,) = Question.objects.values_list("pk", flat=True)
    again = ada.post(f"{QUESTIONS}{number}/answer/", form | {"text": "The mayor."})
    page = again.content.decode()
    assert again.status_code == 409
    assert "Somebody else was faster." in page
    assert "The mayor.</textarea>" in page
    assert "ben looks" in page
    # The form that came back is about the question as it is now.
    sent = ada.post(
        f"{QUESTIONS}{number}/answer/", fields_of(page, "The mayor.") | {"text": "The mayor."}
    )
    assert sent.status_code == 302
    late = desk.post(f"{QUESTIONS}{number}/answer/", form | {"text": "The fire brigade."})
    assert late.status_code == 409
    assert "The fire brigade.</textarea>" in late.content.decode()
    assert Question.objects.get().answer == "The mayor."


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "A question needs words."), ("x" * 501, "at most 500 fit here")],
)
def test_a_question_that_cannot_be_asked_comes_back(desk, coverage, text, message):
    answer = desk.post(QUESTIONS, {"text": text})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Question.objects.exists()


def test_an_empty_answer_says_so_beside_its_field(desk, coverage):
    desk.post(QUESTIONS, {"text": "Who?"})
    answer = do(desk, "answer", "Answer", text="")
    assert answer.status_code == 422
    assert "An answer needs words." in answer.content.decode()
    assert Question.objects.get().answered_at is None


def test_open_questions_are_bounded(desk, coverage):
    at = datetime.now(UTC)
    Question.objects.bulk_create(
        Question(coverage=coverage, asked_by="ada", asked_at=at, text=f"Who {number}?")
        for number in range(OPEN_LIMIT)
    )
    answer = desk.post(QUESTIONS, {"text": "One more?"})
    assert answer.status_code == 422
    assert "One more?</textarea>" in answer.content.decode()


def test_acts_that_do_not_exist_are_not_found(desk, coverage, open_coverage_named):
    open_coverage_named("storm")
    desk.post(QUESTIONS, {"text": "Who?"})
    (number,) = Question.objects.values_list("pk", flat=True)
    for path in (f"{number}/burn/", f"{number + 1}/take/"):
        assert desk.post(QUESTIONS + path, {"seen": "open"}).status_code == 404
    # Nor can a question be changed from the desk of another coverage.
    other = f"/desk/storm/questions/{number}/take/"
    assert desk.post(other, {"seen": "open"}).status_code == 404


def sections(page: str) -> dict[str, str]:
    found = re.findall(r"<section.*?<h2[^>]*>(.*?)</h2>(.*?)</section>", page, re.DOTALL)
    return {title: " ".join(text.split()) for title, text in found}


def test_a_hand_over_has_what_is_open_what_comes_and_what_was_taken_back(desk, ada, coverage):
    publish(coverage, "Water at the door.")
    publish(coverage, "The dam holds.")
    posts.correct(
        **act(),
        coverage=coverage,
        number=1,
        expected_seq=seq_of(coverage, "post-1"),
        copy=copy("Water in the street."),
        note="It was not at the door.",
    )
    posts.withdraw(
        **act(),
        coverage=coverage,
        number=2,
        expected_seq=seq_of(coverage, "post-2"),
        reason="It does not.",
    )
    due = datetime.now(UTC) + timedelta(hours=2)
    for number, (state, more) in enumerate(
        [
            ("draft", {"owner": "ben"}),
            ("draft", {"fields": {"headline": "Ada’s own"}}),
            ("draft", {"fields": {"headline": "Shared"}, "shared": True}),
            ("submitted", {"fields": {"headline": "Waits"}, "submitted_by": "ada"}),
            ("scheduled", {"fields": {"headline": "Soon"}, "due": due}),
            ("on_hold", {"fields": {"headline": "Embargo"}}),
            ("returned", {"owner": "ben", "remark": "Who says so?"}),
            ("published", {"fields": {"headline": "Out"}}),
            ("discarded", {"fields": {"headline": "Gone"}}),
        ]
    ):
        draft(coverage, f"d{number}", state=state, **more)
    ada.post(QUESTIONS, {"text": "Who confirms the bridge?"})
    ada.post(NOTES, {"about": "", "text": "The mayor speaks at six."})
    page = unescape(desk.get("/desk/flood/hand-over/").content.decode())
    found = sections(page)
    assert "Who confirms the bridge?" in found["Open questions"]
    assert "Waits" in found["Waiting for approval"]
    assert "Soon" in found["Scheduled"]
    assert "Embargo" in found["On hold"]
    assert "Who says so?" in found["Returned to their writers"]
    assert "The bridge" in found["Drafts"]
    assert "Shared" in found["Drafts"]
    assert "Ada’s own" not in page
    assert "Out" not in found["Drafts"]
    assert "Gone" not in page
    changed = found["Corrected and taken back in the last 8 hours"]
    assert "<b>Corrected</b>" in changed
    assert "It was not at the door." in changed
    assert "<b>Withdrawn</b>" in changed
    assert "The dam holds." not in page
    assert "The mayor speaks at six." in found["Notes in that time"]


def test_a_hand_over_is_about_the_hours_that_one_chooses(desk, coverage):
    Note.objects.create(
        coverage=coverage, person="ada", text="Old.", at=datetime.now(UTC) - timedelta(hours=9)
    )
    assert "Old." not in desk.get("/desk/flood/hand-over/").content.decode()
    assert "Old." in desk.get("/desk/flood/hand-over/?hours=10").content.decode()
    for wrong in ("0", "x", "1000", ""):
        answer = desk.get(f"/desk/flood/hand-over/?hours={wrong}")
        assert answer.status_code == 422
        assert "problem" in answer.content.decode()
        assert "Hand-over</h1>" in answer.content.decode()


def test_without_a_token_no_form_is_accepted(coverage, ada):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.cookies = ada.cookies
    for path in (NOTES, QUESTIONS, "/desk/flood/presence/", "/desk/flood/presence/take-over/"):
        answer = strict.post(path, {"text": "Look", "about": "", "tab": "t"})
        assert answer.status_code == 403
    assert not Note.objects.exists()
    assert not Question.objects.exists()


def test_a_note_on_a_post_is_in_its_row_and_on_its_page(desk, ada, coverage):
    publish(coverage, "Water at the door.")
    publish(coverage, "The dam holds.")
    ada.post(NOTES, {"about": "post:1", "text": "Who saw it?"})
    page = desk.get("/desk/flood/panel/posts/").content.decode()
    rows = re.findall(r'<li class="row".*?(?=<li class="row"|</ol>)', page, re.DOTALL)
    assert ["Who saw it?" in row for row in rows] == [False, True]
    assert "Who saw it?" in desk.get("/desk/flood/post/1/").content.decode()


def test_the_page_of_a_text_says_who_else_has_it_open(desk, ada, coverage):
    publish(coverage, "Water at the door.")
    ada.post("/desk/flood/presence/", {"tab": "t", "about": "post:1"})
    page = desk.get("/desk/flood/post/1/").content.decode()
    assert "<b>ada</b> has this open since" in page
    form = fields_of(page, "Take over")
    assert desk.post("/desk/flood/presence/take-over/", form).status_code == 302
    assert "<b>ben</b> has this open since" in ada.get("/desk/flood/post/1/").content.decode()


def test_notes_on_a_private_draft_take_no_place_of_the_others(eve, coverage):
    draft(coverage)
    about = {"coverage": coverage, "person": "ada", "at": datetime.now(UTC)}
    for number in range(60):
        Note.objects.create(**about, about="", text=f"note-{number:03}")
    for _ in range(120):
        Note.objects.create(**about, about="draft:d1", text="Of Ada alone.")
    seen, address = set(), "/desk/flood/notes/"
    while address:
        page = eve.get(address).content.decode()
        seen |= set(re.findall(r"note-\d{3}", page))
        older = re.search(r'href="([^"]*\?before=\d+)"', page)
        address = older[1] if older else ""
        if address.startswith("?"):
            address = f"/desk/flood/notes/{address}"
    assert len(seen) == 60
