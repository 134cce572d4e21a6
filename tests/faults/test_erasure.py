"""What was erased is nowhere: in no file of the data folder, and at no address."""

from __future__ import annotations

import base64
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ON_POSTGRES
from tests.newsroom import PATIENCE, Newsroom, get

NAME = "Zoltan Quxabcde"


def forms_of(text: str) -> list[bytes]:
    """A text as it could lie on a disk: plain, in small letters, and as disclosures encode it."""
    found = [text.encode(), text.lower().encode(), text.split()[1].lower().encode()]
    for pad in range(3):
        # Base64 has three readings of a text, by where it begins; the first and last characters
        # depend on what stands around it.
        encoded = base64.urlsafe_b64encode(b"x" * pad + text.encode())
        found.append(encoded[4:-4])
    return found


def files_with(folder: Path, *texts: bytes) -> list[str]:
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(text in path.read_bytes() for text in texts)
    ]


def is_stored(newsroom: Newsroom, *texts: bytes) -> bool:
    """Whether a file of the data folder, or any row of PostgreSQL, has one of the texts."""
    if not ON_POSTGRES:
        return bool(files_with(newsroom.folder, *texts))
    command = ["pg_dump", "--inserts", newsroom.environment["DATABASE_URL"]]
    rows = subprocess.run(command, capture_output=True, check=True).stdout
    return bool(files_with(newsroom.folder, *texts)) or any(text in rows for text in texts)


def test_an_erased_text_is_in_no_file_and_at_no_address(newsroom: Newsroom):
    desk = newsroom.desk()
    fields = desk.form("/desk/flood/", "part-0-text")
    fields |= {"part-0-text": f"The man is {NAME}.", "headline": "Found", "do": "publish"}
    assert desk.post("/desk/flood/", fields).status == 302
    desk.change(1, "The man is not named.", "correct", f"We had named {NAME}.")
    desk.publish("Another post, so that pages are rendered and cached again.")
    assert is_stored(newsroom, *forms_of(NAME))

    erased = newsroom.run("erase", "flood", "1", "--reason", "data_protection")
    assert erased.returncode == 0, erased.stderr
    newsroom.program("followers_settled", str(PATIENCE))
    assert not is_stored(newsroom, *forms_of(NAME))
    for path in (
        *("/", "/flood/", "/flood/page/1/", "/flood/post/1/", "/flood/post/1/history/"),
        *("/flood/corrections/", "/flood/find/?q=Quxabcde", "/flood/find/?q=man"),
        *("/flood/feed.atom", "/flood/feed.rss", "/flood/feed.json", "/flood/embed/"),
        *("/flood/post/1/embed/", "/flood/changes/?after=x"),
    ):
        page = get(newsroom.address, path).text
        # The words that were looked for stand in the form.
        assert "Zoltan" not in page, path
    assert "Zoltan" not in newsroom.run("export", "flood").stdout
    # The same form again is refused, and what it once sent is not shown, to nobody.
    for name in ("ben", "eve"):
        writer = newsroom.desk(name)
        same = {each: fields[each] for each in ("idempotency_key", "part-0-text", "do")}
        whole = writer.form("/desk/flood/", "part-0-text") | same
        again = writer.post("/desk/flood/", whole | {"headline": "Other"})
        assert again.status == 409
        assert again.text.count("Zoltan") == len(
            re.findall(r"<textarea[^>]*>[^<]*Zoltan", again.text)
        )


@pytest.mark.any_database
def test_an_erased_pictures_files_are_gone_and_a_shared_one_stays(filled: Newsroom):
    shown = filled.program("pictures_of_posts").split()
    number, sha256 = shown[0].split(":")
    file = filled.folder / "media" / sha256[:2] / f"{sha256}.jpg"
    assert file.exists()
    assert get(filled.address, f"/media/{sha256}.jpg").status == 200
    slug = "halvern-flood"
    erased = filled.run("erase", slug, number, "--reason", "copyright")
    assert erased.returncode == 0, erased.stderr
    filled.program("followers_settled", str(PATIENCE))
    assert not file.exists()
    for headers in ({}, {"If-None-Match": f'"{sha256}"'}):
        answer = get(filled.address, f"/media/{sha256}.jpg", headers)
        assert answer.status == 410
        assert "for a legal reason" in answer.text
    for other in shown[1:]:
        if not other.startswith(f"{number}:"):
            assert get(filled.address, f"/media/{other.split(':')[1]}.jpg").status == 200


@pytest.mark.any_database
def test_the_operator_learns_where_words_about_an_erased_post_still_stand(filled: Newsroom):
    page = get(filled.address, "/halvern-flood/").text
    numbers = {}
    for block in ("key-points", "summary"):
        inner = page.split(f'data-block="{block}"', 1)[1].split("data-block=", 1)[0]
        numbers[block] = set(re.findall(r"/post/(\d+)/", inner))
    assert numbers["summary"]
    assert numbers["key-points"]
    for number in numbers["summary"] | numbers["key-points"]:
        erased = filled.run("erase", "halvern-flood", number, "--reason", "data_protection")
        for block, linked in numbers.items():
            line = f"Lines of the {block.replace('-', ' ')} still link to this post."
            assert (line in erased.stdout) == (number in linked)


@pytest.mark.any_database
def test_a_post_that_does_not_exist_cannot_be_erased(newsroom: Newsroom):
    erased = newsroom.run("erase", "flood", "99", "--reason", "copyright")
    assert erased.returncode == 1
    assert "there is no post 99" in erased.stderr
