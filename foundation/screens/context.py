"""What the shell around every page shows. Nothing is asked of the database before a template asks for it."""

from django.conf import settings
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language

from foundation.access import passkeys, sides
from foundation.access.policy import emergency_of
from foundation.organisation.choices import Side

from . import manual, menu
from .parts import wants_preview

THEMES = {"light", "dark", "auto"}
badges = []  # callables person -> number of unread things; the notices room registers its own


class Shell:
    def __init__(self, request):
        self._request = request

    @cached_property
    def person(self):
        return getattr(self._request, "person", None)

    @property
    def viewer(self):
        return getattr(self._request, "viewer", None)

    @property
    def viewing(self):
        return getattr(self._request, "viewing", None)

    @cached_property
    def emergency(self):
        """A broken glass that is in force; its page shows on each page that it is."""
        found = emergency_of(self.person) if self.person else None
        return found if found and found.holds(timezone.now()) else None

    @cached_property
    def side(self):
        return str(sides.side_of(self.person)) if self.person else Side.NEUTRAL.value

    @property
    def side_label(self):
        return Side(self.side).label

    @cached_property
    def menu(self):
        return menu.for_request(self._request) if self.person else []

    @cached_property
    def unread(self):
        return sum(count(self.person) for count in badges) if self.person else 0

    @cached_property
    def companies(self):
        """Those that the person may choose to work in."""
        return self.person.reached if self.person else []

    @cached_property
    def company(self):
        return self.person.company_of(self.companies) or self.person.company if self.person else None

    @cached_property
    def theme(self):
        if self.person:
            return self._request.user.theme
        chosen = self._request.COOKIES.get("theme")
        return chosen if chosen in THEMES else "auto"

    @property
    def passkey_hindrance(self):
        return passkeys.hindrance(self._request)

    @property
    def language(self):
        return get_language()

    @property
    def frame(self):
        """A list asks for the page of a row as it shows it beside itself."""
        return "frames/preview.html" if wants_preview(self._request) else "frames/page.html"

    @property
    def help(self):
        """What the manual says about this page."""
        match = self._request.resolver_match
        return manual.topic_about(match.view_name if match else "")

    @property
    def demo(self):
        return settings.DEMO

    @property
    def request_id(self):
        return getattr(self._request, "id", "")


def shell(request):
    return {"shell": Shell(request)}
