"""The servers that are compared: a loop in C, nginx with nchan, and `dateline serve`."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from tests.newsroom import DATELINE, Newsroom, get
from tests.ports import free_port

from . import build

SIZE: Final = 1200
_NGINX: Final = """
{modules}
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 40000; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
"""
_NCHAN: Final = """
  nchan_shared_memory_size 512M;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location = /publish {{
      nchan_publisher; nchan_channel_id flood; nchan_message_buffer_length 200;
    }}
    location = /stream {{
      nchan_subscriber eventsource; nchan_channel_id flood; nchan_subscriber_first_message newest;
    }}
  }}
"""


def now_us() -> int:
    return time.monotonic_ns() // 1000


class Server:
    """A server process, and a connection that publishes numbered messages.

    With `processor` it runs only on that one.
    """

    name = ""
    path = "/"
    marker = '"fb":'

    def __init__(self, processor: int | None = None) -> None:
        self.processors = os.sched_getaffinity(0) if processor is None else {processor}
        self.port = free_port()
        self.folder = tempfile.mkdtemp(prefix=f"dateline-bench-{self.name}-")
        self.pid = 0
        self.sent: dict[int, int] = {}
        self._connection: http.client.HTTPConnection | None = None
        self._open_socket: socket.socket | None = None
        self._offered: list[socket.socket] = []

    def start(self) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)
        self._close()

    def request(self, number: int) -> tuple[str, dict[str, str], bytes]:
        """Path, headers and body of the POST that publishes message `number`."""
        head = f'{{"fb":{number},"html":"'
        body = head + "Water at the door. " * 80
        return "/publish", {"Content-Type": "application/json"}, f'{body[: SIZE - 62]}"}}'.encode()

    def publish(self, number: int) -> tuple[int, int]:
        """Publishes, and waits for the response. Returns the times of both, in microseconds."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        path, headers, body = self.request(number)
        sent = self.sent[number] = now_us()
        self._connection.request("POST", path, body, headers)
        response = self._connection.getresponse()
        response.read()
        if response.status >= 400:
            raise RuntimeError(f"{self.name} answered {response.status}")
        return sent, now_us()

    def offer(self, number: int) -> tuple[int, int]:
        """Publishes without waiting for the response (pipelining), so that the rate is kept."""
        if self._open_socket is None:
            self._open_socket = socket.create_connection(("127.0.0.1", self.port))
            self._offered.append(self._open_socket)
            self._open_socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=_drain, args=(self._open_socket,), daemon=True).start()
        path, headers, body = self.request(number)
        lines = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        lines += [f"Content-Length: {len(body)}", "", ""]
        sent = now_us()
        self._open_socket.sendall("\r\n".join(lines).encode() + body)
        return sent, sent

    def hang_up(self) -> None:
        """Drops the connections to a process that has ended, or that may have closed them."""
        self._connection = self._open_socket = None

    def _run(self, command: list[str]) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        os.sched_setaffinity(self._process.pid, self.processors)
        self.pid = self._process.pid
        _await_port(self.port)

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        for each in self._offered:
            each.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Floor(Server):
    """`cfloor.c`: only send(2) in a loop."""

    name = "C loop"

    def offer(self, number: int) -> tuple[int, int]:
        # It reads one request from a connection, so each request has a connection of its own.
        self._open_socket = None
        return super().offer(number)

    def start(self) -> None:
        self._run([build("cfloor"), str(self.port)])


class Nginx(Server):
    """nginx with one worker. In `conf`, {folder} and {port} are filled in."""

    conf = modules = ""

    def start(self) -> None:
        conf = Path(self.folder) / "nginx.conf"
        conf.write_text(
            _NGINX.format(folder=self.folder, modules=self.modules)
            + self.conf.format(folder=self.folder, port=self.port)
            + "}\n"
        )
        self._run(["nginx", "-c", str(conf), "-p", self.folder, "-e", f"{self.folder}/error.log"])


class Nchan(Nginx):
    """nginx with nchan, as Debian packages it."""

    name = "nchan"
    path = "/stream"
    conf = _NCHAN
    modules = "load_module /usr/lib/nginx/modules/ngx_nchan_module.so;"

    @staticmethod
    def installed() -> bool:
        return bool(shutil.which("nginx")) and bool(list(Path("/usr/lib/nginx").rglob("*nchan*")))


class Dateline(Server):
    """`dateline serve`, on SQLite or `database`; a message is a post sent from the desk."""

    name = "dateline"
    marker = "fb:"
    command: Sequence[str] = DATELINE
    database = ""
    environment: Mapping[str, str] = {}

    def start(self) -> None:
        database = self.database or f"sqlite:///{self.folder}/dateline.sqlite3"
        self.newsroom = Newsroom(Path(self.folder), database)
        self.newsroom.environment |= self.environment
        self.newsroom.output = open(f"{self.folder}/output", "a")  # noqa: SIM115
        self.newsroom.found()
        self.serve()
        try:
            desk = self.newsroom.desk()
            self._fields = desk.form("/desk/flood/", "part-0-text")
            self._cookie = "; ".join(f"{name}={value}" for name, value in desk.cookies.items())
            self.words = self._fitting()
        except BaseException:
            self.stop()
            raise

    def serve(self) -> None:
        """Starts the process; also again after `newsroom.kill()`."""
        self.newsroom.port = self.port
        self.newsroom.start(command=self.command)
        assert self.newsroom.process is not None
        self.pid = self.newsroom.process.pid
        for thread in Path(f"/proc/{self.pid}/task").iterdir():
            os.sched_setaffinity(int(thread.name), self.processors)
        self.path = f"/live/flood?after={self.newsroom.cursor()}"

    def stop(self) -> None:
        self.newsroom.stop()
        if not isinstance(self.newsroom.output, int):
            self.newsroom.output.close()
        self._close()

    def request(self, number: int) -> tuple[str, dict[str, str], bytes]:
        words = f"fb:{number} {self.words}"
        fields = {"idempotency_key": uuid.uuid4().hex, "part-0-text": words, "do": "publish"}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": self._cookie,
            "Origin": self.newsroom.address,
        }
        return "/desk/flood/", headers, urlencode(self._fields | fields).encode()

    def _fitting(self) -> str:
        """The words that make an event of SIZE bytes."""
        self.words = "Water."
        self.publish(0)
        frame = len(json.dumps(self._first_post(), ensure_ascii=False)) + 60
        return ("Water at the door. " * 80)[: max(6, SIZE - frame)]

    def _first_post(self) -> dict[str, Any]:
        path = f"/flood/changes/?after={re.sub('-[0-9]+$', '-0', self.newsroom.cursor())}"
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            blocks = json.loads(get(self.newsroom.address, path).text)["blocks"]
            for each in blocks:
                if each["name"].startswith("post-"):
                    return dict(each)
            time.sleep(0.05)
        raise RuntimeError("the first post did not arrive")


def _await_port(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"nothing listens on {port}")


def _drain(connection: socket.socket) -> None:
    try:
        while connection.recv(65536):
            pass
    except OSError:
        return
