"""A theme brings a publication's name, links, mark and look, and a wrong one is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dateline.content.tree import Byline, Copy
from dateline.desk.commands import posts
from dateline.journal.models import Coverage
from dateline.page import contrast, theme
from dateline.page.models import BlockRow
from tests.newsroom import Newsroom
from tests.people import act

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).parents[2]
THEMES = ROOT / "themes"
GUIDE = (ROOT / "docs" / "themes.md").read_text()
PAGE_CSS = (ROOT / "src/dateline/page/static/page/page.css").read_text()
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><path d="M0 0h60"/></svg>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The theme that the guide makes, with its three files."""
    made = tmp_path / "theme"
    (made / "static").mkdir(parents=True)
    for name, text in re.findall(r"^`([\w.]+)`:\n\n```\w+\n(.*?)```", GUIDE, re.DOTALL | re.M):
        (made / name).write_text(text)
    (made / "static" / "logo.svg").write_text(LOGO)
    return made


def test_the_theme_of_the_guide_works_as_it_stands(client, coverage, settings, folder):
    found = in_use(settings, folder)
    assert theme.contrast_faults(found) == []
    for address in ("/", "/flood/", "/flood/corrections/", "/flood/find/", "/nowhere/"):
        page = client.get(address).content.decode()
        assert re.search(r"<title>[^<]+ · The Varn Gazette</title>", page), address
        assert re.search(r'<a class="mark" href="/"[^>]*><img [^>]*alt="The Varn Gazette"', page)
        assert '<a href="https://live.example.org/imprint/">Imprint</a>' in page
        assert "Ownership" not in page
        assert '<a href="https://live.example.org/">The Varn Gazette</a>' in page
        styles = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page)
        assert [re.sub(r"\.\w{12}\.", ".", each) for each in styles] == [
            "/static/page/page.css",
            "/static/theme.css",
        ]
    # In another page a frame says where its words are from, and has nothing else of the theme.
    embed = client.get("/flood/embed/").content.decode()
    assert "/static/theme." in embed
    assert "The Varn Gazette</span>" in embed
    assert 'class="mark"' not in embed
    assert "<footer" not in embed


@pytest.mark.parametrize("name", ["publication.toml", "theme.css", "static/logo.svg", "page"])
def test_who_has_a_page_gets_it_again_after_the_theme_has_changed(
    client, coverage, settings, folder, name
):
    in_use(settings, folder)
    before = etags(client)
    in_use(settings, folder)
    assert etags(client) == before
    changed = folder / name if name != "page" else folder / "templates/page/footer.html"
    changed.parent.mkdir(parents=True, exist_ok=True)
    changed.write_text((changed.read_text() if changed.exists() else "") + "\n")
    in_use(settings, folder)
    assert not before & etags(client)


@pytest.mark.parametrize(
    ("name", "value"), [("DATELINE_LANGUAGE", "de"), ("DATELINE_URL", "https://live.example.org")]
)
def test_who_has_a_page_gets_it_again_after_a_setting_has_changed(
    client, coverage, settings, name, value
):
    before = etags(client)
    setattr(settings, name, value)
    assert not before & etags(client)


def in_use(settings, folder: Path) -> theme.Theme:
    """Sets a theme as a start with it does."""
    found = settings.DATELINE_THEME = theme.load(folder)
    settings.STATICFILES_DIRS = found.folders("static")
    return found


def etags(client) -> set[str]:
    """The ETags of the pages and feeds that show the publication."""
    name = Byline("Ada Lind")
    if not BlockRow.objects.filter(name="post-1").exists():
        posts.publish(**act(), coverage=Coverage.objects.get(), copy=Copy("One", (name,), ()))
    addresses = ("/", "/flood/", "/flood/embed/", "/by/Ada_Lind/", "/feed.atom", "/flood/feed.atom")
    return {client.get(each)["ETag"] for each in addresses}


def test_without_a_theme_there_is_one_style_sheet_and_no_link(client, coverage):
    page = client.get("/flood/").content.decode()
    assert page.count('rel="stylesheet"') == 1
    assert '<a class="mark" href="/" translate="no">Dateline</a>' in page
    assert "Imprint" not in page


def test_the_properties_of_the_guide_are_those_of_our_style_sheet():
    table = re.findall(r"^\| (`--[^|]+) \|", GUIDE, re.MULTILINE)
    named = {name for line in table for name in re.findall(r"--[\w-]+", line)}
    assert {"--paper", "--accent", "--masthead", "--serif"} <= named
    assert named <= contrast.properties([PAGE_CSS], "light").keys()


def test_the_keys_of_the_guide_are_those_that_are_read():
    assert set(re.findall(r"`(\w+)`[,| ]", GUIDE.split("[links]` |")[1].split("\n")[0])) == set(
        theme.LINKS
    )


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("publication.toml", "name = ", "is no TOML"),
        ("publication.toml", 'url = "https://a.example/"', "has no name"),
        ("publication.toml", 'name = "A"\nnmae = "A"', "unknown key 'nmae'"),
        ("publication.toml", 'name = "A"\n[links]\nblog = "/"', "unknown key 'blog'"),
        ("publication.toml", "name = 4", "name must be a text"),
        ("publication.toml", 'name = "A"\nlinks = 4', "links must be a table"),
        ("publication.toml", 'name = "A"\nurl = "a.example"', "must be an address"),
        ("publication.toml", 'name = "A"\nurl = "javascript:alert(1)"', "must be an address"),
        ("publication.toml", 'name = "A"\npreload = ["a.woff2"]', "'static/a.woff2' is not a file"),
        ("publication.toml", 'name = "A"\npreload = ["logo.svg"]', "only .woff2"),
        ("publication.toml", 'name = "A"\npreload = "a"', "preload must be a list"),
        ("theme.css", "@import 'other.css';", "@import"),
        ("theme.css", "p { background: url(static/a.png) }", "'static/a.png' is not a file"),
        ("theme.css", "p { background: url(static/../theme.css) }", "is not a file"),
        ("theme.css", "p { background: url('//a.example/a.png') }", "only files in static/"),
        ("theme.css", "@IMPORT 'other.css';", "@import"),
        ("theme.css", "p { background: URL(https://a.example/a.png) }", "only files in static/"),
        ("theme.css", 'p { background: image-set("https://a.example/a.png" 1x) }', "only files"),
        ("theme.css", "p { background: image-set('//a.example/a.png' 1x) }", "only files"),
        ("theme.css", "/* // */ p { background: image-set('//a.example/a.png' 1x) }", "only files"),
        ("theme.css", "p { background: u\\72l(//a.example/a.png) }", "backslash"),
        ("theme.css", "p { background: url(data:image/png;base64,A) }", "only files in static/"),
        ("static/logo.svg", "<svg></svg>", "has no viewBox"),
        ("templates/page/base.htm.html", "", "replaces no template"),
        ("templates/page/blocks/post.html", "", "its HTML is stored"),
    ],
)
def test_a_wrong_theme_is_refused_in_a_sentence_that_names_the_file(folder, file, text, said):
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(text)
    with pytest.raises(theme.BadTheme, match=re.escape(said)) as refused:
        theme.load(folder)
    assert str(folder) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_comment_may_name_an_address(folder):
    (folder / "theme.css").write_text(
        "/* The colours of https://a.example/ \\o/ */ p { margin: 0 }"
    )
    assert theme.load(folder).css


@pytest.mark.parametrize("name", ["publication.toml", "theme.css"])
def test_a_theme_without_a_required_file_is_refused(folder, name):
    (folder / name).unlink()
    with pytest.raises(theme.BadTheme, match=f"{name} cannot be read"):
        theme.load(folder)


def test_the_server_refuses_a_wrong_theme_and_says_which_colours_are_too_weak(
    closed_newsroom: Newsroom, folder: Path
):
    closed_newsroom.environment["DATELINE_THEME"] = str(folder / "nowhere")
    ended = closed_newsroom.run("serve")
    assert ended.returncode == 1
    assert ended.stderr == (
        f"dateline: DATELINE_THEME cannot be used: there is no folder {folder}/nowhere.\n"
    )
    closed_newsroom.environment["DATELINE_THEME"] = str(folder)
    (folder / "theme.css").write_text(":root { --ink: #aaa }")
    ended = closed_newsroom.run("check")
    assert ended.returncode == 0
    assert "--ink (#aaa) on --paper" in ended.stderr
    page = folder / "templates" / "page"
    page.mkdir(parents=True)
    (page / "footer.html").write_text("{% translate %}")
    ended = closed_newsroom.run("serve")
    assert ended.returncode == 1
    assert "the theme’s template page/footer.html has an error" in ended.stderr
