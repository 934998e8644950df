from django.urls import path

from foundation.imports.views import urls

from .imports import CONFIRMATIONS
from .views import capture, confirmations, cut_offs, deals, discrepancies, market_checks, settlements, terms

app_name = "settlement"
urlpatterns = [
    path("deals/", deals.deals, name="deals"),
    path("deals/new/", capture.products, name="deal_new"),
    path("deals/new/counterparties/", capture.counterparties, name="counterparties"),
    path("deals/new/<slug:product>/", capture.create, name="deal_capture"),
    path("deals/new/<slug:product>/look/", capture.look, name="deal_look"),
    path("deals/<int:pk>/", deals.deal, name="deal"),
    path("deals/<int:pk>/edit/", capture.edit, name="deal_edit"),
    path("deals/<int:pk>/edit/look/", capture.edit_look, name="deal_edit_look"),
    path("deals/<int:pk>/cancellation/", deals.cancellation, name="cancellation"),
    path("deals/<int:pk>/cancellation/decision/", deals.decision, name="cancellation_decision"),
    path("deals/<int:pk>/confirmation/", confirmations.send, name="deal_confirmation"),
    path("deals/<int:pk>/settling/", settlements.create, name="deal_settling"),
    path("confirmations/", confirmations.confirmations, name="confirmations"),
    path("confirmations/new/", confirmations.create, name="confirmation_new"),
    *urls(CONFIRMATIONS, "confirmations/imports/"),
    path("confirmations/<int:pk>/", confirmations.confirmation, name="confirmation"),
    path("confirmations/<int:pk>/<slug:language>.pdf", confirmations.letter, name="letter"),
    path("confirmations/<int:pk>/assignment/", confirmations.assign, name="confirmation_assign"),
    path("confirmations/<int:pk>/return/", confirmations.send_back, name="confirmation_back"),
    path("discrepancies/", discrepancies.discrepancies, name="discrepancies"),
    path("discrepancies/<int:pk>/", discrepancies.discrepancy, name="discrepancy"),
    path("discrepancies/<int:pk>/clearing/", discrepancies.clear, name="discrepancy_clear"),
    path("discrepancies/<int:pk>/reopening/", discrepancies.reopen, name="discrepancy_reopen"),
    path("discrepancies/<int:pk>/closing/", discrepancies.close, name="discrepancy_close"),
    path("discrepancies/<int:pk>/owner/", discrepancies.hand_over, name="discrepancy_owner"),
    path("market-checks/", market_checks.market_checks, name="market_checks"),
    path("market-checks/<int:pk>/", market_checks.market_check, name="market_check"),
    path("market-checks/<int:pk>/judgement/", market_checks.judge, name="market_judge"),
    path("settlements/", settlements.settlements, name="settlements"),
    path("settlements/<int:pk>/", settlements.settlement, name="settlement"),
    path("settlements/<int:pk>/edit/", settlements.edit, name="settlement_edit"),
    path("settlements/<int:pk>/release/", settlements.release, name="release"),
    path("settlements/<int:pk>/withdrawal/", settlements.withdraw, name="settlement_withdraw"),
    path("terms/", terms.terms, name="terms"),
    path("terms/new/", terms.create, name="terms_new"),
    path("positions/", deals.position, name="positions"),
    path("cut-offs/", cut_offs.cut_offs, name="cut_offs"),
    path("cut-offs/new/", cut_offs.create, name="cut_off_new"),
]
