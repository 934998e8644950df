"""What a backup holds: every file with its hash, every table with its rows, and the last seal of the audit trail."""

import json
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path

from django.utils.translation import gettext as _

from foundation.lib.errors import BusinessError

NAME = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """`files` maps paths inside the backup to SHA-256; `rows` maps tables to their number of rows."""

    made_at: str
    vendor: str
    seal: str
    migrations: list[str]
    rows: dict[str, int]
    files: dict[str, str]

    def write(self, folder: Path) -> None:
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1, sort_keys=True), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        try:
            return cls(**json.loads((folder / NAME).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            sentence = _("{folder} holds no whole backup: {reason}").format(folder=folder, reason=error)
            raise BusinessError("backup.no_manifest", sentence) from error

    def damages(self, folder: Path):
        """A sentence for each file that is missing, altered, or not of this backup."""
        present = {name_in(folder, path) for path in files_in(folder)} - {NAME}
        for name in sorted(self.files.keys() - present):
            yield _("{file} is missing.").format(file=name)
        for name in sorted(present - self.files.keys()):
            yield _("{file} does not belong to this backup.").format(file=name)
        for name in sorted(present & self.files.keys()):
            if sha256_of(folder / name) != self.files[name]:
                yield _("{file} is not as it was saved.").format(file=name)


def files_in(folder: Path):
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def name_in(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
