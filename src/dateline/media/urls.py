"""The URLs of pictures."""

from __future__ import annotations

from dateline.routing import RoutePolicy, route

from . import views

# The URL contains the hash of the bytes, but the picture may be withdrawn. Caches therefore ask
# again, those that readers share after five minutes.
RENDITION = RoutePolicy(cache_control="public, max-age=86400, s-maxage=300")

app_name = "media"
urlpatterns = [route("<str:name>", views.rendition, name="rendition", policy=RENDITION)]
