"""The versions of a post with their differences, and the list of a coverage's changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.content.tree import Copy, Lost, MapMarks, Photograph, Place, Rendition
from dateline.coverage import objects
from dateline.desk.commands import erasure, posts
from dateline.page import difference
from tests.people import act, copy, publish, seq_of, store_files

pytestmark = pytest.mark.any_database

TEXTS = st.lists(
    st.lists(st.sampled_from(["a", "b", "water", "rises", "4.2", ",", "النهر"]), max_size=6).map(
        " ".join
    ),
    max_size=4,
).map("\n".join)


@given(TEXTS, TEXTS)
def test_kept_and_added_words_make_the_new_text_and_kept_and_removed_words_the_old(before, after):
    def side(kind: str) -> list[str]:
        found = difference.paragraphs(before, after)
        lines = ["".join(p.text for p in pieces if p.kind in ("same", kind)) for pieces in found]
        return [words for line in lines if (words := " ".join(line.split()))]

    def plain(text: str) -> list[str]:
        return [words for line in text.splitlines() if (words := " ".join(line.split()))]

    assert side("come") == plain(after)
    assert side("gone") == plain(before)


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("Water at 4.2 m.", "Water at 2.4 m.", "Water at -4.2-+2.4+ m."),
        ("one two three", "one four five", "one -two three-+four five+"),
        ("same", "same", "same"),
    ],
)
def test_differences_read_well(before, after, pieces):
    marks = {"same": "", "gone": "-", "come": "+"}
    (found,) = difference.paragraphs(before, after)
    assert "".join(marks[p.kind] + p.text + marks[p.kind] for p in found) == pieces


def change(coverage, number=1):
    return {
        "coverage": coverage,
        "number": number,
        "expected_seq": seq_of(coverage, f"post-{number}"),
    }


@pytest.fixture
def corrected(coverage):
    publish(coverage, "The water stands at the brigde.", "Headline")
    posts.revise(
        **act(), **change(coverage), copy=copy("The water stands at the bridge.", "Headline")
    )
    posts.correct(
        **act(),
        **change(coverage),
        copy=copy("The water stands at the market.", "Headline"),
        note="It is the market, not the bridge.",
    )
    return coverage


def test_a_changed_post_leads_to_its_versions_with_the_differences_marked(client, corrected):
    assert 'href="/flood/post/1/history/"' in client.get("/flood/").content.decode()
    page = client.get("/flood/post/1/history/").content.decode()
    kinds = re.findall(r'<b class="name">(\w+)</b>', page)
    assert kinds == ["Correction", "Edited", "Published"]
    assert "<del>bridge</del><ins>market</ins>" in page
    assert "<del>brigde</del><ins>bridge</ins>" in page
    assert "It is the market, not the bridge." in page
    # The whole first version is new, so nothing in it is marked.
    assert "<ins>" not in page.split("Published")[1]


def test_the_corrections_page_lists_what_changed_the_meaning(client, corrected):
    publish(corrected, "Second.")
    posts.withdraw(**act(), **change(corrected, 2), reason="Wrong town.")
    page = client.get("/flood/corrections/").content.decode()
    kinds = re.findall(r'<b class="name">(\w+)</b>', page)
    assert kinds == ["Withdrawn", "Correction"]
    assert "It is the market, not the bridge." in page
    assert "Wrong town." in page
    assert "Edited" not in page
    assert 'href="/flood/corrections/"' in client.get("/flood/").content.decode()


def test_a_withdrawn_post_shows_no_version(client, corrected):
    posts.withdraw(**act(), **change(corrected), reason="Wrong.")
    page = client.get("/flood/post/1/history/").content.decode()
    for word in ("bridge", "brigde", "Headline</p>"):
        assert word not in page.split("The text of a withdrawn post")[1]
    assert "Wrong." in page
    assert client.get("/flood/post/9/history/").status_code == 404


def test_an_erased_version_is_empty_and_its_note_is_gone(client, corrected):
    seq = seq_of(corrected, "post-1")
    erasure.erase_entry(
        **act(), coverage=corrected, about=objects.post(1), seq=seq, reason="data_protection"
    )
    for path in ("/flood/", "/flood/post/1/history/", "/flood/corrections/"):
        page = client.get(path).content.decode()
        assert "market" not in page, path
        assert "to protect personal data" in page or "history" in path


def test_a_coverage_without_changes_says_so(client, coverage):
    assert "Nothing has been changed." in client.get("/flood/corrections/").content.decode()


def numbers_and_links(client, address: str) -> list[list[str]]:
    """The changes at `address` and on all older pages, page by page."""
    pages = pages_of(client, address)
    return [re.findall(r"<p class=\"change[^>]*>Note (\d+)\.", page) for page in pages]


def pages_of(client, address: str) -> list[str]:
    pages = []
    while address:
        pages.append(client.get(address).content.decode())
        older = re.search(r'rel="next" href="([^"]+)"', pages[-1])
        address = address.split("?")[0] + older[1] if older else ""
    return pages


def correct(coverage, number: int) -> None:
    """Corrects post 1, with a number in the note."""
    text = copy(f"The water stands at {number} m.")
    posts.correct(**act(), **change(coverage), copy=text, note=f"Note {number}.")


def test_the_corrections_page_shows_fifty_and_leads_to_every_older_one(client, coverage):
    publish(coverage, "Water.")
    for number in range(120):
        correct(coverage, number)
    pages = numbers_and_links(client, "/flood/corrections/")
    assert [len(page) for page in pages] == [50, 50, 20]
    assert [each for page in pages for each in page] == [
        str(number) for number in reversed(range(120))
    ]


def test_a_posts_history_shows_ten_versions_each_beside_the_one_before_it(client, coverage):
    publish(coverage, "Water.")
    for number in range(24):
        correct(coverage, number)
    pages = numbers_and_links(client, "/flood/post/1/history/")
    assert [len(page) for page in pages] == [10, 10, 4]
    assert [each for page in pages for each in page] == [
        str(number) for number in reversed(range(24))
    ]
    # The last version of a page is compared with the first one of the next page.
    page = client.get("/flood/post/1/history/").content.decode()
    assert "<del>13</del><ins>14</ins>" in page
    assert "Published" not in page


def test_a_history_reads_no_more_versions_than_it_shows(
    client, coverage, django_assert_max_num_queries
):
    publish(coverage, "Water.")
    for number in range(30):
        correct(coverage, number)
    with django_assert_max_num_queries(10) as asked:
        client.get("/flood/post/1/history/")
    (limited,) = [each for each in asked if 'FROM "journal_leaf"' in each["sql"]]
    assert limited["sql"].endswith("LIMIT 11")


@pytest.mark.parametrize("path", ["/", "/flood/corrections/", "/flood/post/1/history/"])
@pytest.mark.parametrize("wrong", ["x", "-1", "9" * 40, "%00", "٣"])
def test_an_invalid_position_in_a_list_is_not_found(client, coverage, path, wrong):
    publish(coverage, "Water.")
    name = "after" if path == "/" else "before"
    assert client.get(f"{path}?{name}={wrong}").status_code == 404


def test_what_is_no_text_of_a_version_has_its_name(client, coverage):
    renditions = (Rendition("a" * 64, "image/jpeg", 480, 300, 9),)
    shown = store_files(Photograph(renditions, "Arches in the water", "The bridge", "Ada Lind"))
    marks = MapMarks("Where to go", ("Streets to leave",), (Place("Varn", "52.1", "-3.2"),))
    parts = (shown, marks, Lost("photograph", "A lost one", "Ben"))
    posts.publish(**act(), coverage=coverage, copy=Copy("At noon", (), parts))
    page = client.get("/flood/post/1/history/").content.decode()
    lines = re.findall(r'<p dir="auto">(.*?)</p>', page)
    assert lines == [
        "At noon",
        "Picture in words: Arches in the water",
        "Caption: The bridge",
        "Photo: Ada Lind",
        "Map: Where to go",
        "Legend: Streets to leave",
        "Place: Varn (52.1, -3.2)",
        "Photograph lost",
        "Caption: A lost one",
        "Photo: Ben",
    ]


def test_corrections_and_withdrawals_come_before_other_changes_and_all_are_reached(
    client, coverage
):
    publish(coverage, "Water.", "The mill")
    publish(coverage, "Wrong.", "CANARY")
    correct(coverage, 0)
    posts.withdraw(**act(), **change(coverage, 2), reason="Wrong town.")
    for number in range(1, 61):
        text = copy(f"The water stands at {number} m.")
        posts.update(**act(), **change(coverage), copy=text, note=f"Note {number}.")
    first, last = pages_of(client, "/flood/corrections/")
    serious, others = first.split('<h2 id="others">')
    assert re.findall(r'<b class="name">(\w+)</b>', serious) == ["Withdrawn", "Correction"]
    assert set(re.findall(r'<b class="name">(\w+)</b>', others + last)) == {"Update"}
    notes = re.findall(r"Note (\d+)\.", others + last)
    assert notes == [str(number) for number in range(60, 0, -1)]
    assert "Corrections and withdrawals" not in last
    # A withdrawn post has the time that it showed, and no word of what it said.
    assert re.search(r'href="/flood/post/2/"[^>]*>Post 2</a>, <time ', serious)
    assert "CANARY" not in first + last
