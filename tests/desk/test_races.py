"""What two people do at the same moment, on connections of their own.

On SQLite one of them waits for the other.
"""

from __future__ import annotations

import pytest

from tests.newsroom import Newsroom

pytestmark = pytest.mark.postgres


def test_a_draft_is_taken_over_while_its_tab_says_what_is_open(closed_newsroom: Newsroom):
    assert closed_newsroom.program("races", "taken", "2") == ""


def test_no_draft_is_acknowledged_and_discarded_with_its_coverage(closed_newsroom: Newsroom):
    assert closed_newsroom.program("races", "discarded", "25") == ""
