"""The URLs of readers' pages."""

from __future__ import annotations

from dataclasses import replace

from dateline.routing import Held, RoutePolicy, route

from . import author, claim_views, front, views

# A shared cache may be one second behind, because the stream then brings the page up to date.
SHARED = RoutePolicy(cache_control="public, max-age=0, s-maxage=1, must-revalidate")
PAGE = replace(SHARED, held=Held.UNTIL_CHANGED)
EMBED = replace(PAGE, embeddable=True)
CHANGES = RoutePolicy(held=Held.UNTIL_CHANGED, cache_control="public, max-age=1")
DATA = RoutePolicy(held=Held.UNTIL_CHANGED, cache_control="public, max-age=15")
# Few readers ask for it, and each with a cursor of their own.
MISSED = RoutePolicy(cache_control="public, max-age=1")

app_name = "page"
urlpatterns = [
    route("", front.front, name="front", policy=PAGE),
    route("by/<str:name>/", author.author, name="author", policy=SHARED),
    route("<slug:slug>/", views.coverage, name="coverage", policy=PAGE),
    route("<slug:slug>/page/<int:number>/", views.page, name="page", policy=PAGE),
    route("<slug:slug>/post/<int:number>/", views.post, name="post", policy=PAGE),
    route("<slug:slug>/post/<int:number>/history/", views.history, name="history", policy=PAGE),
    route(
        "<slug:slug>/history/<slug:block>/", views.front_history, name="front_history", policy=PAGE
    ),
    route("<slug:slug>/embed/", views.embed, name="embed", policy=EMBED),
    route("<slug:slug>/post/<int:number>/embed/", views.embed, name="embed_post", policy=EMBED),
    route("<slug:slug>/changes/", views.changes, name="changes", policy=CHANGES),
    route("<slug:slug>/missed/", views.missed, name="missed", policy=MISSED),
    route("<slug:slug>/find/", views.find, name="find", policy=SHARED),
    route("<slug:slug>/print/", views.whole, name="print", policy=PAGE),
    route("<slug:slug>/claims/", claim_views.claims, name="claims", policy=PAGE),
    route("<slug:slug>/claims.jsonld", claim_views.claims_data, name="claims_data", policy=DATA),
    route("<slug:slug>/claims/<slug:claim>/", claim_views.claim, name="claim", policy=PAGE),
    route(
        "<slug:slug>/claims/<slug:claim>.jsonld",
        claim_views.claim_data,
        name="claim_data",
        policy=DATA,
    ),
    route("<slug:slug>/sources/<slug:source>/", claim_views.source, name="source", policy=PAGE),
    route("<slug:slug>/corrections/", views.corrections, name="corrections", policy=PAGE),
]
