"""`/docs`, `/redoc` and `/openapi.json` without a network: every asset comes out of this package."""

from importlib.resources import files

from fastapi import APIRouter, FastAPI
from fastapi.openapi.docs import get_redoc_html, get_swagger_ui_html
from starlette.responses import HTMLResponse, JSONResponse, Response

from web.auth import public
from web.problem import Problem

_ASSETS = {
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
    "redoc.standalone.js": "text/javascript; charset=utf-8",
    "favicon.png": "image/png",
}
# Even a reference to somebody else's server inside a vendored script must not leave the reader's machine.
_ONLY_OURS = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; worker-src blob:; connect-src 'self'; frame-ancestors 'none'"
)
_NO_FOREIGN_LOGO = '<style>img[src^="https://cdn.redoc.ly"]{display:none}</style></head>'


def docs_router(app: FastAPI) -> APIRouter:
    """The pages that show the app's own OpenAPI document."""
    router = APIRouter(dependencies=[public], include_in_schema=False)

    @router.get("/openapi.json")
    async def openapi_document() -> Response:
        return JSONResponse(app.openapi())

    @router.get("/docs")
    async def swagger_page() -> Response:
        return _page(
            get_swagger_ui_html(
                openapi_url="openapi.json",
                title=f"{app.title}: API",
                swagger_js_url="docs-assets/swagger-ui-bundle.js",
                swagger_css_url="docs-assets/swagger-ui.css",
                swagger_favicon_url="docs-assets/favicon.png",
                swagger_ui_parameters={"validatorUrl": None},
            )
        )

    @router.get("/redoc")
    async def redoc_page() -> Response:
        return _page(
            get_redoc_html(
                openapi_url="openapi.json",
                title=f"{app.title}: API",
                redoc_js_url="docs-assets/redoc.standalone.js",
                redoc_favicon_url="docs-assets/favicon.png",
                with_google_fonts=False,
            )
        )

    @router.get("/docs-assets/{name}")
    async def docs_asset(name: str) -> Response:
        if name not in _ASSETS:
            raise Problem(404, "not_found", "There is no such asset.")
        content = (files("web") / "docs_assets" / name).read_bytes()
        return Response(content, media_type=_ASSETS[name], headers={"Cache-Control": "public, max-age=86400"})

    return router


def _page(page: HTMLResponse) -> Response:
    html = bytes(page.body).decode().replace("</head>", _NO_FOREIGN_LOGO)
    return HTMLResponse(html, headers={"Content-Security-Policy": _ONLY_OURS})
