"""The reader's addresses."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "page"
urlpatterns = [
    path("", views.front, name="front"),
    path("<slug:slug>/", views.coverage, name="coverage"),
    path("<slug:slug>/page/<int:number>/", views.page, name="page"),
    path("<slug:slug>/post/<int:number>/", views.post, name="post"),
    path("<slug:slug>/post/<int:number>/history/", views.history, name="history"),
    path("<slug:slug>/embed/", views.embed, name="embed"),
    path("<slug:slug>/post/<int:number>/embed/", views.embed, name="embed_post"),
    path("<slug:slug>/changes/", views.changes, name="changes"),
    path("<slug:slug>/find/", views.find, name="find"),
    path("<slug:slug>/corrections/", views.corrections, name="corrections"),
]
