"""Real browsers on a phone: Chromium, 390 × 844, without script."""

import asyncio
import os
import shutil
import threading
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
import uvicorn
from accessibility import faults_of, faults_of_keyboard
from fastapi import FastAPI
from playwright.async_api import Browser, BrowserContext, Page, Playwright, async_playwright, expect

T = TypeVar("T")
WIDTH, HEIGHT = 390, 844
KEPT = ("confirmed", "late", "late-dark", "cancel", "released", "refused", "offer")
DOCS = Path(__file__).parents[4] / "docs"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Phones:
    """One Chromium for all tests, in a thread of its own, because each test has its own event loop."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="phones", daemon=True)
        self._thread.start()
        self._playwright, self._browser = self.finish(_launched())

    def finish(self, doing: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(timeout=90)

    async def do(self, doing: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(doing, self._loop))

    async def take(self, base_url: str, tmp_path: Path) -> "Phone":
        """A phone that nobody has used."""
        context = await self.do(_new_context(self._browser, base_url))
        asked: set[str] = set()
        return Phone(self, context, await self.do(_new_page(context, asked)), tmp_path, asked)

    def close(self) -> None:
        self.finish(self._browser.close())
        self.finish(self._playwright.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class Phone:
    """What one guest does and sees. It remembers whom it asked."""

    def __init__(self, phones: Phones, context: BrowserContext, page: Page, tmp_path: Path, asked: set[str]) -> None:
        self._do = phones.do
        self._context = context
        self._page = page
        self._tmp_path = tmp_path
        self.asked = asked

    async def open(self, path: str) -> None:
        await self._do(self._page.goto(path))

    async def press(self, text: str) -> None:
        await self._do(self._page.get_by_text(text, exact=True).first.click())

    async def fill(self, label: str, value: str) -> None:
        await self._do(self._page.get_by_label(label).fill(value))

    async def reads(self, title: str) -> None:
        await self._do(expect(self._page.get_by_role("heading", level=1)).to_have_text(title, timeout=20_000))

    async def is_told(self, text: str) -> None:
        await self._do(expect(self._page.get_by_role("alert")).to_contain_text(text))

    async def look(self, name: str) -> None:
        """Find nothing that keeps somebody out, and take a picture."""
        assert await self.faults() == []
        await self._do(self._page.screenshot(path=_picture(name, self._tmp_path), full_page=True))

    async def faults(self) -> list[str]:
        return await self._do(faults_of(self._page))

    async def faults_of_keyboard(self) -> list[str]:
        return await self._do(faults_of_keyboard(self._page))

    async def go_dark(self) -> None:
        await self._do(self._page.emulate_media(color_scheme="dark"))

    async def shrink(self, width: int, height: int) -> None:
        await self._do(self._page.set_viewport_size({"width": width, "height": height}))

    async def show(self, html: str) -> None:
        await self._do(self._page.set_content(html))

    async def put_away(self) -> None:
        await self._do(self._context.close())


@asynccontextmanager
async def served(app: FastAPI) -> AsyncIterator[str]:
    """The application on a free port of this machine, over real HTTP."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        if serving.done():
            serving.result()
        await asyncio.sleep(0.01)
    try:
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await serving


async def _launched() -> tuple[Playwright, Browser]:
    """The system's Chromium, or Playwright's own. Without one the test fails: a page nobody looked at is not tested."""
    playwright = await async_playwright().start()
    names = ("chromium", "chromium-browser", "google-chrome", playwright.chromium.executable_path)
    executable = next(filter(None, map(shutil.which, names)), None)
    if executable is None:
        await playwright.stop()
        pytest.fail("there is no Chromium: `apt-get install chromium`, or `python -m playwright install chromium`")
    return playwright, await playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)


async def _new_context(browser: Browser, base_url: str) -> BrowserContext:
    return await browser.new_context(
        base_url=base_url,
        viewport={"width": WIDTH, "height": HEIGHT},
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
        java_script_enabled=False,
        color_scheme="light",
        locale="en-GB",
    )


async def _new_page(context: BrowserContext, asked: set[str]) -> Page:
    """Listening tells the browser so, and like all else may only be said in the thread of the phones."""
    page = await context.new_page()
    page.on("request", lambda request: asked.add(request.url.partition("/g/")[0]))
    return page


def _picture(name: str, tmp_path: Path) -> Path:
    """Where a screenshot goes: into docs/ only with HOLDFAST_SCREENSHOTS=1, so that tests leave the tree as it was."""
    kept = name in KEPT and os.environ.get("HOLDFAST_SCREENSHOTS")
    return (DOCS if kept else tmp_path) / f"guest-page-{name}.png"
