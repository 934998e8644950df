from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrderKind(models.TextChoices):
    INVOICE_COPY = "invoice_copy", _("Copy of an invoice")
    PAYMENT_QUERY = "payment_query", _("Question about a payment")
    ADDRESS_CHANGE = "address_change", _("Change of address")
    SHIPMENT_PAPERS = "shipment_papers", _("Shipping or customs papers")
    CONTRACT_PRINT = "contract_print", _("Printed contract")
    CALL_BACK = "call_back", _("Call back")
    FREE = "free", _("Something else")


class Priority(models.TextChoices):
    URGENT = "urgent", pgettext_lazy("priority", "urgent")
    NORMAL = "normal", pgettext_lazy("priority", "normal")
    LOW = "low", pgettext_lazy("priority", "not urgent")


class OrderState(models.TextChoices):
    NEW = "new", pgettext_lazy("work order", "new")
    ACCEPTED = "accepted", _("accepted")
    IN_WORK = "in_work", _("in work")
    WAITING_FRONT = "waiting_front", _("waits for the front office")
    DONE = "done", pgettext_lazy("work order", "done")
    CONFIRMED = "confirmed", _("confirmed")
    CANCELLED = "cancelled", _("cancelled")
    REOPENED = "reopened", _("reopened")


class Event(models.TextChoices):
    ACCEPT = "accept", _("accept")
    START = "start", _("begin")
    ASK_BACK = "ask_back", _("ask back")
    ANSWER = "answer", _("answer")
    PASS_ON = "pass_on", _("pass on")
    FINISH = "finish", _("close")
    CONFIRM = "confirm", _("confirm")
    REOPEN = "reopen", _("reopen")
    CANCEL = "cancel", _("cancel")


class MessageKind(models.TextChoices):
    REMARK = "remark", _("remark")
    QUESTION = "question", _("question")
    ANSWER = "answer", _("answer")
    RESULT = "result", _("result")
    OBJECTION = "objection", _("objection")
    NOTE = "note", _("internal note")


NEW, ACCEPTED, IN_WORK, WAITING_FRONT, DONE, CONFIRMED, CANCELLED, REOPENED = OrderState

# What may happen to a work order, and what it then is. Everything else is refused, here and in the database.
TRANSITIONS = {
    Event.ACCEPT: {NEW: ACCEPTED, REOPENED: ACCEPTED},
    Event.START: {ACCEPTED: IN_WORK},
    Event.ASK_BACK: {ACCEPTED: WAITING_FRONT, IN_WORK: WAITING_FRONT},
    Event.ANSWER: {WAITING_FRONT: IN_WORK},
    Event.PASS_ON: {NEW: NEW, ACCEPTED: NEW, IN_WORK: NEW, REOPENED: REOPENED},
    Event.FINISH: {ACCEPTED: DONE, IN_WORK: DONE},
    Event.CONFIRM: {DONE: CONFIRMED},
    Event.REOPEN: {DONE: REOPENED},
    Event.CANCEL: {NEW: CANCELLED},
}

BY_FRONT = (Event.ANSWER, Event.CONFIRM, Event.REOPEN, Event.CANCEL)  # R25; all others are for the back office
STANDING = (WAITING_FRONT, DONE, CONFIRMED, CANCELLED)  # in these the clock stands
OPEN = (NEW, ACCEPTED, IN_WORK, REOPENED)  # in these the back office has something to do
OVER = (CONFIRMED, CANCELLED)
