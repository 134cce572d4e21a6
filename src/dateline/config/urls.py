"""The root URLs. A coverage's URL is its slug, so all other first segments are reserved slugs."""

from __future__ import annotations

from django.urls import include, path

from dateline.routing import Audience, Held, Pool, RoutePolicy, StreamRoute, route
from dateline.server import static, views

urlpatterns = [
    route("healthz", views.health, policy=RoutePolicy(pool=Pool.HEALTH)),
    route(
        "static/<path:name>",
        static.serve,
        policy=RoutePolicy(held=Held.FOREVER, cache_control="public, max-age=31536000, immutable"),
    ),
    path("desk/", include("dateline.desk.urls")),
    path("media/", include("dateline.media.urls")),
    path("", include("dateline.syndication.urls")),
    path("", include("dateline.page.urls")),
]
stream_routes = [
    StreamRoute("/live/", Audience.ANYONE),
    StreamRoute("/desk/live/", Audience.MEMBERS),
]
handler400 = "dateline.server.views.bad_request"
handler403 = "dateline.server.views.refused"
handler404 = "dateline.server.views.not_found"
handler500 = "dateline.server.views.failed"
