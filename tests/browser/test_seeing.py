"""Open desks follow each other, and people see who has what open."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.newsroom import PATIENCE, Newsroom

pytestmark = pytest.mark.browser


@contextmanager
def at_desk(chromium, newsroom: Newsroom, name: str):
    """A browser in which somebody is signed in, with their open desk."""
    made = chromium.new_context(viewport={"width": 1280, "height": 900})
    made.set_default_timeout(PATIENCE * 1000)
    cookie = {"name": "sessionid", "value": newsroom.session(name), "url": newsroom.address}
    made.add_cookies([cookie])
    yield opened(made, newsroom)
    made.close()


def opened(context, newsroom: Newsroom):
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.goto(f"{newsroom.address}/desk/{newsroom.slug}/")
    expect(page.locator("#desk-state")).to_have_text("Connected")
    return page


@pytest.fixture
def ben(chromium, newsroom: Newsroom):
    with at_desk(chromium, newsroom, "ben") as page:
        yield page


@pytest.fixture
def eve(chromium, newsroom: Newsroom):
    with at_desk(chromium, newsroom, "eve") as page:
        yield page


def test_what_others_do_is_there_at_once(newsroom: Newsroom, ben):
    newsroom.desk("eve").publish("Water at the door.")
    expect(ben.locator("#panel-posts")).to_contain_text("Water at the door.")
    ada = newsroom.desk("ada")
    ada.send(f"/desk/{newsroom.slug}/questions/", {"text": "Who says so?"}, where="Ask")
    expect(ben.locator("#panel-questions")).to_contain_text("Who says so?")
    ada.send(f"/desk/{newsroom.slug}/notes/", {"text": "The mayor speaks."}, where="about")
    expect(ben.locator("#panel-notes")).to_contain_text("The mayor speaks.")
    assert ben.faults == []


def test_people_see_each_other_come_and_go(newsroom: Newsroom, chromium, ben):
    people = ben.locator("#panel-people")
    expect(people).to_contain_text("ben (you)")
    with at_desk(chromium, newsroom, "eve") as eve:
        expect(people).to_contain_text("eve")
        expect(eve.locator("#panel-people")).to_contain_text("ben")
        # The tab says that it leaves. A browser that is closed may have no time to.
        eve.goto("about:blank")
    expect(people).not_to_contain_text("eve")


def test_taking_over_is_one_act_and_the_other_sees_it(newsroom: Newsroom, ben, eve):
    newsroom.desk().publish("Water at the door.")
    row = "#row-1"
    for page in (eve, ben):
        page.locator(f"{row} [data-act=edit]").click()
        page.locator(f"{row} form.compose").wait_for()
        if page is eve:
            expect(ben.locator("#panel-people")).to_contain_text("eve writes in post 1")
    banner = ben.locator(f"{row} .elsewhere")
    expect(banner).to_contain_text("eve has this open since")
    expect(eve.locator(f"{row} .elsewhere")).to_contain_text("ben also has this open")
    eve.locator(f"{row} textarea").first.evaluate("field => field.value = 'Hers.'")
    banner.get_by_role("button", name="Take over").click()
    expect(eve.locator(f"{row} .elsewhere")).to_contain_text("ben has this open since")
    expect(banner).to_contain_text("eve also has this open")
    assert eve.locator(f"{row} textarea").first.evaluate("field => field.value") == "Hers."
    assert [*ben.faults, *eve.faults] == []


def test_whoever_loses_their_role_is_told_and_keeps_the_text(newsroom: Newsroom, chromium):
    newsroom.python(
        "from dateline.accounts.models import CoverageRole, Member\n"
        "from dateline.journal.models import Coverage\n"
        "CoverageRole.objects.create(member=Member.objects.get(user__username='ada'),"
        f" coverage=Coverage.objects.get(slug='{newsroom.slug}'), role='reporter')"
    )
    with at_desk(chromium, newsroom, "ada") as ada:
        ada.locator("[name=headline]").first.fill("Half of a headline")
        newsroom.python(
            "from dateline.accounts.models import CoverageRole\n"
            "CoverageRole.objects.update(role='none')"
        )
        expect(ada.locator("#desk-state")).to_have_text("Signed out")
        expect(ada.locator("[name=headline]").first).to_have_value("Half of a headline")
        newsroom.python(
            "from dateline.accounts.models import CoverageRole\nCoverageRole.objects.all().delete()"
        )
        expect(ada.locator("#desk-state")).to_have_text("Connected")


def test_the_tabs_of_a_browser_share_a_stream(newsroom: Newsroom, ben):
    context, streams = ben.context, []
    context.on("request", lambda each: "/desk/live/" in each.url and streams.append(each.url))
    others = [opened(context, newsroom) for _ in range(7)]
    assert streams == []
    newsroom.desk("eve").publish("Water at the door.")
    for page in [ben, *others]:
        expect(page.locator("#panel-posts")).to_contain_text("Water at the door.")
    with context.expect_event("request", lambda each: "/desk/live/" in each.url):
        ben.close()
    newsroom.desk("eve").publish("The dam holds.")
    for page in others:
        expect(page.locator("#panel-posts")).to_contain_text("The dam holds.")
        assert page.faults == []


def test_a_desk_follows_again_after_the_network_and_the_server_were_gone(newsroom: Newsroom, ben):
    ben.context.set_offline(True)
    expect(ben.locator("#desk-state")).to_have_text("Offline")
    newsroom.desk("eve").publish("While offline.")
    ben.context.set_offline(False)
    expect(ben.locator("#desk-state")).to_have_text("Connected")
    expect(ben.locator("#panel-posts")).to_contain_text("While offline.")
    newsroom.kill()
    expect(ben.locator("#desk-state")).to_have_text("Reconnecting …")
    newsroom.program("publish", newsroom.slug, "While the server was gone.")
    newsroom.start()
    expect(ben.locator("#desk-state")).to_have_text("Connected")
    expect(ben.locator("#panel-posts")).to_contain_text("While the server was gone.")


def test_a_frozen_tab_gives_the_stream_to_another(newsroom: Newsroom, ben):
    other = opened(ben.context, newsroom)
    with other.expect_response(lambda answer: "/desk/live/" in answer.url):
        ben.evaluate("document.dispatchEvent(new Event('freeze'))")
    newsroom.desk("eve").publish("Water at the door.")
    expect(other.locator("#panel-posts")).to_contain_text("Water at the door.")
    ben.evaluate("document.dispatchEvent(new Event('resume'))")
    expect(ben.locator("#panel-posts")).to_contain_text("Water at the door.")
