"""`python -m bench.recertification`: a reviewer decides on 200 people with three roles each, and prints it.

Printed are one decision by a key as the server answers it, what 600 of them take together, the signature, and the PDF; beside the
PDF the bare writing of as many rows without asking the database.
"""

from datetime import timedelta
from statistics import median
from time import perf_counter
from uuid import uuid4

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from bench.scratch import database
from foundation.access.actions import recertification as actions
from foundation.access.actions.people import create_person_with_login
from foundation.access.actions.roles import grant_founding
from foundation.access.models import Recertification, RecertificationItem, Role, User
from foundation.desk.reports import CampaignReport
from foundation.records.actor import acting
from foundation.reports import catalogue
from foundation.reports.actions.runs import request_report
from foundation.reports.choices import Format
from foundation.reports.rendering import render

PEOPLE, ROLES, KEYS = 200, ("back.customs", "back.switchboard", "back.vendor"), 100


def main():
    settings.ALLOWED_HOSTS = ["testserver"]
    with database() as books, translation.override("de"):
        campaign, reviewer = started(books)
        spent = [pressed(client, item) for client in [signed_in(reviewer)] for item in campaign.items.all()[:KEYS]]
        rest = list(RecertificationItem.objects.filter(recertification=campaign, decision=""))
        begin = perf_counter()
        actions.keep_all(rest, by=reviewer)
        together = perf_counter() - begin
        begin = perf_counter()
        signed = actions.sign(campaign, by=reviewer)
        signing = perf_counter() - begin
        asked = request_report(
            by=reviewer, report=catalogue.get(CampaignReport.code), params={"recertification": campaign.pk},
            format=Format.PDF,
        )  # fmt: skip
        begin = perf_counter()
        data = CampaignReport().build(reviewer, {"recertification": campaign}, lambda *_: None)
        reading = perf_counter() - begin
        begin = perf_counter()
        pdf = render(data, asked, Format.PDF, lambda *_: None)
        writing = perf_counter() - begin
        key = median(spent)
        print(
            f"{books.vendor:10} a key {key * 1000:5.0f} ms; 600 keys {key * 600:5.0f} s of the server, of 900 s for the reviewer"
        )
        print(f"{'':10} the rest together {together:5.2f} s; signing {signed} roles {signing:5.2f} s")
        print(
            f"{'':10} PDF {reading + writing:5.2f} s of 10 s: reading {reading:5.2f} s, bare writing {writing:5.2f} s, {len(pdf):,} bytes"
        )


def started(books):
    with acting("system:bench"):
        approver, reviewer = books.first, books.second
        for number in range(PEOPLE):
            person = create_person_with_login(
                company=books.company, first_name="Person", last_name=f"{number:03}",
                email=f"p{number}@messbude.example", joined_on=approver.joined_on,
            )  # fmt: skip
            for role in ROLES:
                give(person, role, approver)
        give(reviewer, "back.head", approver)
        give(approver, "board.back", reviewer)
    with acting(reviewer):
        campaign = actions.open_campaign(
            side="back", reviewer=reviewer, stand_in=approver, due_on=timezone.localdate() + timedelta(30),
            grants=actions.grants_to_review(timezone.localdate(), side="back").filter(role__in=ROLES),
        )  # fmt: skip
    return Recertification.objects.get(pk=campaign.pk), reviewer


def give(person, role, approver):
    grant_founding(
        person=person, role=Role.objects.get(pk=role), approved_by=approver, valid_from=person.joined_on, reason="bench"
    )


def signed_in(person):
    client = Client()
    with acting("system:bench"):
        client.force_login(User.objects.get(person=person), backend="foundation.access.backends.PersonBackend")
    return client


def pressed(client, item):
    address = reverse("desk:decide_recertified", args=[item.pk])
    begin = perf_counter()
    answer = client.post(address, {"command_id": uuid4(), "decision": "keep"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200, answer.status_code
    return perf_counter() - begin


if __name__ == "__main__":
    main()
