"""The URLs of pictures."""

from __future__ import annotations

from dateline.routing import RoutePolicy, route

from . import views

# The URL contains the hash of the bytes, so the response never changes.
RENDITION = RoutePolicy(cache_control="public, max-age=31536000, immutable")

app_name = "media"
urlpatterns = [route("<str:name>", views.rendition, name="rendition", policy=RENDITION)]
