"""The pipeline as an engineer sees it in the Dagster UI: the real server, a real browser. Pictures go to tests/ui/screenshots."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By

from transforms.tables import TABLES
from warehouse import read

JOB = "/locations/orchestration.definitions"
#: The header says the 12th, a Tuesday; the dateline says the 11th.
DROPPED = """ date 2019-03-12 Seoul's envoy meets Swedish negotiator again
By Han Ji-soo
STOCKHOLM, March 11 (Yonhap) -- South Korea's chief nuclear envoy Baek Seung-min met his Swedish counterpart Karin Lindqvist on Tuesday.
(Yonhap)
"""


@pytest.fixture(scope="module", autouse=True)
def watching(site, browser) -> None:
    """The sensor is switched on and a file dropped before the other pages are looked at, so that its run comes meanwhile."""
    browser.open(f"{JOB}/sensors/landing_folder")
    browser.expect("landing_folder", "Running")
    browser.driver.find_element(By.XPATH, "//*[text()='Running']/following::input[@type='checkbox'][1]/..").click()
    (site.home / "landing" / "dropped.txt").write_text(DROPPED)


def test_the_asset_graph_leads_from_raw_text_to_the_export(browser):
    groups = ("ingest", "core", "history", "warehouse")
    browser.driver.set_window_size(2000, 1700)  # what lies outside the window is not drawn
    browser.open("/asset-groups?expanded=" + ",".join(f"global@global:{group}" for group in groups))
    browser.expect("Global asset lineage", "article")
    for _ in range(7):
        browser.driver.find_element(By.CSS_SELECTOR, "[aria-label='zoom_out']").click()
    browser.expect("raw_document", "article", "sentence", "mention", "meeting_report", "meeting", "warehouse", "export")
    browser.shot("asset_graph")
    browser.driver.set_window_size(1600, 1000)


def test_an_asset_shows_its_columns_and_rows(browser):
    browser.open("/assets/meeting")
    browser.expect(TABLES["meeting"].description, "Row count", *TABLES["meeting"].schema)
    browser.shot("asset")


def test_a_passed_check_is_seen(browser):
    browser.open("/assets/mention?view=checks&checkDetail=expectations")
    browser.expect("expectations", "Evaluation result", "Passed", "blocking asset check")
    browser.shot("check_passed")


def test_the_schedule_is_seen(browser):
    browser.open(f"{JOB}/schedules/daily")
    browser.expect("daily", "At 05:00 AM UTC", "dateline")
    browser.shot("schedule")


def test_the_sensor_picks_up_a_dropped_file(site, browser):
    _wait_until_published(site.home, "dropped.txt")
    browser.open("/runs")
    browser.expect("landing_folder", "Success", "In progress (0)")
    browser.shot("runs")
    browser.open(f"{JOB}/sensors/landing_folder")
    browser.expect("landing_folder", "1 run requested")
    browser.shot("sensor")


def _wait_until_published(home: Path, name: str) -> None:
    for _ in range(120):
        if read.query(home, f"SELECT count(*) FROM article_source WHERE source_uri LIKE '%{name}'").item():
            return
        time.sleep(1)
    raise AssertionError(f"{name} was not in the warehouse after two minutes:\n{(home / 'ui.log').read_text()}")


def test_a_failed_check_tells_the_conflict_of_the_dropped_file(browser):
    browser.open("/assets/article?view=checks&checkDetail=data_quality")
    browser.expect("data_quality", "Failed")
    browser.driver.find_element(By.XPATH, "//*[contains(text(), 'Show Markdown')]").click()
    browser.expect("2019-03-12")
    browser.shot("check_failed")
