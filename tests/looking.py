"""Every page as a picture: `python -m tests.looking FOLDER ADDRESS` walks a running demo portal.

Everybody follows all links from the home page, and each kind of page is looked at as the first person who comes to it:
in German wide and light, narrow and dark, in English the other way round. Beside the pictures it says what axe finds,
what scrolls sideways, what answers with an error and what the browser complains about.
"""

import os
import re
import sys
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import django
from django.urls import Resolver404, resolve
from PIL import Image
from playwright.sync_api import Error, sync_playwright

from .walker import Walker

WIDE, NARROW = (1440, 900), (390, 844)
LOOKS = {"de": ((*WIDE, "light"), (*NARROW, "dark")), "en": ((*WIDE, "dark"), (*NARROW, "light"))}
TALLEST = 1800
NAMES = "[data-label=Name]"
LINK = re.compile(r"""<a\b[^>]*?\shref="([^"#]*)""")
NOT_FOLLOWED = re.compile(r"/(accounts/logout|health|metrics|i18n|static)|[?&](format|after|before|sort)=|/file/")


@dataclass(frozen=True)
class Seen:
    name: str
    person: str
    path: str


def walk(browser, address):
    """Each kind of page once, and everybody's home page."""
    found = {}
    for person in people(browser, address):
        walker, queue, opened = Walker(browser, address), ["/"], set()
        walker.sign_in(person)
        for path in queue:
            name = name_of(path)
            if name is None or name in opened:
                continue
            opened.add(name)
            answer = walker.context.request.get(path)
            if "text/html" not in answer.headers.get("content-type", ""):
                continue
            found.setdefault(name, Seen(name, person, path))
            queue += links_in(answer.text(), path)
        yield walker, [seen for seen in found.values() if seen.person == person]
        found.pop("home")


def people(browser, address):
    """By the table of the demo on its sign-in page."""
    page = browser.new_page(base_url=address)
    page.goto("/accounts/login/")
    return [re.sub(r"\s+", " ", name).strip() for name in page.locator(NAMES).all_inner_texts()]


def goto(walker, path):
    try:
        return walker.page.goto(path)
    except Error:  # a file comes as a download
        return None


def name_of(path):
    try:
        return resolve(urlsplit(path).path).view_name if not NOT_FOLLOWED.search(path) else None
    except Resolver404:
        return None


def links_in(text, path):
    """What is only followed is not drawn: everybody comes to everything within minutes."""
    links = (urljoin(path, unescape(link)) for link in LINK.findall(text))
    return [link for link in links if link.startswith("/")]


def look(walker, seen, language, folder):
    """The pictures of one page in one language, and sentences about what is wrong with it."""
    answer = goto(walker, seen.path)
    if answer is None or answer.status >= 400:
        yield f"answered {answer and answer.status}"
        return
    for width, height, scheme in LOOKS[language]:
        walker._take((width, height, scheme))
        walker.page.screenshot(path=folder / f"{width}.png", full_page=True)
        yield from (f"{width} {rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in walker._violations())
        beyond = walker.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if beyond > 1:
            yield f"{width} scrolls sideways by {beyond} px"
    yield from walker.noise
    walker.noise.clear()
    side_by_side([folder / f"{view[0]}.png" for view in LOOKS[language]]).save(folder.parent / f"{folder.name}.png")


def side_by_side(paths):
    pictures = [Image.open(path).convert("RGB") for path in paths]
    pictures = [picture.crop((0, 0, picture.width, min(picture.height, TALLEST))) for picture in pictures]
    sheet = Image.new("RGB", (sum(one.width for one in pictures), max(one.height for one in pictures)), "gray")
    left = 0
    for picture in pictures:
        sheet.paste(picture, (left, 0))
        left += picture.width
    return sheet


def speak(walker, language):
    walker.page.goto("/desk/profile/" if name_of("/desk/profile/") else "/")
    with walker.page.expect_navigation():
        walker.page.locator(f"button[name=language][value={language}]").first.evaluate("button => button.click()")


def main(folder, address):
    complaints = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for walker, pages in walk(browser, address):
            walker.noise.clear()
            for language in LOOKS:
                speak(walker, language)
                for seen in pages:
                    place = Path(folder) / f"{seen.name.replace(':', '-')}.{seen.person.split()[-1]}.{language}"
                    place.mkdir(parents=True, exist_ok=True)
                    for complaint in look(walker, seen, language, place):
                        print(f"{seen.path} as {seen.person} in {language}: {complaint}", flush=True)
                        complaints += 1
            speak(walker, "de")
            walker.context.close()
    return complaints


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    sys.exit(bool(main(*sys.argv[1:])))
