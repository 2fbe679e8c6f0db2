"""A Dagster UI of its own, on a copy of the sample's home, and a headless Chromium that looks at it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

SHOTS = Path(__file__).parent / "screenshots"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMEDRIVER = shutil.which("chromedriver")
#: Nothing but the page under test may make it reach out; the sandbox needs rights that a container lacks.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--window-size=1600,1000",
]


@dataclass(frozen=True, slots=True)
class Site:
    """A running Dagster UI: its address, and the home it works on."""

    url: str
    home: Path


@pytest.fixture(scope="session")
def site(sample_home, tmp_path_factory) -> Iterator[Site]:
    if not (CHROMIUM and CHROMEDRIVER):
        pytest.skip("NO BROWSER: the Dagster UI was not looked at. Install chromium and chromium-driver.")
    home = tmp_path_factory.mktemp("ui") / "home"
    shutil.copytree(sample_home, home)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (home / "ui.log").open("w")
    command = [sys.executable, "-m", "orchestration.cli", "ui", "--port", str(port)]
    # With interrupts ignored, as a shell starts a job in the background: it must end all the same.
    ignored = partial(signal.signal, signal.SIGINT, signal.SIG_IGN)
    server = subprocess.Popen(
        command, env={**os.environ, "DATELINE_HOME": str(home)}, stdout=log, stderr=log, start_new_session=True, preexec_fn=ignored
    )
    try:
        _wait_until_up(f"http://127.0.0.1:{port}", server, Path(log.name))
        yield Site(f"http://127.0.0.1:{port}", home)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def _wait_until_up(url: str, server: subprocess.Popen, log: Path) -> None:
    for _ in range(120):
        assert server.poll() is None, log.read_text()
        try:
            with urlopen(f"{url}/server_info", timeout=2):
                return
        except (URLError, TimeoutError):
            time.sleep(0.5)
    raise AssertionError(f"the UI did not come up:\n{log.read_text()}")


class Browser:
    """Chromium looking at the UI: pages are opened by path, and known by the words on them."""

    def __init__(self, driver: webdriver.Chrome, url: str) -> None:
        self.driver, self._url = driver, url

    def open(self, path: str) -> None:
        self.driver.get(self._url + path)

    def text(self) -> str:
        return self.driver.find_element(By.TAG_NAME, "body").text

    def expect(self, *words: str, seconds: float = 40) -> None:
        """Wait until all words stand on the page."""
        try:
            WebDriverWait(self.driver, seconds, ignored_exceptions=None).until(lambda _: all(word in self.text() for word in words))
        except TimeoutException:
            self.shot("failed")
            missing = [word for word in words if word not in self.text()]
            raise AssertionError(f"not on {self.driver.current_url}: {missing}\n{self.text()}") from None

    def shot(self, name: str) -> None:
        """Keep what is to be seen as tests/ui/screenshots/<name>.png."""
        SHOTS.mkdir(exist_ok=True)
        time.sleep(1)  # animations of the page come to rest
        assert self.driver.save_screenshot(str(SHOTS / f"{name}.png"))


@pytest.fixture(scope="session")
def browser(site, tmp_path_factory) -> Iterator[Browser]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in [*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"]:
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(CHROMEDRIVER))
    try:
        yield Browser(driver, site.url)
    finally:
        driver.quit()
