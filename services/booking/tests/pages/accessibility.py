"""What anybody must be able to see, reach and press: the checks that need no judgement."""

from pathlib import Path

from playwright.async_api import Page

_AUDIT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
_OUTLINE = "() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle + ' ' + s.outlineWidth; }"
_PRESSABLE = "button:visible, a:visible, input:visible, summary:visible"


async def faults_of(page: Page) -> list[str]:
    """Everything that is wrong, in words."""
    faults: list[str] = await page.evaluate(_AUDIT)
    return faults


async def faults_of_keyboard(page: Page) -> list[str]:
    """Whether the Tab key reaches everything that can be pressed, and shows where it is."""
    faults = []
    count = await page.locator(_PRESSABLE).count()
    reached = set()
    for _ in range(count * 3):
        await page.keyboard.press("Tab")
        where = await page.evaluate("() => { const a = document.activeElement; return a.outerHTML; }")
        if where.startswith("<body"):
            break
        reached.add(where)
        outline = await page.evaluate(_OUTLINE)
        if outline.startswith("none") or outline.endswith(" 0px"):
            faults.append(f"the focus cannot be seen on {where[:60]}")
    if len(reached) < count:
        faults.append(f"the keyboard reaches {len(reached)} of {count}")
    return faults
