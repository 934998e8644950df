"""`docs/asvs.csv`: OWASP ASVS 5.0.0 level 2 and ten requirements of level 3, each with what proves it."""

import ast
import csv
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEN = {"V1.2.10", "V2.3.5", "V5.2.4", "V5.2.6", "V5.3.3", "V6.3.8", "V7.5.3", "V8.3.2", "V8.3.3", "V15.4.2"}
with (ROOT / "docs" / "asvs.csv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file, delimiter=";"))


@cache
def collected(path):
    file = ROOT / path
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.exists() else ast.Module([], [])
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_each_requirement_stands_once():
    ids = [row["id"] for row in ROWS]
    assert [id_ for id_, times in Counter(ids).items() if times > 1] == []
    assert Counter(row["level"] for row in ROWS) == {"1": 70, "2": 183, "3": 10}
    assert {row["id"] for row in ROWS if row["level"] == "3"} == TEN
    assert ids == sorted(ids, key=lambda id_: [int(part) for part in id_[1:].split(".")])


def test_each_proof_is_a_test_that_there_is():
    proofs = {row["id"]: row["proof"].partition("::") for row in ROWS if row["state"] == "tested"}
    assert {id_: "::".join(proof[::2]) for id_, proof in proofs.items() if proof[2] not in collected(proof[0])} == {}


def test_what_is_not_tested_has_a_reason():
    assert {row["state"] for row in ROWS} == {"tested", "not applicable", "open"}
    assert [row["id"] for row in ROWS if not (row["topic"] and len(row["proof"]) > 5)] == []


def test_little_is_open():
    open_ = Counter(row["level"] for row in ROWS if row["state"] == "open")
    assert open_["1"] == 0
    assert open_["2"] <= 5
