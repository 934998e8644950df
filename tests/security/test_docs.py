"""The page about security decisions is complete and true."""

import csv
import re

import pytest
from django.conf import global_settings, settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hashers_by_algorithm, make_password
from django.core import signing

from foundation.lib import canonical

ROOT = settings.BASE_DIR
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_each_decision_that_must_be_written_is_written():
    with (ROOT / "docs" / "asvs.csv").open(encoding="utf-8") as file:
        asked = {row["id"] for row in csv.DictReader(file, delimiter=";") if row["topic"].startswith("documented")}
    chapters = re.findall(r"^## (.+?)\n+(.+?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    written = {id_ for head, _text in chapters for id_ in re.findall(r"V[\d.]+\d", head)}
    assert asked - written == set()
    assert [head for head, text in chapters if len(text) < 200] == []


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        (r"(\d+) failed sign-ins per account", settings.LOCKOUT_PER_ACCOUNT),
        (r"(\d+) per address within", settings.LOCKOUT_PER_ADDRESS),
        (r"per address within (\d+) seconds", settings.LOCKOUT_SECONDS),
        (r"(\d+) mails per address", settings.MOST_MAILS),
        (r"ask for (\d+) files", settings.MOST_FILES),
        (r"valid (\d+) minutes", settings.PASSWORD_RESET_TIMEOUT // 60),
        (r"after (\d+) minutes without a click", settings.SESSION_IDLE_SECONDS // 60),
        (r"and (\d+) hours at most", settings.SESSION_ABSOLUTE_SECONDS // 3600),
        (r"sign-in of the last (\d+) minutes", settings.ACCOUNT_REAUTHENTICATION_TIMEOUT // 60),
        (r"at most (\d+) MB", settings.MAX_UPLOAD_BYTES // 1_000_000),
        (r"Passwords have (\d+) characters", settings.AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"]["min_length"]),
    ],
)
def test_the_figures_are_those_of_the_settings(words, figure):
    assert re.search(words, " ".join(PAGE.split()))[1] == str(figure)


def test_cryptography_is_that_of_the_libraries(settings):
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    algorithm, rounds, salt, _hash = make_password("x").split("$")
    assert (algorithm, int(rounds) >= 1_000_000, len(salt) >= 22) == ("pbkdf2_sha256", True, True)
    assert PBKDF2PasswordHasher.algorithm in get_hashers_by_algorithm()
    assert signing.Signer().algorithm == "sha256"
    assert len(canonical.sha256_hex("")) == 64


def test_an_old_key_still_reads_what_it_signed(settings):
    settings.SECRET_KEY = "old" * 20
    signed = signing.dumps("value")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, ["old" * 20]
    assert signing.loads(signed) == "value"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(signing.BadSignature):
        signing.loads(signed)


def test_the_portal_is_deployed_with_the_least_it_needs():
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    portal = compose.partition("x-portal:")[2].partition("services:")[0]
    for line in ('user: "10001"', "read_only: true", "cap_drop: [ALL]", "no-new-privileges:true"):
        assert line in portal
    assert "postgres://portal:${PORTAL_PASSWORD:?" in portal  # not the owner, and no password of our own
    assert re.findall(r"PASSWORD: (?!\$\{)", compose) == []
    installed = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    assert "requirements-dev" not in installed
    assert (ROOT / ".dockerignore").exists()
