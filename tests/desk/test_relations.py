"""A post says what it is to earlier ones, and readers see it at both ends."""

from __future__ import annotations

import json

import pytest

from dateline.coverage.kinds import Relation
from dateline.coverage.read import changes, post_state
from dateline.desk.commands import posts
from dateline.desk.commands.relations import MAX_REFERRING, MAX_RELATIONS, set_relations
from dateline.desk.errors import CommandRefused, Overtaken
from dateline.page.models import BlockRow
from tests.people import act, copy, publish, seq_of

from .forms import command_fields, post_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(coverage):
    publish(coverage, "Water at the door.")
    publish(coverage, "The dam holds.")
    return coverage


def relate(coverage, number: int, *relations: Relation, seen: int | None = None) -> None:
    set_relations(
        **act(),
        coverage=coverage,
        number=number,
        expected_seq=seq_of(coverage, f"post-{number}") if seen is None else seen,
        relations=relations,
    )


def end(command, coverage, number: int, reason: str) -> None:
    seen = seq_of(coverage, f"post-{number}")
    command(**act(), coverage=coverage, number=number, expected_seq=seen, reason=reason)


def block(number: int) -> str:
    return BlockRow.objects.get(name=f"post-{number}").html


def test_readers_see_the_link_at_both_ends(two):
    publish(two, "The dam broke.", relations=(Relation("contradicts", 2), Relation("follows", 1)))
    assert 'Contradicts <a href="/flood/post/2/" dir="auto">The dam holds.</a>' in block(3)
    assert 'Follows <a href="/flood/post/1/" dir="auto">Water at the door.</a>' in block(3)
    assert 'Contradicted by <a href="/flood/post/3/" dir="auto">The dam broke.</a>' in block(2)
    assert 'Followed by <a href="/flood/post/3/" dir="auto">The dam broke.</a>' in block(1)


def test_a_relation_of_a_new_post_is_no_change_and_a_later_one_is(two):
    publish(two, "The dam broke.", relations=(Relation("contradicts", 2),))
    assert post_state(two, 3).changes == ()
    assert changes(two, 10).changes == []
    relate(two, 3, Relation("updates", 2))
    ((about, change),) = changes(two, 10).changes
    assert (str(about), change.kind, change.note) == ("post-3", "related", "updates:2")
    assert "Linked to an earlier post" in block(3)
    assert "Contradicted by" not in block(2)
    assert "Updated by" in block(2)


def test_a_relation_that_is_removed_is_gone_from_both_ends_and_the_post_says_so(two):
    relate(two, 2, Relation("answers", 1))
    relate(two, 2)
    assert "Answer" not in block(1)
    assert "Answers" not in block(2)
    assert block(2).count("No longer linked to an earlier post") == 1
    assert "Linked to" not in block(2)


def test_the_other_end_says_that_a_post_was_retracted_or_withdrawn(two):
    relate(two, 2, Relation("answers", 1))
    end(posts.retract, two, 1, "Another door.")
    assert "Answers <a" in block(2)
    assert "Retracted: Water at the door." in block(2)
    end(posts.withdraw, two, 1, "Another town.")
    assert "Water" not in block(2)
    assert ">Post withdrawn</a>" in block(2)
    # The tombstone leads on to what replaced it.
    assert "Answered by" in block(1)


def test_a_withdrawn_post_says_nothing_more_and_is_named_so_at_the_other_end(two):
    relate(two, 2, Relation("contradicts", 1))
    end(posts.withdraw, two, 2, "It does not.")
    assert "Contradicts" not in block(2)
    assert "Linked" not in block(2)
    assert 'Contradicted by <a href="/flood/post/2/" dir="auto">Post withdrawn</a>' in block(1)
    assert "dam" not in block(1)


def test_a_correction_of_one_end_is_in_the_link_at_the_other(two):
    relate(two, 2, Relation("answers", 1))
    for number in (1, 2):
        posts.correct(
            **act(),
            coverage=two,
            number=number,
            expected_seq=seq_of(two, f"post-{number}"),
            copy=copy(f"New words {number}."),
            note="Other words.",
        )
    assert "New words 2." in block(1)
    assert "New words 1." in block(2)
    assert "dam" not in block(1)
    assert "door" not in block(2)


@pytest.mark.parametrize(
    ("relation", "reason"),
    [
        (Relation("answers", 2), "was not published before post 2"),
        (Relation("answers", 99), "no post 99"),
        (Relation("answers", 10**30), "no post"),
        (Relation("answers", 0), "no post"),
        (Relation("answers", -1), "no post"),
    ],
)
def test_a_relation_is_to_an_earlier_post(two, relation, reason):
    with pytest.raises(CommandRefused, match=reason) as refused:
        relate(two, 2, relation)
    assert refused.value.field == "answers"


def test_nothing_new_refers_to_a_withdrawn_post_and_what_did_goes_on(two):
    relate(two, 2, Relation("answers", 1))
    end(posts.withdraw, two, 1, "Another town.")
    publish(two, "Boats.")
    with pytest.raises(CommandRefused, match="was withdrawn"):
        relate(two, 3, Relation("follows", 1))
    with pytest.raises(CommandRefused, match="was withdrawn"):
        publish(two, "More boats.", relations=(Relation("follows", 1),))
    publish(two, "The inn.")
    relate(two, 4, Relation("follows", 3))
    relate(two, 2)
    with pytest.raises(CommandRefused, match="was withdrawn"):
        relate(two, 2, Relation("answers", 1))


def test_relations_are_limited_at_both_ends(two):
    for _ in range(MAX_RELATIONS):
        publish(two, "Boats.")
    newest = MAX_RELATIONS + 2
    many = tuple(Relation("follows", each) for each in range(1, newest))
    with pytest.raises(CommandRefused, match=f"at most {MAX_RELATIONS}"):
        relate(two, newest, *many)
    with pytest.raises(CommandRefused, match="named twice"):
        relate(two, newest, Relation("follows", 1), Relation("updates", 1))
    for _ in range(MAX_REFERRING):
        publish(two, "Again.", relations=(Relation("follows", 1),))
    with pytest.raises(CommandRefused, match=f"{MAX_REFERRING} posts refer to post 1 already"):
        publish(two, "Again.", relations=(Relation("follows", 1),))


def test_the_same_relations_again_change_nothing_and_an_overtaken_one_is_refused(two):
    seen = seq_of(two, "post-2")
    relate(two, 2, Relation("answers", 1))
    with pytest.raises(CommandRefused, match="Nothing was changed"):
        relate(two, 2, Relation("answers", 1))
    with pytest.raises(Overtaken):
        relate(two, 2, Relation("follows", 1), seen=seen)


def test_search_engines_get_a_citation(client, two):
    relate(two, 2, Relation("answers", 1))
    page = client.get("/flood/post/2/").content.decode()
    described = json.loads(page.split('ld+json">')[1].split("</script>")[0])
    assert described["citation"] == ["http://testserver/flood/post/1/"]


def test_a_form_without_script_publishes_with_relations(desk, two):
    sent = post_form(part__0__text="The dam broke.", contradicts="#2", follows="1")
    assert desk.post("/desk/flood/", sent).status_code == 302
    assert post_state(two, 3).relations == (Relation("contradicts", 2), Relation("follows", 1))


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("#99", "There is no post 99"), ("the dam", "is not the number of a post"), ("#", "“#”")],
)
def test_a_wrong_relation_is_refused_beside_its_field_and_nothing_is_lost(desk, two, typed, reason):
    answer = desk.post("/desk/flood/", post_form(part__0__text="The dam broke.", answers=typed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert reason in page.split('id="id_answers_error"')[1].split("</div>")[0]
    assert "The dam broke." in page
    assert f'value="{typed}"' in page
    assert '<details class="relations" data-choices="/desk/flood/posts/" open>' in page


def test_relations_are_changed_on_a_page_of_their_own(desk, two):
    address = "/desk/flood/post/2/relations/"
    assert f'href="{address}"' in desk.get("/desk/flood/post/2/").content.decode()
    sent = command_fields(expected_seq=seq_of(two, "post-2")) | {"answers": "#1", "do": "set"}
    assert desk.post(address, sent).status_code == 302
    assert post_state(two, 2).relations == (Relation("answers", 1),)
    assert 'value="#1"' in desk.get(address).content.decode()
    overtaken = desk.post(address, sent | {"idempotency_key": "k2", "answers": "", "updates": "1"})
    page = overtaken.content.decode()
    assert overtaken.status_code == 409
    assert "Answers" in page.split('id="theirs"')[1].split("</section>")[0]
    assert 'name="updates" value="1"' in page
    assert desk.post(address, sent | {"do": "show"}).status_code == 200
    assert desk.get("/desk/flood/post/9/relations/").status_code == 404


def test_a_reporter_cannot_change_relations(ada, two):
    address = "/desk/flood/post/2/relations/"
    assert "Only editors" in ada.get(address).content.decode()
    sent = command_fields(expected_seq=seq_of(two, "post-2")) | {"answers": "#1"}
    assert ada.post(address, sent).status_code == 403
    assert post_state(two, 2).relations == ()


def test_a_link_begins_a_post_that_follows_another(desk, two):
    assert 'href="/desk/flood/?follows=2"' in desk.get("/desk/flood/post/2/").content.decode()
    assert 'name="follows" value="#2"' in desk.get("/desk/flood/?follows=2").content.decode()
    assert desk.get("/desk/flood/?follows=x").status_code == 404


def numbers(desk, query: str) -> list[int]:
    return [each["number"] for each in desk.get(f"/desk/flood/posts/?{query}").json()["posts"]]


def test_posts_are_found_by_number_by_the_beginnings_of_words_and_by_search(desk, two):
    publish(two, "Long ago nothing. " * 20 + "The ferry sank.", "Headline")
    publish(two, "Wrong.")
    end(posts.withdraw, two, 4, "Wrong.")
    assert numbers(desk, "q=%232") == [2]
    assert numbers(desk, "q=2") == [2]
    assert numbers(desk, "q=wat+do") == [1]
    assert numbers(desk, "q=ferries+sank") == [3]
    assert numbers(desk, "q=wrong") == []
    assert numbers(desk, "q=") == [3, 2, 1]
    assert numbers(desk, "q=&before=3") == [2, 1]
    assert numbers(desk, "q=3&before=3") == []
    (found,) = desk.get("/desk/flood/posts/?q=dam").json()["posts"]
    assert found["words"] == "The dam holds."
    assert found["status"] == "published"


def test_only_members_can_look_for_posts(client, two):
    assert client.get("/desk/flood/posts/?q=dam").status_code == 302
