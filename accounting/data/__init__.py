"""Published facts as tables: UTF-8, semicolons, a heading line, dates as YYYY-MM-DD, empty means none."""

import csv
from pathlib import Path

_FOLDER = Path(__file__).parent


def rows(table):
    with (_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
