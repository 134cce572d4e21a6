"""The HTML of every kind of page is valid, in every language."""

from __future__ import annotations

import pytest

from dateline.accounts.people import add_person
from dateline.claims import read as claims_read
from dateline.page import read
from dateline.page.urls import urlpatterns
from tests.programs import everything
from tests.programs.everything import NAMED, NO_PAGE, PAGES, RETRACTED, WITHDRAWN

from .test_languages import LANGUAGES
from .validity import faults

FRONT = ("title", "state", "summary", "key-points", "pin")


def test_the_pages_of_every_route_are_checked():
    assert {each.name for each in urlpatterns} == set(PAGES)


@pytest.mark.any_database
@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_every_kind_of_page_is_valid(client, db, settings, language):
    settings.DATELINE_LANGUAGE = language
    settings.DATELINE_PUBLICATION = "The Orrin Courier"
    everything.fill(language)
    found = {}
    for path in [NO_PAGE, *(path for paths in PAGES.values() for path in paths)]:
        answer = client.get(path)
        if answer["Content-Type"].startswith("text/html") and "/missed/" not in path:
            assert f'<html lang="{language}"' in answer.content.decode(), path
            found[path] = faults(answer.content.decode())
    assert {path: each for path, each in found.items() if each} == {}
    assert len(found) > 15


@pytest.mark.any_database
def test_every_kind_of_page_of_the_desk_is_valid(client, db):
    found = everything.fill("en")
    pages = ["/desk/sign-in/", "/desk/", "/desk/new/", "/desk/orrin/", "/desk/orrin-after/"]
    pages += [f"/desk/orrin/post/{number}/" for number in (RETRACTED, WITHDRAWN, NAMED)]
    pages += [f"/desk/{found.slug}/front/{each}/" for each in FRONT]
    pages += [f"/desk/orrin/claims/{each}" for each in ("", "new/?post=1", "waiting/")]
    pages += [f"/desk/orrin/claims/{each.id}/" for each in claims_read.all_claims(found)]
    pages += [f"/desk/orrin/sources/{each.id}/" for each in claims_read.sources(found)]
    client.force_login(add_person("dan", "a long enough password", "lead").user)
    wrong = {}
    for path in pages:
        answer = client.get(path)
        assert answer.status_code in (200, 302), path
        wrong[path] = faults(answer.content.decode()) if answer.status_code == 200 else []
    assert {path: set(each) for path, each in wrong.items() if each} == {}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_list_of_what_was_missed_is_valid_in_a_page(client, db, language):
    found = everything.fill(language)
    answer = client.get(f"/orrin/missed/?after={read.head(found).cursor.epoch}-1")
    fragment = answer.content.decode()
    assert fragment.count("<li>") > 20
    assert faults(f"{HEAD}<section>{fragment}</section></main></body></html>") == []


HEAD = '<!doctype html><html lang="en"><head><title>A</title></head><body><main><h1>A</h1>'


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p><div>a</div></p>", "browsers read ['h1', 'p', 'div', 'p'] in <main>"),
        ("<p>a", "</main> ends <p> in line 1"),
        ('<a href="/a">a <a href="/b">b</a></a>', "browsers read ['h1', 'a', 'a'] in <main>"),
        ("<ul><p>a</p></ul>", "<p> in <ul>"),
        ("<p><b><ul></ul></b></p>", "browsers read ['h1', 'p', 'ul', 'p'] in <main>"),
        ('<a href="/a"><button>a</button></a>', "<button> in an <a> or <button>"),
        ('<img src="/a.jpg" width="1" height="1">', "<img> has no alt"),
        ('<p align="left">a</p>', "<p align> is unknown"),
        ('<p id="a">a</p><p id="a">b</p>', "the id a is there twice"),
        ('<p aria-labelledby="b">a</p>', "there is no id b"),
        ('<a href="#b">a</a>', "there is no id b"),
        ('<p class="a" class="b">a</p>', "<p> has an attribute twice"),
        ("<h3>a</h3>", "h3 follows h1"),
        ("<h1>b</h1>", "there are 2 <h1>"),
        ("<blink>a</blink>", "<blink> in <main>"),
        ("<p>a & b</p>", "an ampersand is not escaped: & b</p></m"),
        ("<p/>", "<p/> is not HTML"),
    ],
)
def test_the_validator_finds_what_is_not_valid(html, fault):
    assert faults(f"{HEAD}<p>b</p></main></body></html>") == []
    assert fault in faults(f"{HEAD}{html}</main></body></html>")
