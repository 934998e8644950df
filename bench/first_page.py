"""`python -m bench.first_page`: the compressed bytes of a page with all that it loads, for a browser that has nothing yet.

Counted are the page and its styles, scripts with what they import, pictures and the font of its language; all as gzip
makes them, or as they are where they are compressed already. The peer is the largest single file, Tabler's own styles.
Aim: at most 200 kB for the sign-in page, which is the first, and for the list of entries.
"""

import gzip
import re
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from bench.lists import signed_in
from bench.scratch import database

PAGES = {"sign-in": "/accounts/login/", "entries": "/accounting/entries/"}
LOADED = re.compile(rf'(?:href|src)="{settings.STATIC_URL}([^"#]+)')
IMPORTED = re.compile(r'(?:from|import)\s*"\./([^"]+)"')
PACKED = {".woff2", ".png", ".jpg"}
AIM = 200


def main():
    call_command("collectstatic", verbosity=0, interactive=False)
    with database() as books:
        client = Client(HTTP_COOKIE=signed_in(books.first), HTTP_HOST="localhost")
        for name, address in PAGES.items():
            page = (client if name == "entries" else Client(HTTP_HOST="localhost")).get(address)
            assert page.status_code == 200, page.status_code
            sizes = {"the page": len(gzip.compress(page.content))} | files(set(LOADED.findall(page.content.decode())))
            total = sum(sizes.values()) / 1000
            most = sorted(sizes.items(), key=lambda item: -item[1])[:4]
            print(
                f"{name:8} {total:6.1f} kB (aim {AIM})  "
                + "  ".join(f"{what} {size / 1000:.1f}" for what, size in most)
            )


def files(names):
    """Sizes by name, of these files and of what they import."""
    sizes = {}
    while names:
        path = settings.STATIC_ROOT / (name := names.pop())
        content = path.read_bytes()
        sizes[name] = len(content) if path.suffix in PACKED else len(gzip.compress(content))
        if path.suffix == ".js":
            found = {str(Path(name).parent / other) for other in IMPORTED.findall(content.decode())}
            names |= found - set(sizes)
    return sizes


if __name__ == "__main__":
    main()
