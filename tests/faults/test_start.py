"""Starts: three at once, one that fails, and a command without a terminal."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from http.client import HTTPException
from pathlib import Path

import pytest

from tests import leftovers
from tests.conftest import ON_POSTGRES
from tests.newsroom import PATIENCE, Newsroom, get

STARTING = "from dateline.preparation import prepare; prepare(); print('started')"


# Few rounds in the everyday form, since each makes all tables.
@pytest.mark.parametrize(
    "round_", [0, *(pytest.param(number, marks=pytest.mark.thorough) for number in range(1, 5))]
)
def test_three_processes_that_start_first_together_all_start(database_url, tmp_path: Path, round_):
    newsroom = Newsroom(tmp_path, database_url)
    with ExitStack() as running:
        started = [
            running.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", STARTING],
                    env=newsroom.environment,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                )
            )
            for _ in range(3)
        ]
        output = [process.communicate(timeout=2 * PATIENCE)[0] for process in started]
    assert output == ["started\n"] * 3
    assert newsroom.run("check").stdout == "All 0 entries are undamaged.\n"
    assert len((tmp_path / "secret.key").read_text()) == 64
    # Nothing but the database and the key is left.
    assert not list(tmp_path.glob("tmp*"))


@pytest.mark.any_database
def test_dateline_person_without_a_terminal_says_what_to_do(closed_newsroom: Newsroom):
    ended = closed_newsroom.run("person", "cleo", "--role", "editor")
    assert ended.returncode == 1
    assert ended.stderr == (
        "dateline: there is no terminal for the password; pass it with --stdin\n"
    )


@pytest.mark.any_database
def test_a_person_who_gets_a_new_password_keeps_their_role(closed_newsroom: Newsroom):
    run = closed_newsroom.run
    arguments = ("person", "tina", "--stdin")
    assert run(*arguments, stdin="Tina-secret-1x\n").stdout == "tina can sign in as reporter.\n"
    made = run(*arguments, "--role", "editor", stdin="Tina-secret-2x\n")
    assert made.stdout == "tina can sign in as editor.\n"
    again = run(*arguments, stdin="Tina-secret-3x\n")
    assert again.stdout == "tina can sign in as editor.\n"


@pytest.mark.any_database
def test_a_person_who_gets_a_new_role_keeps_their_password(closed_newsroom: Newsroom):
    stored = (
        "from django.contrib.auth.models import User;"
        " print(User.objects.get(username='tina').check_password('Tina-secret-1x'))"
    )
    closed_newsroom.run("person", "tina", "--stdin", stdin="Tina-secret-1x\n")
    changed = closed_newsroom.run("person", "tina", "--role", "editor")
    assert changed.stdout == "tina can sign in as editor.\n"
    assert closed_newsroom.python(stored).strip() == "True"


@pytest.mark.any_database
def test_the_demo_changes_no_other_newsroom(closed_newsroom: Newsroom):
    before = closed_newsroom.program("journal_state")
    refused = closed_newsroom.run("demo", "--port", str(closed_newsroom.port))
    assert refused.returncode == 1
    assert "This newsroom is not the demo's." in refused.stderr
    assert closed_newsroom.program("journal_state") == before


@pytest.mark.any_database
@pytest.mark.parametrize("command", ["check", "rebuild", "export flood", "backup elsewhere"])
def test_a_command_about_a_newsroom_makes_none(database_url, tmp_path: Path, command):
    ended = Newsroom(tmp_path, database_url).run(*command.split())
    assert ended.returncode == 1
    assert f"there is no newsroom in {tmp_path}." in ended.stderr
    assert not list(tmp_path.glob("dateline.sqlite3*"))
    assert not list(tmp_path.glob("*.made"))


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("variable", "value", "why"),
    [
        ("PORT", "abc", "a port is a number from 1 to 65535, not 'abc'"),
        ("PORT", "99999", "a port is a number from 1 to 65535, not '99999'"),
        ("DATELINE_URL", "live.example.org", "must be a URL such as https://live.example.org"),
        ("DATELINE_URL", "https://live.example.org/a", "without a path"),
        ("DATABASE_URL", "mysql://localhost/x", "must begin with postgres:// or sqlite:///"),
        ("DATELINE_DATA", "/etc/hostname", "the data folder cannot be used"),
        ("DATELINE_DATA", "/proc/nowhere", "the data folder cannot be used"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_sentence(
    closed_newsroom: Newsroom, variable, value, why
):
    closed_newsroom.environment[variable] = value
    ended = closed_newsroom.run("serve")
    assert ended.returncode != 0
    assert why in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.sqlite
@pytest.mark.parametrize("command", ["serve", "stream"])
def test_a_port_that_is_taken_stops_the_start_before_any_address_is_printed(
    closed_newsroom: Newsroom, command
):
    # `dateline stream` shares its port only with others of its kind.
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = closed_newsroom.run(command, "--port", str(port))
    reason = f"dateline: port {port} of 127.0.0.1 cannot be used: Address already in use\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", reason)


@pytest.mark.sqlite
def test_only_its_owner_can_read_the_database(database_url, tmp_path: Path):
    tmp_path.chmod(0o755)
    newsroom = Newsroom(tmp_path, database_url)
    newsroom.start()
    try:
        for end in ("", "-wal", "-shm"):
            assert (tmp_path / f"dateline.sqlite3{end}").stat().st_mode & 0o077 == 0, end
    finally:
        newsroom.stop()


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("program", "why"), [("echo broken; exit 3", "broken"), ("exec sleep 600", "did not answer")]
)
def test_a_server_whose_start_fails_is_not_left_behind(
    closed_newsroom: Newsroom, monkeypatch, program, why
):
    monkeypatch.setattr("tests.newsroom.PATIENCE", 1)
    before = leftovers.children()
    with pytest.raises(AssertionError, match=why):
        closed_newsroom.start(command=["sh", "-c", program])
    assert leftovers.children() == before
    assert closed_newsroom.process is None


def test_what_a_test_leaves_running_is_ended():
    before = leftovers.children()
    left = subprocess.Popen(["sleep", "600"])
    stopped = subprocess.Popen(["sh", "-c", "kill -STOP $$"])
    assert leftovers.children() - before == {left.pid, stopped.pid}
    leftovers.end(leftovers.children() - before)
    assert leftovers.children() == before
    assert left.wait() is not None
    assert stopped.wait() is not None


@pytest.mark.any_database
def test_a_server_ends_with_the_run_that_started_it(closed_newsroom: Newsroom):
    # A separate run, which is killed while its server answers.
    address = closed_newsroom.program("start_and_die")
    while answers(address):
        time.sleep(0.01)


def answers(address: str) -> bool:
    try:
        return get(address, "/healthz").status == 200
    except (OSError, HTTPException):
        return False


def test_a_run_that_was_killed_leaves_no_folder_for_long(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    mine = Path(leftovers.make_folder())
    ended = subprocess.run(["true"], check=False)
    assert ended.returncode == 0
    gone = subprocess.Popen(["true"])
    gone.wait()
    killed = tmp_path / f"dateline-tests-{leftovers.CHECKOUT}-{gone.pid}-x"
    other = tmp_path / f"dateline-tests-00000000-{gone.pid}-x"
    killed.mkdir()
    other.mkdir()
    again = Path(leftovers.make_folder())
    assert sorted(tmp_path.iterdir()) == sorted([mine, again, other])


@pytest.mark.postgres
def test_databases_of_runs_that_ended_are_dropped_and_no_others(database_url, monkeypatch):
    import psycopg

    assert ON_POSTGRES
    server, _, own = database_url.rpartition("/")
    names = {
        "ended": f"dateline_{leftovers.CHECKOUT}_0badcafe_00000001",
        "running": f"dateline_{leftovers.CHECKOUT}_0badf00d_00000001",
        "of another checkout": "dateline_00000000_0badcafe_00000001",
    }
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        for name in names.values():
            connection.execute(f"CREATE DATABASE {name}")
        try:
            running = f"dateline_{leftovers.CHECKOUT}_0badf00d"
            with (
                psycopg.connect(f"{server}/postgres", application_name=running),
                leftovers.hold_run(f"{server}/postgres"),
            ):
                found = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
            assert {what for what, name in names.items() if name in found} == {
                "running",
                "of another checkout",
            }
            assert own in found
        finally:
            for name in names.values():
                connection.execute(f"DROP DATABASE IF EXISTS {name}")
