"""`python -m local_stack.serve mailbox | issuer | token`: the two helpers of a stack as processes of their own."""

from __future__ import annotations

import signal
import threading
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Annotated, Protocol

import typer

from local_stack.issuer import ALL_SCOPES, Issuer, SigningKey

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, rich_markup_mode=None)

DataDir = Annotated[Path, typer.Argument(help="where mails or the signing key are kept")]
Port = Annotated[int, typer.Option()]


class Served(Protocol):
    def start(self) -> None: ...

    def stop(self) -> None: ...


@app.command()
def mailbox(data_dir: DataDir, smtp_port: Port, mailbox_port: Port) -> None:
    """A real SMTP server that keeps what it gets, and shows it over HTTP."""
    from local_stack.mailbox import Mailbox  # noqa: PLC0415 -- the issuer's image has no aiosmtpd

    serve_until_told(Mailbox(data_dir, smtp_port=smtp_port, http_port=mailbox_port))


@app.command()
def issuer(
    data_dir: DataDir,
    issuer_port: Port,
    host: str = "127.0.0.1",
    url: Annotated[str | None, typer.Option(help="how the services reach it, if not by host and port")] = None,
) -> None:
    """A token issuer for development."""
    serve_until_told(Issuer(data_dir, port=issuer_port, host=host, url=url))


@app.command()
def token(
    data_dir: DataDir,
    url: Annotated[str, typer.Option()],
    tenant: str = "tnt_demo",
    scope: list[str] | None = None,
    hours: float = 12,
) -> None:
    """Print a token of the issuer with that data directory and URL."""
    key = SigningKey(data_dir)
    print(key.mint(url, tenant=tenant, scopes=scope or ALL_SCOPES, expires=timedelta(hours=hours)))


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


if __name__ == "__main__":
    app()
