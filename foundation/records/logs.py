"""One JSON object a line, without bodies, secrets or account numbers of banks."""

import json
import logging
import re
from datetime import UTC, datetime

from .actor import current_origin

IBAN = re.compile(r"\b([A-Z]{2}\d{2})[A-Z0-9 ]{8,26}([A-Z0-9]{4})\b")
SECRET_ADDRESS = re.compile(r"(/calendar/)[\w-]+")


class RequestIdFilter(logging.Filter):
    def filter(self, record):
        record.request_id = current_origin().request
        return True


class JsonFormatter(logging.Formatter):
    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", ""),
            "message": IBAN.sub(r"\1…\2", record.getMessage()),
            **getattr(record, "facts", {}),
        }
        if person := getattr(getattr(record, "request", None), "person", None):
            line["person"] = person.pk
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return SECRET_ADDRESS.sub(r"\1…", json.dumps(line, ensure_ascii=False))
