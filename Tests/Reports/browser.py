"""A page in a browser, where there is one."""

import shutil
import subprocess

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def screenshot(page, scheme, place, size="1000,1600"):
    """The browser's picture of a page on a light or dark screen, as bytes; it must load without a complaint."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        pytest.skip("no Chromium here")
    picture = place / f"{scheme}.png"
    ran = subprocess.run(
        [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--log-level=0",
            f"--user-data-dir={place}/profile", f"--blink-settings=preferredColorScheme={int(scheme == 'light')}",
            f"--screenshot={picture}", f"--window-size={size}", page.as_uri(),
        ],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert not [line for line in ran.stderr.splitlines() if "CONSOLE" in line]
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG")
    return content
