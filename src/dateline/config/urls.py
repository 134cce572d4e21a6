"""Addresses. A coverage's address is its slug, so every other first segment is reserved."""

from __future__ import annotations

from django.urls import include, path

from . import static, views

urlpatterns = [
    path("healthz", views.health),
    path("static/<path:name>", static.serve),
    path("desk/", include("dateline.desk.urls")),
    path("media/", include("dateline.media.urls")),
    path("", include("dateline.syndication.urls")),
    path("", include("dateline.page.urls")),
]
handler400 = "dateline.config.views.bad_request"
handler403 = "dateline.config.views.refused"
handler404 = "dateline.config.views.not_found"
handler500 = "dateline.config.views.failed"
