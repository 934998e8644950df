from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access.gate import SELF, requires
from foundation.notices.actions import choose_ways, mark_all_read, mark_read
from foundation.notices.models import Notice
from foundation.notices.queries import hour_of, unread_count, ways_of
from foundation.screens.paging import page_of
from foundation.screens.writing import form_page, perform

from ..forms import NoticeForm
from .work import profile_tabs

UNREAD = "unread"


@require_safe
@requires(SELF)
def notices(request):
    only_unread = request.GET.get("state") == UNREAD
    found = Notice.objects.visible_to(request.person)
    page = page_of(
        found.unread() if only_unread else found,
        order="-pk",
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    tabs = [
        {"label": _("All"), "url": "?", "active": not only_unread},
        {"label": _("New"), "url": f"?state={UNREAD}", "active": only_unread, "count": unread_count(request.person)},
    ]
    context = {"rows": page.objects, "page": page, "tabs": tabs, "only_unread": only_unread}
    return render(request, "desk/notices.html", context)


@require_POST
@requires(SELF)
def opening(request, pk):
    """Reads a notice: it is marked, and its reader led to what it tells of."""
    notice = get_object_or_404(Notice.objects.visible_to(request.person), pk=pk)
    mark_read(notice, by=request.person)
    return redirect(notice.url)


@require_POST
@requires(SELF)
def read_all(request):
    mark_all_read(by=request.person)
    return redirect("notices")


@requires(SELF)
def choices(request):
    """How one wants to hear of what, and when."""
    person, here = request.person, reverse("notice_settings")
    form = NoticeForm(request.POST or None, ways=ways_of(person), hour=hour_of(person))

    def act(data):
        choose_ways(form.ways(), by=person, hour=data["hour"])
        return here

    if request.method == "POST" and (done := perform(request, form, act, message=_("Saved."))):
        return done
    return form_page(
        request,
        form=form,
        title=_("My notices"),
        submit=_("Save"),
        template="desk/notice_choices.html",
        extra={"tabs": profile_tabs("notices")},
    )
