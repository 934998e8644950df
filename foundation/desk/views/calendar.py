from hashlib import sha256

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access.gate import SELF, public, requires
from foundation.access.lockout import ask_for_feed
from foundation.calendars import feed as registry
from foundation.screens.forms import CommandForm
from foundation.screens.writing import perform

from .. import feeds
from .work import profile_tabs

SECRET = "calendar_secret"  # noqa: S105 - where the session keeps it until it was shown


@require_safe
@public
def calendar(request, token):
    """Calendar programs cannot sign in: whoever knows the address reads, and only what its person may see now."""
    found = feeds.feed_of(token)
    if found is None:
        raise Http404
    ask_for_feed(found.token_hash)
    body = feeds.content_of(found, request.build_absolute_uri)
    feeds.note_fetch(found)
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["ETag"], answer["Cache-Control"] = etag, "private, no-cache"
    return get_conditional_response(request, etag=etag, response=answer)


@requires(SELF)
def settings(request):
    form = CommandForm(request.POST or None)

    def act(data):
        request.session[SECRET] = feeds.create_feed(by=request.person)
        return reverse("calendar_settings")

    if request.method == "POST" and (done := perform(request, form, act)):
        return done
    token = request.session.pop(SECRET, "")
    context = {
        "form": form,
        "feed": feeds.feed_for(request.person),
        "address": request.build_absolute_uri(reverse("calendar", args=[token])) if token else "",
        "contents": registry.labels(),
        "tabs": profile_tabs("calendar"),
        "revocation": CommandForm(auto_id=False),
    }
    return render(request, "desk/calendar.html", context, status=getattr(form, "status", 200))


@require_POST
@requires(SELF)
def revoke(request):
    def act(data):
        feeds.revoke_feed(by=request.person)
        return reverse("calendar_settings")

    done = perform(request, CommandForm(request.POST), act, message=_("The address does not answer any more."))
    return done or redirect("calendar_settings")
