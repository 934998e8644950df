from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.actions import roles as actions
from foundation.access.gate import requires
from foundation.access.models import Role
from foundation.organisation.models import Person
from foundation.screens.views import Action, list_page
from foundation.screens.writing import form_page, perform

from ..forms import EndGrantForm, GrantFilters, RoleFilters, RoleRequestForm
from ..queries import excluded_by, grants_in_words, role_rights_by_room, roles_with_holders
from ..tables import GRANTS, ROLES

VIEW, REQUEST = "access.role:view", "access.grant:request"


@require_safe
@requires(VIEW)
def roles(request):
    return list_page(
        request,
        queryset=roles_with_holders(timezone.localdate()),
        table=ROLES,
        filters=RoleFilters(request.GET),
        title=_("Roles"),
        actions=[Action(_("Request a role"), reverse("desk:request_role"), REQUEST, icon="key", key="n")],
    )


@require_safe
@requires(VIEW)
def role(request, code):
    role = get_object_or_404(Role, pk=code)
    held = grants_in_words().valid(timezone.localdate()).filter(role=role)
    context = {
        "role": role,
        "grants": held.filter(person__in=Person.objects.visible_to(request.person)),
        "rooms": role_rights_by_room(role),
        "excluded": excluded_by(role),
    }
    return render(request, "desk/role.html", context)


@require_safe
@requires(VIEW)
def grants(request):
    return list_page(
        request,
        queryset=grants_in_words().filter(person__in=Person.objects.visible_to(request.person)),
        table=GRANTS,
        filters=GrantFilters(request.GET),
        title=_("Granted roles"),
    )


@requires(REQUEST)
def request_role(request):
    known = {"person": request.GET.get("person"), "role": request.GET.get("role")}
    initial = {name: value for name, value in known.items() if value}
    form = RoleRequestForm(request.POST or None, person=request.person, initial=initial)

    def act(data):
        asked = {name: data.get(name) for name in ("person", "role", "company", "valid_from", "valid_to", "reason")}
        actions.request_role(by=request.person, **asked)
        return f"{reverse('desk:person', args=[data['person'].pk])}?tab=roles"

    said = _("The role was requested. Another administrator decides.")
    if request.method == "POST" and (done := perform(request, form, act, permission=REQUEST, message=said)):
        return done
    return form_page(
        request, form=form, title=_("Request a role"), submit=_("Request"), cancel=reverse("desk:people"),
        template="desk/request_role.html",
    )  # fmt: skip


@requires(REQUEST)
def end_grant(request, pk):
    grant = get_object_or_404(grants_in_words().filter(person__in=Person.objects.visible_to(request.person)), pk=pk)
    back = f"{reverse('desk:person', args=[grant.person_id])}?tab=roles"
    form = EndGrantForm(request.POST or None)

    def act(data):
        actions.end_grant(grant, by=request.person, on=data["on"])
        return back

    if request.method == "POST" and (done := perform(request, form, act, permission=REQUEST, message=_("Saved."))):
        return done
    title = _("End “{role}” of {person}").format(role=grant.role, person=grant.person)
    return form_page(request, form=form, title=title, submit=_("End"), cancel=back)
