"""The desk's addresses."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.views import LoginView, LogoutView

from dateline.routing import Audience, Pool, RoutePolicy, route

from . import views

SIGN_IN = RoutePolicy(pool_for_post=Pool.PASSWORDS)
DESK = RoutePolicy(audience=Audience.MEMBERS, pool=Pool.DESK)
# A picture is 20 MB at most; a form around it is small.
FORM = replace(DESK, body_limit=22 * 1024 * 1024)

sign_in = LoginView.as_view(template_name="desk/sign_in.html")

app_name = "desk"
urlpatterns = [
    route("", views.index, name="index", policy=DESK),
    route("sign-in/", sign_in, name="sign_in", policy=SIGN_IN),
    route("sign-out/", LogoutView.as_view(), name="sign_out", policy=DESK),
    route("new/", views.new_coverage, name="new", policy=FORM),
    route("<slug:slug>/", views.coverage, name="coverage", policy=FORM),
    route("<slug:slug>/front/<slug:section>/", views.front, name="front", policy=FORM),
    route("<slug:slug>/post/<int:number>/", views.post, name="post", policy=FORM),
    route("<slug:slug>/post/<int:number>/mark/", views.mark, name="mark", policy=DESK),
    route(
        "<slug:slug>/post/<int:number>/withdraw/",
        views.take_back,
        kwargs={"how": "withdraw"},
        name="withdraw",
        policy=FORM,
    ),
    route(
        "<slug:slug>/post/<int:number>/retract/",
        views.take_back,
        kwargs={"how": "retract"},
        name="retract",
        policy=FORM,
    ),
]
