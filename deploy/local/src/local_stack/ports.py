"""Loopback ports: free ones are picked, wanted ones are checked."""

from __future__ import annotations

import socket

from local_stack.problem import SetupError


def free_port() -> int:
    """A loopback TCP port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # without it a port in TIME_WAIT after our own restart would look taken
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def require_free(port: int, *, wanted_by: str) -> None:
    """Raise SetupError when somebody listens on the port that was asked for."""
    if not is_free(port):
        raise SetupError(
            f"Port {port} on 127.0.0.1, asked for by {wanted_by}, is taken by another program.",
            advice="stop that program, or leave the port out: a free one is picked then.",
        )
