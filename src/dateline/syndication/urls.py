"""The addresses of feeds."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "syndication"
urlpatterns = [
    path("embed.js", views.embed_script, name="embed_script"),
    path("oembed/", views.oembed, name="oembed"),
    path("openapi.json", views.openapi, name="openapi"),
    path("<slug:slug>/feed.<str:form>", views.feed, name="feed"),
]
