"""An old page is read completely, and its times fall on the right days."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dateline.archive import oldpage, stamps
from dateline.archive.bylines import read_bylines
from dateline.content.tree import (
    Bullets,
    Byline,
    Lost,
    MapMarks,
    Question,
    Quotation,
    Text,
    text_of,
)

from .pages import PAGE


@pytest.fixture(scope="module")
def page() -> oldpage.OldPage:
    return oldpage.read(PAGE)


def entry(page: oldpage.OldPage, stamp: str) -> oldpage.OldEntry:
    from zoneinfo import ZoneInfo

    local = ZoneInfo("Europe/London")
    return next(e for e in page.entries if f"{e.dated.astimezone(local):%H.%M}" == stamp)


def test_headline_standfirst_bylines_and_stamp(page):
    assert page.headline.startswith("‘Halvern holds its breath’")
    assert page.standfirst.endswith("Follow what happens here")
    assert page.bylines == (Byline("Ada Lindqvist"), Byline("Tom Sealy", "", "Halvern"))
    assert page.stamp.astimezone(UTC) == datetime(2025, 10, 14, 5, 42, tzinfo=UTC)
    assert page.zone == "Europe/London"


def test_key_points(page):
    assert [point.line for point in page.key_points] == [
        "Dam at Cold Edge ‘not in danger’",
        "Council denies sandbags ran out",
        "The Orrin rises, as it happened",
    ]


def test_the_summary_with_its_people_bullets_and_photograph(page):
    assert page.summary.headline == "Latest"
    assert page.summary.bylines == (
        Byline("Ben Okafor", "Environment Editor"),
        Byline("Mo Reyes", "", "Varn"),
        Byline("Ada Lindqvist", "", "Halvern"),
    )
    intro, before, photograph, after = page.summary.parts
    assert text_of(intro).startswith("This is where things stood")
    assert [len(part.bullets) for part in (before, after)] == [2, 2]
    assert photograph == Lost(
        "photograph", "Water under the arches of the old bridge on Monday evening", "Orrin Agency"
    )


def test_a_bullet_that_was_broken_is_whole_again(page):
    bullets = page.summary.parts[1]
    assert isinstance(bullets, Bullets)
    assert "during the afternoon, stayed dark" in text_of(bullets)


def test_entries_are_dated_on_the_evening_before_the_stamp(page):
    assert [f"{e.dated:%d %H.%M}" for e in page.entries] == [
        "13 17.30",
        "13 18.02",
        "13 19.15",
        "13 21.40",
        "13 22.05",
    ]


def test_an_empty_entry_is_an_embed_that_is_lost(page):
    assert entry(page, "23.05").parts == (Lost("embed"),)


def test_a_headline_is_found_and_none_is_made_up(page):
    assert entry(page, "19.02").headline == "Farmers: the dam is the cause"
    assert entry(page, "22.40").headline == ""


def test_questions_and_answers(page):
    asked = [part for part in entry(page, "20.15").parts if isinstance(part, Question)]
    assert [part.question for part in asked] == [
        "Is the dam in danger?",
        "Why does it let water go now?",
        "What comes next?",
    ]
    assert len(asked[1].answer) == 2


def test_quotations_become_parts_and_attributed_ones_stay_in_the_text(page):
    first, quotation, _ = entry(page, "19.02").parts
    assert isinstance(first, Text)
    assert isinstance(quotation, Quotation)
    assert len(quotation.paragraphs) == 2
    assert isinstance(entry(page, "22.40").parts[0], Text)
    text, quoted = entry(page, "18.30").parts
    assert "“" not in text_of(quoted)[1:2]
    assert isinstance(quoted, Quotation)
    assert "This one is over all of them." in text_of(text)


def test_bylines_within_entries(page):
    assert entry(page, "18.30").bylines == (Byline("Tom Sealy", "", "Halvern"),)
    assert entry(page, "20.15").bylines == (Byline("Ben Okafor", "Environment Editor"),)
    assert entry(page, "22.40").bylines == ()


def test_the_legend_of_a_map(page):
    assert entry(page, "19.02").parts[-1] == MapMarks(
        "Streets that were emptied",
        ("Streets emptied by order of Halvern", "Town council, without an order"),
        (),
    )


def test_every_word_of_the_page_is_kept(page):
    kept = " ".join(
        [
            page.headline,
            page.standfirst,
            str(page.bylines),
            str(page.key_points),
            page.summary.headline,
            *(text_of(part) for part in page.summary.parts),
            *(e.headline for e in page.entries),
            *(text_of(part) for e in page.entries for part in e.parts),
        ]
    )
    import re

    stamps_and_marks = {"By", "and", "Photo:", "6:42AM", "BST", "14", "Oct", "2025", "-", "•"}
    for word in PAGE.split():
        if word not in stamps_and_marks and not re.fullmatch(r"\d\d\.\d\d", word):
            assert word.strip("*.,") in kept, word


def test_every_doubt_is_reported_with_its_line(page):
    doubts = {PAGE.splitlines()[doubt.line - 1]: doubt.what for doubt in page.doubts}
    assert "embed lost" in doubts["23.05"]
    assert "joined to" in doubts["afternoon, stayed dark, a resident told us"]
    assert "more blank lines" in doubts["We have the letters, all of them, with the dates on them."]
    assert "2 layers" in doubts["Streets that were emptied"]


def with_stamps(*clock: str, line: str = "By Ada Lind 6:42AM BST 14 Oct 2025") -> str:
    entries = "\n\n".join(f"{each}\n\nPost of {each}." for each in clock)
    return f"Headline\n\nStandfirst.\n\n{line}\n\n{entries}\n"


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        (("10:05", "09:00"), ["13 08:00", "13 09:05"]),
        (("10.05pm", "9.00am"), ["13 08:00", "13 21:05"]),
        (("12.10am", "11.50pm"), ["13 22:50", "13 23:10"]),
        (("06.00", "23.00", "01.00", "22.00"), ["12 21:00", "13 00:00", "13 22:00", "14 05:00"]),
        (("05.00", "05.00"), ["14 04:00", "14 04:00"]),
        (("01.00", "02.00", "03.00"), ["14 00:00", "14 01:00", "14 02:00"]),
    ],
)
def test_times_of_every_shape_fall_on_their_days(clock, expected):
    page = oldpage.read(with_stamps(*clock))
    assert [f"{e.dated:%d %H:%M}" for e in page.entries] == expected


def test_a_page_without_a_summary_has_none():
    assert oldpage.read(with_stamps("05.00")).summary is None


@pytest.mark.parametrize("stamp", ["5 hours ago", "Just now", "12 min ago", "3h ago", "yesterday"])
def test_a_relative_stamp_is_refused_with_a_reason(stamp):
    with pytest.raises(stamps.Undated, match="is not a time of day"):
        oldpage.read(with_stamps("05.00", stamp))


@pytest.mark.parametrize("zone", ["IST", "CST", "XYZ"])
def test_an_ambiguous_zone_is_asked_for(zone):
    text = with_stamps("05.00", line=f"By Ada Lind 6:42AM {zone} 14 Oct 2025")
    with pytest.raises(stamps.Undated, match="--zone"):
        oldpage.read(text)
    assert oldpage.read(text, "Asia/Kolkata").stamp.utcoffset().total_seconds() == 5.5 * 3600


def test_a_page_without_a_zone_asks_for_one():
    text = with_stamps("05.00", line="By Ada Lind 6:42AM 14 Oct 2025")
    with pytest.raises(stamps.Undated, match="--zone"):
        oldpage.read(text)


def test_a_zone_that_no_clock_showed_that_day_is_asked_for():
    text = with_stamps("05.00", line="By Ada Lind 6:42AM BST 14 Jan 2025")
    with pytest.raises(stamps.Undated, match="BST"):
        oldpage.read(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not a live page"),
        (
            "Headline\n\nBy Ada Lind 6:42AM BST 14 Oct 2025\n\nText, and no entry.\n",
            "not a live page",
        ),
        ("Headline\n\nStandfirst.\n\n10.05\n\nText.\n", "date"),
        ("10.05\n\nText.\n", "date"),
    ],
)
def test_a_text_that_is_no_live_page_is_refused(text, why):
    with pytest.raises(oldpage.NoLivePage, match=why):
        oldpage.read(text)


@pytest.mark.parametrize(
    "line",
    [
        "By Ada Lind 05:42 GMT 14 January 2025",
        "Ada Lind, 14 January 2025, 05:42 GMT",
        "By Ada Lind | Tuesday 14 January 2025 at 05.42 GMT",
        "By Ada Lind 5.42am GMT, 14 Jan 2025",
    ],
)
def test_stamps_of_every_shape(line):
    page = oldpage.read(with_stamps("05.00", line=line))
    assert page.stamp.astimezone(UTC) == datetime(2025, 1, 14, 5, 42, tzinfo=UTC)
    assert page.bylines == (Byline("Ada Lind"),)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ada Lind", (Byline("Ada Lind"),)),
        ("Tom de Sealy in St Ives", (Byline("Tom de Sealy", "", "St Ives"),)),
        ("Ada Lind, Chief Rivers Correspondent, in Varn", None),
        ("Ada Lind, Rivers Editor in Varn", (Byline("Ada Lind", "Rivers Editor", "Varn"),)),
        ("our foreign staff", None),
    ],
)  # fmt: skip
def test_bylines(text, people):
    assert read_bylines(text) == people
