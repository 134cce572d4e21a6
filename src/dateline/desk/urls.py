"""The desk's addresses."""

from __future__ import annotations

from django.urls import path

from .views import accounts, coverages, front_matter, posts

app_name = "desk"
urlpatterns = [
    path("", coverages.index, name="index"),
    path("sign-in/", accounts.SignIn.as_view(), name="sign_in"),
    path("sign-out/", accounts.SignOut.as_view(), name="sign_out"),
    path("new/", coverages.open_new, name="new"),
    path("<slug:slug>/", posts.board, name="coverage"),
    path("<slug:slug>/front/<slug:section>/", front_matter.edit, name="front"),
    path("<slug:slug>/post/<int:number>/", posts.change, name="post"),
    path("<slug:slug>/post/<int:number>/mark/", posts.set_key_event, name="mark"),
    path("<slug:slug>/post/<int:number>/withdraw/", posts.withdraw, name="withdraw"),
    path("<slug:slug>/post/<int:number>/retract/", posts.retract, name="retract"),
]
