"""The interface in six languages: all strings, plurals and both writing directions."""

from __future__ import annotations

import gettext
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import polib
import pytest
from django.utils import translation
from django.utils.html import strip_tags

from dateline.accounts.people import add_person
from dateline.content.tree import Byline
from dateline.coverage.read import coverage_state
from dateline.desk.commands import posts
from dateline.page import render
from dateline.page.templatetags.dateline import bylines, full_moment
from dateline.page.words import words
from tests.people import act, copy, publish, seq_of

pytestmark = pytest.mark.any_database

SOURCE = Path(__file__).parents[2] / "src" / "dateline"
LANGUAGES = ("ar", "de", "es", "fr", "uk")
READERS = ("page", "syndication", "server")


def said_by_the_code() -> set[str]:
    """Every string that templates and modules for readers mark for translation."""
    found: set[str] = set()
    for package in READERS:
        for path in (SOURCE / package).rglob("*"):
            if path.suffix == ".html":
                text = path.read_text()
                found |= set(re.findall(r'{% translate "([^"]+)"', text))
                found |= set(re.findall(r'_\("([^"]+)"\)', text))
                for block in re.findall(
                    r"{% blocktranslate[^%]*%}(.*?){% (?:plural|endblocktranslate)", text
                ):
                    found.add(re.sub(r"{{ (\w+) }}", r"%(\1)s", block))
            elif path.suffix == ".py":
                text = path.read_text()
                found |= set(re.findall(r'\b_\(\s*["\'](.+?)["\']\s*\)', text))
                found |= set(re.findall(r'ngettext\("([^"]+)"', text))
    return found


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated_and_none_is_left_over(language):
    entries = {entry.msgid: entry for entry in catalogue(language)}
    assert set(entries) == said_by_the_code()
    for entry in entries.values():
        forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        assert all(forms), entry.msgid
        assert not entry.fuzzy
        wanted = set(re.findall(r"{\w*}|%\(\w+\)s", entry.msgid))
        if not entry.msgid_plural:
            assert set(re.findall(r"{\w*}|%\(\w+\)s", forms[0])) == wanted, entry.msgid
        else:
            assert set(re.findall(r"{\w*}|%\(\w+\)s", forms[-1])) == wanted, entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shipped_compiled_is_what_was_translated(language):
    compiled = (SOURCE / "locale" / language / "LC_MESSAGES" / "django.mo").open("rb")
    with compiled:
        shipped = gettext.GNUTranslations(compiled)
    for entry in catalogue(language):
        if not entry.msgid_plural:
            assert shipped.gettext(entry.msgid) == entry.msgstr


PLURALS = [
    ("en", 0, "0 new posts"),
    ("en", 1, "1 new post"),
    ("fr", 0, "0 nouvelle publication"),
    ("fr", 2, "2 nouvelles publications"),
    ("de", 1, "1 neuer Beitrag"),
    ("es", 5, "5 entradas nuevas"),
    ("uk", 1, "1 новий допис"),
    ("uk", 3, "3 нові дописи"),
    ("uk", 5, "5 нових дописів"),
    ("uk", 11, "11 нових дописів"),
    ("uk", 21, "21 новий допис"),
    ("uk", 22, "22 нові дописи"),
    ("ar", 1, "منشور جديد واحد"),
    ("ar", 2, "منشوران جديدان"),
    ("ar", 5, "5 منشورات جديدة"),
    ("ar", 11, "11 منشورًا جديدًا"),
    ("ar", 102, "102 منشور جديد"),
]


@pytest.mark.parametrize(("language", "number", "phrase"), PLURALS)
def test_plurals_of_the_server(language, number, phrase):
    with translation.override(language):
        form = translation.ngettext("{n} new post", "{n} new posts", number)
    assert form.replace("{n}", str(number)) == phrase


@pytest.mark.browser
def test_plurals_of_the_script_are_those_of_the_server(chromium):
    page = chromium.new_page()
    for language, number, phrase in PLURALS:
        with translation.override(language):
            forms = words()["new"]
        category = page.evaluate(
            "([language, n]) => new Intl.PluralRules(language).select(n)", [language, number]
        )
        assert forms[category].replace("{n}", str(number)) == phrase
    page.close()


DATES = {
    "en": ("Friday 2 October 2015", "04:04 BST, 2 October 2015", "Ada, editor, Bo and Cy"),
    "de": ("Freitag, 2. Oktober 2015", "04:04 UTC+1, 2. Oktober 2015", "Ada, editor, Bo und Cy"),
    "es": (
        "viernes 2 de octubre de 2015",
        "04:04 UTC+1, 2 de octubre de 2015",
        "Ada, editor, Bo y Cy",
    ),
    "fr": ("vendredi 2 octobre 2015", "04:04 UTC+1, 2 octobre 2015", "Ada, editor, Bo et Cy"),
    "uk": ("П'ятниця, 2 жовтня 2015", "04:04 UTC+1, 2 жовтня 2015", "Ada, editor, Bo та Cy"),
    "ar": (
        "الجمعة، 2 أكتوبر 2015",
        "04:04 \u2068UTC+1\u2069، 2 أكتوبر 2015",
        "Ada، editor، Bo وCy",
    ),
}


@pytest.mark.parametrize("language", DATES)
def test_days_and_bylines_are_written_as_the_language_writes_them(language, open_coverage_named):
    at = datetime(2015, 10, 2, 3, 4, tzinfo=UTC)
    now = coverage_state(open_coverage_named("fire", language=language))
    names = (Byline("Ada", "editor", ""), Byline("Bo", "", ""), Byline("Cy", "", ""))
    day, moment, people = DATES[language]
    assert render.day_label(at, now) == day
    with translation.override(language):
        assert strip_tags(full_moment(at, ZoneInfo("Europe/London"))) == moment
        assert strip_tags(bylines(names)) == people


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Asia/Damascus", "06:04 EEST"),
        ("Asia/Riyadh", "06:04 UTC+3"),
        ("Asia/Kathmandu", "08:49 UTC+5:45"),
        ("America/Sao_Paulo", "00:04 UTC-3"),
    ],
)
def test_a_zone_without_a_name_shows_its_offset(zone, shown):
    at = datetime(2015, 10, 2, 3, 4, tzinfo=UTC)
    assert strip_tags(full_moment(at, ZoneInfo(zone))) == f"{shown}, 2 October 2015"


@pytest.mark.parametrize(
    ("language", "zone", "month", "shown"),
    [
        ("de", "Europe/Berlin", 1, "MEZ"),
        ("de", "Europe/Berlin", 7, "MESZ"),
        ("de", "America/New_York", 1, "UTC-5"),
        ("fr", "Europe/Paris", 7, "UTC+2"),
        ("fr", "UTC", 7, "UTC"),
        ("uk", "Europe/Kyiv", 7, "UTC+3"),
        ("en", "Europe/Berlin", 1, "CET"),
    ],
)
def test_a_zone_is_named_as_the_language_names_it(language, zone, month, shown):
    with translation.override(language):
        moment = strip_tags(full_moment(datetime(2026, month, 2, tzinfo=UTC), ZoneInfo(zone)))
    assert re.search(r"\d\d:\d\d (\S+), ", moment)[1] == shown


def test_pages_of_no_coverage_are_in_the_newsrooms_language(client, settings, db):
    settings.DATELINE_LANGUAGE = "ar"
    for path, phrase in (("/", "لا توجد تغطية"), ("/nothing/", "لا توجد صفحة على هذا العنوان.")):
        page = client.get(path).content.decode()
        assert '<html lang="ar" dir="rtl"' in page
        assert phrase in page
    client.force_login(add_person("ada", "a long enough password", "editor").user)
    assert '<html lang="en"' in client.get("/desk/no-such/").content.decode()


def test_a_coverage_may_be_in_a_language_that_the_interface_does_not_have(
    client, open_coverage_named
):
    found = open_coverage_named("shitafon", language="he", headline="השיטפון הגיע למרכז העיר")
    publish(found, "מפלס הנהר 4.2 m ליד הגשר.")
    page = client.get("/shitafon/").content.decode()
    assert '<html lang="he" dir="rtl"' in page
    assert '<p dir="auto">מפלס הנהר 4.2 m ליד הגשר.</p>' in page


def test_an_unknown_language_stops_the_start():
    environment = os.environ | {"DATELINE_LANGUAGE": "tlh"}
    started = subprocess.run(
        [sys.executable, "-m", "dateline.config.settings"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 1
    assert "must be one of ar, de, en, es, fr, uk." in started.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_in_its_coverages_language_throughout(client, open_coverage_named, language):
    found = open_coverage_named("fire", language=language, headline="1", standfirst="2")
    publish(found, "3")
    publish(found, "4")
    seen = seq_of(found, "post-1")
    posts.correct(**act(), coverage=found, number=1, expected_seq=seen, copy=copy("5"), note="6")
    posts.withdraw(
        **act(), coverage=found, number=2, expected_seq=seq_of(found, "post-2"), reason="7"
    )
    english = {entry.msgid for entry in catalogue(language) if len(entry.msgid) > 4}
    same = {
        e.msgid for e in catalogue(language) if e.msgid in (e.msgstr, *e.msgstr_plural.values())
    }
    for path in ("", "corrections/", "post/1/history/", "find/"):
        page = client.get(f"/fire/{path}").content.decode()
        assert f'<html lang="{language}"' in page
        assert ('dir="rtl"' in page) == (language == "ar")
        seen_text = re.sub(r"<script.*?</script>|<[^>]+>", "\n", page, flags=re.DOTALL)
        lines = {line.strip() for line in seen_text.splitlines()}
        assert not lines & (english - same), path
