"""A NATS server that a test can kill, wipe and stop."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from . import leftovers
from .newsroom import PATIENCE
from .ports import free_port

PROGRAM = shutil.which("nats-server") or "/usr/sbin/nats-server"


class NatsServer:
    """The process, with JetStream and its store in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def start(self, *more: str) -> None:
        arguments = ["-a", "127.0.0.1", "-p", str(self.port), "-js", "-sd", str(self.folder), *more]
        self.process = subprocess.Popen(
            [PROGRAM, *arguments], stderr=subprocess.DEVNULL, preexec_fn=leftovers.before_exec()
        )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.01)
            else:
                return
        self.kill()
        raise AssertionError("NATS did not answer")

    def kill(self, *, wiped: bool = False) -> None:
        """Kills it with SIGKILL; with `wiped` its store is deleted, too."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)
        if wiped:
            shutil.rmtree(self.folder, ignore_errors=True)

    def hold_up(self) -> None:
        """Stops it: it accepts connections and does nothing, until `go_on`."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)
