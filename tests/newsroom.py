"""A running newsroom: the process `dateline serve`, and clients of the desk and the stream."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode

from . import leftovers
from .people import PASSWORD
from .ports import free_port

ROOT = Path(__file__).parent.parent
DATELINE = [sys.executable, "-m", "dateline"]
# Seconds after which a test gives up. Only a failing test waits so long, so no result depends on
# the speed of the machine. `tests.mutations` has a hundred tests that fail.
PATIENCE = int(os.environ.get("DATELINE_TEST_PATIENCE", "60"))


# For benchmarks, which run it with `python`.
FILL = "from tests.programs import fill; fill.main()"


class Newsroom:
    """The process and its data folder."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "dateline.config.settings",
            "DATELINE_DATA": str(folder),
            "DATABASE_URL": database_url,
        }
        self.port = free_port()
        # The coverage that the methods below are about.
        self.slug = "flood"
        self.process: subprocess.Popen[str] | None = None
        # Where it prints. A pipe that is read only at the end would block a server that prints
        # much.
        self.output: int | IO[str] = subprocess.PIPE
        self.readers: list[Reader] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Runs `dateline …` to its end."""
        return subprocess.run(
            [*DATELINE, *arguments],
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    def python(self, code: str) -> str:
        """Runs Python beside the server, with Django set up; returns what it prints."""
        ended = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{code}"],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
            cwd=ROOT,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.strip()

    def program(self, name: str, *arguments: str) -> str:
        """Runs a program of tests/programs beside the server; returns what it prints."""
        ended = subprocess.run(
            [sys.executable, "-m", f"tests.programs.{name}", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=2 * PATIENCE,
            cwd=ROOT,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.strip()

    def found(self) -> None:
        """Makes the tables, the people of `people`, signed in, and the coverage `flood`."""
        sessions = self.program("found", PASSWORD)
        (self.folder / "sessions.json").write_text(sessions)

    def beside(self, port: int = 0) -> Newsroom:
        """Another process of the same newsroom, on its own port or on a shared one."""
        other = Newsroom(self.folder, self.environment["DATABASE_URL"])
        other.environment = self.environment
        other.slug = self.slug
        other.port = port or other.port
        return other

    def start(
        self, file_limit: int = 0, command: Sequence[str] = DATELINE, serving: str = "serve"
    ) -> None:
        """Starts the server; with a limit no file may grow past so many bytes (a full disk)."""
        self.process = subprocess.Popen(
            [*command, serving, "--port", str(self.port)],
            preexec_fn=leftovers.before_exec(file_limit),
            env=self.environment,
            stdout=self.output,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
        )
        try:
            # A process for streams has no other page.
            self._await_answer(200 if serving == "serve" else 404)
        except BaseException:
            # The caller has no server to stop. A test's time limit also ends up here.
            started, self.process = self.process, None
            started.kill()
            started.communicate(timeout=PATIENCE)
            raise

    def _await_answer(self, status: int) -> None:
        assert self.process is not None
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(self.process.communicate()[0])
            try:
                if get(self.address, "/healthz").status == status:
                    return
            except OSError:
                time.sleep(0.02)
        raise AssertionError("the server did not answer")

    def kill(self) -> None:
        """Kills the server with SIGKILL."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate(timeout=PATIENCE)

    def stop(self) -> str:
        """Stops the server with SIGTERM; returns what it printed."""
        assert self.process is not None
        for reader in self.readers:
            reader.close()
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.communicate(timeout=PATIENCE)[0]
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def desk(self, name: str = "ben") -> Desk:
        return Desk(self.address, self.session(name), self.slug)

    def session(self, name: str) -> str:
        """The session key of a person who signed in before, since hashing passwords is slow."""
        return str(json.loads((self.folder / "sessions.json").read_text())[name])

    def reader(self, slug: str = "", after: str | None = None, last: str = "") -> Reader:
        self.readers.append(Reader(self.port, slug or self.slug, after, last))
        return self.readers[-1]

    def open_coverage(self, slug: str) -> None:
        """Opens another coverage like the first at the desk; from now on it is `slug`."""
        self.slug = slug
        fields = {"slug": slug, "headline": "The Orrin rises", "standfirst": "Rain in the hills."}
        fields |= {"zone": "Europe/London", "language": "en", "byline-0-name": "Ada Lind"}
        fields["do"] = "open"
        answer = self.desk().send("/desk/new/", fields, where='name="slug"')
        assert answer.status == 302, answer.text

    def until_shown(self, words: str, path: str = "") -> None:
        """Waits until a page has these words: that of the coverage, unless a path is given."""
        deadline = time.monotonic() + PATIENCE
        while words not in get(self.address, path or f"/{self.slug}/").text:
            assert time.monotonic() < deadline, f"the page does not show {words!r}"
            time.sleep(0.02)

    def cursor(self, slug: str = "") -> str:
        """The cursor in the reader's page."""
        page = get(self.address, f"/{slug or self.slug}/").text
        found = re.search(r'data-cursor="([^"]+)"', page)
        assert found
        return found[1]


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Event:
    id: str
    name: str
    data: dict[str, Any]


class Desk:
    """A person who is signed in, and fills in forms as in a browser without JavaScript."""

    def __init__(self, address: str, session: str, slug: str) -> None:
        self.address = address
        self.slug = slug
        self.cookies = {"sessionid": session}

    def get(self, path: str) -> Answer:
        answer = get(self.address, path, {"Cookie": self._cookie()})
        self._keep(answer)
        return answer

    def form(self, path: str, where: str = "") -> dict[str, str]:
        """The fields of the form on a page whose text contains `where`, as they stand."""
        page = self.get(path)
        assert page.status == 200, page.text
        return fields_of(page.text, where)

    def send(self, path: str, fields: dict[str, str], form: str = "", where: str = "") -> Answer:
        """Fills the form at `form`, by default `path`, with `fields`, and sends it to `path`."""
        whole = self.form(form or path, where) | fields
        return self.post(path, whole)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        headers = {
            "Cookie": self._cookie(),
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": self.address,
        }
        answer = request(self.address, "POST", path, headers, urlencode(fields).encode())
        self._keep(answer)
        return answer

    def token(self) -> str:
        """The token without which a form counts as forged, as every page of the desk has it."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get("/desk/").text)
        assert found
        return found[1]

    def publish(self, words: str, headline: str = "", slug: str = "") -> Answer:
        fields = {"part-0-text": words, "headline": headline, "do": "publish"}
        answer = self.send(f"/desk/{slug or self.slug}/", fields, where="part-0-text")
        assert answer.status == 302, answer.text
        return answer

    def change(self, number: int, words: str, kind: str, note: str, **more: str) -> Answer:
        fields = {"part-0-text": words, "kind": kind, "note": note, "do": "change"} | more
        return self.send(f"/desk/{self.slug}/post/{number}/", fields, where="part-0-text")

    def withdraw(self, number: int, reason: str) -> Answer:
        page = f"/desk/{self.slug}/post/{number}/"
        return self.send(
            f"{page}withdraw/", {"withdraw-reason": reason}, form=page, where="withdraw-reason"
        )

    def front(self, section: str, **fields: str) -> Answer:
        path = f"/desk/{self.slug}/front/{section}/"
        return self.send(path, {"do": "set"} | fields, where='name="expected_seq"')

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _keep(self, answer: Answer) -> None:
        for line in answer.headers.get("set-cookie", "").split("\n"):
            if "=" in line:
                name, _, value = line.split(";")[0].partition("=")
                self.cookies[name] = value


@dataclass
class Reader:
    """An open stream, read with a plain socket."""

    port: int
    slug: str
    after: str | None
    last: str
    last_id: str = ""

    def __post_init__(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        query = f"?after={self.after}" if self.after else ""
        last = f"Last-Event-ID: {self.last}\r\n" if self.last else ""
        self.socket.sendall(
            f"GET /live/{self.slug}{query} HTTP/1.1\r\nHost: 127.0.0.1\r\n{last}\r\n".encode()
        )
        self.response = http.client.HTTPResponse(self.socket)
        self.response.begin()
        self.status = self.response.status

    def read(self) -> Event | None:
        """The next event other than hello and heartbeat; None if the server ended the stream."""
        # The socket's own timeout would begin again with each heartbeat.
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            event = self._event()
            if event is None or event.name not in ("hello", "heartbeat", ""):
                return event
        raise TimeoutError("nothing but heartbeats came")

    def blocks(self) -> Iterator[dict[str, Any]]:
        """The blocks of the next event."""
        event = self.read()
        assert event is not None
        assert event.name == "blocks", event
        yield from event.data["blocks"]

    def close(self) -> None:
        self.response.close()
        self.socket.close()

    def _event(self) -> Event | None:
        fields: dict[str, str] = {}
        while True:
            line = self.response.readline().decode()
            if line == "":
                return None
            if line == "\n":
                data = json.loads(fields.get("data", "{}"))
                self.last_id = fields.get("id", self.last_id)
                return Event(fields.get("id", ""), fields.get("event", ""), data)
            name, _, value = line.rstrip("\n").partition(": ")
            fields[name] = value


def fields_of(page: str, where: str = "") -> dict[str, str]:
    """The fields of the form on a page whose text contains `where`, as they stand."""
    forms = re.findall(r"<form.*?</form>", page, re.DOTALL)
    text = next(each for each in forms if where in each and "sign-out" not in each)
    fields = {}
    for tag in re.findall(r"<input[^>]*>", text):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        chosen = "radio" not in tag or "checked" in tag
        if name and "checkbox" not in tag and chosen and "file" not in tag:
            fields[name[1]] = unescape(value[1]) if value else ""
    for name, value in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', text, re.DOTALL
    ):
        fields[name] = unescape(value)
    return fields


def sign_in(newsroom: Newsroom) -> Answer:
    """Ben fills in the form to sign in; returns the response."""
    page = get(newsroom.address, "/desk/sign-in/")
    fields = fields_of(page.text, "password") | {"username": "ben", "password": PASSWORD}
    headers = {
        "Cookie": page.headers["set-cookie"].split(";")[0],
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": newsroom.address,
    }
    return request(newsroom.address, "POST", "/desk/sign-in/", headers, urlencode(fields).encode())


def get(address: str, path: str, headers: dict[str, str] | None = None) -> Answer:
    return request(address, "GET", path, headers or {})


def request(
    address: str, method: str, path: str, headers: dict[str, str], body: bytes | None = None
) -> Answer:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=PATIENCE)
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        found: dict[str, str] = {}
        for name, value in response.getheaders():
            key = name.lower()
            found[key] = f"{found[key]}\n{value}" if key in found else value
        return Answer(response.status, found, response.read().decode(errors="replace"))
    finally:
        connection.close()
