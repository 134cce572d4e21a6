"""Import, export and erasure with the command line."""

from __future__ import annotations

import json

import pytest

from dateline.__main__ import main
from dateline.journal.models import Leaf
from tests.newsroom import Newsroom

from .pages import PAGE


def bring(newsroom: Newsroom, tmp_path, text: str | bytes, *more: str):
    page = tmp_path / "page.txt"
    page.write_bytes(text if isinstance(text, bytes) else text.encode())
    return newsroom.run("import", str(page), "--coverage", "old-page", *more)


def exported(newsroom: Newsroom, slug: str = "old-page"):
    ended = newsroom.run("export", slug)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_a_page_comes_in_whole_and_goes_out_whole(closed_newsroom, tmp_path):
    ended = bring(closed_newsroom, tmp_path, PAGE)
    assert ended.returncode == 0, ended.stderr
    assert "5 posts are in /old-page/" in ended.stdout
    assert "imported as “embed lost”" in ended.stdout

    out = exported(closed_newsroom)
    assert out["coverage"]["state"] == "closed"
    assert out["coverage"]["dated"] == "2025-10-14T05:42:00Z"
    assert [post["dated"] for post in out["posts"]] == [
        "2025-10-13T17:30:00Z",
        "2025-10-13T18:02:00Z",
        "2025-10-13T19:15:00Z",
        "2025-10-13T21:40:00Z",
        "2025-10-13T22:05:00Z",
    ]
    assert out["posts"][-1]["copy"]["parts"] == [
        {"type": "Lost", "what": "embed", "caption": "", "credit": ""}
    ]
    kinds = [entry["leaf"]["kind"] for entry in out["entries"]]
    assert kinds == ["coverage.opened", *["post.published"] * 5, "key_points.set", "summary.set"]
    for entry in out["entries"]:
        assert sorted(entry["disclosures"]) == entry["leaf"]["digests"]


def test_importing_the_same_file_again_changes_nothing(closed_newsroom, tmp_path):
    assert bring(closed_newsroom, tmp_path, PAGE).returncode == 0
    before = exported(closed_newsroom)
    assert bring(closed_newsroom, tmp_path, PAGE).returncode == 0
    assert exported(closed_newsroom) == before

    other = bring(closed_newsroom, tmp_path, PAGE.replace("23.05", "23.06"))
    assert other.returncode == 1
    assert "taken" in other.stderr
    assert exported(closed_newsroom) == before


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Only some text.\n", "not a live page"),
        (PAGE.replace("23.05", "5 hours ago"), "is not a time of day"),
        (PAGE.replace("BST", "IST"), "--zone"),
        (b"\xff\xfe" + PAGE.encode("utf-16"), "UTF-8"),
        (
            PAGE + "".join(f"\n• Point {n}.\n\n" + f"Photo {n} Photo: AP\n" for n in range(90)),
            "parts",
        ),
        (PAGE.encode() * 2500, "5 MB"),
        (PAGE + "\n\n10.05\n\nText." * 2000, "the limit is 2000"),
    ],
    ids=["no page", "relative", "zone", "encoding", "too many parts", "too large", "too many"],
)
def test_an_unreadable_page_writes_nothing(coverage, tmp_path, capsys, text, why):
    page = tmp_path / "page.txt"
    page.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert main(["import", str(page), "--coverage", "old-page"]) == 1
    said = capsys.readouterr().err
    assert why in said
    assert "Nothing was written." in said
    assert Leaf.objects.count() == 1


def test_a_named_zone_settles_an_ambiguous_one(closed_newsroom, tmp_path):
    ended = bring(closed_newsroom, tmp_path, PAGE.replace("BST", "IST"), "--zone", "Asia/Kolkata")
    assert ended.returncode == 0, ended.stderr
    assert exported(closed_newsroom)["coverage"]["dated"] == "2025-10-14T01:12:00Z"


def test_an_invalid_zone_is_refused(closed_newsroom, tmp_path):
    ended = bring(closed_newsroom, tmp_path, PAGE, "--zone", "Mars/Olympus")
    assert ended.returncode == 1
    assert "is not a time zone" in ended.stderr


def test_an_unknown_coverage_cannot_be_exported(closed_newsroom):
    ended = closed_newsroom.run("export", "nowhere")
    assert ended.returncode == 1
    assert "there is no coverage" in ended.stderr


def test_an_erased_post_says_so_and_keeps_its_leaf(closed_newsroom, tmp_path):
    assert bring(closed_newsroom, tmp_path, PAGE).returncode == 0
    ended = closed_newsroom.run("erase", "old-page", "1", "--reason", "data_protection")
    assert ended.returncode == 0, ended.stderr
    out = exported(closed_newsroom)
    assert "Marit Voss" not in json.dumps(out)
    assert out["entries"][-1]["leaf"]["kind"] == "entry.erased"
    assert None in out["entries"][1]["disclosures"].values()
