"""The URLs of the desk."""

from __future__ import annotations

from dataclasses import replace

from dateline.routing import Audience, Pool, RoutePolicy, route

from .views import accounts, coverages, front_matter, pictures, posts

SIGN_IN = RoutePolicy(pool_for_post=Pool.PASSWORDS)
DESK = RoutePolicy(audience=Audience.MEMBERS, pool=Pool.DESK)
# A picture has at most 20 MB; 2 MB are for the other fields of its form.
FORM = replace(DESK, body_limit=22 * 1024 * 1024)

app_name = "desk"
urlpatterns = [
    route("", coverages.index, name="index", policy=DESK),
    route("sign-in/", accounts.SignIn.as_view(), name="sign_in", policy=SIGN_IN),
    route("sign-out/", accounts.SignOut.as_view(), name="sign_out", policy=DESK),
    route("new/", coverages.open_new, name="new", policy=FORM),
    route("picture/<str:name>", pictures.preview, name="picture", policy=DESK),
    route("<slug:slug>/", posts.board, name="coverage", policy=FORM),
    route("<slug:slug>/front/<slug:section>/", front_matter.edit, name="front", policy=FORM),
    route("<slug:slug>/post/<int:number>/", posts.change, name="post", policy=FORM),
    route("<slug:slug>/post/<int:number>/mark/", posts.set_key_event, name="mark", policy=DESK),
    route("<slug:slug>/post/<int:number>/withdraw/", posts.withdraw, name="withdraw", policy=FORM),
    route("<slug:slug>/post/<int:number>/retract/", posts.retract, name="retract", policy=FORM),
]
