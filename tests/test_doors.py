"""Which address answers whom, and with what. An auditor may read the tables."""

from datetime import date, time, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve, reverse
from django.utils import timezone

from accounting.actions.entries import attach_document
from accounting.actions.imports import stage_import
from accounting.actions.payments import order_payment
from accounting.actions.posting import post_entries
from accounting.actions.recurring import repeat_template
from accounting.actions.templates import create_template
from accounting.models import BankImport, BankLine, BankStatement, Occurrence
from accounting.tests.camt_cases import PLAIN
from accounting.tests.conftest import cash_sale
from accounting.tests.test_bank import bring_in
from accounting.tests.test_imports import row, upload
from conftest import fresh
from foundation.access.actions.deputies import name_deputy
from foundation.access.actions.leaves import plan_block_leave
from foundation.access.actions.positions import appoint, define_position, name_head
from foundation.access.actions.roles import request_role
from foundation.access.middleware import FOREIGN_VIEWS
from foundation.access.models import Approval, Role, RoleGrant, SeparationException
from foundation.calendars.actions import open_workplace
from foundation.contacts.imports import PARTNERS
from foundation.contacts.models import Partner
from foundation.desk import emergencies, recertifying, verifying
from foundation.desk.feeds import create_feed
from foundation.desk.helping import request_help
from foundation.desk.models import CalendarFeed
from foundation.imports.models import TableImport
from foundation.jobs.actions import enqueue
from foundation.notices.actions import notify
from foundation.organisation.choices import Side
from foundation.organisation.models import Person, Unit
from foundation.records.actor import acting
from foundation.records.models import AuditEvent
from foundation.reports import catalogue
from foundation.reports.actions import request_report
from foundation.reports.actions.schedules import create_schedule
from foundation.reports.storage import store
from foundation.screens.actions import save_view
from risk.actions.credits import ask_credit
from risk.actions.incidents import report_incident
from risk.models import DailyReport, Exposure, Limit, LimitBreach, ReferencePrice, Risk, RiskSnapshot
from risk.models.inventory import SCORED
from settlement.actions.cancellations import ask_cancellation
from settlement.tests.world import deal_of, settle
from workorders.actions.orders import ask_back_office
from workorders.models import Service

WHO = ("anonymous", "front", "back", "other", "manager", "admin", "sysadmin", "auditor")
PRIVILEGED = {"admin", "sysadmin"}
PUBLIC = {
    "account_login", "account_logout",
    "calendar",  # calendar programs cannot sign in: the address itself is the secret, 256 random bits
    "health_live", "health_ready", "metrics", "mfa_authenticate", "preferences",
    "security_txt", "setup",
}  # fmt: skip

READING = """
address                                  anonymous     front      back     other   manager     admin  sysadmin   auditor
/                                              302       200       200       200       200       200       200       200
/profile/                                      302       200       200       200       200       200       200       200
/profile/calendar/                             302       200       200       200       200       200       200       200
/calendar/{secret}.ics                         200       200       200       200       200       200       200       200
/profile/notices/                              302       200       200       200       200       200       200       200
/system/                                       302       403       403       403       403       200       200       200
/accounts/2fa/                                 302       200       200       200       200       200       200       200
/accounts/sessions/                            302       200       200       200       200       200       200       200
/desk/                                         302       200       200       200       200       200       200       200
/notices/                                      302       200       200       200       200       200       200       200
/reports/                                      302       200       200       200       200       200       200       200
/reports/{report}/                             302       403       200       403       200       403       403       200
/manual/{topic}.md                             302       200       200       200       200       200       200       200
/badges/                                       302       200       200       200       200       200       200       200
/search/                                       302       200       200       200       200       200       200       200
/search/palette/                               302       200       200       200       200       200       200       200
/jobs/                                         302       200       200       200       200       200       200       200
/jobs/{job}/                                   302       404       200       404       404       404       200       200
/jobs/{job}/progress/                          302       404       200       404       404       404       200       200
/jobs/retrying/                                302       200       200       200       200       200       200       200
/jobs/{job}/retry/                             302       404       200       404       404       404       200       403
/reports/runs/                                 302       200       200       200       200       200       200       200
/reports/runs/{run}/                           302       404       200       404       404       404       404       404
/reports/runs/{run}/progress/                  302       404       200       404       404       404       404       404
/reports/runs/{run}/download/csv/              302       404       404       404       404       404       404       404
/reports/schedules/                            302       403       403       403       200       403       200       200
/reports/schedules/{schedule}/                 302       403       403       403       200       403       200       200
/reports/schedules/{schedule}/pause/           302       403       403       403       200       403       403       403
/reports/schedules/{schedule}/resumption/       302       403       403       403       200       403       403       403
/reports/schedules/{schedule}/end/             302       403       403       403       200       403       403       403
/reports/{report}/schedule/                    302       403       403       403       200       403       403       403
/documents/{document}/                         302       404       200       404       200       404       404       200
/desk/why/{permission}/                        302       200       200       200       200       200       200       200
/desk/approvals/                               302       200       200       200       200       200       200       200
/desk/approvals/{approval}/                    302       404       404       404       404       200       404       200
/desk/people/                                  302       403       403       200       200       200       200       200
/desk/people/new/                              302       403       403       403       403       200       403       403
/desk/people/{person}/                         302       403       403       200       200       200       200       200
/desk/people/{person}/edit/                    302       403       403       403       403       200       403       403
/desk/people/{person}/end/                     302       403       403       403       403       200       403       403
/desk/people/{person}/help/                    302       403       403       403       403       200       403       403
/desk/people/{person}/move/                    302       403       403       403       403       200       403       403
/desk/positions/                               302       403       403       200       200       200       403       200
/desk/positions/new/                           302       403       403       403       403       200       403       403
/desk/positions/{position}/edit/               302       403       403       403       403       200       403       403
/desk/units/                                   302       403       403       200       200       200       403       200
/desk/units/{unit}/head/                       302       403       403       403       403       200       403       403
/desk/appointments/{appointment}/roles/        302       404       404       404       200       404       404       403
/desk/deputies/                                302       200       200       200       200       200       200       200
/desk/deputies/new/                            302       200       200       200       200       200       200       403
/desk/deputies/{deputy}/                       302       404       200       200       200       200       200       200
/desk/deputies/{deputy}/end/                   302       404       200       403       200       200       403       403
/desk/block-leave/                             302       200       200       200       200       200       200       200
/desk/block-leave/new/                         302       200       200       200       200       200       200       403
/desk/block-leave/{leave}/                     302       200       404       200       200       200       200       200
/desk/terms/                                   302       403       403       403       403       200       403       200
/desk/terms/{term}/change/                     302       403       403       403       403       200       403       403
/desk/roles/                                   302       403       403       403       403       200       403       200
/desk/roles/{role}/                            302       403       403       403       403       200       403       200
/desk/roles/request/                           302       403       403       403       403       200       403       403
/desk/grants/                                  302       403       403       403       403       200       403       200
/desk/grants/{grant}/end/                      302       403       403       403       403       200       403       403
/desk/recertifications/                        302       403       403       403       200       200       403       200
/desk/recertifications/new/                    302       403       403       403       403       200       403       403
/desk/recertifications/{recertification}/       302       403       403       403       200       200       403       200
/desk/recertifications/{recertification}/signature/       302       403       403       403       200       200       403       403
/desk/recertifications/{recertification}/reviewer/       302       403       403       403       403       200       403       403
/desk/recertifications/items/{recertified}/decision/       302       403       403       403       200       403       403       403
/desk/emergencies/                             302       403       403       403       403       200       200       200
/desk/emergencies/new/                         302       403       403       403       403       403       200       403
/desk/emergencies/{glass}/                     302       403       403       403       403       200       200       200
/desk/emergencies/{glass}/review/              302       403       403       403       403       200       403       403
/desk/viewing/                                 302       403       403       403       403       200       403       403
/jobs/worker/                                  302       403       403       403       403       403       200       403
/desk/exceptions/                              302       403       403       403       403       200       403       200
/desk/exceptions/new/                          302       403       403       403       403       200       403       403
/desk/exceptions/{exception}/                  302       403       403       403       403       200       403       200
/desk/exceptions/{exception}/end/              302       403       403       403       403       200       403       403
/desk/exceptions/profile/                      302       403       403       403       403       200       403       403
/desk/what-if/                                 302       403       403       403       403       200       403       200
/desk/evidence/                                302       403       403       403       403       200       403       200
/desk/evidence/map/                            302       403       403       403       403       200       403       200
/desk/evidence/map/{requirement}/              302       403       403       403       403       200       403       200
/desk/evidence/map/{requirement}/edit/         302       403       403       403       403       403       403       403
/desk/audit/                                   302       403       403       403       403       403       403       200
/desk/audit/{event}/                           302       403       403       403       403       403       403       200
/desk/audit/verify/                            302       403       403       403       403       403       403       200
/desk/audit/verify/{check}/progress/           302       403       403       403       403       403       403       200
/contacts/                                     302       403       200       403       200       403       403       200
/contacts/new/                                 302       403       403       403       403       403       403       403
/contacts/{partner}/                           302       403       200       403       200       403       403       200
/contacts/{partner}/edit/                      302       403       403       403       403       403       403       403
/contacts/{partner}/bank-accounts/new/         302       403       403       403       403       403       403       403
/contacts/{partner}/contacts/new/              302       403       403       403       403       403       403       403
/contacts/imports/                             302       403       403       403       403       403       403       403
/contacts/imports/new/                         302       403       403       403       403       403       403       403
/contacts/imports/template.csv                 302       403       403       403       403       403       403       403
/contacts/imports/{table}/                     302       403       403       403       403       403       403       403
/contacts/imports/{table}/progress/            302       403       403       403       403       403       403       403
/accounting/entries/                           302       403       200       403       200       403       403       200
/accounting/entries/new/                       302       403       200       403       403       403       403       403
/accounting/entries/posting/                   302       403       200       403       200       403       403       403
/accounting/entries/discarding/                302       403       200       403       403       403       403       403
/accounting/entries/{entry}/                   302       403       200       403       200       403       403       200
/accounting/entries/{draft}/                   302       403       200       403       200       403       403       200
/accounting/entries/{draft}/edit/              302       403       200       403       403       403       403       403
/accounting/entries/{entry}/reversal/          302       403       200       403       403       403       403       403
/accounting/templates/                         302       403       200       403       200       403       403       200
/accounting/templates/new/                     302       403       200       403       403       403       403       403
/accounting/templates/{template}/              302       403       200       403       200       403       403       200
/accounting/templates/{template}/edit/         302       403       200       403       403       403       403       403
/accounting/templates/{template}/rhythm/       302       403       200       403       403       403       403       403
/accounting/templates/{template}/rhythm/end/       302       403       200       403       403       403       403       403
/accounting/recurring/                         302       403       200       403       200       403       403       200
/accounting/recurring/{occurrence}/leaving-out/       302       403       200       403       403       403       403       403
/accounting/accounts/                          302       403       200       403       200       403       403       200
/accounting/accounts/new/                      302       403       200       403       403       403       403       403
/accounting/entries/taxes/                     302       403       200       403       403       403       403       403
/accounting/accounts/search/                   302       403       200       403       200       403       403       200
/accounting/accounts/{account}/                302       403       200       403       200       403       403       200
/accounting/bank/                              302       403       200       403       200       403       403       200
/accounting/bank/new/                          302       403       200       403       403       403       403       403
/accounting/bank/lines/                        302       403       200       403       200       403       403       200
/accounting/bank/statements/                   302       403       200       403       200       403       403       200
/accounting/bank/statements/{statement}/       302       403       200       403       200       403       403       200
/accounting/bank/imports/                      302       403       200       403       200       403       403       200
/accounting/bank/imports/new/                  302       403       200       403       403       403       403       403
/accounting/bank/imports/{bank_import}/        302       403       200       403       200       403       403       200
/accounting/bank/imports/{bank_import}/progress/       302       403       200       403       200       403       403       200
/accounting/bank/lines/{bank_line}/            302       403       200       403       200       403       403       200
/accounting/bank/{bank}/                       302       403       200       403       200       403       403       200
/accounting/bank/{bank}/lines/                 302       403       200       403       200       403       403       200
/accounting/bank/{bank}/booking/               302       403       200       403       403       403       403       403
/accounting/bank/{bank}/ignoring/              302       403       200       403       403       403       403       403
/accounting/bank/{bank}/matching/              302       403       200       403       403       403       403       403
/accounting/payments/                          302       403       200       403       200       403       403       200
/accounting/payments/releasing/                302       403       403       403       403       403       403       403
/accounting/payments/{payment}/                302       403       200       403       200       403       403       200
/accounting/imports/                           302       403       200       403       200       403       403       200
/accounting/imports/new/                       302       403       200       403       403       403       403       403
/accounting/imports/{import}/                  302       403       200       403       200       403       403       200
/accounting/imports/{import}/progress/         302       403       200       403       200       403       403       200
/accounting/periods/                           302       403       200       403       200       403       403       200
/accounting/periods/{period}/state/            302       403       200       403       200       403       403       403
/accounting/years/new/                         302       403       200       403       200       403       403       403
/accounting/trial-balance/                     302       403       200       403       200       403       403       200
/accounting/results/                           302       403       200       403       200       403       403       200
/risk/                                         302       403       403       403       403       403       403       200
/risk/incidents/                               302       200       200       200       200       200       200       200
/risk/incidents/new/                           302       200       200       200       200       200       200       200
/risk/incidents/{incident}/                    302       404       200       404       404       404       404       200
/risk/incidents/{incident}/analysis/           302       403       403       403       403       403       403       403
/risk/material-losses/                         302       403       403       403       403       403       403       200
/risk/material-losses/new/                     302       403       403       403       403       403       403       403
/risk/inventory/                               302       403       403       403       403       403       403       200
/risk/inventory/new/                           302       403       403       403       403       403       403       403
/risk/inventory/{risk}/                        302       403       403       403       403       403       403       200
/risk/inventory/{risk}/assessment/             302       403       403       403       403       403       403       403
/risk/inventory/years/                         302       403       403       403       403       403       403       200
/risk/inventory/years/new/                     302       403       403       403       403       403       403       403
/risk/inventory/years/2025/                    302       403       403       403       403       403       403       200
/risk/key-figures/                             302       403       403       403       403       403       403       200
/risk/key-figures/breaches_open/               302       403       403       403       403       403       403       200
/risk/key-figures/breaches_open/threshold/       302       403       403       403       403       403       403       403
/risk/daily-reports/                           302       403       403       403       403       403       403       200
/risk/daily-reports/{daily}/                   302       403       403       403       403       403       403       200
/risk/daily-reports/{daily}/de.pdf             302       403       403       403       403       403       403       200
/settlement/deals/                             302       200       403       403       200       403       403       200
/settlement/deals/new/                         302       200       403       403       403       403       403       403
/settlement/deals/new/counterparties/          302       200       403       403       403       403       403       403
/settlement/deals/new/fx_spot/                 302       200       403       403       403       403       403       403
/settlement/deals/{deal}/                      302       200       403       403       200       403       403       200
/settlement/deals/{deal}/edit/                 302       200       403       403       403       403       403       403
/settlement/deals/{deal}/cancellation/         302       200       403       403       403       403       403       403
/settlement/deals/{deal}/cancellation/decision/       302       403       403       403       200       403       403       403
/settlement/confirmations/                     302       403       403       403       200       403       403       200
/settlement/confirmations/{confirmation}/       302       403       403       403       200       403       403       200
/settlement/confirmations/{sent}/de.pdf        302       403       403       403       200       403       403       200
/settlement/discrepancies/                     302       403       403       403       200       403       403       200
/settlement/discrepancies/{discrepancy}/       302       403       403       403       200       403       403       200
/settlement/market-checks/                     302       403       403       403       200       403       403       200
/settlement/market-checks/{market_check}/       302       403       403       403       200       403       403       200
/settlement/settlements/                       302       403       403       403       200       403       403       200
/settlement/settlements/{settlement}/          302       403       403       403       200       403       403       200
/settlement/terms/                             302       403       403       403       200       403       403       200
/settlement/confirmations/new/                 302       403       403       403       403       403       403       403
/settlement/confirmations/imports/             302       403       403       403       403       403       403       403
/settlement/confirmations/imports/new/         302       403       403       403       403       403       403       403
/settlement/confirmations/imports/template.csv       302       403       403       403       403       403       403       403
/settlement/confirmations/imports/{table}/       302       403       403       403       403       403       403       403
/settlement/confirmations/imports/{table}/progress/       302       403       403       403       403       403       403       403
/settlement/market-checks/{market_check}/judgement/       302       403       403       403       403       403       403       403
/settlement/deals/{matched_deal}/settling/       302       403       403       403       403       403       403       403
/settlement/settlements/{settlement}/edit/       302       403       403       403       403       403       403       403
/settlement/terms/new/                         302       403       403       403       200       403       403       403
/settlement/positions/                         302       200       403       403       200       403       403       200
/settlement/cut-offs/                          302       200       403       403       200       403       403       200
/settlement/cut-offs/new/                      302       403       403       403       200       403       403       403
/risk/prices/                                  302       403       403       403       200       403       403       200
/risk/prices/new/                              302       403       403       403       403       403       403       403
/risk/prices/import/                           302       403       403       403       403       403       403       403
/risk/prices/{price}/                          302       403       403       403       200       403       403       200
/risk/credits/                                 302       200       403       403       200       403       403       200
/risk/credits/{credit}/                        302       200       403       403       200       403       403       200
/risk/credits/new/                             302       200       403       403       403       403       403       403
/risk/credit-policies/                         302       200       403       403       200       403       403       200
/risk/credit-policies/new/                     302       403       403       403       403       403       403       403
/risk/exposure/                                302       403       403       403       403       403       403       200
/risk/limits/                                  302       403       403       403       403       403       403       200
/risk/limits/{limit}/                          302       403       403       403       403       403       403       200
/risk/breaches/                                302       403       403       403       403       403       403       200
/risk/breaches/{breach}/                       302       403       403       403       403       403       403       200
/risk/limits/new/                              302       403       403       403       403       403       403       403
/risk/limits/{limit}/version/                  302       403       403       403       403       403       403       403
/admin/                                        302       302       302       302       302       302       200       302
/workorders/                                   302       200       200       200       200       403       403       200
/workorders/mine/                              302       200       403       403       403       403       403       403
/workorders/team/                              302       403       200       200       200       403       403       403
/workorders/accepting/                         302       403       200       200       200       403       403       403
/workorders/new/                               302       200       403       403       403       403       403       403
/workorders/new/free/                          302       200       403       403       403       403       403       403
/workorders/{order}/                           302       200       200       200       200       403       403       200
/workorders/{order}/passing-on/                302       403       200       403       200       403       403       403
/workorders/services/                          302       403       403       403       200       403       403       403
/workorders/services/new/call_back/            302       403       403       403       200       403       403       403
/workorders/services/{service}/                302       403       403       403       200       403       403       403
/desk/workplaces/                              302       403       403       403       200       403       200       403
/desk/workplaces/new/                          302       403       403       403       200       403       200       403
/desk/workplaces/{workplace}/                  302       403       403       403       200       403       200       403
/desk/workplaces/{workplace}/hours/            302       403       403       403       200       403       200       403
/desk/workplaces/{workplace}/days/             302       403       403       403       200       403       200       403
"""
WRITING = """
address                                  anonymous     front      back     other   manager     admin  sysadmin   auditor
/accounts/sessions/                            302       302       302       302       302       302       302       302
/notices/read/                                 302       302       302       302       302       302       302       302
/notices/{notice}/opening/                     302       404       302       404       404       404       404       404
/profile/calendar/                             302       422       422       422       422       422       422       422
/profile/calendar/revocation/                  302       302       302       302       302       302       302       302
/profile/notices/                              302       422       422       422       422       422       422       422
/preferences/                                  302       302       302       302       302       302       302       302
/lists/columns/                                302       422       422       422       422       422       422       422
/lists/views/                                  302       422       422       422       422       422       422       422
/lists/views/{view}/                           302       404       422       404       404       404       404       404
/lists/views/{view}/removal/                   302       404       422       404       404       404       404       404
/lists/views/{view}/first/                     302       404       422       404       404       404       404       404
/reports/{report}/                             302       403       422       403       422       403       403       422
/reports/schedules/{schedule}/pause/           302       403       403       403       422       403       403       403
/reports/schedules/{schedule}/resumption/       302       403       403       403       422       403       403       403
/reports/schedules/{schedule}/end/             302       403       403       403       422       403       403       403
/reports/{report}/schedule/                    302       403       403       403       422       403       403       403
/jobs/retrying/                                302       422       422       422       422       422       422       422
/jobs/{job}/retry/                             302       404       422       404       404       404       422       403
/desk/approvals/{approval}/                    302       404       404       404       404       403       404       403
/desk/people/new/                              302       403       403       403       403       422       403       403
/desk/people/{person}/edit/                    302       403       403       403       403       422       403       403
/desk/people/{person}/end/                     302       403       403       403       403       422       403       403
/desk/people/{person}/help/                    302       403       403       403       403       422       403       403
/desk/help/{help}/link/                        302       403       403       403       403       409       403       403
/desk/people/{person}/move/                    302       403       403       403       403       422       403       403
/desk/positions/new/                           302       403       403       403       403       422       403       403
/desk/positions/{position}/edit/               302       403       403       403       403       422       403       403
/desk/units/{unit}/head/                       302       403       403       403       403       422       403       403
/desk/appointments/{appointment}/roles/        302       404       404       404       422       404       404       403
/desk/deputies/new/                            302       422       422       422       422       422       422       403
/desk/deputies/{deputy}/end/                   302       404       422       403       422       422       403       403
/desk/block-leave/new/                         302       422       422       422       422       422       422       403
/desk/block-leave/{leave}/                     302       422       404       422       422       422       422       403
/desk/terms/{term}/change/                     302       403       403       403       403       422       403       403
/desk/roles/request/                           302       403       403       403       403       422       403       403
/desk/grants/{grant}/end/                      302       403       403       403       403       422       403       403
/desk/evidence/                                302       403       403       403       403       422       403       422
/desk/evidence/map/{requirement}/edit/         302       403       403       403       403       403       403       403
/desk/recertifications/new/                    302       403       403       403       403       422       403       403
/desk/recertifications/{recertification}/keeping/       302       403       403       403       422       422       403       403
/desk/recertifications/{recertification}/signature/       302       403       403       403       302       422       403       403
/desk/recertifications/{recertification}/reviewer/       302       403       403       403       403       422       403       403
/desk/recertifications/items/{recertified}/decision/       302       403       403       403       422       403       403       403
/desk/emergencies/new/                         302       403       403       403       403       403       422       403
/desk/emergencies/{glass}/end/                 302       403       403       403       403       422       422       403
/desk/emergencies/{glass}/review/              302       403       403       403       403       422       403       403
/desk/viewing/                                 302       403       403       403       403       422       403       403
/desk/viewing/end/                             302       302       302       302       302       302       302       302
/jobs/worker/                                  302       403       403       403       403       403       422       403
/desk/exceptions/new/                          302       403       403       403       403       422       403       403
/desk/exceptions/{exception}/end/              302       403       403       403       403       422       403       403
/desk/exceptions/profile/                      302       403       403       403       403       422       403       403
/desk/audit/verify/                            302       403       403       403       403       403       403       422
/contacts/new/                                 302       403       403       403       403       403       403       403
/contacts/{partner}/edit/                      302       403       403       403       403       403       403       403
/contacts/{partner}/bank-accounts/new/         302       403       403       403       403       403       403       403
/contacts/{partner}/contacts/new/              302       403       403       403       403       403       403       403
/contacts/imports/new/                         302       403       403       403       403       403       403       403
/contacts/imports/{table}/confirmation/        302       403       403       403       403       403       403       403
/contacts/imports/{table}/discard/             302       403       403       403       403       403       403       403
/accounting/entries/new/                       302       403       422       403       403       403       403       403
/accounting/entries/proposal/                  302       403       200       403       403       403       403       403
/accounting/entries/typing/                    302       403       204       403       403       403       403       403
/accounting/entries/typing/discard/            302       403       302       403       403       403       403       403
/accounting/entries/posting/                   302       403       422       403       422       403       403       403
/accounting/entries/discarding/                302       403       422       403       403       403       403       403
/accounting/entries/{draft}/edit/              302       403       422       403       403       403       403       403
/accounting/entries/{draft}/discard/           302       403       422       403       403       403       403       403
/accounting/entries/{entry}/reversal/          302       403       422       403       403       403       403       403
/accounting/entries/{entry}/documents/         302       403       422       403       403       403       403       403
/accounting/templates/new/                     302       403       422       403       403       403       403       403
/accounting/templates/{template}/edit/         302       403       422       403       403       403       403       403
/accounting/templates/{template}/delete/       302       403       422       403       403       403       403       403
/accounting/templates/{template}/rhythm/       302       403       422       403       403       403       403       403
/accounting/templates/{template}/rhythm/end/       302       403       422       403       403       403       403       403
/accounting/recurring/{occurrence}/leaving-out/       302       403       422       403       403       403       403       403
/accounting/accounts/new/                      302       403       422       403       403       403       403       403
/accounting/bank/new/                          302       403       422       403       403       403       403       403
/accounting/bank/imports/new/                  302       403       422       403       403       403       403       403
/accounting/bank/imports/{bank_import}/confirmation/       302       403       422       403       403       403       403       403
/accounting/bank/imports/{bank_import}/discard/       302       403       422       403       403       403       403       403
/accounting/bank/lines/{bank_line}/            302       403       422       403       403       403       403       403
/accounting/bank/lines/{bank_line}/entries/{draft}/       302       403       422       403       403       403       403       403
/accounting/bank/lines/{bank_line}/ignoring/       302       403       422       403       403       403       403       403
/accounting/bank/lines/{bank_line}/undoing/       302       403       422       403       403       403       403       403
/accounting/bank/{bank}/booking/               302       403       422       403       403       403       403       403
/accounting/bank/{bank}/ignoring/              302       403       422       403       403       403       403       403
/accounting/bank/{bank}/matching/              302       403       422       403       403       403       403       403
/accounting/payments/releasing/                302       403       403       403       403       403       403       403
/accounting/payments/{payment}/stop/           302       403       403       403       422       403       403       403
/accounting/imports/new/                       302       403       422       403       403       403       403       403
/accounting/imports/{import}/confirmation/       302       403       422       403       403       403       403       403
/accounting/imports/{import}/discard/          302       403       422       403       403       403       403       403
/accounting/periods/{period}/state/            302       403       422       403       422       403       403       403
/accounting/years/new/                         302       403       422       403       422       403       403       403
/risk/incidents/new/                           302       422       422       422       422       422       422       422
/risk/incidents/{incident}/analysis/           302       403       403       403       403       403       403       403
/risk/incidents/{incident}/closing/            302       403       403       403       403       403       403       403
/risk/incidents/{incident}/reopening/          302       403       403       403       403       403       403       403
/risk/material-losses/new/                     302       403       403       403       403       403       403       403
/risk/inventory/new/                           302       403       403       403       403       403       403       403
/risk/inventory/{risk}/assessment/             302       403       403       403       403       403       403       403
/risk/inventory/{risk}/acceptance/             302       403       403       403       403       403       403       403
/risk/inventory/{risk}/retirement/             302       403       403       403       403       403       403       403
/risk/inventory/years/new/                     302       403       403       403       403       403       403       403
/risk/key-figures/breaches_open/threshold/       302       403       403       403       403       403       403       403
/risk/daily-reports/{daily}/signature/         302       403       403       403       403       403       403       403
/risk/daily-reports/{daily}/receipt/           302       403       403       403       403       403       403       403
/settlement/deals/new/fx_spot/                 302       422       403       403       403       403       403       403
/settlement/deals/new/fx_spot/look/            302       200       403       403       403       403       403       403
/settlement/deals/{deal}/edit/                 302       422       403       403       403       403       403       403
/settlement/deals/{deal}/edit/look/            302       200       403       403       403       403       403       403
/settlement/deals/{deal}/cancellation/         302       422       403       403       403       403       403       403
/settlement/deals/{deal}/cancellation/decision/       302       403       403       403       422       403       403       403
/settlement/confirmations/new/                 302       403       403       403       403       403       403       403
/settlement/confirmations/imports/new/         302       403       403       403       403       403       403       403
/settlement/confirmations/imports/{table}/confirmation/       302       403       403       403       403       403       403       403
/settlement/confirmations/imports/{table}/discard/       302       403       403       403       403       403       403       403
/settlement/confirmations/{confirmation}/assignment/       302       403       403       403       403       403       403       403
/settlement/confirmations/{confirmation}/return/       302       403       403       403       403       403       403       403
/settlement/deals/{deal}/confirmation/         302       403       403       403       403       403       403       403
/settlement/deals/{matched_deal}/settling/       302       403       403       403       403       403       403       403
/settlement/market-checks/{market_check}/judgement/       302       403       403       403       403       403       403       403
/settlement/settlements/{settlement}/edit/       302       403       403       403       403       403       403       403
/settlement/settlements/{settlement}/withdrawal/       302       403       403       403       403       403       403       403
/settlement/discrepancies/{discrepancy}/clearing/       302       403       403       403       422       403       403       403
/settlement/discrepancies/{discrepancy}/reopening/       302       403       403       403       422       403       403       403
/settlement/discrepancies/{discrepancy}/closing/       302       403       403       403       422       403       403       403
/settlement/discrepancies/{discrepancy}/owner/       302       403       403       403       422       403       403       403
/settlement/terms/new/                         302       403       403       403       422       403       403       403
/settlement/settlements/{settlement}/release/       302       403       403       403       403       403       403       403
/settlement/cut-offs/new/                      302       403       403       403       422       403       403       403
/workorders/team/next/                         302       403       302       302       302       403       403       403
/workorders/accepting/                         302       403       422       422       422       403       403       403
/workorders/new/free/                          302       422       403       403       403       403       403       403
/workorders/{order}/acceptance/                302       403       422       422       422       403       403       403
/workorders/{order}/beginning/                 302       403       422       422       422       403       403       403
/workorders/{order}/question/                  302       403       422       422       422       403       403       403
/workorders/{order}/answer/                    302       422       403       403       403       403       403       403
/workorders/{order}/passing-on/                302       403       422       403       422       403       403       403
/workorders/{order}/completion/                302       403       422       422       422       403       403       403
/workorders/{order}/confirmation/              302       422       403       403       403       403       403       403
/workorders/{order}/reopening/                 302       422       403       403       403       403       403       403
/workorders/{order}/cancellation/              302       422       403       403       403       403       403       403
/workorders/{order}/messages/                  302       422       422       422       422       403       403       403
/workorders/{order}/notes/                     302       403       422       422       422       403       403       403
/workorders/{order}/documents/                 302       422       422       422       422       403       403       403
/workorders/services/new/call_back/            302       403       403       403       422       403       403       403
/workorders/services/{service}/                302       403       403       403       422       403       403       403
/desk/workplaces/new/                          302       403       403       403       422       403       422       403
/desk/workplaces/{workplace}/hours/            302       403       403       403       422       403       422       403
/desk/workplaces/{workplace}/days/             302       403       403       403       422       403       422       403
/desk/workplaces/days/{holiday}/removal/       302       403       403       403       422       403       422       403
/risk/prices/new/                              302       403       403       403       403       403       403       403
/risk/prices/import/                           302       403       403       403       403       403       403       403
/risk/limits/new/                              302       403       403       403       403       403       403       403
/risk/limits/{limit}/version/                  302       403       403       403       403       403       403       403
/risk/limits/{limit}/withdrawal/               302       403       403       403       403       403       403       403
/risk/credits/new/                             302       422       403       403       403       403       403       403
/risk/credits/{credit}/withdrawal/             302       409       403       403       403       403       403       403
/risk/credit-policies/new/                     302       403       403       403       403       403       403       403
/risk/breaches/{breach}/decision/              302       403       403       403       403       403       403       403
/risk/breaches/{breach}/reopening/             302       403       403       403       403       403       403       403
"""


def patterns(resolver=None):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        elif pattern.app_name != "admin":
            yield from patterns(pattern)


def ours():
    return [pattern for pattern in patterns() if not pattern.callback.__module__.startswith(FOREIGN_VIEWS)]


def test_every_view_of_ours_declares_a_permission():
    assert [str(pattern.pattern) for pattern in ours() if not hasattr(pattern.callback, "permission")] == []


def test_the_pages_before_signing_in_are_these():
    assert {pattern.name for pattern in ours() if pattern.callback.permission is None} == PUBLIC


@pytest.fixture
def world(books, bank, capture, client_of, secure_client_of):
    """One of everything, made by the back office, and a browser for everybody."""
    posted, draft = capture(), capture()
    document = attach_document(posted, by=fresh(books.back), upload=SimpleUploadedFile("beleg.txt", b"Quittung"))
    post_entries([posted.pk], by=fresh(books.second))
    template = create_template(
        by=fresh(books.back), company=books.company, name="Miete", shared=True, journal=books.journal, text="Miete",
        lines=cash_sale(),
    )  # fmt: skip
    recurrence = repeat_template(
        template, by=fresh(books.back), every="month", day=1, shift="next", start=timezone.localdate()
    )
    with acting("system:test"):
        occurrence = Occurrence.objects.create(recurrence=recurrence, month=date(2026, 1, 1), due=date(2026, 1, 2))
    batch = stage_import(by=fresh(books.back), company=books.company, upload=upload(row(3)))
    with acting("system:test"):
        notice = notify(books.back, "Something happened", "/desk/")
        partner = Partner.objects.create(company=books.company, number="10001", kind="customer", name="Ahorn")
        account = partner.bank_accounts.create(
            iban="DE89370400440532013000", holder="Ahorn", valid_from=date(2026, 1, 1)
        )
        table = TableImport.objects.create(
            kind=PARTNERS.code, company=books.company, name="partner.csv", uploaded_by=books.other
        )
    payment = order_payment(
        by=fresh(books.back), permission="accounting.entry:capture", subject=posted, partner=partner,
        bank_account=account, amount=100, currency="EUR", due=date(2026, 3, 31), purpose="Rechnung",
    )  # fmt: skip
    limit, breach = a_broken_limit(books, partner)
    request_role(
        by=fresh(books.admin), person=books.other, role=Role.objects.get(pk="back.vendor"), reason="Vertretung",
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    position = define_position(
        by=fresh(books.admin), name="Buchhalter", unit=books.unit, roles=Role.objects.filter(pk="back.accounting")
    )
    name_head(books.unit, by=fresh(books.admin), head=books.manager)
    with acting(books.admin):
        appointment = appoint(books.other, by=books.admin, position=position, on=timezone.localdate())
    deputy = name_deputy(
        by=fresh(books.back), principal=fresh(books.back), person=books.second, valid_from=timezone.localdate(),
        valid_to=timezone.localdate(), roles=Role.objects.filter(pk="back.accounting"), reason="Urlaub",
    )  # fmt: skip
    tomorrow = timezone.localdate() + timedelta(days=1)
    leave = plan_block_leave(
        fresh(books.front), by=fresh(books.front), valid_from=tomorrow, valid_to=tomorrow + timedelta(days=30)
    )
    help = request_help(books.other, by=fresh(books.admin), lost="password", reason="Urlaub")
    order = _work_order(books)
    with acting("system:test"):
        workplace = open_workplace(name="Lübeck", land="SH", on=date(2026, 1, 1))
    run = request_report(
        by=fresh(books.back),
        report=catalogue.get("accounting.trial_balance"),
        params={"fiscal_year": posted.fiscal_year_id, "first": 1, "last": 12},
        format="csv",
    )
    schedule = create_schedule(
        by=fresh(books.manager), report=catalogue.get(run.report), recipients=[], formats=["csv"],
        span="previous_month", every="month", on="working", number=1, at=time(7),
    )  # fmt: skip
    browsers = {who: (secure_client_of if who in PRIVILEGED else client_of)(getattr(books, who)) for who in WHO[1:]}
    bring_in(bank, PLAIN)
    glass = emergencies.ask(by=fresh(books.sysadmin), reason="Der Worker steht", minutes=30, alone=True)
    with acting("system:test"):
        exception = SeparationException.objects.create(
            person=books.back, role_a_id="back.accounting", role_b_id="back.payments", valid_from=timezone.localdate(),
            valid_to=timezone.localdate(), reason="Urlaub", control="Nachschau", requested_by=books.admin,
        )  # fmt: skip
    campaign = recertifying.start(
        by=fresh(books.admin), side="back", reviewer=books.manager, stand_in=books.admin2, due_on=timezone.localdate()
    )
    view = save_view(by=fresh(books.back), list="contacts:partners", name="Kunden", query="kind=customer")
    deal = deal_of(books, partner)
    ask_cancellation(deal, by=fresh(books.front), reason="Doppelt")
    settling = settle(deal, deal_of(books, partner), by=books.manager)
    names = {
        **settling, **a_book_of_risks(books), "deal": deal.pk, "bank": bank.bank.pk, "statement": BankStatement.objects.get().pk, "bank_line": BankLine.objects.get().pk,
        "bank_import": BankImport.objects.get().pk, "entry": posted.pk, "draft": draft.pk,
        "document": document.pk, "notice": notice.pk, "import": batch.pk, "template": template.pk, "occurrence": occurrence.pk,
        "partner": partner.pk, "payment": payment.pk, "order": order.pk, "workplace": workplace.pk, "holiday": workplace.holidays.first().pk, "service": Service.objects.get().pk, "table": table.pk, "secret": create_feed(by=fresh(books.back)),
        "person": books.front.pk, "job": run.job_id, "run": run.key, "period": posted.period_id, "account": "1200",
        "position": position.pk, "unit": books.unit.pk, "appointment": appointment.pk, "deputy": deputy.pk,
        "leave": leave.pk, "term": "cool_off.move",
        "approval": Approval.objects.get(kind="access.grant").pk, "help": help.pk, "grant": RoleGrant.objects.filter(person=books.front).first().pk,
        "topic": "entries", "requirement": "late", "report": run.report, "schedule": schedule.pk, "check": enqueue(verifying.KIND, key="check", by=fresh(books.auditor)).pk,
        "exception": exception.pk, "glass": glass.pk, "recertification": campaign.pk, "recertified": campaign.items.get(grant__person=books.other).pk,
        "event": AuditEvent.objects.first().pk, "role": "back.accounting",
        "permission": "accounting.entry:post", "view": view.pk, "limit": limit.pk, "breach": breach.pk, "price": a_price(books).pk,
        "credit": a_credit_decision(books, partner).pk,
    }  # fmt: skip
    return SimpleNamespace(browsers={"anonymous": Client(), **browsers}, names=names)


def _work_order(books):
    """Of the front office, for the team of who keeps the books."""
    with acting("system:test"):
        team = Unit.objects.create(company=books.company, name="Team", side=Side.BACK, parent=books.unit)
        Person.objects.filter(pk=books.back.pk).update(unit=team)
        Service.objects.create(company=books.company, kind="free", team=team)
    return ask_back_office(by=fresh(books.front), company=books.company, kind="free", title="Bitte")


def a_book_of_risks(books):
    incident = report_incident(
        by=fresh(books.back), company=books.company, what="Doppelt gezahlt", happened_on=date(2026, 1, 1)
    )
    scores = dict.fromkeys(SCORED, 3)
    said = {"name": "Ausfall", "category": "it", "owner": books.manager, "treatment": "reduce", **scores}
    day = date(2026, 1, 2)
    store("daily.pdf", b"%PDF-1.7")
    with acting("system:test"):
        risk = Risk.objects.create(
            company=books.company, reviewed_by=books.manager, reviewed_on=day, review_due=date(2027, 1, 2), **said
        )
        RiskSnapshot.objects.create(company=books.company, risk=risk, year=2025, taken_by=books.manager, **said)
        daily = DailyReport.objects.create(
            company=books.company, day=day, content={"de": []}, files={"de": {"name": "daily.pdf", "sha256": "0"}}
        )
    return {"incident": incident.pk, "risk": risk.pk, "daily": daily.pk}


def a_broken_limit(books, partner):
    day = date(2026, 1, 1)
    with acting(books.manager):
        limit = Limit.objects.create(
            company=books.company, kind="total", amount=1, valid_from=day, reason="x", made_by=books.manager
        )
        exposure = Exposure.objects.create(
            company=books.company, subject_table="contacts_partner", subject_key=partner.pk, counterparty=partner,
            product="fx_spot", trader=books.front, desk=books.unit, country="DE", amount=2, until=day, state="blocked",
        )  # fmt: skip
        return limit, LimitBreach.objects.create(exposure=exposure, limit=limit, limit_amount=1, used=0, after=2)


def a_credit_decision(books, partner):
    return ask_credit(
        by=fresh(books.front), company=books.company, partner=partner, days=60, amount=1, valid_from=timezone.localdate(),
        reason="Auftrag",
    )  # fmt: skip


def a_price(books):
    with acting(books.manager):
        return ReferencePrice.objects.create(
            kind="fx", code="EUR/USD", day=date(2026, 1, 2), price=Decimal("1.08"), source="EZB", state="approved",
            made_by=books.manager,
        )  # fmt: skip


def listed(*tables):
    return [row_.split()[0] for table in tables for row_ in table.strip().splitlines()[1:]]


def test_no_address_is_missing_from_the_tables(world):
    paths = [address.format(**world.names) for address in listed(READING, WRITING)]
    found = {resolve(path).func for path in paths if not path.startswith("/admin/")}
    missing = {pattern.name for pattern in ours() if pattern.callback not in found}
    assert missing == PUBLIC - {"preferences", "calendar"}


@pytest.mark.once
def test_what_is_not_in_the_writing_table_takes_no_form(world):
    """For the one who may do most with it: what reads only refuses to be written to, or turns away."""
    for address in set(listed(READING)) - set(listed(WRITING)) - {"/admin/"}:
        answers = {browser.post(address.format(**world.names)).status_code for browser in world.browsers.values()}
        assert 405 in answers, address
        assert answers <= {302, 403, 404, 405}, address


def seen(world, method, table):
    """The table with the answers that were really given."""
    lines = [f"{'address':<40}" + "".join(f"{who:>10}" for who in WHO)]
    for row_ in table.strip().splitlines()[1:]:
        address = row_.split()[0]
        path = address.format(**world.names)
        answers = [getattr(world.browsers[who], method)(path).status_code for who in WHO]
        lines.append(f"{address:<40}" + "".join(f"{answer:>10}" for answer in answers))
    return "\n".join(lines)


def test_every_report_has_an_address(books):
    assert [reverse("reports:ask", args=[report.code]) for report in catalogue.offered_to(fresh(books.back))]


def test_who_reads_what(world):
    """And no GET changes a row: every write of the house leaves an audit event. That a calendar was fetched is noted."""
    events = AuditEvent.objects.exclude(table=CalendarFeed._meta.db_table)
    before = events.count()
    assert seen(world, "get", READING) == READING.strip("\n")
    assert events.count() == before


def test_who_writes_what(world):
    """Empty forms: 422 means that the door is open and the content is missing; 403 and 404 that it is shut; 302 leads
    on, to the sign-in, to a fresh one, or back to the page."""
    assert seen(world, "post", WRITING) == WRITING.strip("\n")
