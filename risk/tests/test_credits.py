"""How long a customer may take to pay: front and back decide on it, neither alone, and the back is never outvoted (R24)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conftest import fresh
from foundation.access import approvals, row_security
from foundation.access.actions.exceptions import request_profile
from foundation.access.choices import ApprovalState, Profile, Vote
from foundation.access.gate import Denied
from foundation.access.models import Approval, ApprovalVote
from foundation.desk import worklist
from foundation.desk.leavers import APPROVALS
from foundation.desk.tests.conftest import without_guards
from foundation.lib.dates import format_date
from foundation.lib.errors import BusinessError, Conflict
from foundation.notices.models import Notice
from foundation.records import guards
from foundation.records.actor import acting
from risk.actions.credits import set_credit_policy, withdraw_credit
from risk.calc.credits import Sale, needed_sides
from risk.choices import CREDIT_TRANSITIONS, CreditState
from risk.models import CreditDecision, CreditPolicy
from risk.queries.credits import credit_of, credits_of
from risk.reports import CreditReport

from .conftest import ask, vote, voters_of
from .test_evidence import built

__all__ = ["without_guards"]

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture
def house(house):
    """Risk control, and beside it those who ask and vote."""
    with acting("system:test"):
        return voters_of(house)


@pytest.fixture
def profile(house, monkeypatch):
    """`profile("strict")`: the wall is set to it, by two."""

    def profile(wanted):
        monkeypatch.setattr(row_security, "is_on", lambda: True)
        request_profile(by=fresh(house.admin), profile=wanted, reason="Prüfung")
        vote = approvals.vote(Approval.objects.get(kind="access.profile"), by=fresh(house.admin2), vote=Vote.YES)
        assert vote.state == ApprovalState.APPROVED

    return profile


def agree(house, decision):
    vote(house, decision, "head")
    return vote(house, decision, "back_head")


def relief(house, relevant_from=100_000_00, ordinary_days=30):
    return set_credit_policy(
        by=fresh(house.chief), company=house.company, ordinary_days=ordinary_days, relevant_from=relevant_from, reason="Beschluss"
    )  # fmt: skip


# --- Which votes are needed ------------------------------------------------------------------------------------------

BOTH, BACK = ("front", "back"), ("back",)
NEEDED = [
    # amount, relevant from, profile, sides
    (0, 0, "standard", BOTH),
    (99_999_99, 100_000_00, "standard", BACK),
    (100_000_00, 100_000_00, "standard", BOTH),
    (100_000_01, 100_000_00, "standard", BOTH),
    (99_999_99, 100_000_00, "small", BACK),
    (100_000_00, 100_000_00, "small", BOTH),
    (1, 100_000_00, "strict", BOTH),
    (100_000_00, 100_000_00, "strict", BOTH),
]


@pytest.mark.parametrize(("amount", "relevant_from", "profile", "sides"), NEEDED)
def test_which_sides_vote(amount, relevant_from, profile, sides):
    assert needed_sides(amount, relevant_from, Profile(profile)) == sides


# side of each vote and what it said, profile, amount, outcome; 100.000,00 is where risk begins
LITTLE, MUCH = 50_000_00, 250_000_00
OUTCOMES = [
    ("", "standard", MUCH, "asked"),
    ("head:yes", "standard", MUCH, "asked"),
    ("back_head:yes", "standard", MUCH, "asked"),
    ("head:yes back_head:yes", "standard", MUCH, "agreed"),
    ("back_board:yes front_board:yes", "standard", MUCH, "agreed"),
    ("head:yes back_head:no", "standard", MUCH, "declined"),
    ("back_head:yes head:no", "standard", MUCH, "declined"),
    ("back_head:no", "standard", MUCH, "declined"),
    ("head:no", "standard", MUCH, "declined"),
    ("back_head:yes", "standard", LITTLE, "agreed"),
    ("back_head:no", "standard", LITTLE, "declined"),
    ("back_head:yes", "small", LITTLE, "agreed"),
    ("back_head:yes", "small", MUCH, "asked"),
    ("back_head:yes", "strict", LITTLE, "asked"),
    ("back_head:yes head:yes", "strict", LITTLE, "agreed"),
    ("head:yes back_head:no", "strict", LITTLE, "declined"),
]


@pytest.mark.parametrize(("votes", "wanted", "amount", "outcome"), OUTCOMES)
def test_what_becomes_of_it(house, profile, votes, wanted, amount, outcome):
    relief(house)
    if wanted != "standard":
        profile(wanted)
    decision = ask(house, amount=amount)
    for each in votes.split():
        vote(house, decision, *each.split(":"), reason="x")
    assert decision.state == outcome
    assert decision.holds(TODAY) == (outcome == "agreed")


def test_two_votes_of_the_front_never_suffice(house):
    decision = ask(house)
    vote(house, decision, "head")
    with pytest.raises(Conflict) as refused:
        vote(house, decision, "front_board")
    assert (refused.value.code, refused.value.rule, refused.value.status) == ("access.side_voted", "R24", 409)
    assert str(refused.value) == "Ihre Seite hat hierüber schon abgestimmt. Votum der Marktfolge fehlt."
    assert (ApprovalVote.objects.count(), decision.state) == (1, "asked")
    assert vote(house, decision, "back_board").state == "agreed"


def test_who_asks_never_votes(house):
    decision = ask(house, by=house.head)
    with pytest.raises(Denied) as denied:
        vote(house, decision, "head")
    assert denied.value.rule == "R03"
    vote(house, decision, "front_board")
    assert vote(house, decision, "back_head").state == "agreed"


@pytest.mark.parametrize(
    ("who", "rule"),
    [("trader", "R20"), ("chief", "R20"), ("risk", "R20"), ("back", "R20"), ("admin", "R20"), ("auditor", "R28")],
)
def test_nobody_else_votes(house, who, rule):
    decision = ask(house)
    with pytest.raises(Denied) as denied:
        vote(house, decision, who)
    assert (denied.value.rule, ApprovalVote.objects.count()) == (rule, 0)


def test_where_little_is_at_risk_the_front_is_not_asked(house):
    relief(house)
    decision = ask(house, amount=99_999_99)
    with pytest.raises(Denied) as denied:
        vote(house, decision, "head")
    assert (denied.value.rule, decision.relevant) == ("R24", False)


@pytest.mark.parametrize(
    ("who", "rule"),
    [("back_head", "R05"), ("back_board", "R05"), ("chief", "R05"), ("front_board", "R20"), ("admin", "R09")],
)
def test_only_the_front_asks(house, who, rule):
    with pytest.raises(Denied) as denied:
        ask(house, by=getattr(house, who))
    assert (denied.value.rule, CreditDecision.objects.count()) == (rule, 0)


def test_only_the_head_of_risk_control_sets_the_policy(house):
    for who in ("risk", "head", "back_head", "front_board", "admin"):
        with pytest.raises(Denied):
            set_credit_policy(
                by=fresh(getattr(house, who)), company=house.company, ordinary_days=90, relevant_from=1, reason="x"
            )
    assert not CreditPolicy.objects.exists()


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"valid_from": TODAY - DAY}, "valid_from"),
        ({"valid_to": TODAY - DAY}, "valid_to"),
        ({"amount": -1}, "amount"),
    ],
)
def test_what_cannot_be_asked(house, terms, field):
    with pytest.raises(BusinessError) as refused:
        ask(house, **terms)
    assert (refused.value.field, CreditDecision.objects.count()) == (field, 0)


def test_only_who_asked_withdraws_it_and_then_nobody_votes(house):
    decision = ask(house)
    with pytest.raises(Denied) as denied:
        withdraw_credit(decision, by=fresh(house.head))
    assert denied.value.rule == "R21"
    withdraw_credit(decision, by=fresh(house.advisor))
    with pytest.raises(Conflict):
        vote(house, decision, "back_head")
    assert CreditDecision.objects.get().state == "withdrawn"


def test_an_edit_voids_it(house, without_guards):
    """Even where somebody took the guards down to make it."""
    decision = ask(house)
    vote(house, decision, "head")
    with without_guards():
        CreditDecision.objects.update(days=365)
    vote(house, decision, "back_head")
    assert (Approval.objects.get().state, decision.state) == (ApprovalState.VOID, "asked")


def test_who_asked_is_told(house):
    agree(house, ask(house))
    vote(house, ask(house), "back_head", "no", "Bonität")
    assert [(notice.person, notice.title) for notice in Notice.objects.filter(kind="risk.credit").order_by("pk")] == [
        (house.advisor, "Das Zahlungsziel wurde vereinbart: Baltic Commodities: 60 Tage, bis 250.000,00"),
        (house.advisor, "Das Zahlungsziel wurde abgelehnt: Baltic Commodities: 60 Tage, bis 250.000,00"),
    ]


def test_a_side_whose_last_voter_leaves_is_noticed(house):
    """However many of the other side are left: nobody else can give its vote."""
    vote(house, ask(house), "head")
    approval = Approval.objects.get()

    def undecidable(*names):
        leavers = [fresh(getattr(house, name)) for name in names]
        return [found for found, _leaver in APPROVALS.waiting(leavers, TODAY + DAY)]

    assert undecidable("back_head", "back_board") == []
    assert undecidable("back_head", "back_board", "manager") == [approval]
    assert undecidable("head", "front_board") == []


# --- What holds ------------------------------------------------------------------------------------------------------


def test_a_change_is_a_new_decision_and_what_held_is_kept(house):
    first = agree(house, ask(house, days=60))
    second = agree(house, ask(house, days=90, valid_from=TODAY + 10 * DAY))
    third = agree(house, ask(house, days=30, valid_from=TODAY + 5 * DAY, valid_to=TODAY + 7 * DAY))
    first.refresh_from_db(), second.refresh_from_db()
    assert [(each.days, each.holds_from, each.holds_to) for each in (first, second, third)] == [
        (60, TODAY, TODAY + 4 * DAY),
        (90, TODAY + 10 * DAY, TODAY + 4 * DAY),
        (30, TODAY + 5 * DAY, TODAY + 7 * DAY),
    ]


def test_a_declined_one_changes_nothing(house):
    first = agree(house, ask(house))
    vote(house, ask(house, days=365), "back_head", "no", "zu lang")
    assert CreditDecision.objects.in_force(TODAY).get() == first


SALES = [
    # days, amount, since, whether it waits
    (30, 10**12, TODAY, False),
    (31, 1, TODAY - 90 * DAY, False),
    (60, 250_000_00, TODAY, False),
    (61, 1, TODAY, True),
    (60, 250_000_01, TODAY, True),
]


@pytest.mark.parametrize(("days", "amount", "since", "waits"), SALES)
def test_which_sales_wait(house, days, amount, since, waits):
    agree(house, ask(house))
    sale = Sale(house.company.pk, house.partner.pk, since, days, amount)
    assert credit_of(sale).waits == waits


def test_a_decision_holds_for_its_customer_in_its_days(house):
    agree(house, ask(house, valid_from=TODAY + DAY))
    own, other = (Sale(house.company.pk, partner.pk, TODAY, 60, 1) for partner in (house.partner, house.other_partner))
    assert [credit.waits for credit in credits_of([own, other])] == [True, True]


SPANS = [
    # since when the sale is, from when until when the decision held, whether it counts; in days from today
    (0, -9, -5, False),
    (-4, -9, -5, False),
    (-5, -9, -5, True),
    (-9, -5, -5, True),
    (-9, 0, None, True),
    (0, 0, None, True),
    (0, 1, None, False),
    (-9, -3, -6, False),  # another came before its time did
]


@pytest.mark.parametrize(("since", "first", "last", "counts"), SPANS)
def test_a_decision_counts_from_the_day_of_the_sale_until_now(since, first, last, counts):
    held = CreditDecision(
        days=60, amount=1, holds_from=TODAY + first * DAY, holds_to=None if last is None else TODAY + last * DAY
    )
    assert Sale(1, 1, TODAY + since * DAY, 60, 1).fits(held, TODAY) == counts


def test_the_last_policy_counts(house):
    sale = Sale(house.company.pk, house.partner.pk, TODAY, 40, 1)
    assert credit_of(sale).waits
    relief(house, ordinary_days=14)
    relief(house, ordinary_days=45)
    assert not credit_of(sale).waits


# --- On the pages ----------------------------------------------------------------------------------------------------


def test_the_page_says_whose_vote_is_there_and_whose_is_missing(house, client_of):
    decision = ask(house)
    approval = Approval.objects.get()
    vote(house, decision, "head", reason="Guter Kunde")
    for page in (decision.get_absolute_url(), f"/desk/approvals/{approval.pk}/"):
        text = client_of(house.back_head).get(page).content.decode()
        for said in ("Hanna Handel", "Markt", "Guter Kunde", "Votum der Marktfolge fehlt", "R24"):
            assert said in text, (page, said)
    waiting = {
        name: [item.title for item in worklist.of(fresh(getattr(house, name))) if item.kind == "Kreditentscheidung"]
        for name in ("back_head", "front_board")
    }
    title = "Baltic Commodities: 60 Tage, bis 250.000,00 (Votum der Marktfolge fehlt)"
    assert waiting == {"back_head": [title], "front_board": []}
    assert "Votum der Marktfolge fehlt" in client_of(house.back_head).get("/desk/approvals/").content.decode()


def test_who_votes_sees_what_held_until_now(house, client_of):
    agree(house, ask(house, days=45))
    approval = approvals.pending_about(ask(house)).get()
    page = client_of(house.head).get(f"/desk/approvals/{approval.pk}/")
    facts = {str(fact["label"]): str(fact["value"]) for fact in page.context["facts"]}
    assert facts["Bisher"] == "45 Tage, bis 250.000,00"


def test_it_is_asked_for_on_its_form_with_what_the_sale_needs(house, client_of):
    browser = client_of(house.advisor)
    address = reverse("risk:credit_new")
    form = browser.get(f"{address}?partner={house.partner.pk}&days=60&amount=1000000&x=y").context["form"]
    assert (form.initial["partner"], form.initial["days"], form.initial["amount"]) == (house.partner.pk, 60, 1_000_000)
    sent = {
        "command_id": form["command_id"].value(), "partner": house.partner.pk, "days": "60", "amount": "10.000,00",
        "valid_from": "h", "reason": "Auftrag",
    }  # fmt: skip
    answer = browser.post(address, sent)
    decision = CreditDecision.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, decision.get_absolute_url())
    assert (decision.days, decision.amount, decision.asked_by, decision.state) == (
        60,
        10_000_00,
        house.advisor,
        "asked",
    )
    command = browser.get(decision.get_absolute_url()).context["command"]()["command_id"].value()
    assert (
        browser.post(reverse("risk:credit_withdrawal", args=[decision.pk]), {"command_id": command}).status_code == 302
    )
    decision.refresh_from_db()
    assert decision.state == "withdrawn"


def test_a_second_vote_of_the_front_is_refused_by_the_page_too(house, client_of):
    decision = ask(house)
    vote(house, decision, "head")
    page, browser = f"/desk/approvals/{Approval.objects.get().pk}/", client_of(house.front_board)
    answer = browser.get(page)
    assert 'name="vote"' not in answer.content.decode()
    answer = browser.post(page, {"command_id": answer.context["form"]["command_id"].value(), "vote": "yes"})
    assert (answer.status_code, CreditDecision.objects.get().state) == (409, "asked")


# --- The database ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("event", CREDIT_TRANSITIONS)
@pytest.mark.parametrize("state", CreditState)
def test_the_database_knows_the_table_of_states(house, state, event):
    """Without both votes even the legal way to `agreed` is closed."""
    decision = ask(house)
    if state == CreditState.AGREED:
        agree(house, decision)
    elif state == CreditState.DECLINED:
        vote(house, decision, "back_head", "no", "nein")
    elif state == CreditState.WITHDRAWN:
        withdraw_credit(decision, by=fresh(house.advisor))
    target = next(iter(CREDIT_TRANSITIONS[event].values()))
    legal = state in CREDIT_TRANSITIONS[event] and target != CreditState.AGREED
    facts = {"state": target, "decided_at": timezone.now()} if state == CreditState.ASKED else {"state": target}
    if legal or target == state:
        change(decision, **facts)
    else:
        with pytest.raises(IntegrityError):
            change(decision, **facts)


def change(decision, by="system:test", **facts):
    with transaction.atomic(), acting(by):
        CreditDecision.objects.filter(pk=decision.pk).update(**facts)


FORGED = {
    "longer": ({"days": 365}, "risk.credit_stays"),
    "higher": ({"amount": 10**9}, "risk.credit_stays"),
    "without risk": ({"relevant": False}, "risk.credit_stays"),
    "agreed by nobody": ({"state": "agreed", "decided_at": timezone.now(), "holds_from": TODAY}, "rule.R24"),
}


@pytest.mark.parametrize(("facts", "code"), FORGED.values(), ids=FORGED)
def test_no_write_gets_past_the_votes(house, facts, code):
    decision = ask(house)
    vote(house, decision, "head")
    with pytest.raises(IntegrityError) as refused:
        change(decision, by=house.head, **facts)
    assert guards.explain(refused.value).code == code


def test_the_database_gives_no_relief_where_there_is_risk(house, profile):
    relief(house)
    facts = {
        "company": house.company, "partner": house.partner, "days": 60, "valid_from": TODAY, "reason": "x",
        "relevant": False, "asked_by": house.trader,
    }  # fmt: skip
    with acting(house.trader):
        CreditDecision.objects.create(**facts, amount=99_999_99)
    with pytest.raises(IntegrityError, match="R24"), transaction.atomic(), acting(house.trader):
        CreditDecision.objects.create(**facts, amount=100_000_00)
    profile("strict")
    with pytest.raises(IntegrityError, match="R24"), transaction.atomic(), acting(house.trader):
        CreditDecision.objects.create(**facts, amount=1)


def test_relief_ends_with_the_policy_that_gave_it(house):
    relief(house)
    decision = ask(house, amount=50_000_00)
    relief(house, relevant_from=0)
    with pytest.raises(BusinessError) as refused:
        vote(house, decision, "back_head")
    assert (refused.value.rule, CreditDecision.objects.get().state) == ("R24", "asked")


def test_of_one_customer_one_decision_holds_on_a_day(house):
    first = agree(house, ask(house))
    agree(house, ask(house, days=90))
    with pytest.raises(IntegrityError) as refused:
        change(first, holds_to=None)
    assert guards.explain(refused.value).code == "risk.credit_stays"
    with pytest.raises(IntegrityError), transaction.atomic(), acting("system:test"):
        CreditDecision.objects.all().delete()


def test_a_decision_has_an_end_after_its_beginning(house):
    with pytest.raises(BusinessError):
        ask(house, valid_from=date(2099, 1, 2), valid_to=date(2099, 1, 1))


# --- The evidence (B11) ----------------------------------------------------------------------------------------------


def test_each_decision_is_printed_with_its_votes(house):
    relief(house)
    agree(house, ask(house, reason="Großauftrag"))
    vote(house, vote(house, ask(house, days=90), "front_board"), "back_board", "no", "Bonität")
    vote(house, ask(house, amount=50_000_00, partner=house.other_partner), "back_head")
    ask(house, days=45)
    data = built(CreditReport, house.auditor)
    assert data.title == "Entscheidungen mit Voten"
    lines = [line.cells for line in data.lines]
    assert [line[1:5] for line in lines] == [
        ["Baltic Commodities", "60", 250_000_00, "Großauftrag"],
        ["Baltic Commodities", "90", 250_000_00, "Großauftrag"],
        ["Fjordbank", "60", 50_000_00, "Großauftrag"],
        ["Baltic Commodities", "45", 250_000_00, "Großauftrag"],
    ]
    said = [[line[5], *(cell.split(", ")[0] for cell in line[6:8]), *line[8:]] for line in lines]
    assert said == [
        ["Alma Beratung", "ja: Hanna Handel", "ja: Berta Backhaus", "vereinbart", TODAY, None],
        ["Alma Beratung", "ja: Fritz Vorstand", "nein: Bruno Vorstand", "abgelehnt", None, None],
        ["Alma Beratung", "nicht nötig", "ja: Berta Backhaus", "vereinbart", TODAY, None],
        ["Alma Beratung", "fehlt", "fehlt", "wartet auf Voten", None, None],
    ]
    assert lines[1][7].endswith(" – Bonität")
    assert ("Vereinbart", 2) in data.parameters and ("Abgelehnt", 1) in data.parameters


def test_it_asks_as_often_for_three_decisions_as_for_one(house):
    agree(house, ask(house))
    with CaptureQueriesContext(connection) as one:
        built(CreditReport, house.auditor)
    agree(house, ask(house, partner=house.other_partner))
    agree(house, ask(house, days=90))
    with CaptureQueriesContext(connection) as three:
        built(CreditReport, house.auditor)
    assert len(three) == len(one)


@pytest.mark.parametrize(("back", "there"), [(0, 1), (1, 0)])
def test_it_is_of_its_days(house, back, there):
    vote(house, ask(house), "back_head", "no", "x")
    last = format_date(TODAY - back * DAY)
    assert len(built(CreditReport, house.auditor, first=last, last=last).lines) == there
