"""`python -m foundation.reports.pdf_child ROOT...`: HTML on stdin, PDF on stdout. Knows neither settings nor database."""

import mimetypes
import resource
import sys
from pathlib import Path

try:
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse
except OSError:
    sys.exit(3)  # Pango is missing

MEMORY_BYTES = 512 * 2**20
CPU_SECONDS = 120


class StaticFetcher(URLFetcher):
    """`static:css/report.css` is a file below one of the roots. Nothing else is an address."""

    def __init__(self, roots):
        super().__init__(allowed_protocols=())
        self.roots = [Path(root).resolve() for root in roots]

    def fetch(self, url, headers=None):
        scheme, _, name = url.partition(":")
        if scheme == "static":
            for root in self.roots:
                path = (root / name).resolve()
                if path.is_relative_to(root) and path.is_file():
                    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
                    return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})
        raise FatalURLFetchingError(f"refused: {url}")


def main(roots):
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    html = HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=StaticFetcher(roots))
    sys.stdout.buffer.write(html.write_pdf(pdf_variant="pdf/a-3b"))


if __name__ == "__main__":
    main(sys.argv[1:])
