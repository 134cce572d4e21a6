"""If the database refuses writes, nothing unsaved is acknowledged, and no text is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ON_POSTGRES
from tests.newsroom import Newsroom, fields_of, get, sign_in
from tests.people import PASSWORD


def fill(newsroom: Newsroom) -> None:
    """Makes the database refuse writes from now on, as on a full disk."""
    if ON_POSTGRES:
        import psycopg

        url = newsroom.environment["DATABASE_URL"]
        name = url.rsplit("/", 1)[1]
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND pid <> pg_backend_pid()",
                (name,),
            )
        return
    newsroom.stop()
    size = Path(newsroom.environment["DATELINE_DATA"], "dateline.sqlite3").stat().st_size
    newsroom.start(file_limit=size)


def free(newsroom: Newsroom) -> None:
    """Makes space on the disk again."""
    if ON_POSTGRES:
        import psycopg

        url = newsroom.environment["DATABASE_URL"]
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("SET default_transaction_read_only = off")
            name = url.rsplit("/", 1)[1]
            connection.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
    newsroom.stop()
    newsroom.start()


def test_on_a_full_disk_nothing_is_acknowledged_and_no_text_is_lost(newsroom: Newsroom):
    desk = newsroom.desk()
    desk.publish("Before.")
    form = desk.form("/desk/flood/", "part-0-text")
    fill(newsroom)

    refused = None
    for number in range(400):
        # A new idempotency key each time, since a retry would be done once.
        fields = form | {
            "idempotency_key": f"key-{number}",
            "part-0-text": f"Post {number}. " + "Water. " * 99,
        }
        answer = desk.post("/desk/flood/", fields)
        if answer.status != 302:
            refused = number
            break
    assert refused is not None
    assert answer.status == 503
    assert f"Post {refused}." in answer.text
    assert "could not be stored" in answer.text
    assert "Before." in get(newsroom.address, "/flood/").text
    # A session is smaller than a post, and some may still find room.
    tried = [sign_in(newsroom)]
    while tried[-1].status == 302 and len(tried) < 50:
        tried.append(sign_in(newsroom))
    assert tried[-1].status == 503
    assert "cannot store anything at the moment" in tried[-1].text
    assert PASSWORD not in tried[-1].text

    free(newsroom)
    page = get(newsroom.address, "/flood/").text
    assert f"Post {refused}." not in page
    assert page.count("<article") == 1 + min(refused, 39)
    assert desk.post("/desk/flood/", fields).status == 302
    assert get(newsroom.address, "/flood/").text.count(f">Post {refused}. Water.") == 1


@pytest.mark.postgres
def test_while_the_database_is_away_no_text_is_lost_and_readers_stay(newsroom: Newsroom):
    import psycopg

    url = newsroom.environment["DATABASE_URL"]
    name = url.rsplit("/", 1)[1]
    desk, rex = newsroom.desk(), newsroom.reader(after=newsroom.cursor())
    # It is held in memory from now on.
    page = get(newsroom.address, "/flood/").text
    fields = desk.form("/desk/flood/", "part-0-text") | {"part-0-text": "Water.", "do": "publish"}
    with psycopg.connect(url.rsplit("/", 1)[0] + "/template1", autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
        away = desk.post("/desk/flood/", fields)
        assert away.status == 503
        assert "Send it again in a moment" in away.text
        for _ in range(20):
            assert get(newsroom.address, "/flood/").text == page
            for path in ("/flood/find/?q=water", "/flood/corrections/", "/flood/feed.atom"):
                assert get(newsroom.address, path).status == 503, path
            assert get(newsroom.address, "/healthz").status == 200
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    # The page has a form with the same key: sent twice, it is published once.
    for _ in range(2):
        assert desk.post("/desk/flood/", fields_of(away.text, "Water.")).status == 302
    assert desk.post("/desk/flood/", fields).status == 302
    (block,) = rex.blocks()
    assert "Water." in block["html"]
    assert get(newsroom.address, "/flood/").text.count("<article") == 1
    # Each cause of some eighty failures has one traceback a minute.
    assert newsroom.stop().count("Traceback (most recent call last)") < 40
