"""Draws docs/show.svg from the sample's warehouse: what `dateline show` prints. `make docs` runs it."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI

from orchestration import article_page, settings
from warehouse import read

#: An article that tells of meetings held, planned and ruled out.
ARTICLE = "2019-09-12-envoy"
# A page must not fetch a font from elsewhere: the reader's own fixed-width font will do.
FORMAT = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL).replace(
    "Fira Code, monospace", "ui-monospace, monospace"
)
FORMAT = re.sub(r"<!--.*?-->\s*", "", FORMAT)


def main(target: Path) -> None:
    """Write the picture. Raises `NoWarehouse` when the sample was not built."""
    home = settings.SAMPLE_HOME
    page = article_page.load(home, read.articles(home, ARTICLE).row(0, named=True))
    console = Console(record=True, width=112, file=io.StringIO(), force_terminal=True, highlight=False)
    console.print(article_page.text(page, console.width), end="")
    target.write_text(
        console.export_svg(title=f"dateline show {ARTICLE}", theme=DIMMED_MONOKAI, code_format=FORMAT, unique_id="show"), encoding="utf-8"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
