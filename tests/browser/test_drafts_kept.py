"""Nothing that was typed is lost: everyday rounds of what can happen to a text. See `losses`."""

from __future__ import annotations

import random

import pytest

from tests.newsroom import Newsroom

from .losses import ENDINGS, Loss

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_was_typed_two_seconds_before_is_there_again_once(
    newsroom, chromium, tmp_path, ending
):
    start = chromium.browser_type.launch_persistent_context
    with Loss(newsroom, tmp_path, random.Random(ending), start) as loss:
        loss.round(ending)


# A round mostly waits, and two hundred in a row took a quarter of an hour. Some run in parallel.
@pytest.mark.thorough
@pytest.mark.parametrize("twenty", range(10))
def test_two_hundred_rounds_lose_nothing(newsroom: Newsroom, chromium, tmp_path, twenty: int):
    chance = random.Random(twenty)
    start = chromium.browser_type.launch_persistent_context
    with Loss(newsroom, tmp_path, chance, start) as loss:
        for _ in range(20):
            loss.round(chance.choice(list(ENDINGS)))
