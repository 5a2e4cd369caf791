"""The mailbox over HTTP: a list for people, JSON for tools."""

from __future__ import annotations

from dataclasses import asdict
from html import escape
from typing import Annotated, Any, Protocol

from fastapi import FastAPI, HTTPException, Query
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from local_stack.mail import Mail
from local_stack.mail_answers import Moment

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Mailbox</title>
<meta name="viewport" content="width=device-width">
<style>body{{font:16px/1.5 system-ui;max-width:52rem;margin:2rem auto;padding:0 1rem}}
article{{border-top:1px solid #ccc;padding:1rem 0}}pre{{white-space:pre-wrap;font:inherit}}small{{color:#555}}</style>
<h1>Mailbox</h1>{mails}</html>"""


class Shelf(Protocol):
    """What the pages need of the mailbox."""

    def messages(self, to: str | None = None, *, after: int = 0) -> list[Mail]: ...

    def answer(
        self, recipient: str, code: int, *, text: str = ..., moment: Moment = ..., times: int | None = None
    ) -> None: ...


class ProgrammedAnswer(BaseModel):
    recipient: str
    code: Annotated[int, Field(ge=400, le=599)]
    moment: Moment = Moment.RECIPIENT
    times: Annotated[int, Field(ge=1)] | None = None


def add_pages(app: FastAPI, shelf: Shelf) -> None:
    @app.get("/messages")
    async def messages(to: str | None = None, after: Annotated[int, Query(ge=0)] = 0) -> list[dict[str, Any]]:
        """Oldest first; `after` is the id of the last one already seen."""
        return [_as_json(mail) for mail in shelf.messages(to, after=after)]

    @app.get("/messages/{number}")
    async def message(number: int) -> dict[str, Any]:
        for mail in shelf.messages():
            if mail.number == number:
                return _as_json(mail)
        raise HTTPException(404, f"there is no mail {number}")

    @app.post("/answers", status_code=204)
    async def program(answer: ProgrammedAnswer) -> None:
        """Refuse a recipient with 4xx (for now) or 5xx (for good)."""
        shelf.answer(answer.recipient, answer.code, moment=answer.moment, times=answer.times)

    @app.get("/", response_class=HTMLResponse)
    async def page(to: str | None = None) -> str:
        mails = "".join(_as_html(mail) for mail in reversed(shelf.messages(to)))
        return _PAGE.format(mails=mails or "<p>No mail yet.</p>")

    @app.get("/livez")
    async def livez() -> dict[str, str]:
        return {"status": "ok"}


def _as_json(mail: Mail) -> dict[str, Any]:
    told = asdict(mail)
    return {
        "id": told.pop("number"),
        "to": told.pop("recipients"),
        **told,
        "accepted_at": mail.accepted_at.isoformat(),
    }


def _as_html(mail: Mail) -> str:
    recipients = ", ".join(mail.recipients)
    return (
        f"<article><strong>{escape(mail.subject)}</strong><br><small>{mail.number} · to {escape(recipients)} · "
        f"{escape(mail.accepted_at.isoformat(timespec='seconds'))}</small><pre>{escape(mail.text)}</pre></article>"
    )
