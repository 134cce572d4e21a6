"""A coverage begins private, only the newsroom sees it, and it is opened or discarded by hand."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver

from dateline.accounts.models import CoverageRole, Member
from dateline.desk.commands import coverages, front_matter, posts
from dateline.desk.commands.coverages import Opening
from dateline.desk.commands.imports import ImportedCoverage, import_coverage
from dateline.desk.errors import CommandRefused, NotAllowed, NotPublic
from dateline.drafts.models import Draft
from dateline.journal import integrity, rebuild
from dateline.journal.models import Coverage, Leaf
from dateline.newsroom.models import Note, PreparedCoverage
from tests.newsroom import Newsroom, fields_of
from tests.page.validity import faults
from tests.people import EVE, act, copy

from .conftest import signed_in

FIELDS = {
    "idempotency_key": "k1",
    "expected_seq": "0",
    "slug": "fire",
    "headline": "Smoke over Varn",
    "standfirst": "The hills burn.",
    "zone": "Asia/Beirut",
    "language": "ar",
    "byline-0-name": "Ada Lind",
}
PUBLIC = (
    *("", "page/1/", "post/1/", "post/1/history/", "history/headline/", "embed/"),
    *("post/1/embed/", "changes/?after=x", "missed/?after=x", "find/?q=a", "print/"),
    *("corrections/", "feed.atom", "feed.rss", "feed.json"),
)


@pytest.fixture
def prepared(desk) -> Coverage:
    answer = desk.post("/desk/new/", FIELDS)
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == "/desk/fire/"
    return Coverage.objects.get(slug="fire")


def opening_form(**changed: str) -> dict[str, str]:
    return FIELDS | {"expected_seq": "1", "idempotency_key": "k2"} | changed


def draft(coverage: Coverage, uid: str) -> Draft:
    at = datetime.now(UTC)
    values = {"uid": uid, "coverage": coverage, "owner": "ada", "idempotency_key": uid}
    values |= {
        field.name: at
        for field in Draft._meta.concrete_fields
        if field.name in ("created_at", "saved_at", "since")
    }
    return Draft.objects.create(**values, saved_by="ada")


def test_nothing_of_a_prepared_coverage_is_public(client, prepared):
    assert Leaf.objects.filter(coverage=prepared).count() == 0
    for path in PUBLIC:
        unknown, found = client.get(f"/nowhere/{path}"), client.get(f"/fire/{path}")
        assert found.status_code == unknown.status_code, path
        assert found.content.replace(b"/fire/", b"/nowhere/") == unknown.content, path
        kept = {name for name in unknown.headers if found[name] != unknown[name]}
        assert kept <= {"X-Request-Id"}, path
    for path in ("/", "/feed.atom", "/feed.json", "/by/Ada_Lind/"):
        text = client.get(path).content.decode()
        assert "Smoke" not in text, path
        assert "fire" not in text, path
    for slug in ("fire", "nowhere"):
        assert client.get(f"/oembed/?url=http://testserver/{slug}/").status_code == 404


def test_an_unknown_and_a_prepared_address_make_the_same_queries(
    client, prepared, django_assert_num_queries
):
    for slug in ("nowhere", "fire"):
        with django_assert_num_queries(1):
            client.get(f"/{slug}/")


def test_the_desk_shows_it_apart_with_a_preview_as_readers_will_see_it(desk, prepared):
    index = desk.get("/desk/").content.decode()
    assert (
        index.index("Not public yet") < index.index("Smoke over Varn") < index.index("Public</h2>")
    )
    board = desk.get("/desk/fire/").content.decode()
    assert "This coverage is not public yet." in board
    preview = desk.get("/desk/fire/preview/")
    page = preview.content.decode()
    assert preview["Cache-Control"] == "no-store"
    assert '<html lang="ar" dir="rtl">' in page
    assert '<h1 dir="auto">Smoke over Varn</h1>' in page
    assert "The hills burn." in page
    assert "Ada Lind" in page
    assert "live.js" not in page
    assert "application/ld+json" not in page
    # What was prepared for readers is theirs word for word once the coverage is open.
    desk.post("/desk/fire/opening/", opening_form(do="open"))
    head = page[page.index('<h1 dir="auto">') : page.index("</h1>")]
    assert head in desk.get("/fire/").content.decode()
    assert desk.get("/desk/fire/preview/").status_code == 404


def test_only_members_see_the_preview(client, prepared):
    client.logout()
    for path in ("/desk/fire/preview/", "/desk/fire/opening/", "/desk/fire/"):
        assert client.get(path)["Location"].startswith("/desk/sign-in/")


def test_every_page_of_the_desk_can_show_a_prepared_coverage(desk, prepared):
    """A page about its posts is not found, since it has none; no page fails."""
    draft(prepared, "d1")
    patterns = [
        str(each.pattern)
        for resolver in get_resolver().url_patterns
        if str(resolver.pattern) == "desk/"
        for each in resolver.url_patterns
    ]
    shown = 0
    for pattern in patterns:
        if "<slug:slug>" not in pattern:
            continue
        path = pattern.replace("<slug:slug>", "fire").replace("<int:number>", "1")
        for name in ("summary", "posts", "drafts", "d1"):
            each = path
            while "<" in each:
                each = each[: each.index("<")] + name + each[each.index(">") + 1 :]
            answer = desk.get(f"/desk/{each}")
            assert answer.status_code in (200, 204, 302, 404, 405), each
            shown += answer.status_code == 200
    assert shown >= 3


def test_it_is_changed_and_its_address_too(desk, prepared):
    page = desk.get("/desk/fire/opening/").content.decode()
    assert 'value="Smoke over Varn"' in page
    assert 'value="Ada Lind"' in page
    changed = opening_form(slug="smoke", headline="Smoke", do="save")
    assert desk.post("/desk/fire/opening/", changed)["Location"] == "/desk/smoke/"
    prepared.refresh_from_db()
    assert prepared.slug == "smoke"
    assert "Smoke</h1>" in desk.get("/desk/smoke/").content.decode()
    # Who has the earlier version is shown both.
    late = desk.post("/desk/smoke/opening/", opening_form(slug="smoke", headline="Fog", do="save"))
    assert late.status_code == 409
    text = late.content.decode()
    assert 'value="Fog"' in text
    assert '<dd dir="auto">Smoke</dd>' in text
    again = desk.post(
        "/desk/smoke/opening/", fields_of(text, 'name="slug"') | {"headline": "Fog", "do": "save"}
    )
    assert again.status_code == 302
    assert PreparedCoverage.objects.get().fields["headline"] == "Fog"


@pytest.mark.parametrize(("action", "state"), [("open", "Live"), ("announce", "Coming up")])
def test_it_is_opened_on_purpose_and_once(desk, prepared, action, state):
    PreparedCoverage.objects.update(fields=FIELDS | {"language": "en"})
    assert (
        desk.post("/desk/fire/opening/", opening_form(do="show", language="en")).status_code == 200
    )
    assert Leaf.objects.filter(coverage=prepared).count() == 0
    form = opening_form(do=action, language="en")
    for _ in range(2):
        answer = desk.post("/desk/fire/opening/", form)
        assert answer["Location"] == "/desk/fire/"
    assert Leaf.objects.filter(coverage=prepared).count() == 1
    assert not PreparedCoverage.objects.exists()
    page = desk.get("/fire/").content.decode()
    assert "Smoke over Varn" in page
    assert f">{state}</span>" in page
    # Somebody else had the form open, too.
    late = desk.post("/desk/fire/opening/", form | {"idempotency_key": "k3", "headline": "Fog"})
    assert late.status_code == 409
    assert "Fog" in late.content.decode()
    assert "Somebody else opened or discarded this coverage meanwhile." in late.content.decode()


def test_what_readers_saw_at_an_address_changes_with_the_opening(desk, prepared):
    assert desk.get("/fire/").status_code == 404
    desk.post("/desk/fire/opening/", opening_form(do="open"))
    assert desk.get("/fire/").status_code == 200
    assert "Smoke over Varn" in desk.get("/").content.decode()
    publish = {"part-0-kind": "text", "part-0-text": "Fire.", "do": "publish"}
    publish |= {"idempotency_key": "k9", "expected_seq": "0"}
    assert desk.post("/desk/fire/", publish).status_code == 302
    assert "Fire." in desk.get("/fire/").content.decode()


def test_it_continues_an_earlier_coverage(desk, coverage):
    desk.post("/desk/new/", FIELDS | {"previous": "flood"})
    assert "The Orrin rises" in desk.get("/desk/fire/preview/").content.decode()
    # Readers of the earlier coverage are not led to what is not public.
    assert "/fire/" not in desk.get("/flood/").content.decode()
    desk.post("/desk/fire/opening/", opening_form(previous="flood", do="open"))
    assert "/fire/" in desk.get("/flood/").content.decode()


def test_it_continues_only_what_its_lead_may_change(desk, coverage):
    desk.post("/desk/new/", FIELDS | {"previous": "flood"})
    dan = signed_in(Client(), "dan", "none")
    member = Member.objects.get(user__username="dan")
    fire = Coverage.objects.get(slug="fire")
    CoverageRole.objects.create(member=member, coverage=fire, role="lead")
    before = Leaf.objects.count()
    refused = dan.post("/desk/fire/opening/", opening_form(previous="flood", do="open"))
    assert refused.status_code == 422
    assert "You may not change “flood”" in refused.content.decode()
    assert Leaf.objects.count() == before
    CoverageRole.objects.create(member=member, coverage=coverage, role="editor")
    opened = dan.post("/desk/fire/opening/", opening_form(previous="flood", do="open"))
    assert opened.status_code == 302


def test_a_prepared_coverage_cannot_be_continued_or_linked_to(desk, coverage, prepared):
    other = FIELDS | {"slug": "smoke", "previous": "fire", "idempotency_key": "k5", "do": "open"}
    answer = desk.post("/desk/new/", other)
    assert answer.status_code == 422
    assert "There is no coverage “fire”" in answer.content.decode()


def test_it_is_discarded_with_its_drafts_after_a_question(desk, coverage, prepared):
    draft(prepared, "d1")
    draft(prepared, "d2")
    Note.objects.create(coverage=prepared, person="ada", text="Wait.", at=datetime.now(UTC))
    asked = desk.post("/desk/fire/opening/", opening_form(do="discard")).content.decode()
    assert "It has 2 drafts, which are lost for ever" in asked
    assert Coverage.objects.filter(slug="fire").exists()
    form = fields_of(asked, 'name="drafts"') | {"do": "discard-all"}
    # A draft that was written meanwhile is asked about.
    draft(prepared, "d3")
    again = desk.post("/desk/fire/opening/", form)
    assert again.status_code == 409
    assert "It has 3 drafts" in again.content.decode()
    form = fields_of(again.content.decode(), 'name="drafts"') | {"do": "discard-all"}
    assert desk.post("/desk/fire/opening/", form)["Location"] == "/desk/"
    for model in (PreparedCoverage, Draft, Note):
        assert not model.objects.exists()
    assert Coverage.objects.count() == 1
    assert desk.post("/desk/new/", FIELDS | {"idempotency_key": "k7"}).status_code == 302
    assert Coverage.objects.filter(slug="fire").exists()


def test_a_public_coverage_is_never_discarded(desk, coverage):
    asked = desk.post("/desk/flood/opening/", opening_form(do="discard"))
    assert asked.status_code == 409
    form = {"idempotency_key": "k1", "expected_seq": "0", "drafts": "0", "do": "discard-all"}
    assert desk.post("/desk/flood/opening/", form).status_code == 409
    assert desk.get("/flood/").status_code == 200
    assert desk.get("/desk/flood/opening/")["Location"] == "/desk/flood/"


def test_nothing_is_published_before_it_is_open(desk, prepared):
    text = {"part-0-kind": "text", "part-0-text": "Fire.", "do": "publish"}
    text |= {"idempotency_key": "k9", "expected_seq": "0"}
    answer = desk.post("/desk/fire/", text)
    assert answer.status_code == 422
    assert "This coverage is not public yet." in answer.content.decode()
    assert "Fire.</textarea>" in answer.content.decode()
    post = {"coverage": prepared, "number": 1, "expected_seq": 0}
    front = {"coverage": prepared, "expected_seq": 0}
    for command in (
        lambda: posts.publish(**act(), coverage=prepared, copy=copy("Fire.")),
        lambda: posts.withdraw(**act(), **post, reason="No."),
        lambda: front_matter.set_pin(**act(), **front, post=0),
        lambda: front_matter.set_lead_picture(**act(), **front, post=0),
        lambda: front_matter.set_state(**act(), **front, state="closed"),
        lambda: front_matter.set_summary(**act(), **front, copy=copy("Fire.")),
        lambda: front_matter.set_key_points(**act(), **front, points=()),
        lambda: front_matter.retitle(**act(), **front, title=front_matter.Title("Fire", "", ())),
    ):
        with pytest.raises(CommandRefused):
            command()
    with pytest.raises(NotPublic):
        posts.publish(**act(), coverage=prepared, copy=copy("Fire."))
    assert Leaf.objects.filter(coverage=prepared).count() == 0


def test_an_address_is_taken_once(desk, coverage, prepared):
    # The same form again is the same preparation.
    assert desk.post("/desk/new/", FIELDS).status_code == 302
    assert Coverage.objects.filter(slug="fire").count() == 1
    taken = "The address “fire” is taken."
    for do in ("prepare", "open"):
        answer = desk.post("/desk/new/", FIELDS | {"idempotency_key": "k5", "do": do})
        assert answer.status_code == 422
        assert taken in answer.content.decode()
    opening = Opening("fire", "Fire", "", (), "UTC")
    with pytest.raises(CommandRefused, match=taken):
        import_coverage(**act(), imported=ImportedCoverage(opening, (), "", (), (), ()))
    answer = desk.post("/desk/fire/opening/", opening_form(slug="flood", do="save"))
    assert answer.status_code == 422
    assert "The address “flood” is taken." in answer.content.decode()
    answer = desk.post("/desk/fire/opening/", opening_form(slug="settings", do="open"))
    assert "The address “settings” is taken." in answer.content.decode()


@pytest.mark.any_database
def test_of_two_who_prepare_an_address_at_once_one_is_refused_with_a_sentence(newsroom: Newsroom):
    desks = [newsroom.desk("ben"), newsroom.desk("dan")]
    for number in range(5):
        fields = {"slug": f"fire-{number}", "headline": "Fire"}
        forms = [each.form("/desk/new/", 'name="slug"') | fields for each in desks]
        # The second opens it to readers at once.
        forms[1]["do"] = "open"
        with ThreadPoolExecutor(2) as people:
            sent = [
                people.submit(each.post, "/desk/new/", form)
                for each, form in zip(desks, forms, strict=True)
            ]
            answers = [each.result() for each in sent]
        assert sorted(each.status for each in answers) == [302, 422]
        (refused,) = [each for each in answers if each.status == 422]
        assert f"The address “fire-{number}” is taken." in refused.text
    assert newsroom.run("check").returncode == 0


def test_check_and_rebuild_accept_a_coverage_without_entries(desk, coverage, prepared):
    assert list(integrity.check()) == []
    assert list(rebuild.differences()) == []
    rebuild.rebuild()
    assert PreparedCoverage.objects.get().coverage == prepared
    assert list(rebuild.differences()) == []


def test_editors_prepare_and_open_nothing(eve, prepared):
    assert eve.get("/desk/new/").status_code == 403
    page = eve.get("/desk/fire/opening/").content.decode()
    assert "Only leads and administrators can change or open it." in page
    for do in ("save", "open", "discard"):
        answer = eve.post("/desk/fire/opening/", opening_form(do=do, headline="Mine"))
        assert answer.status_code == 403
        assert do == "discard" or "Mine" in answer.content.decode()
    with pytest.raises(NotAllowed):
        coverages.discard_prepared(by=EVE, coverage=prepared, drafts=0)
    CoverageRole.objects.create(
        member=Member.objects.get(user=User.objects.get(username="eve")),
        coverage=prepared,
        role="lead",
    )
    assert eve.post("/desk/fire/opening/", opening_form(do="open")).status_code == 302


def test_the_desk_lists_only_where_somebody_has_a_role(eve, ada, coverage, prepared):
    flood, fire = 'href="/desk/flood/"', 'href="/desk/fire/"'

    def listed(who) -> tuple[bool, bool]:
        page = who.get("/desk/").content.decode()
        return flood in page, fire in page

    member = Member.objects.get(user__username="eve")
    assert listed(eve) == (True, True)
    role = CoverageRole.objects.create(member=member, coverage=prepared, role="none")
    assert listed(eve) == (True, False)
    Member.objects.filter(pk=member.pk).update(role="none")
    assert listed(eve) == (False, False)
    role.role = "reporter"
    role.save()
    assert listed(eve) == (False, True)
    CoverageRole.objects.update(coverage=coverage)
    assert listed(eve) == (True, False)
    assert listed(ada) == (True, True)


def test_the_pages_of_people_settings_and_preparation_are_valid(desk, eve, ada, prepared):
    asked = desk.post("/desk/fire/opening/", opening_form(do="discard"))
    pages = ("opening/", "preview/", "people/")
    answers = [asked, desk.get("/desk/settings/"), desk.get("/desk/")]
    answers += [desk.get(f"/desk/fire/{page}") for page in pages]
    found = {answer.request["PATH_INFO"]: faults(answer.content.decode()) for answer in answers}
    assert {path: set(each) for path, each in found.items() if each} == {}
