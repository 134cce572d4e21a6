"""The URLs of the desk."""

from __future__ import annotations

from dataclasses import replace

from dateline.routing import Audience, Pool, RoutePolicy, route

from .views import (
    accounts,
    claims,
    coverages,
    drafts,
    find,
    front_matter,
    hand_over,
    key_events,
    library,
    newsroom,
    people,
    pictures,
    posts,
    prepared,
    presence,
    relations,
    screen,
    tags,
    waiting_claims,
)

SIGN_IN = RoutePolicy(pool_for_post=Pool.PASSWORDS)
DESK = RoutePolicy(audience=Audience.MEMBERS, pool=Pool.DESK)
# A picture has at most 20 MB; 2 MB are for the other fields of its form.
FORM = replace(DESK, body_limit=22 * 1024 * 1024)
# A form of a few thousand characters, each of which may take nine bytes in the body.
NOTE = replace(DESK, body_limit=128 * 1024)

app_name = "desk"
urlpatterns = [
    route("", coverages.index, name="index", policy=DESK),
    route("sign-in/", accounts.SignIn.as_view(), name="sign_in", policy=SIGN_IN),
    route("sign-out/", accounts.SignOut.as_view(), name="sign_out", policy=DESK),
    route("new/", coverages.prepare_new, name="new", policy=FORM),
    route("settings/", people.own_settings, name="settings", policy=DESK),
    route("picture/<str:name>", pictures.preview, name="picture", policy=DESK),
    route("<slug:slug>/", posts.board, name="coverage", policy=FORM),
    route("<slug:slug>/people/", people.people, name="people", policy=DESK),
    route("<slug:slug>/panel/<slug:name>/", screen.panel, name="panel", policy=DESK),
    route("<slug:slug>/find/", find.find, name="find", policy=DESK),
    route("<slug:slug>/drafts/", drafts.save, name="drafts", policy=FORM),
    route("<slug:slug>/drafts/<slug:uid>/", drafts.page, name="draft", policy=DESK),
    route("<slug:slug>/drafts/<slug:uid>/<slug:name>/", drafts.act, name="draft_act", policy=DESK),
    route("<slug:slug>/opening/", prepared.edit, name="opening", policy=FORM),
    route("<slug:slug>/preview/", prepared.preview, name="preview", policy=DESK),
    route("<slug:slug>/pictures/", pictures.store, name="pictures", policy=FORM),
    route("<slug:slug>/front/<slug:section>/", front_matter.edit, name="front", policy=FORM),
    route("<slug:slug>/post/<int:number>/", posts.change, name="post", policy=FORM),
    route("<slug:slug>/library/", library.show_library, name="library", policy=DESK),
    route("<slug:slug>/posts/", relations.choices, name="choices", policy=DESK),
    route(
        "<slug:slug>/post/<int:number>/relations/", relations.edit, name="relations", policy=FORM
    ),
    route("<slug:slug>/post/<int:number>/tags/", tags.edit, name="tags", policy=FORM),
    route(
        "<slug:slug>/post/<int:number>/key-title/",
        key_events.edit_title,
        name="key_title",
        policy=FORM,
    ),
    route("<slug:slug>/post/<int:number>/mark/", posts.set_key_event, name="mark", policy=DESK),
    route("<slug:slug>/post/<int:number>/pin/", posts.set_pin, name="pin", policy=DESK),
    route("<slug:slug>/post/<int:number>/withdraw/", posts.withdraw, name="withdraw", policy=FORM),
    route("<slug:slug>/post/<int:number>/retract/", posts.retract, name="retract", policy=FORM),
    route("<slug:slug>/claims/", claims.show_ledger, name="claims", policy=DESK),
    route("<slug:slug>/claims/new/", claims.record, name="record_claim", policy=FORM),
    route("<slug:slug>/claims/known/", claims.known, name="known_claims", policy=DESK),
    route("<slug:slug>/claims/waiting/", waiting_claims.show, name="waiting_list", policy=DESK),
    route(
        "<slug:slug>/claims/waiting/<int:number>/",
        waiting_claims.decide,
        name="waiting",
        policy=FORM,
    ),
    route("<slug:slug>/claims/pin/", claims.pin, name="pin_claim", policy=DESK),
    route("<slug:slug>/claims/<slug:name>/", claims.claim, name="claim", policy=DESK),
    route("<slug:slug>/claims/<slug:name>/drop/", claims.drop, name="drop_proposal", policy=DESK),
    route("<slug:slug>/claims/<slug:name>/<slug:act>/", claims.act, name="claim_act", policy=FORM),
    route("<slug:slug>/sources/<slug:name>/", claims.source, name="source", policy=FORM),
    route("<slug:slug>/presence/", presence.seen, name="presence", policy=DESK),
    route("<slug:slug>/presence/page/", presence.page_opened, name="page_opened", policy=DESK),
    route("<slug:slug>/presence/take-over/", presence.take_over, name="take_over", policy=DESK),
    route("<slug:slug>/notes/", newsroom.notes, name="notes", policy=NOTE),
    route("<slug:slug>/questions/", newsroom.questions, name="questions", policy=NOTE),
    route(
        "<slug:slug>/questions/<int:number>/<slug:act>/",
        newsroom.question,
        name="question",
        policy=NOTE,
    ),
    route("<slug:slug>/hand-over/", hand_over.hand_over, name="hand_over", policy=DESK),
]
