import json
import logging

from foundation.records.logs import JsonFormatter

KEY = "/accounts/password/reset/key/1-a-code-to-sign-in-with/"


def test_an_answer_is_logged_by_its_pattern_and_not_by_its_address(client, db, caplog):
    caplog.set_level(logging.INFO, "request")
    response = client.get(KEY)
    (record,) = [record for record in caplog.records if record.name == "request"]
    assert record.facts == {
        "method": "GET",
        "route": response.resolver_match.route,
        "status": response.status_code,
        "ms": record.facts["ms"],
        "person": None,
    }
    assert "code-to-sign-in" not in caplog.text
    assert json.loads(JsonFormatter().format(record))["status"] == response.status_code
