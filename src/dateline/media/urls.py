"""The addresses of pictures."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "media"
urlpatterns = [path("<str:name>", views.rendition, name="rendition")]
