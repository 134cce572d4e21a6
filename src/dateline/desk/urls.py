"""The desk's addresses."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from . import views

app_name = "desk"
urlpatterns = [
    path("", views.index, name="index"),
    path("sign-in/", LoginView.as_view(template_name="desk/sign_in.html"), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("new/", views.new_coverage, name="new"),
    path("<slug:slug>/", views.coverage, name="coverage"),
    path("<slug:slug>/front/<slug:section>/", views.front, name="front"),
    path("<slug:slug>/post/<int:number>/", views.post, name="post"),
    path("<slug:slug>/post/<int:number>/mark/", views.mark, name="mark"),
    path(
        "<slug:slug>/post/<int:number>/withdraw/",
        views.take_back,
        {"how": "withdraw"},
        name="withdraw",
    ),
    path(
        "<slug:slug>/post/<int:number>/retract/",
        views.take_back,
        {"how": "retract"},
        name="retract",
    ),
]
