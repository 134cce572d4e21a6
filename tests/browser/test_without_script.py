"""The desk without JavaScript: who is there is known all the same."""

from __future__ import annotations

import pytest

from tests.newsroom import Newsroom

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_page_says_that_it_was_opened_only_where_no_script_does(
    chromium, newsroom: Newsroom, scripts
):
    newsroom.desk().publish("The road to Varn is closed.")
    made = chromium.new_context(java_script_enabled=scripts)
    cookie = {"name": "sessionid", "value": newsroom.session("eve"), "url": newsroom.address}
    made.add_cookies([cookie])
    page = made.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_response(lambda answer: "/presence/" in answer.url) as answer:
        page.goto(f"{newsroom.address}/desk/{newsroom.slug}/post/1/")
    assert answer.value.ok
    shown = newsroom.desk("dan").get(f"/desk/{newsroom.slug}/panel/people/").text
    assert "<b>eve</b> writes in" in shown
    assert any("/presence/page/" in each for each in asked) != scripts
    made.close()
