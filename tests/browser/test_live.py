"""An open page in a browser gets every change once, and nothing moves while a reader touches it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.newsroom import Newsroom

from .conftest import open_page, write

pytestmark = pytest.mark.browser


def publish(
    ben, newsroom: Newsroom, words: str, headline: str = "", *, scripts: bool = True
) -> None:
    """Publishes with the desk's form in a browser."""
    ben.goto(f"{newsroom.address}/desk/{newsroom.slug}/")
    if scripts:
        write(ben, words)
    else:
        ben.get_by_label("Text", exact=True).fill(words)
    ben.get_by_label("Headline", exact=True).fill(headline)
    ben.get_by_role("button", name="Publish").click()
    ben.get_by_text("Published.", exact=True).wait_for()


def correct(ben, newsroom: Newsroom, number: int, words: str, note: str) -> None:
    ben.goto(f"{newsroom.address}/desk/{newsroom.slug}/post/{number}/")
    ben.get_by_label("Text", exact=True).fill(words)
    ben.get_by_label("Correction: the old text was wrong").check()
    ben.get_by_label("What was wrong and what is right, or what is new").fill(note)
    ben.get_by_role("button", name="Change the post").click()
    ben.get_by_text("is changed.").wait_for()


def withdraw(ben, newsroom: Newsroom, number: int, reason: str) -> None:
    ben.goto(f"{newsroom.address}/desk/{newsroom.slug}/post/{number}/")
    ben.get_by_text("Withdraw the post").click()
    ben.get_by_label("Reason").first.fill(reason)
    ben.get_by_role("button", name="Withdraw", exact=True).click()
    ben.get_by_text("is withdrawn").wait_for()


def retitle(ben, newsroom: Newsroom, headline: str) -> None:
    ben.goto(f"{newsroom.address}/desk/{newsroom.slug}/front/title/")
    ben.get_by_label("Headline", exact=True).fill(headline)
    ben.get_by_role("button", name="Save").click()
    ben.get_by_text("Done.").wait_for()


def test_post_correction_withdrawal_and_headline_reach_an_open_page_and_survive_kill_9(
    newsroom: Newsroom, rex, ben
):
    publish(ben, newsroom, "Water at 4.2 m.", "Over the mark")
    expect(rex.locator("#post-1")).to_contain_text("Water at 4.2 m.")
    publish(ben, newsroom, "The mayor left.")
    expect(rex.locator("#post-2")).to_contain_text("The mayor left.")

    correct(ben, newsroom, 1, "Water at 2.4 m.", "It is 2.4 m, not 4.2.")
    expect(rex.locator("#post-1")).to_contain_text("Water at 2.4 m.")
    expect(rex.locator("#post-1")).to_contain_text("Correction")
    expect(rex.locator("#post-1")).to_contain_text("It is 2.4 m, not 4.2.")

    withdraw(ben, newsroom, 2, "It was somebody else.")
    expect(rex.locator("#post-2")).to_contain_text("Post withdrawn")
    expect(rex.locator("#post-2")).not_to_contain_text("The mayor left.")

    retitle(ben, newsroom, "The Orrin falls")
    expect(rex.locator("h1")).to_have_text("The Orrin falls")
    expect(rex).to_have_title("The Orrin falls")

    newsroom.kill()
    expect(rex.locator("#liveness")).to_contain_text("Reconnecting; last heard")
    newsroom.start()
    expect(rex.locator("#liveness")).to_contain_text("This page is live")
    for page in (rex, open_page(rex.context, newsroom)):
        expect(page.locator("h1")).to_have_text("The Orrin falls")
        expect(page.locator("article")).to_have_count(2)
        expect(page.get_by_text("Water at 2.4 m.")).to_have_count(1)
        expect(page.get_by_text("It is 2.4 m, not 4.2.")).to_have_count(1)
        expect(page.get_by_text("Post withdrawn")).to_have_count(1)
    publish(ben, newsroom, "After the restart.")
    expect(rex.locator("article").get_by_text("After the restart.")).to_have_count(1)
    # Chromium reports the connections that were refused; there was no other error.
    assert [fault for fault in rex.faults if "ERR_" not in fault] == []


@pytest.mark.any_database
def test_what_is_above_the_posts_follows_too(newsroom: Newsroom, rex):
    desk = newsroom.desk()
    desk.publish("Water at the door.", "At the door")
    desk.front("summary", headline="What we know", **{"part-0-text": "It rains. #1"})
    desk.front("pin", post="1")
    desk.front("key-points", text="At the door #1")
    expect(rex.locator(".summary")).to_contain_text("It rains.")
    expect(rex.locator(".pin")).to_contain_text("At the door")
    expect(rex.locator(".key-points")).to_contain_text("At the door")
    desk.front("pin", post="0")
    expect(rex.locator('[data-block="pin"]')).to_be_hidden()
    desk.front("state", state="closed")
    expect(rex.locator(".masthead")).to_contain_text("– as it happened")
    expect(rex.locator("#liveness")).to_have_text("This coverage is closed")
    assert rex.faults == []


@pytest.mark.any_database
def test_nothing_moves_under_the_finger_while_posts_come_and_change(newsroom: Newsroom, context):
    desk = newsroom.desk()
    for number in range(12):
        desk.publish(f"Post {number + 1}. " + "Water at the door. " * 30)
    rex = open_page(context, newsroom)
    rex.locator("#post-6").scroll_into_view_if_needed()
    before = rex.locator("#post-6").bounding_box()["y"]

    for number in range(3):
        desk.publish(f"New {number + 1}.")
    expect(rex.locator("#fresh")).to_have_text("3 new posts")
    expect(rex).to_have_title("(3) The Orrin rises")
    desk.change(12, "Much shorter.", "correct", "It was too long by half.")
    expect(rex.locator("#post-12")).to_contain_text("Much shorter.")
    desk.front("title", headline="A headline that is very much longer than it was before " * 3)
    expect(rex.locator("h1")).to_contain_text("very much longer")
    assert rex.locator("#post-6").bounding_box()["y"] == pytest.approx(before, abs=1)
    expect(rex.locator("article")).to_have_count(12)

    rex.locator("#fresh").click()
    expect(rex.locator("article")).to_have_count(15)
    expect(rex.locator("#fresh")).to_be_hidden()
    expect(rex.locator("#post-13")).to_be_in_viewport()
    # The other two are above, and were not seen yet.
    headline = str(rex.locator("h1").text_content())
    expect(rex).to_have_title(f"(2) {headline}")
    expect(rex.locator("#newest")).to_have_text("2 new posts")
    rex.locator("#newest").click()
    expect(rex.locator("#post-15")).to_be_in_viewport()
    expect(rex).to_have_title(headline)
    numbers = rex.locator("article").evaluate_all("all => all.map(each => each.id)")
    assert numbers == [f"post-{number}" for number in range(15, 0, -1)]


@pytest.mark.any_database
def test_a_held_post_that_is_corrected_or_withdrawn_is_shown_in_its_newest_version(
    newsroom: Newsroom, context
):
    desk = newsroom.desk()
    for number in range(8):
        desk.publish(f"Post {number + 1}. " + "Water at the door. " * 30)
    rex = open_page(context, newsroom)
    rex.locator("#post-3").scroll_into_view_if_needed()
    desk.publish("Wrong figure.")
    desk.publish("Wrong man.")
    expect(rex.locator("#fresh")).to_have_text("2 new posts")
    desk.change(9, "Right figure.", "correct", "It was wrong.")
    desk.withdraw(10, "Another man.")
    rex.locator("#fresh").click()
    expect(rex.locator("#post-9")).to_contain_text("Right figure.")
    expect(rex.locator("#post-10")).to_contain_text("Post withdrawn")
    expect(rex.get_by_text("Wrong man.")).to_have_count(0)


@pytest.mark.any_database
def test_a_change_to_a_post_of_another_page_does_not_appear_as_new(newsroom: Newsroom, context):
    newsroom.program("publish", newsroom.slug, "Post {}.", "45")
    desk = newsroom.desk()
    rex, on_page_one = (
        open_page(context, newsroom),
        open_page(context, newsroom, f"/{newsroom.slug}/page/1/"),
    )
    desk.change(3, "Changed.", "correct", "It was wrong.")
    expect(on_page_one.locator("#post-3")).to_contain_text("Changed.")
    desk.publish("Newest.")
    expect(rex.locator("#post-46")).to_be_visible()
    expect(rex.locator("#post-3")).to_have_count(0)
    desk.change(46, "Newest, changed.", "correct", "It was wrong.")
    expect(rex.locator("#post-46")).to_contain_text("Newest, changed.")
    expect(on_page_one.locator("#post-46")).to_have_count(0)


@pytest.mark.any_database
def test_a_backdated_post_is_put_in_its_place_under_its_day(newsroom: Newsroom, rex):
    desk = newsroom.desk()
    desk.publish("Today.")
    fields = {"part-0-text": "Long ago.", "dated": "2024-02-29T23:30", "do": "publish"}
    assert desk.send(f"/desk/{newsroom.slug}/", fields, where="part-0-text").status == 302
    expect(rex.get_by_role("heading", name="Thursday 29 February 2024")).to_be_visible()
    order = rex.locator("#posts > *").evaluate_all("all => all.map(e => e.id || e.className)")
    assert order == ["day", "post-1", "day", "post-2"]


@pytest.mark.any_database
def test_a_page_reloads_itself_after_a_rebuild(newsroom: Newsroom, rex):
    newsroom.desk().publish("Water.")
    expect(rex.locator("#post-1")).to_be_visible()
    rex.evaluate("window.here = true")
    newsroom.run("rebuild")
    expect(rex.locator(f'main[data-cursor="{newsroom.cursor()}"]')).to_have_count(1)
    assert rex.evaluate("window.here") is None
    expect(rex.get_by_text("This page is live")).to_be_visible()


@pytest.mark.any_database
def test_times_are_the_coverages_until_the_reader_asks_for_their_own(newsroom, chromium):
    newsroom.desk().publish("Water.")
    away = chromium.new_context(timezone_id="Asia/Tokyo")
    rex = open_page(away, newsroom)
    time = rex.locator("#post-1 time").first
    ours = time.get_attribute("data-ours")
    time.click()
    expect(time).to_have_text(ours)
    rex.get_by_role("button", name="Times where you are").click()
    hours = (int(time.text_content()[:2]) - int(ours[:2])) % 24
    assert hours in (8, 9)
    newsroom.desk().publish("Fire.")
    theirs = rex.locator("#post-2 time").first.get_attribute("title")
    assert (int(theirs[:2]) - int(ours[:2])) % 24 in (8, 9, 10)
    rex.get_by_role("button", name="Times here").click()
    assert time.text_content() == ours
    away.close()


@pytest.mark.any_database
def test_hostile_words_run_nothing(newsroom: Newsroom, rex):
    newsroom.desk().publish(r"\<img src=x onerror=document.title=1> \<script>1\</script>")
    expect(rex.locator("#post-1")).to_contain_text("<img src=x onerror=document.title=1>")
    expect(rex.locator("#post-1 img")).to_have_count(0)
    assert rex.faults == []


@pytest.mark.any_database
def test_the_page_is_whole_without_scripts_and_the_desk_works_without_them(newsroom, chromium):
    plain = chromium.new_context(java_script_enabled=False)
    ben = plain.new_page()
    ben.goto(f"{newsroom.address}/desk/sign-in/")
    ben.get_by_label("Username").fill("ben")
    ben.get_by_label("Password").fill("a password of four words")
    ben.get_by_role("button", name="Sign in").click()
    publish(ben, newsroom, "Water at 4.2 m.", "Over the mark", scripts=False)
    correct(ben, newsroom, 1, "Water at 2.4 m.", "It is 2.4 m.")
    ben.goto(f"{newsroom.address}/{newsroom.slug}/")
    expect(ben.locator("#post-1")).to_contain_text("Water at 2.4 m.")
    expect(ben.locator("#liveness")).to_have_text("Reload the page to see what is new")
    plain.close()


def test_the_page_of_a_post_is_live_and_its_post_stays_first(newsroom: Newsroom, context):
    desk = newsroom.desk()
    for number in range(3):
        desk.publish(f"Post {number + 1}.")
    page = open_page(context, newsroom, f"/{newsroom.slug}/post/2/")
    ids = page.locator("article").evaluate_all("all => all.map(each => each.id)")
    assert ids == ["post-2", "post-1"]
    desk.publish("Post 4.")
    desk.change(2, "Post 2, changed.", "update", "Changed.")
    expect(page.locator("#post-2")).to_contain_text("Post 2, changed.")
    desk.withdraw(1, "It was wrong.")
    expect(page.locator("#post-1")).to_contain_text("It was wrong.")
    ids = page.locator("article").evaluate_all("all => all.map(each => each.id)")
    assert ids == ["post-2", "post-1"]
    assert page.faults == []


def test_the_page_of_a_post_keeps_one_h1_when_headlines_change(newsroom: Newsroom, context):
    desk = newsroom.desk()
    desk.publish("Water at the mill.", "The mill")
    page = open_page(context, newsroom, f"/{newsroom.slug}/post/1/")
    expect(page.locator("h1")).to_have_text("The mill")
    desk.front("title", headline="The Orrin falls")
    expect(page.locator("#headline")).to_contain_text("The Orrin falls")
    expect(page).to_have_title("The mill · The Orrin falls")
    desk.change(1, "Water at the bridge.", "correct", "It is the bridge.")
    expect(page.locator("#post-1")).to_contain_text("It is the bridge.")
    assert page.locator("h1, h3").evaluate_all("all => all.map(each => each.localName)") == ["h1"]
    assert page.faults == []
