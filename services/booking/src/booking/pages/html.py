"""From a view to an answer that a browser shows, and nobody else may keep, frame or refer to."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from booking.pages.view import View


class Html:
    """The one template with its one style sheet; there is no script, and no other origin is ever asked."""

    def __init__(self) -> None:
        environment = Environment(
            loader=PackageLoader("booking.pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        loader = environment.loader
        assert loader is not None
        self._style = loader.get_source(environment, "page.css")[0].strip()
        self._template = environment.get_template("page.html")
        self._headers = _headers(self._style)

    def answer(self, view: View, *, path: str) -> HTMLResponse:
        """`path` is where the page of this link lies; its forms post beneath it."""
        headers = {**self._headers, "Content-Language": view.language}
        if view.looks_again is not None:
            headers["Refresh"] = f"{view.looks_again};url={path}"
        content = self._template.render(view=view, style=self._style, path=path)
        return HTMLResponse(content, status_code=view.status, headers=headers)


@cache
def guest_html() -> Html:
    """Read and compiled once, when the first page is shown."""
    return Html()


def _headers(style: str) -> Mapping[str, str]:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return {
        "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex, nofollow",
    }
