from django.utils.translation import gettext_lazy as _

from foundation.records import guards

_ACTING = "CAST(bo_actor('person') AS bigint)"
_OWNER = "(SELECT owner_id FROM reports_reportschedule WHERE id = {row}.reportschedule_id)"
_WISH = ("report", "span", "formats", "every", "number", "at", "company_id", "owner_id", "created_at")
_WISH_CHANGED = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in (*_WISH, '"on"'))


def register():
    """A schedule reads with the rights of its owner, so nobody else makes one or says whom it serves. Others may only
    let it rest, or move its clock."""
    recipients = "reports_reportschedule_recipients"
    guards.register(
        *guards.refuse("report_run_stays", "reports_reportrun", "UPDATE, DELETE", "reports.finished"),
        *guards.refuse(
            "report_file_stays", "reports_reportfile", "UPDATE, DELETE", "reports.finished", "OLD.stored_as <> ''"
        ),
        *guards.append_only("reports_reportdelivery", "reports.finished"),
        *guards.refuse(
            "report_schedule_own",
            "reports_reportschedule",
            "INSERT",
            "reports.schedule_owner",
            f"NEW.owner_id IS DISTINCT FROM {_ACTING}",
        ),
        *guards.refuse(
            "report_schedule_kept", "reports_reportschedule", "UPDATE", "reports.schedule_kept", _WISH_CHANGED
        ),
        *guards.refuse("report_schedule_stays", "reports_reportschedule", "DELETE", "reports.schedule_kept"),
        *guards.refuse(
            "report_recipient_added",
            recipients,
            "INSERT, UPDATE",
            "reports.schedule_owner",
            f"{_OWNER.format(row='NEW')} IS DISTINCT FROM {_ACTING}",
        ),
        *guards.refuse(
            "report_recipient_gone",
            recipients,
            "DELETE",
            "reports.schedule_owner",
            f"{_OWNER.format(row='OLD')} IS DISTINCT FROM {_ACTING}",
        ),
    )
    guards.sentences(
        reports__finished=_("A finished report stays as it is. Ask for it again to get a new one."),
        reports__schedule_owner=_("Only the owner of a schedule says whom it serves."),
        reports__schedule_kept=_("A schedule is not rewritten. Please end it and make a new one."),
    )
