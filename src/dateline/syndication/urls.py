"""The URLs of feeds and embeds."""

from __future__ import annotations

from dateline.routing import Held, RoutePolicy, route

from . import front_feed, views

FEED = RoutePolicy(held=Held.UNTIL_CHANGED, cache_control="public, max-age=15")
HOUR = RoutePolicy(cache_control="public, max-age=3600")
FRONT_FEED = RoutePolicy(cache_control="public, max-age=15")
MINUTES = RoutePolicy(cache_control="public, max-age=300")

app_name = "syndication"
urlpatterns = [
    route("embed.js", views.embed_script, name="embed_script", policy=HOUR),
    route("oembed/", views.oembed, name="oembed", policy=MINUTES),
    route("openapi.json", views.openapi, name="openapi", policy=HOUR),
    route("feed.<str:form>", front_feed.front_feed, name="front_feed", policy=FRONT_FEED),
    route("<slug:slug>/feed.<str:form>", views.feed, name="feed", policy=FEED),
]
