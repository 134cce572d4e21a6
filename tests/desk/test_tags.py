"""Posts have tags, by which readers find them."""

from __future__ import annotations

import json
import re

import pytest

from dateline.coverage import finding, objects
from dateline.coverage.kinds import Relation
from dateline.coverage.models import CreditRow
from dateline.coverage.read import changes, post_state
from dateline.desk.commands import erasure, posts
from dateline.desk.commands.tags import MAX_TAGS, TAG_LIMIT, set_tags
from dateline.desk.errors import CommandRefused, Overtaken
from dateline.page.models import BlockRow
from tests.people import act, publish, seq_of

from .forms import command_fields, post_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(coverage):
    publish(coverage, "Water at the door.", tags=("Flood",))
    publish(coverage, "The dam holds.")
    return coverage


def tag(coverage, number: int, *tags: str, seen: int = 0) -> None:
    seen = seen or seq_of(coverage, f"post-{number}")
    set_tags(**act(), coverage=coverage, number=number, expected_seq=seen, tags=tags)


def block(number: int) -> str:
    return BlockRow.objects.get(name=f"post-{number}").html


def found(client, query: str) -> list[str]:
    page = client.get(f"/flood/find/?{query}").content.decode()
    return re.findall(r'<article[^>]*id="post-(\d+)"', page)


def test_readers_find_the_posts_of_a_topic(client, two):
    tag(two, 2, "Dam & weir", "flood")
    assert found(client, "tag=Flood") == ["2", "1"]
    assert found(client, "tag=flood") == ["2", "1"]
    assert found(client, "tag=Dam") == []
    assert found(client, "tag=Flood&q=dam") == ["2"]
    links = re.findall(r'href="([^"]+)" rel="tag"', block(2))
    assert links == ["/flood/find/?tag=Dam+%26+weir", "/flood/find/?tag=Flood"]
    assert [found(client, each.split("?")[1]) for each in links] == [["2"], ["2", "1"]]
    page = client.get("/flood/find/?tag=Flood").content.decode()
    assert "<option>Dam &amp; weir</option><option selected>Flood</option>" in page


def test_a_tag_of_a_new_post_is_no_change_and_a_later_one_is(two):
    assert post_state(two, 1).changes == ()
    assert changes(two, 10).changes == []
    tag(two, 1, "Flood", "Rain")
    ((about, change),) = changes(two, 10).changes
    assert (str(about), change.kind, change.note) == ("post-1", "tagged", "Flood · Rain")
    assert "Topics changed" in block(1)
    tag(two, 1)
    assert "Topics removed" in block(1)
    assert "Topics changed" not in block(1)
    assert finding.tags(two) == []


def test_relations_and_tags_of_a_new_post_are_no_change(two):
    publish(two, "The dam broke.", relations=(Relation("updates", 2),), tags=("Dam",))
    assert post_state(two, 3).changes == ()
    assert (post_state(two, 3).relations, post_state(two, 3).tags) == (
        (Relation("updates", 2),),
        ("Dam",),
    )
    tag(two, 3, "Dam", "Rain")
    assert [each.kind for each in post_state(two, 3).changes] == ["tagged"]


def test_a_tag_is_written_as_it_is_used_and_each_once(two):
    tag(two, 2, "FLOOD", "flood", "Rain", "Rain")
    assert post_state(two, 2).tags == ("Flood", "Rain")
    with pytest.raises(CommandRefused, match="Nothing was changed"):
        tag(two, 2, "flood", "rain")
    with pytest.raises(Overtaken):
        tag(two, 2, "Dam", seen=1)


def test_tags_are_few_and_short(two):
    with pytest.raises(CommandRefused, match=f"at most {MAX_TAGS} tags"):
        tag(two, 2, *map(str, range(MAX_TAGS + 1)))
    with pytest.raises(CommandRefused, match=f"at most {TAG_LIMIT} characters"):
        tag(two, 2, "x" * (TAG_LIMIT + 1))
    with pytest.raises(CommandRefused, match="no post 9"):
        tag(two, 9, "x", seen=1)


def test_a_withdrawn_post_and_an_erased_entry_leave_no_tag(two):
    tag(two, 2, "Zoltan")
    seq = seq_of(two, "post-2")
    erasure.erase_entry(
        **act(), coverage=two, about=objects.post(2), seq=seq, reason="source_protection"
    )
    assert "Zoltan" not in block(2)
    seen = seq_of(two, "post-1")
    posts.withdraw(**act(), coverage=two, number=1, expected_seq=seen, reason="No.")
    assert "Flood" not in block(1)
    assert not CreditRow.objects.filter(kind="tag").exists()


def test_machines_get_the_tags(client, two):
    page = client.get("/flood/post/1/").content.decode()
    assert json.loads(page.split('ld+json">')[1].split("</script>")[0])["keywords"] == ["Flood"]
    assert '<atom:category term="Flood"' in client.get("/flood/feed.atom").content.decode()
    assert "<category>Flood</category>" in client.get("/flood/feed.rss").content.decode()
    feed = client.get("/flood/feed.json").json()
    assert [each["tags"] for each in feed["items"]] == [[], ["Flood"]]


def test_a_form_publishes_with_tags(desk, two):
    assert "Used in this coverage: <span" in desk.get("/desk/flood/").content.decode()
    sent = post_form(part__0__text="Rain again.", tags="rain، FLOOD , ,")
    assert desk.post("/desk/flood/", sent).status_code == 302
    assert post_state(two, 3).tags == ("rain", "Flood")


def test_a_wrong_tag_is_refused_beside_its_field_and_nothing_is_lost(desk, two):
    answer = desk.post("/desk/flood/", post_form(part__0__text="Rain.", tags="x" * 41))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "at most 40 characters" in page.split('id="id_tags_error"')[1].split("</div>")[0]
    assert f'value="{"x" * 41}"' in page
    assert "Rain." in page


def test_tags_are_changed_on_a_page_of_their_own(desk, ada, two):
    address = "/desk/flood/post/2/tags/"
    assert f'href="{address}"' in desk.get("/desk/flood/post/2/").content.decode()
    sent = command_fields(expected_seq=seq_of(two, "post-2")) | {"tags": "Dam, Rain", "do": "set"}
    assert ada.post(address, sent).status_code == 403
    assert desk.post(address, sent).status_code == 302
    assert post_state(two, 2).tags == ("Dam", "Rain")
    assert 'name="tags" value="Dam, Rain"' in desk.get(address).content.decode()
    overtaken = desk.post(address, sent | {"idempotency_key": "k2", "tags": "Storm"})
    assert overtaken.status_code == 409
    page = overtaken.content.decode()
    assert 'name="tags" value="Storm"' in page
    assert "Dam, Rain" in page.split('id="theirs"')[1].split("</section>")[0]
