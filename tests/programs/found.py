"""Makes the tables, Ada, Eve, Dan and Ben, signed in, and the coverage `flood`: PASSWORD.

Prints the key of each one's session as JSON.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module

from django.conf import settings
from django.contrib import auth

from dateline.accounts.models import Member
from dateline.accounts.people import add_person
from dateline.accounts.policy import Role
from dateline.preparation import prepare
from tests.conftest import open_coverage


def main(password: str) -> None:
    prepare()
    open_coverage("flood")
    sessions = {}
    people: dict[str, Role] = {"ada": "reporter", "eve": "editor", "dan": "lead"}
    people["ben"] = "administrator"
    for name, role in people.items():
        member = add_person(name, password, role)
        # Otherwise each post would wait five seconds.
        Member.objects.update(undo_seconds=0)
        user = member.user
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[auth.SESSION_KEY] = str(user.pk)
        session[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        sessions[name] = session.session_key
    print(json.dumps(sessions))


if __name__ == "__main__":
    main(*sys.argv[1:])
