"""The mailbox and the issuer as processes: `python -m local_stack.serve mailbox DIR SMTP HTTP | issuer DIR HTTP`."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import Protocol

from local_stack.issuer import Issuer
from local_stack.mailbox import Mailbox


class Served(Protocol):
    def start(self) -> None: ...

    def stop(self) -> None: ...


def serve_until_told(served: Served) -> None:
    """Serve until SIGTERM or SIGINT."""
    told = threading.Event()

    def tell(_number: int, _frame: FrameType | None) -> None:
        told.set()

    signal.signal(signal.SIGTERM, tell)
    signal.signal(signal.SIGINT, tell)
    served.start()
    told.wait()
    served.stop()


def _described(what: str, data_dir: Path, ports: list[int]) -> Served:
    if what == "mailbox":
        return Mailbox(data_dir, smtp_port=ports[0], http_port=ports[1])
    return Issuer(data_dir, port=ports[0])


if __name__ == "__main__":
    serve_until_told(_described(sys.argv[1], Path(sys.argv[2]), [int(each) for each in sys.argv[3:]]))
