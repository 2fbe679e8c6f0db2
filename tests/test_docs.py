"""What README and docs say is run: commands, SQL, Python, rules. What exists is documented, what is linked exists."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from orchestration.cli import Exit, cli
from transforms.tables import TABLES
from warehouse import answers, dictionary, questions, read

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXT = (
    "Ministers meet\n\nOSLO, May 6 (Reuters) - Norwegian Foreign Minister Tiril Aasen met Danish Foreign Minister Jens Krogh on Monday.\n"
)


def blocks(language: str, *pages: Path) -> list[str]:
    return [found for page in pages or PAGES for found in re.findall(rf"^```{language}\n(.*?)^```", page.read_text("utf-8"), re.M | re.S)]


def commands(program: str) -> list[str]:
    lines = [line.split(" #")[0].strip() for block in blocks("bash") for line in block.splitlines()]
    return sorted({line for line in lines if re.search(rf"(^|\| ){program} ", f"{line} ")})


@pytest.fixture(scope="module")
def home(sample_home, tmp_path_factory) -> Path:
    """A home that commands may change."""
    home = tmp_path_factory.mktemp("docs") / "data"
    shutil.copytree(sample_home, home)
    return home


@pytest.fixture
def standing(home, tmp_path, monkeypatch) -> Path:
    """The folder a reader stands in: the clone's files, some texts of their own, a home."""
    for name in ("warehouse", "sample"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "data").symlink_to(home)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "2024-05-07.txt").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATELINE_HOME", str(home))
    monkeypatch.setenv("DAGSTER_HOME", str(home / "dagster"))
    return tmp_path


@pytest.mark.parametrize("command", [line for line in commands("dateline") if "dateline ui" not in line])
def test_commands_in_the_docs_run(standing, command):
    typed, _, called = command.rpartition("| ")
    given = shlex.split(typed.removesuffix("| ").strip())[1] if typed else None
    done = CliRunner().invoke(cli, shlex.split(called)[1:], input=given, catch_exceptions=False)
    # `dateline sql` alone lists tables on a terminal; here there is none.
    assert done.exit_code == (Exit.USAGE if command == "dateline sql" else Exit.DONE), done.output


@pytest.mark.parametrize("sql", blocks("sql"))
def test_sql_in_the_docs_gives_rows(sample_home, sql):
    assert read.query(sample_home, sql).height


@pytest.mark.parametrize("code", blocks("python"))
def test_python_in_the_docs_runs(standing, code):
    exec(compile(code, "docs", "exec"), {})


def test_make_targets_and_docs_name_each_other():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):.*## ", makefile, re.M)) - {"help", "ui"}
    named = {shlex.split(line)[1] for line in commands("make")}
    assert named == targets


def test_every_command_option_and_exit_code_is_in_the_guide():
    guide = (ROOT / "docs" / "guide.md").read_text("utf-8")
    assert isinstance(cli, click.Group)
    for name, command in cli.commands.items():
        assert f"dateline {name}" in guide, name
        for option in (o for o in command.params if isinstance(o, click.Option) and o.name not in ("host",)):
            assert max(option.opts, key=len) in guide, f"{name} {option.opts}"
    for code in Exit:
        assert f"| {code.value} |" in guide and str(code.value) in (cli.epilog or "")


def test_the_data_dictionary_is_up_to_date_and_whole():
    page = (ROOT / "docs" / "data-dictionary.md").read_text("utf-8")
    assert page == dictionary.markdown(), "run `make docs`, or: python -m warehouse.dictionary > docs/data-dictionary.md"
    for name in (*TABLES, *(one.name for one in (*questions.views(), *questions.macros(), *questions.queries()))):
        assert f"### {name}\n" in page or f"- `{name}`: " in page, name


def test_the_answers_are_those_of_the_sample(sample_home):
    page = (ROOT / "docs" / "queries.md").read_text("utf-8")
    assert page == answers.markdown(sample_home), "run `make docs`, or: python -m warehouse.answers HOME > docs/queries.md"


def test_files_and_folders_named_in_the_docs_exist():
    for page in PAGES:
        text = page.read_text("utf-8")
        for link in re.findall(r"\]\((?!#)([^)\s]+)\)", text):
            assert not link.startswith("http"), f"{page.name}: {link}"
            assert (page.parent / link.split("#")[0]).exists(), f"{page.name}: {link}"
        for path in re.findall(r"`((?:transforms|warehouse|expectations|orchestration|benchmarks|sample|tests)/[\w./]*)`", text):
            assert (ROOT / path).exists() or path == "tests/ui/screenshots/", f"{page.name}: {path}"
    for file in set(re.findall(r"`(\w+\.tsv)`", (ROOT / "docs" / "rules.md").read_text("utf-8"))):
        assert (ROOT / "transforms" / "lexicon" / file).exists(), file


def test_pictures_fetch_nothing():
    for picture in (ROOT / "docs").glob("*.svg"):
        links = set(re.findall(r"https?://[^\s\"'<)]+", picture.read_text("utf-8")))
        assert links <= {"http://www.w3.org/2000/svg"}, picture.name


def test_the_four_lines_of_the_rules_page_teach_what_they_say(tmp_path):
    shutil.copytree(ROOT / "transforms", tmp_path / "transforms")
    (rows,) = blocks("tsv", ROOT / "docs" / "rules.md")
    for line in rows.splitlines():
        file, row = line.split("\t", 1)
        with (tmp_path / "transforms" / "lexicon" / file).open("a", encoding="utf-8") as lexicon:
            lexicon.write(row + "\n")
    assert len(rows.splitlines()) == 4
    assert _parties(tmp_path) == ["NOR", "PRK"]
    assert _parties(ROOT) == [], "the example must be new to the lexicon"


def _parties(root: Path) -> list[str]:
    """The parties of the meeting in the sentence of the rules page, read by the code under `root`."""
    code = """
import polars as pl
from datetime import date
from transforms.extract import extract
from transforms.tables import ARTICLE
body = "Tiril Aasen confabbed with Trade Tsar Lars Holm of the Hermit Kingdom in Oslo on Tuesday."
row = {name: None for name in ARTICLE.schema} | {"article_id": "a", "source_uri": "x", "published_date": date(2019, 5, 8), "body": body, "n_words": 15}
found = extract(pl.DataFrame([row], schema=ARTICLE.schema)).report
print(*(found["parties"][0] if found.height else []))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()
