"""Sending a form as a browser does: with the key that the server put into it."""

import re
from html import unescape

COMMAND = re.compile(r'name="command_id" value="([^"]+)"')
ERROR = re.compile(r'class="(?:field-error|note note-error)"[^>]*>(.*?)</(?:ul|p|div)>', re.S)


def command_of(page):
    return COMMAND.search(page)[1]


def send(client, page, address, **fields):
    key = command_of(client.get(page).content.decode())
    return client.post(address, {"command_id": key, **fields})


def field_error(response):
    """The sentence at the field."""
    found = ERROR.search(response.content.decode())
    return unescape(re.sub(r"<[^>]*>", "", found[1])).strip() if found else ""
