"""The failures that other live pages have shown, (a) to (r): here as tests, or where their test is.

(a) edit, delete, pin, headline on an open page: test_live, test_what_is_above_the_posts_follows_too
(d) a reader's clock wrong by hours: test_return
(f) edit of a post not loaded: test_live, test_a_change_to_a_post_of_another_page…
(i) two editors at once: walks, test_two_editors_on_one_post…
(k) updated before published, (q) </script> in JSON-LD: syndication, test_feeds
(l) an empty post: desk, test_an_empty_post_is_marked…
(o) one failed poll: test_return
"""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.newsroom import Newsroom, get

from .conftest import open_page

pytestmark = pytest.mark.browser


def test_b_two_changes_in_one_moment_both_arrive_in_order(newsroom: Newsroom, rex):
    newsroom.program("publish", newsroom.slug, "Post {}.", "2")
    expect(rex.locator("article")).to_have_count(2)
    order = rex.locator("article").evaluate_all("all => all.map(each => each.id)")
    assert order == ["post-2", "post-1"]


def test_c_fifty_changes_while_a_phone_sleeps_are_each_there_once(newsroom: Newsroom, context):
    rex = open_page(context, newsroom)
    newsroom.kill()
    newsroom.program("publish", newsroom.slug, "Post {}.", "40")
    newsroom.program("correct", newsroom.slug, "Right {}.", "1", "10")
    newsroom.start()
    expect(rex.locator("#post-40")).to_be_visible()
    expect(rex.locator("#post-10")).to_contain_text("Right 10.")
    ids = rex.locator("article").evaluate_all("all => all.map(each => each.id)")
    assert ids == [f"post-{n}" for n in range(40, 0, -1)]
    assert rex.get_by_text("Post 10.", exact=True).count() == 0


def test_e_an_old_answer_after_a_withdrawal_brings_nothing_back(newsroom: Newsroom, context):
    context.route("**/live/**", lambda route: None)
    rex = context.new_page()
    rex.clock.install()
    rex.goto(f"{newsroom.address}/{newsroom.slug}/")
    start = newsroom.cursor()
    desk = newsroom.desk()
    desk.publish("Wrong man.")
    stale = get(newsroom.address, f"/{newsroom.slug}/changes/?after={start}").text
    desk.withdraw(1, "Another man.")
    rex.clock.fast_forward(9000)
    expect(rex.locator("#post-1")).to_contain_text("Post withdrawn")
    asked = []

    def answer(route):
        asked.append(route.request.url)
        route.fulfill(body=stale, content_type="application/json")

    context.route("**/changes/**", answer)
    rex.clock.fast_forward(7000)
    expect(rex.locator("#liveness")).to_have_text("This page is live")
    assert asked
    expect(rex.locator("#post-1")).to_contain_text("Post withdrawn")
    expect(rex.get_by_text("Wrong man.")).to_have_count(0)


def test_g_the_post_that_a_permalink_names_is_withdrawn(newsroom: Newsroom, context):
    desk = newsroom.desk()
    for number in range(3):
        desk.publish(f"Post {number + 1}.")
    desk.withdraw(2, "It was wrong.")
    page = context.new_page()
    answer = page.goto(f"{newsroom.address}/{newsroom.slug}/post/2/")
    assert answer.status == 410
    expect(page.locator("#post-2")).to_contain_text("It was wrong.")
    page.get_by_role("link", name="In the coverage from here").click()
    expect(page).to_have_url(f"{newsroom.address}/{newsroom.slug}/#post-2")
    expect(page.locator("#post-2")).to_contain_text("It was wrong.")


def test_h_post_501_and_m_428_posts_are_like_any_other(newsroom: Newsroom, context):
    newsroom.program("publish", newsroom.slug, "Post {}.", "500")
    rex = open_page(context, newsroom)
    newsroom.desk().publish("The five hundred and first.")
    expect(rex.locator("#post-501")).to_be_visible()
    first = get(newsroom.address, f"/{newsroom.slug}/page/1/").text
    assert 'id="post-1"' in first
    assert get(newsroom.address, f"/{newsroom.slug}/").text.count("<article") <= 40


def test_j_a_withdrawn_text_is_on_no_public_page(newsroom: Newsroom):
    desk = newsroom.desk()
    desk.publish("CANARY-ONE at the door.", "CANARY-TWO")
    desk.front("pin", post="1")
    desk.change(1, "CANARY-THREE at the door.", "correct", "Other.", headline="CANARY-FOUR")
    start = newsroom.cursor()
    desk.publish("Other words.")
    desk.withdraw(1, "It was wrong.")
    epoch = start.split("-")[0]
    for path in (
        "/",
        f"/{newsroom.slug}/",
        f"/{newsroom.slug}/page/1/",
        f"/{newsroom.slug}/post/1/",
        f"/{newsroom.slug}/post/2/",
        f"/{newsroom.slug}/post/1/history/",
        f"/{newsroom.slug}/corrections/",
        f"/{newsroom.slug}/find/?q=canary",
        f"/{newsroom.slug}/find/",
        f"/{newsroom.slug}/embed/",
        f"/{newsroom.slug}/post/1/embed/",
        f"/{newsroom.slug}/feed.atom",
        f"/{newsroom.slug}/feed.rss",
        f"/{newsroom.slug}/feed.json",
        f"/{newsroom.slug}/changes/?after={epoch}-1",
        f"/oembed/?url={newsroom.address}/{newsroom.slug}/",
        "/nowhere/",
    ):
        text = get(newsroom.address, path).text.replace('value="canary"', "")
        assert "CANARY" not in text, path
        assert "CANARY" not in str(get(newsroom.address, path).headers), path
    rex = newsroom.reader(after=f"{epoch}-1")
    for _ in range(2):
        assert "CANARY" not in json.dumps(rex.read().data)


def test_n_four_days_across_midnights_and_a_clock_change(newsroom: Newsroom, rex):
    newsroom.program("publish_across_days", newsroom.slug)
    expect(rex.locator("article")).to_have_count(12)
    days = rex.locator(".day").all_text_contents()
    assert [day.split()[0] for day in days] == ["Tuesday", "Monday", "Sunday", "Saturday", "Friday"]
    times = rex.locator("article .when time").all_text_contents()
    assert times[-1] == "22:30"  # British Summer Time on Friday
    assert times[0] == "13:30"  # winter time on Tuesday
    assert days == get_days(newsroom)


def get_days(newsroom: Newsroom) -> list[str]:
    import re

    return re.findall(
        r'<h2 class="day">([^<]+)</h2>', get(newsroom.address, f"/{newsroom.slug}/").text
    )


def test_p_a_coverage_that_closes_while_it_is_open_ends_politely(newsroom: Newsroom, rex):
    newsroom.desk().front("state", state="closed")
    expect(rex.locator("h1")).to_contain_text("as it happened")
    expect(rex.locator("#liveness")).to_have_text("This coverage is closed")
    newsroom.stop()
    newsroom.start()
    with rex.expect_response(lambda answer: "/live/" in answer.url) as ended:
        rex.evaluate("dispatchEvent(new Event('online'))")
    assert ended.value.status == 204
    expect(rex.locator("#liveness")).to_have_text("This coverage is closed")


def test_r_reading_never_writes(own_newsroom: Newsroom):
    desk = own_newsroom.desk()
    desk.publish("Water.")
    before = own_newsroom.program("journal_state")
    for path in (
        f"/desk/{own_newsroom.slug}/post/1/withdraw/",
        f"/desk/{own_newsroom.slug}/post/1/retract/",
        f"/desk/{own_newsroom.slug}/post/1/mark/",
        f"/desk/{own_newsroom.slug}/?do=publish&part-0-text=x&key=k&part-0-kind=text",
        f"/desk/{own_newsroom.slug}/front/state/?state=closed&key=k&expected_seq=1",
        "/desk/new/?slug=x&headline=y&key=k&expected_seq=0",
    ):
        assert desk.get(path).status in (200, 405), path
    assert own_newsroom.program("journal_state") == before
