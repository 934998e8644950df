"""Fetches the third-party files of the browser into `static/vendor/` and locks them by version and hash.

Run it by hand after changing a version below: `python tools/update_vendor.py`. It needs npm on the path; the portal
itself never does. With `--check` nothing is fetched: the files are compared with the lock.
"""

import argparse
import gzip
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

STATIC = Path(__file__).resolve().parent.parent / "static"
VENDOR = STATIC / "vendor"
LOCK = VENDOR / "vendor.lock.json"
FIRST_PAGE_LIMIT = 200_000  # bytes, compressed: css + js + the one font that every page needs


class Package(NamedTuple):
    name: str
    version: str
    files: dict[str, str]  # path inside the package -> file in static/vendor


SCRIPTS = ("latin", "latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese")
PACKAGES = [
    Package("@tabler/core", "1.6.1", {"dist/css/tabler.min.css": "tabler.min.css"}),
    Package("htmx.org", "2.0.11", {"dist/htmx.min.js": "htmx.min.js"}),
    Package(
        "@fontsource-variable/inter",
        "5.3.0",
        {f"files/inter-{script}-wght-normal.woff2": f"inter-{script}.woff2" for script in SCRIPTS},
    ),
]
ICONS = Package("@tabler/icons", "3.51.0", {})
ICON_FILE = "icons.svg"
ICON_NAMES = """
    address-book adjustments alert-circle alert-triangle arrow-back-up arrow-left arrow-right arrows-exchange ban bell
    book books briefcase building building-bank calculator calendar chart-bar check checklist chevron-down chevron-left
    chevron-right chevron-up circle-check clipboard-check clock copy cpu database device-desktop dots door-exit download
    external-link eye file file-export file-import file-spreadsheet file-text filter fingerprint gavel headset
    help-circle hierarchy history home id-badge-2 inbox info-circle key keyboard language link list-check lock lock-open
    logout mail menu-2 moon package pencil percentage phone player-play plus printer receipt-2 refresh report-analytics
    scale search server settings shield shield-check sort-ascending sort-descending sun sun-moon tools trash upload user
    user-plus users users-group world x
"""
STROKE = 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"'


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only compare the files with the lock")
    if not parser.parse_args().check:
        fetch()
    return check()


def fetch() -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    entries = []
    with tempfile.TemporaryDirectory() as folder:
        for package in PACKAGES:
            source = unpack(package, Path(folder))
            for inside, outside in package.files.items():
                (VENDOR / outside).write_bytes(without_source_map((source / inside).read_bytes(), outside))
                entries.append(locked(package, licence(source), outside))
        source = unpack(ICONS, Path(folder))
        (VENDOR / ICON_FILE).write_text(sprite(source / "icons" / "outline"), encoding="utf-8")
        entries.append(locked(ICONS, licence(source), ICON_FILE))
    LOCK.write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")


def unpack(package: Package, folder: Path) -> Path:
    wanted = f"{package.name}@{package.version}"
    packed = subprocess.run(
        ["npm", "pack", "--silent", wanted], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.split()[-1]
    target = folder / packed.removesuffix(".tgz")
    with tarfile.open(folder / packed) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def licence(source: Path) -> str:
    return json.loads((source / "package.json").read_text(encoding="utf-8"))["license"]


def without_source_map(content: bytes, name: str) -> bytes:
    """A source map that is not served would be a 404 in every browser console."""
    if not name.endswith((".css", ".js")):
        return content
    return re.sub(rb"(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=.*)\s*$", b"", content).rstrip() + b"\n"


def sprite(folder: Path) -> str:
    """One file of symbols, for `<use href="icons.svg#name">`; the stroke width is left to our style sheet."""
    symbols = []
    for name in ICON_NAMES.split():
        drawing = re.search(r"<svg.*?>(.*)</svg>", (folder / f"{name}.svg").read_text(encoding="utf-8"), re.DOTALL)[1]
        paths = "".join(line.strip() for line in drawing.splitlines() if "M0 0h24v24H0z" not in line)
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24" {STROKE}>{paths}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def locked(package: Package, licence: str, file: str) -> dict[str, str]:
    return {
        "name": package.name,
        "version": package.version,
        "licence": licence,
        "file": file,
        "sha256": digest(VENDOR / file),
    }


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check() -> int:
    changed = [
        entry["file"] for entry in json.loads(LOCK.read_text()) if digest(VENDOR / entry["file"]) != entry["sha256"]
    ]
    for file in changed:
        print(f"changed since it was locked: {file}")
    size = first_page_size()
    print(f"first page: {size / 1000:.1f} kB compressed, limit {FIRST_PAGE_LIMIT / 1000:.0f} kB")
    return 1 if changed or size > FIRST_PAGE_LIMIT else 0


def first_page_size() -> int:
    vendored = [VENDOR / name for name in ("tabler.min.css", "htmx.min.js", "inter-latin.woff2", ICON_FILE)]
    own = [*(STATIC / "css").glob("*.css"), *(STATIC / "js").glob("*.js")]
    return sum(compressed_size(path) for path in vendored + own if path.exists())


def compressed_size(path: Path) -> int:
    content = path.read_bytes()
    return len(content) if path.suffix == ".woff2" else len(gzip.compress(content, 9))


if __name__ == "__main__":
    sys.exit(main())
