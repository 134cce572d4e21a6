"""The interface in six languages: every string translated, plurals right, either direction."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import polib
import pytest
from django.utils import translation

from dateline.desk.commands import posts
from dateline.page.words import words
from tests.people import act, copy, publish, was

SOURCE = Path(__file__).parents[2] / "src" / "dateline"
LANGUAGES = ("ar", "de", "es", "fr", "uk")
READERS = ("page", "syndication")


def said_by_the_code() -> set[str]:
    """Every string that readers' templates and modules ask to be translated."""
    found: set[str] = set()
    for room in READERS:
        for path in (SOURCE / room).rglob("*"):
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
    ("fr", 0, "0 nouveau message"),
    ("fr", 2, "2 nouveaux messages"),
    ("de", 1, "1 neuer Beitrag"),
    ("es", 5, "5 entradas nuevas"),
    ("uk", 1, "1 новий допис"),
    ("uk", 3, "3 нові дописи"),
    ("uk", 5, "5 нових дописів"),
    ("uk", 11, "11 нових дописів"),
    ("uk", 21, "21 новий допис"),
    ("uk", 22, "22 нові дописи"),
    ("ar", 1, "تدوينة جديدة واحدة"),
    ("ar", 2, "تدوينتان جديدتان"),
    ("ar", 5, "5 تدوينات جديدة"),
    ("ar", 11, "11 تدوينة جديدة"),
    ("ar", 102, "102 تدوينة جديدة"),
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_speaks_its_coverages_language_throughout(client, open_coverage_named, language):
    found = open_coverage_named("fire", language=language, headline="1", standfirst="2")
    publish(found, "3")
    publish(found, "4")
    seen = was(found, "post-1")
    posts.correct(**act(), coverage=found, number=1, was=seen, copy=copy("5"), note="6")
    posts.withdraw(**act(), coverage=found, number=2, was=was(found, "post-2"), reason="7")
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
