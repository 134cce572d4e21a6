"""Marked strings in everything that is private, looked for in everything that is public.

The private tables and the public routes are taken from the code: a text field without a mark and a
route that nobody requests fail this test.
"""

from __future__ import annotations

import json
import re
import socket
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from dateline.config.urls import stream_routes
from dateline.routing import Audience
from dateline.server.static import HashedFiles
from tests.newsroom import Newsroom, Reader, get, request
from tests.programs import everything
from tests.programs.plant import MARK, PREPARED, PROOF

# The apps whose tables readers' pages are made of. All other tables are private.
PUBLIC_APPS: Final = {"journal", "coverage", "claims", "media", "page"}
# Tables beside the entries: who sent which command, addresses of prepared coverages, and pictures
# that may be in drafts alone.
PRIVATE_BESIDE: Final = {"journal.CompletedCommand", "journal.Coverage", "media.Picture"}
# Django's own tables, in which Dateline stores nothing.
UNUSED: Final = {"auth.Permission", "auth.Group", "contenttypes.ContentType"}
# Private fields without a mark. Each holds a word of the code, or nothing that somebody typed.
WORDS: Final = {
    "drafts.Draft.state",
    "drafts.DraftVersion.state",
    "newsroom.DeskChange.panel",
    "newsroom.ProposedAssessment.claim",
    "newsroom.ProposedAssessment.role",
    "newsroom.WaitingPosition.why",
    "accounts.Member.role",
    "accounts.CoverageRole.role",
    "accounts.CoverageRules.two_people",
    "journal.CompletedCommand.action",
    "journal.Coverage.uid",
    "media.Picture.key",
    "media.Picture.renditions",
    "sessions.Session.session_data",
}
# Private fields whose values are secrets by themselves.
SECRETS: Final = {
    "auth.User.password",
    "sessions.Session.session_key",
    "drafts.Draft.uid",
    "drafts.Draft.idempotency_key",
    "newsroom.Note.about",
    "newsroom.Presence.about",
    "journal.CompletedCommand.idempotency_key",
    "journal.CompletedCommand.digest",
}


def private_models() -> list[type[models.Model]]:
    return [
        each
        for each in apps.get_models()
        if (each._meta.app_label not in PUBLIC_APPS or each._meta.label in PRIVATE_BESIDE)
        and each._meta.label not in UNUSED
    ]


def public_models() -> list[type[models.Model]]:
    private = {each._meta.label for each in private_models()} | UNUSED
    return [each for each in apps.get_models() if each._meta.label not in private]


def text_fields() -> list[str]:
    """The private fields that hold text."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        f"{model._meta.label}.{field.name}"
        for model in private_models()
        for field in model._meta.concrete_fields
        if isinstance(field, kinds)
    ]


DUMP = """
import json
from django.apps import apps
rows = {}
for model in apps.get_models():
    names = [field.attname for field in model._meta.concrete_fields]
    for values in model.objects.values_list(*names):
        for name, value in zip(names, values):
            if isinstance(value, memoryview | bytes):
                value = bytes(value).decode(errors="replace")
            if isinstance(value, str | dict | list):
                field = f"{model._meta.label}.{name.removesuffix('_id')}"
                rows.setdefault(field, []).append(value)
print(json.dumps(rows))
"""


@pytest.fixture(scope="module")
def planted(founded, tmp_path_factory) -> Iterator[Planted]:
    from tests.conftest import _copied

    with _copied(founded, tmp_path_factory.mktemp("canary")) as newsroom:
        found = Planted(newsroom)
        yield found
        found.stop()


class Planted:
    """A newsroom with marks, and what readers get of it."""

    def __init__(self, newsroom: Newsroom) -> None:
        newsroom.program("everything", "en")
        newsroom.slug = "orrin"
        self.newsroom = newsroom
        self.log = newsroom.folder / "log"
        self.output = newsroom.output = self.log.open("w")
        newsroom.start()
        newsroom.desk().front("state", state="live")
        self.before = newsroom.cursor()
        open_all_along = newsroom.reader(after=self.before)
        printed = json.loads(newsroom.program("plant").splitlines()[-1])
        last, self.hidden = int(printed["seq"]), list(printed["hidden"])
        refuse_forms(newsroom)
        self.rows: dict[str, list[Any]] = json.loads(newsroom.python(DUMP))
        newsroom.until_shown(f"{PROOF} at last.")
        self.public: dict[str, str] = {}
        for name, reader in {
            "stream, open all along": open_all_along,
            "stream, resumed": newsroom.reader(after=self.before),
        }.items():
            self.public[name] = events_until(reader, last)
        for path in addresses(newsroom):
            answer = get(newsroom.address, path)
            self.public[path] = f"{answer.status} {answer.headers} {answer.text}"
        self.public |= error_pages(newsroom)
        for slug in ("orrin", "east", "orrin-after"):
            self.public[f"export {slug}"] = newsroom.run("export", slug).stdout
        for path in newsroom.folder.glob("media/**/*"):
            if path.is_file():
                # A name of a file is the digest of its bytes.
                self.public[f"file {path.name}"] = path.read_bytes().decode("latin-1")
        for field, values in self.rows.items():
            if field.rpartition(".")[0] in {each._meta.label for each in public_models()}:
                self.public[f"table {field}"] = "\n".join(map(readable, values))

    def stop(self) -> None:
        if self.newsroom.process is not None and self.newsroom.process.poll() is None:
            self.newsroom.stop()
        self.output.close()

    @property
    def needles(self) -> set[str]:
        """What must be nowhere."""
        secrets = {str(value) for field in SECRETS for value in self.rows[field]}
        return {MARK, *self.hidden} | {each for each in secrets if len(each) > 12}


def readable(value: Any) -> str:
    """A stored value as text. Disclosures are stored in base64."""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    try:
        return value + b64decode(value + "==", altchars="-_", validate=True).decode()
    except ValueError:
        return value


def events_until(reader: Reader, seq: int) -> str:
    """The text of a stream until the entry with this seq."""
    lines = []
    while f'"seq":{seq}' not in "".join(lines[-3:]):
        line = reader.response.readline().decode()
        assert line, lines[-10:]
        lines.append(line)
    return "".join(lines)


def refuse_forms(newsroom: Newsroom) -> None:
    """Forms of the desk that are refused, of which a log could tell too much."""
    ben = newsroom.desk()
    fields = {"headline": f"{MARK} refused", "part-0-text": f"{MARK} refused", "do": "publish"}
    assert ben.post("/desk/orrin/", fields).status == 403  # without a token
    assert ben.send("/desk/orrin/", fields | {"part-0-text": ""}, where="part-0-text").status >= 302
    ben.cookies["sessionid"] = f"{MARK}-session"
    assert ben.post("/desk/orrin/notes/", {"text": f"{MARK} note"}).status in (401, 403)


def addresses(newsroom: Newsroom) -> list[str]:
    """Every public page, those of a prepared coverage too, which must not be there."""
    front = "/orrin/"
    epoch = newsroom.cursor().split("-")[0]
    page = get(newsroom.address, front).text
    pages = [path for paths in everything.PAGES.values() for path in paths]
    picture = re.search(r"/media/[0-9a-f]+\.jpg", get(newsroom.address, "/orrin/print/").text)
    assert picture
    pages += [
        picture[0],
        *(f"/orrin/feed.{form}" for form in ("atom", "rss", "json")),
        *(f"/feed.{form}" for form in ("atom", "rss", "json")),
        f"/orrin/changes/?after={epoch}-1",
        f"/orrin/missed/?after={epoch}-1",
        f"/orrin/find/?q={PROOF}",
        "/orrin/find/?q=headline",
        "/orrin/find/?q=byline+text+note",
        *(f"/orrin/post/{number}/" for number in re.findall(r'id="post-(\d+)"', page)),
        *(f"/orrin/post/{number}/history/" for number in re.findall(r'id="post-(\d+)"', page)),
        "/embed.js",
        "/openapi.json",
        f"/oembed/?url={newsroom.address}/orrin/",
        "/healthz",
        HashedFiles().url("page/live.js"),
        "/desk/sign-in/",
    ]
    prepared = [each.replace("/orrin/", f"/{PREPARED}/") for each in pages if "/orrin/" in each]
    return [*pages, *prepared]


def error_pages(newsroom: Newsroom) -> dict[str, str]:
    """What is answered to requests that cannot be answered, by status or by what they are."""
    address, long = newsroom.address, b"x" * 40_000
    answers = {
        "no page": get(address, everything.NO_PAGE),
        "no stream": get(address, f"/live/{PREPARED}"),
        "no desk": get(address, f"/desk/{PREPARED}/"),
        "no desk stream": get(address, f"/desk/live/{PREPARED}"),
        "no coverage": get(address, "/nothing/"),
        "bad query": get(address, "/orrin/find/?q=%ff%00"),
        "method": request(address, "DELETE", "/orrin/", {}),
        "token": request(address, "POST", "/desk/sign-in/", {}, b"username=x"),
        "too large": request(address, "POST", "/desk/sign-in/", {}, long),
    }
    found = {f"error: {name}": f"{each.headers} {each.text}" for name, each in answers.items()}
    for name in ("no page", "no stream", "no coverage"):
        assert answers[name].status == 404, name
    assert answers["no desk stream"].status == 401
    with socket.create_connection(("127.0.0.1", newsroom.port), timeout=30) as connection:
        connection.sendall(b"nonsense\r\n\r\n")
        found["error: no request"] = connection.recv(1 << 16).decode("latin-1")
    return found


def test_every_private_text_field_has_a_mark(planted: Planted):
    marked = {
        field for field, values in planted.rows.items() if MARK in json.dumps(values, default=str)
    }
    unplanted = [each for each in text_fields() if each not in marked | WORDS | SECRETS]
    # A new private field: plant a mark in it in `tests/programs/plant.py`.
    assert unplanted == []
    # Nor is a field excused that is not there, or that has a mark.
    assert set(text_fields()) >= WORDS | SECRETS
    assert not WORDS & marked


def test_every_public_route_is_requested(planted: Planted):
    def public(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
        for each in resolver.url_patterns:
            pattern = prefix + str(each.pattern)
            if isinstance(each, URLPattern):
                policy = each.callback.route_policy  # type: ignore[attr-defined]
                if policy.audience is Audience.ANYONE:
                    yield pattern
            else:
                yield from public(each, pattern)

    asked = {
        resolve(path.partition("?")[0]).route
        for path in planted.public
        if path.startswith("/") and PREPARED not in path
    }
    assert set(public(get_resolver())) - asked == set()
    assert [each.prefix for each in stream_routes if each.audience is Audience.ANYONE] == ["/live/"]


def test_nothing_private_is_in_any_public_byte(planted: Planted):
    found = {
        (place, needle)
        for place, text in planted.public.items()
        for needle in planted.needles
        # What a request asked for is in the answer that there is no such page.
        if needle in text.replace(PREPARED, "")
    }
    assert found == set()


def test_a_prepared_coverage_is_nowhere(planted: Planted):
    for place, text in planted.public.items():
        if f"/{PREPARED}/" in place:
            assert text.startswith("404 "), place
        elif not place.startswith("error"):
            assert PREPARED not in text, place


def test_a_picture_of_a_draft_is_no_page(planted: Planted):
    assert len(planted.hidden) > 1
    for digest in planted.hidden:
        for suffix in ("jpg", "avif"):
            path = f"/media/{digest}.{suffix}"
            assert get(planted.newsroom.address, path).status == 404, path


def test_the_log_has_nothing_private(planted: Planted):
    planted.stop()
    lines = planted.log.read_text().splitlines()
    # It does log the forms that were refused.
    assert any("Forbidden" in each for each in lines)
    # An address that somebody asked for is logged if it is not there. It tells them nothing.
    told = [each for each in lines if "Not Found: /" not in each]
    found = [(each, line) for line in told for each in planted.needles if each in line]
    assert found == []


def test_the_search_finds_what_is_public(planted: Planted):
    """Otherwise the test above could pass because it looks nowhere."""
    kinds = {
        "stream": "stream, open all along",
        "resumed stream": "stream, resumed",
        "page": "/orrin/",
        "feed": "/orrin/feed.atom",
        "json": "/orrin/feed.json",
        "embed": "/orrin/embed/",
        "find": f"/orrin/find/?q={PROOF}",
        "export": "export orrin",
        "journal": "table journal.Disclosure.text",
        "blocks": "table page.BlockRow.html",
    }
    for kind, place in kinds.items():
        assert PROOF in planted.public[place], kind
    assert any(place.startswith("file ") for place in planted.public)
    assert Path(planted.log).exists()
