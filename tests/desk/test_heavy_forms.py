"""Forms that take long to read keep nobody but their writer waiting."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.newsroom import Newsroom, get

# Seconds. In the first version five forms kept others waiting for 70 s.
LIMIT = 10
TEXTS = {
    "brackets": ("text", "[" * 20_000),
    "bullets": ("bullets", "#1 " * 6_600),
    "tags": ("text", "<b>x</b>" * 2_400),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_five_forms_of_one_person_delay_neither_another_nor_the_health_check(
    newsroom: Newsroom, kind: str
):
    eve, ben = newsroom.desk("eve"), newsroom.desk()
    part, text = TEXTS[kind]
    form = eve.form("/desk/flood/", "part-0-text")
    form |= {"part-0-kind": part, "part-0-text": text, "do": "publish"}
    begun = time.monotonic()
    with ThreadPoolExecutor(5) as writers:
        sent = [writers.submit(eve.post, "/desk/flood/", form) for _ in range(5)]
        ben.publish("Water.")
        assert get(newsroom.address, "/healthz").status == 200
        assert "Water." in get(newsroom.address, "/flood/").text
        assert time.monotonic() - begun < LIMIT
    assert {each.result().status for each in sent} <= {302, 422}


def test_another_is_answered_before_five_forms_as_long_as_they_may_be(newsroom: Newsroom):
    eve, ben = newsroom.desk("eve"), newsroom.desk()
    form = eve.form("/desk/flood/", "part-0-text")
    form |= {f"part-{n}-kind": "text" for n in range(5)}
    # Seconds of work for each, though little text is left of it.
    form |= {f"part-{n}-text": "<b>x</b>" * 10_000 for n in range(5)} | {"do": "publish"}
    with ThreadPoolExecutor(5) as writers:
        sent = [writers.submit(eve.post, "/desk/flood/", form) for _ in range(5)]
        # Eve's forms have all threads that she may have.
        while sum(each.running() for each in sent) < 5:
            time.sleep(0.01)
        for number in range(3):
            ben.publish(f"Water at door {number}.")
        assert not all(each.done() for each in sent)
    assert {each.result().status for each in sent} == {302}
