"""Serve a small ASGI application on loopback from a thread of this process."""

from __future__ import annotations

import asyncio
import socket
import threading

import uvicorn
from fastapi import FastAPI

from local_stack.ports import require_free


def bound_socket(port: int | None, *, wanted_by: str, host: str = "127.0.0.1") -> socket.socket:
    """A listening socket, on loopback unless told otherwise.

    It is bound before anything else starts, so its port cannot be lost to a race.
    """
    if port is not None:
        require_free(port, wanted_by=wanted_by)
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((host, port or 0))
    made.listen(128)
    made.setblocking(False)
    return made


def quiet_server(app: FastAPI) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(app, log_level="warning", access_log=False, lifespan="on", timeout_graceful_shutdown=2)
    )


class HttpThread:
    """One application on one port. `url` is known before `start`."""

    def __init__(self, app: FastAPI, *, port: int | None = None, name: str, host: str = "127.0.0.1") -> None:
        self._socket = bound_socket(port, wanted_by=name, host=host)
        self._server = quiet_server(app)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        number: int = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{number}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()

    def _run(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._socket]))
