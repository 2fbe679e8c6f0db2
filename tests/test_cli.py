"""The commands as a person types them: what they print, where, and how they end."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from html import unescape

import polars as pl
import pytest

from orchestration import article_page, report
from transforms.tables import TABLES
from warehouse import read


def test_run_ends_with_rows_by_table_and_what_to_try(tmp_path, dateline):
    text = tmp_path / "in" / "2024-05-06.txt"
    text.parent.mkdir()
    text.write_text(
        "Ministers meet\n\nOSLO, May 6 (Reuters) - Norwegian Foreign Minister Tiril Aasen met her Danish counterpart on Monday.\n"
    )
    done = dateline(tmp_path / "home", "run", str(text.parent))
    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()[1 : len(TABLES) + 1]] == list(TABLES)
    assert str(tmp_path / "home" / "dateline.duckdb") in done.stdout
    assert len(re.findall(r"dateline (?:sql|show|ui)", done.stdout)) == 3
    assert "DEBUG" not in done.stderr, "Dagster's own log is for --verbose"


def test_an_interrupted_run_says_what_stands(tmp_path):
    command = [sys.executable, "-m", "orchestration.cli", "run"]
    run = subprocess.Popen(command, env={**os.environ, "DATELINE_HOME": str(tmp_path)}, stderr=subprocess.PIPE, text=True)
    told = ""
    for line in run.stderr:
        told += line
        if line.startswith("raw document"):
            run.send_signal(signal.SIGINT)
    assert run.wait() == 1
    assert "interrupted: the warehouse is the one before" in told
    assert not (tmp_path / "dateline.duckdb").exists()


def test_a_missing_input_is_wrong_use_and_touches_nothing(tmp_path, dateline):
    done = dateline(tmp_path / "home", "run", "no/such/folder")
    assert done.returncode == 2
    assert "does not exist" in done.stderr
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("command", [("sql", "select 1"), ("status",), ("show", "x"), ("export", "out")])
def test_reading_without_a_warehouse_says_what_to_do(tmp_path, dateline, command):
    done = dateline(tmp_path, *command, cwd=tmp_path)
    assert done.returncode == 3
    assert "dateline run" in done.stderr


def test_sql_in_every_format(sample_home, dateline):
    query = "select parties, date_start from meeting where status = 'denied' order by all"
    as_json = json.loads(dateline(sample_home, "sql", query, "--format", "json").stdout)
    assert as_json and set(as_json[0]) == {"parties", "date_start"}
    as_csv = pl.read_csv(io.StringIO(dateline(sample_home, "sql", query, "--format", "csv").stdout))
    assert as_csv["parties"].to_list() == [";".join(row["parties"]) for row in as_json]
    command = [sys.executable, "-m", "orchestration.cli", "sql", query, "--format", "parquet"]
    made = subprocess.run(command, env={"DATELINE_HOME": str(sample_home)}, capture_output=True, check=True).stdout
    assert pl.read_parquet(made).height == len(as_json)
    assert " ".join(as_json[0]["parties"]) in dateline(sample_home, "sql", query).stdout


def test_sql_from_a_file_and_from_standard_input(sample_home, dateline, tmp_path):
    (tmp_path / "q.sql").write_text("select 6 * 7 as answer")
    assert "42" in dateline(sample_home, "sql", "--file", str(tmp_path / "q.sql")).stdout
    assert "42" in dateline(sample_home, "sql", input="select 6 * 7 as answer").stdout
    assert dateline(sample_home, "sql", input="").returncode == 2


@pytest.mark.parametrize("query", ["selec", "delete from article", "from read_csv('/etc/hostname')", "from nowhere"])
def test_refused_sql_is_wrong_use_told_in_one_message(sample_home, dateline, query):
    done = dateline(sample_home, "sql", query)
    assert done.returncode == 2
    assert done.stderr and "Traceback" not in done.stderr


def test_status_gives_a_meaning_and_examples_to_each_reason(sample_home, dateline):
    told = dateline(sample_home, "status").stdout
    for reason in read.query(sample_home, "select distinct reason from article_quarantine")["reason"]:
        assert f"  {reason} " in told
    for warning in read.query(sample_home, "select distinct warning from data_quality")["warning"]:
        assert f"  {warning} " in told
    assert "published" in told


def test_show_asks_which_article_is_meant(sample_home, dateline):
    done = dateline(sample_home, "show", ".txt")
    assert done.returncode == 2
    assert f"{read.articles(sample_home, '.txt').height} articles match" in done.stderr
    assert "select article_id" in dateline(sample_home, "show", "no such article").stderr


def test_the_page_holds_the_body_verbatim_and_loads_nothing(sample_home, dateline, tmp_path):
    article = read.articles(sample_home, report.fullest_article(sample_home)).row(0, named=True)
    done = dateline(sample_home, "show", article["article_id"], "--html", cwd=tmp_path)
    assert done.stdout.strip() == f"{article['article_id']}.html"
    page = (tmp_path / done.stdout.strip()).read_text(encoding="utf-8")
    body = re.search(r'<div class="body">(.*?)</div>', page, re.DOTALL)[1]
    unnumbered = re.sub(r'<a class="number".*?</a>', "", body)
    assert unescape(re.sub(r"<[^>]*>", "", unnumbered)) == article["body"]
    assert all(link.startswith("#") for link in re.findall(r'(?:src|href)="([^"]*)"', page))
    assert set(re.findall(r'<mark class="(\w+)"', page)) == set(article_page.COLOURS)


def test_pieces_cut_overlapping_spans():
    mention = {"char_start": 2, "char_end": 4, "kind": "person"}
    first, second = {"char_start": 0, "char_end": 6}, {"char_start": 3, "char_end": 8}
    page = article_page.Page({"body": "0123456789"}, [], [mention], [first, second])
    cut = [(p["text"], p["mention"] is mention, p["meetings"]) for p in article_page.pieces(page, 0, 10)]
    assert cut == [("01", False, [1]), ("2", True, [1]), ("3", True, [1, 2]), ("45", False, [1, 2]), ("67", False, [2]), ("89", False, [])]


def test_help_is_quick_because_it_loads_no_engine():
    code = "import sys, orchestration.cli; print([m for m in ('dagster', 'duckdb', 'polars', 'rich', 'great_expectations') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def test_sql_loads_neither_dagster_nor_great_expectations(sample_home):
    code = "import sys; from orchestration import report; print([m for m in ('dagster', 'great_expectations', 'rich') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"
