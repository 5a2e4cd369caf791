"""A route whose every answer is a page, whatever went wrong."""

from collections.abc import Callable, Coroutine
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from web.problem_answers import internal_error, problem_of
from web.transactional import TransactionalRoute

from booking.domain.errors import NotFound
from booking.pages.html import guest_html
from booking.pages.links import NoSuchPage
from booking.pages.texts import CATALOGUES, Language, language_asked_for
from booking.pages.view import Tone, View


class PageRoute(TransactionalRoute):
    """As transactional as every route; a guest reads a page instead of a problem document."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        run = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await run(request)
            except NoSuchPage as nothing:
                return trouble(request, nothing.status, nothing.about)
            except NotFound:
                return trouble(request, 404, "invalid")
            except Exception as error:
                problem = problem_of(error, request.app.state.problems) or internal_error(error)
                return trouble(request, problem.status_code, _about(problem.status_code))

        return answer


def trouble(request: Request, status: int, about: str) -> Response:
    """A page that says what to do; in the browser's language, because the guest is not known."""
    language: Language = language_asked_for(request.headers.get("accept-language", ""))
    texts = CATALOGUES[language]
    view = View(
        language=language,
        title=texts[f"trouble.{about}.title"],
        tone=Tone.OVER,
        lead=[texts[f"trouble.{about}.lead"]],
        status=status,
    )
    return guest_html().answer(view, path="")


def _about(status: int) -> str:
    if status == 404:
        return "invalid"
    return "away" if status in (503, 504) else "ours"
