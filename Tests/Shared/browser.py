"""A page in a browser, where there is one, and what axe-core finds wrong with it there."""

import contextlib
import shutil
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@contextlib.contextmanager
def started():
    """Chromium; a test that needs it is skipped where there is none."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        pytest.skip("no Chromium here")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        # Root has no sandbox; the pages are ours.
        chromium = driver.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield chromium
        finally:
            chromium.close()


@contextlib.contextmanager
def opened(chromium, page, scheme="light", viewport=DESKTOP):
    """A page on a light or dark screen of a size; it must load without a complaint and ask for nothing else."""
    context = chromium.new_context(color_scheme=scheme, viewport=viewport)
    try:
        tab = context.new_page()
        complaints, requests = [], []
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("request", lambda request: requests.append(request.url))
        tab.goto(page.as_uri())
        assert not complaints
        assert requests == [page.as_uri()]
        yield tab
    finally:
        context.close()


def violations(tab):
    """What axe-core finds: a line each, with the rule and the element."""
    import axe_playwright_python

    # Through the debugger, which the page's policy does not bind.
    tab.evaluate((Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    found = tab.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return [
        f"{one['id']}: {node['html'][:200]}: {node['failureSummary']}" for one in found for node in one["nodes"]
    ]
