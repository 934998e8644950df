"""The system administration: everything can be looked at, only the schedule of jobs can be changed (R09)."""

from allauth.account.decorators import reauthentication_required
from django.apps import apps
from django.contrib import admin
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

from foundation.access.gate import check, public
from foundation.access.lockout import second_factor_missing
from foundation.access.policy import can
from foundation.records.audit import happened

OPEN = "desk.admin:open"
ROOMS = ("access", "organisation", "records")


class SystemAdministration(admin.AdminSite):
    site_header = site_title = _("System administration")

    def has_permission(self, request):
        return bool(can(request.person, OPEN)) and not second_factor_missing(request)

    def admin_view(self, view, cacheable=False):
        return super().admin_view(reauthentication_required(view), cacheable)


class ReadOnlyAdmin(admin.ModelAdmin):
    actions = None

    def has_module_permission(self, request):
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ScheduleAdmin(ReadOnlyAdmin):
    list_display = ("name", "enabled", "interval", "crontab", "last_run_at")
    fields = ("name", "task", "enabled", "interval", "crontab", "description")
    readonly_fields = ("name", "task")

    def has_change_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        happened("desk.schedule.changed", subject=obj, name=obj.name, fields=form.changed_data)


@public
def to_sign_in(request):
    """Who is not let in signs in, sets up the second factor, or reads why not."""
    if request.person is None:
        return redirect("account_login")
    if second_factor_missing(request):
        return redirect("mfa_activate_totp")
    check(request.person, OPEN)
    return redirect("admin:index")


site = SystemAdministration(name="admin")
site.login = to_sign_in


def register():
    """Once the models of all rooms are loaded."""
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            site.register(model, ReadOnlyAdmin)
    for model in (IntervalSchedule, CrontabSchedule):
        site.register(model, ReadOnlyAdmin)
    site.register(PeriodicTask, ScheduleAdmin)
