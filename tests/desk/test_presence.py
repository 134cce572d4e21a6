"""Who is at a desk, in which text, since when; taking over."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from dateline.drafts.models import Draft
from dateline.journal.models import Coverage
from dateline.newsroom import changes, presence
from dateline.newsroom.models import Presence
from tests.people import publish

from .forms import post_form


def beat(client: Client, tab: str = "t1", about: str = "", **more: str):
    return client.post("/desk/flood/presence/", {"tab": tab, "about": about} | more)


def elapse(**ago: float) -> None:
    """Lets time pass, by moving what is stored into the past."""
    for row in Presence.objects.all():
        row.seen_at -= timedelta(**ago)
        row.since -= timedelta(**ago)
        row.save()


def marks(coverage: Coverage) -> int:
    return changes.head_of(coverage)


def test_a_desk_shows_who_is_there_in_which_text_and_since_when(desk, ada, coverage):
    publish(coverage, "Water at the door.")
    beat(desk)
    beat(ada, "t2", "post:1")
    here = presence.here(coverage)
    assert [(each.person, each.about, each.holds) for each in here] == [
        ("ada", "post:1", True),
        ("ben", "", False),
    ]
    page = desk.get("/desk/flood/hand-over/").content.decode()
    assert "<b>ada</b> writes in" in page
    assert "Water at the door." in page


def test_signs_of_life_tell_the_desks_nothing_and_changes_do(desk, coverage):
    beat(desk)
    first = marks(coverage)
    assert first == 1
    for _ in range(5):
        beat(desk)
        elapse(seconds=20)
    beat(desk, "another tab of hers".replace(" ", ""))
    assert marks(coverage) == first
    beat(desk, about="post:1")
    assert marks(coverage) == first + 1


def test_a_sign_of_life_is_stored_only_when_the_last_one_is_old(desk, coverage):
    beat(desk)
    (stored,) = Presence.objects.values_list("seen_at", flat=True)
    beat(desk)
    assert Presence.objects.get().seen_at == stored
    elapse(seconds=16)
    beat(desk)
    assert Presence.objects.get().seen_at > stored


def test_somebody_without_a_script_is_there_for_five_minutes_after_a_page(desk, ada, coverage):
    publish(coverage, "Water at the door.")
    for address in ("/desk/flood/", "/desk/flood/post/1/"):
        page = ada.get(address).content.decode()
        (asked,) = re.findall(r'<noscript><img [^>]*src="([^"]+)">', page)
        assert ada.get(unescape(asked)).status_code == 204
    # The second page has taken the place of the first.
    assert [(each.person, each.about) for each in presence.here(coverage)] == [("ada", "post:1")]
    assert "<b>ada</b>" in desk.get("/desk/flood/panel/people/").content.decode()
    elapse(minutes=4, seconds=59)
    assert len(presence.here(coverage)) == 1
    elapse(seconds=2)
    assert presence.here(coverage) == []


PAGE = "/desk/flood/presence/page/?about="


def test_a_page_without_a_script_that_is_opened_again_counts_for_five_minutes_more(ada, coverage):
    ada.get(PAGE)
    elapse(seconds=262)
    ada.get(PAGE)
    elapse(seconds=39)
    assert [each.person for each in presence.here(coverage)] == ["ada"]
    elapse(seconds=262)
    assert presence.here(coverage) == []


def test_whoever_signs_out_without_a_script_is_gone_at_once(ada, desk, coverage):
    for client in (ada, desk):
        client.get(PAGE)
    beat(ada, "elsewhere", "post:1")
    before = marks(coverage)
    ada.post("/desk/sign-out/")
    left = set(Presence.objects.values_list("person", "tab"))
    assert left == {("ben", "page"), ("ada", "elsewhere")}
    assert marks(coverage) == before + 1


@pytest.mark.parametrize(
    ("site", "status"), [("same-origin", 204), ("same-site", 403), ("cross-site", 403)]
)
def test_another_site_cannot_say_that_a_page_was_opened(ada, coverage, site, status):
    assert ada.get(PAGE, headers={"Sec-Fetch-Site": site}).status_code == status
    assert len(presence.here(coverage)) == (status == 204)


def test_a_draft_that_is_open_without_a_script_is_named(ada, coverage):
    ada.post("/desk/flood/", post_form(part__0__text="Water at the door.", do="save"))
    uid = Draft.objects.get().uid
    page = ada.get(f"/desk/flood/?draft={uid}").content.decode()
    assert f'src="/desk/flood/presence/page/?about=draft%3A{uid}"' in page
    assert ada.get("/desk/flood/presence/page/?about=nonsense").status_code == 422


def test_a_tab_that_says_nothing_for_half_a_minute_is_gone(desk, coverage):
    beat(desk)
    elapse(seconds=29)
    assert len(presence.here(coverage)) == 1
    elapse(seconds=2)
    assert presence.here(coverage) == []
    before = marks(coverage)
    presence.sweep()
    presence.sweep()
    assert not Presence.objects.exists()
    assert marks(coverage) == before + 1


def test_a_closed_tab_is_gone_soon_and_a_page_loaded_again_changes_nothing(desk, coverage):
    beat(desk, about="post:1")
    elapse(seconds=10)
    (since,) = [each.since for each in presence.here(coverage)]
    before = marks(coverage)
    assert beat(desk, gone="1").status_code == 204
    assert [each.since for each in presence.here(coverage)] == [since]
    beat(desk, "t2", about="post:1")
    assert [each.since for each in presence.here(coverage)] == [since]
    elapse(seconds=4)
    assert [each.since for each in presence.here(coverage)] == [since - timedelta(seconds=4)]
    presence.sweep()
    assert marks(coverage) == before + 1


def test_somebody_else_who_opens_a_text_is_told_who_has_it(desk, ada, coverage):
    publish(coverage, "Water.")
    assert beat(ada, about="post:1").json() == {"others": []}
    (other,) = beat(desk, "t2", "post:1").json()["others"]
    assert other["person"] == "ada"
    assert other["holds"]
    assert len(other["since"]) == 5
    assert beat(desk, "t2", "post:2").json() == {"others": []}


def test_taking_over_is_one_act_that_the_other_sees(desk, ada, coverage):
    publish(coverage, "Water.")
    beat(ada, about="post:1")
    beat(desk, "t2", "post:1")
    before = marks(coverage)
    taken = desk.post("/desk/flood/presence/take-over/", {"about": "post:1"})
    assert taken.status_code == 302
    assert taken["location"] == "/desk/flood/post/1/"
    assert marks(coverage) == before + 1
    (other,) = beat(ada, about="post:1").json()["others"]
    assert (other["person"], other["holds"]) == ("ben", True)
    # It stays so when the page is loaded in another tab, and ends with the last of them.
    beat(desk, "t2", gone="1")
    beat(desk, "t3", "post:1")
    elapse(seconds=4)
    (other,) = beat(ada, about="post:1").json()["others"]
    assert other["holds"]
    beat(desk, "t3", "")
    assert beat(ada, about="post:1").json() == {"others": []}


def test_a_person_without_a_script_can_take_over_too(desk, ada, coverage):
    publish(coverage, "Water.")
    beat(ada, about="post:1")
    desk.post("/desk/flood/presence/take-over/", {"about": "post:1"})
    (other,) = beat(ada, about="post:1").json()["others"]
    assert (other["person"], other["holds"]) == ("ben", True)


@pytest.mark.parametrize(
    "fields",
    [
        {"tab": ""},
        {"tab": "x" * 33},
        {"tab": "<b>"},
        {"tab": "t", "about": "post:0"},
        {"tab": "t", "about": "storm"},
        {"tab": "t", "about": "draft:" + "x" * 33},
        {"tab": "t", "about": "post:" + "9" * 20},
    ],
)
def test_nonsense_is_refused_and_stores_nothing(desk, coverage, fields):
    assert desk.post("/desk/flood/presence/", fields).status_code == 422
    assert not Presence.objects.exists()


def test_the_tabs_of_one_person_are_bounded(desk, coverage):
    for number in range(3 * presence.TABS_LIMIT):
        beat(desk, f"t{number}")
    assert Presence.objects.count() == presence.TABS_LIMIT


def test_another_coverage_sees_nobody_of_this_one(desk, coverage, open_coverage_named):
    storm = open_coverage_named("storm")
    beat(desk)
    assert presence.here(storm) == []
    assert marks(storm) == 0
