"""What MaRisk asks for, and what of the portal answers it: requirement, rules, reports, tests.

The references and paraphrases are kept from memory: check them against the text in force. They are written to the
database after each migrate; words that compliance has edited there stay.
"""

from foundation.access.gate import check
from foundation.records.actor import acting
from foundation.records.audit import happened

from .models import Requirement

EDIT = "desk.requirement:edit"
_ACCESS, _DEALS = "foundation/access/tests", "settlement/tests"
WALL, LIFE, DEPUTY = f"{_ACCESS}/test_wall", f"{_ACCESS}/test_life", f"{_ACCESS}/test_deputies"
RECERT, COOL, LEAVE = f"{_ACCESS}/test_recertification", f"{_ACCESS}/test_cool_off", f"{_ACCESS}/test_block_leave"
GLASS, EXCEPTION = f"{_ACCESS}/test_emergency", f"{_ACCESS}/test_exceptions"
CAPTURE, SETTLING, GUARDS = f"{_DEALS}/test_capture", f"{_DEALS}/test_settling", f"{_DEALS}/test_guards"
LIMITS, EXPOSURE, AUDIT = "risk/tests/test_limits", "risk/tests/test_exposure", "foundation/records/tests/test_audit"
PAYMENTS, DOORS, RACES = "accounting/tests/test_payments", "tests/test_doors", "tests/test_races"

# code, reference, German, English, rules, reports, tests as (file, name)
REQUIREMENTS = (
    ("roles", "AT 4.3.1 Tz. 1", "Unvereinbare Tätigkeiten werden von verschiedenen Personen ausgeführt.", "Incompatible activities are done by different people.",
     "R01 R03 R08", "access.role_matrix", ((WALL, "test_no_insert_gets_two_exclusive_roles_together"), (RACES, "test_of_two_opposite_roles_one_is_granted"))),
    ("cool-off", "AT 4.3.1 Tz. 1", "Bei einem Wechsel aus Handel oder Markt gibt es angemessene Übergangsfristen gegen Selbstprüfung.", "After a move from trading or market there are transition periods against self-review.",
     "R02 R17", "access.role_matrix", ((COOL, "test_a_former_desk_is_barred_until_the_cool_off_is_over"), (LIFE, "test_a_mover_leaves_roles_and_desk_behind"))),
    ("review", "AT 4.3.1 Tz. 2", "Berechtigungen werden regelmäßig und anlassbezogen überprüft, kritische mindestens halbjährlich.", "Rights are reviewed regularly and when there is reason, critical ones at least half-yearly.",
     "R18", "access.recertifications", ((RECERT, "test_a_role_sleeps_when_its_time_and_the_grace_are_over"), (RECERT, "test_what_is_signed_counts"))),
    ("risk-control", "AT 4.4.1", "Das Risikocontrolling ist bis in die Geschäftsleitung von den Bereichen getrennt, die Geschäfte abschließen.", "Risk control is separated, up to the board, from the areas that close deals.",
     "R01 R11", "access.role_matrix risk.limits", ((LIMITS, "test_nobody_but_the_risk_side_sets_or_approves_limits"), (EXPOSURE, "test_neither_front_nor_others_decide"))),
    ("audit", "AT 4.4.3", "Die Interne Revision hat ein vollständiges und uneingeschränktes Informationsrecht.", "Internal audit has a complete and unrestricted right to information.",
     "R28", "access.concept", (("foundation/desk/tests/test_audit", "test_the_auditor_verifies_chain_and_separation"), (DOORS, "test_who_reads_what"))),
    ("records", "AT 6", "Aufzeichnungen sind für sachkundige Dritte nachvollziehbar und werden unverändert aufbewahrt.", "Records can be followed by an expert third party and are kept unchanged.",
     "R15", "records.numbers", ((AUDIT, "test_the_trail_only_grows"), (AUDIT, "test_tampering_names_the_event"))),
    ("it-rights", "AT 7.2 Tz. 2", "Jeder Mitarbeiter hat nur die Rechte, die er für seine Tätigkeit benötigt.", "Each employee holds only the rights that the work needs.",
     "R19 R20", "access.concept access.role_matrix", ((DOORS, "test_who_reads_what"), (WALL, "test_a_role_counts_in_its_time_only"))),
    ("granting", "AT 7.2 Tz. 2", "Rechte werden in einem geregelten Verfahren beantragt, genehmigt und vergeben.", "Rights are requested, approved and granted in a set procedure.",
     "R08", "access.role_matrix", ((WALL, "test_no_grant_without_an_approval"), (LIFE, "test_three_people_lead_from_the_position_to_working_roles"))),
    ("leaver", "AT 7.2 Tz. 2", "Mit dem Ausscheiden endet jeder Zugang unverzüglich.", "All access ends at once when somebody leaves.",
     "R16", "access.role_matrix", ((LIFE, "test_a_minute_after_the_last_day_a_leaver_is_out"), (WALL, "test_a_leaver_may_nothing"))),
    ("changes", "AT 7.2 Tz. 3", "Änderungen an Rollen und Verfahren werden vor dem Einsatz geprüft und freigegeben.", "Changes of roles and procedures are checked and approved before use.",
     "R08", "access.concept", ((WALL, "test_the_wall_itself_is_not_taken_down"), ("foundation/access/tests/test_whatif", "test_a_role_with_another_permission"))),
    ("privileged", "BAIT 6", "Privilegierte Rechte sind befristet, begründet und werden überwacht.", "Privileged rights are limited in time, given for a reason and monitored.",
     "R10 R26", "access.privileged", ((GLASS, "test_everything_written_with_it_is_marked"), (GLASS, "test_it_ends_by_itself_and_is_reviewed_by_another"))),
    ("persons", "BAIT 6", "Jede Handlung ist einer natürlichen Person zuzuordnen.", "Every act can be traced to a natural person.",
     "R21 R27", "access.privileged", ((AUDIT, "test_nobody_writes_without_a_name"), (DOORS, "test_every_view_of_ours_declares_a_permission"))),
    ("board", "BTO Tz. 3", "Markt und Handel sind bis einschließlich der Geschäftsleitung von den nachgelagerten Bereichen getrennt.", "Market and trading are separated from the areas behind them, up to and including the board.",
     "R01", "access.role_matrix", ((WALL, "test_no_insert_gets_two_exclusive_roles_together"), (WALL, "test_the_order_of_the_two_roles_makes_no_difference"))),
    ("deputies", "BTO Tz. 5", "Die Funktionstrennung gilt auch im Vertretungsfall.", "The separation holds for deputies too.",
     "R07", "access.deputies", ((DEPUTY, "test_the_roles_of_a_conflicting_deputy_are_refused_by_the_database"), (DEPUTY, "test_a_deputy_passes_nothing_on"))),
    ("accounting", "BTO Tz. 7", "Das Rechnungswesen ist von Markt und Handel unabhängig.", "Accounting is independent of market and trading.",
     "R05 R14", "access.concept", ((CAPTURE, "test_the_front_sets_no_cut_off"), (PAYMENTS, "test_the_front_office_sees_no_payment"))),
    ("safeguards", "BTO Tz. 9", "Bei IT-gestützter Bearbeitung sichern Verfahren und Schutzmaßnahmen die Funktionstrennung.", "Where work is done by IT, procedures and safeguards keep the separation.",
     "R01 R03 R15", "access.concept", ((WALL, "test_a_replaced_row_does_not_slip_through"), (GUARDS, "test_what_stays_whoever_tries"))),
    ("payments", "BTO 1.2", "Wer Stammdaten oder Zahlungswege ändert, gibt keine Zahlung dorthin frei.", "Whoever changes master data or payment paths releases no payment to them.",
     "R05 R06", "settlement.control_journal", ((PAYMENTS, "test_whoever_changed_where_the_money_goes_does_not_release"), (PAYMENTS, "test_the_one_who_ordered_does_not_release"))),
    ("exceptions", "BTO 2.1", "Ausnahmen von der Trennung sind nur bei geringem Risiko möglich, begründet und befristet.", "Exceptions from the separation are possible only where the risk is small, reasoned and for a time.",
     "R01", "access.exceptions", ((EXCEPTION, "test_only_the_management_approves"), (EXCEPTION, "test_the_database_takes_no_forged_exception"))),
    ("terms", "BTO 2.2.1 Tz. 1-2", "Konditionen und Nebenabreden sind vollständig vereinbart; nicht marktgerechte Geschäfte sind unzulässig.", "Terms and side agreements are complete; deals off the market are not allowed.",
     "R13", "settlement.control_journal", ((CAPTURE, "test_what_is_no_deal"), (SETTLING, "test_a_rejected_price_is_never_settled"))),
    ("capture", "BTO 2.2.1 Tz. 5", "Geschäfte werden unverzüglich erfasst; Nummer und Zeit vergibt das System.", "Deals are captured at once; number and time are given by the system.",
     "R12 R15", "records.numbers", ((CAPTURE, "test_what_the_system_gives"), (RACES, "test_sixteen_writers_with_rollbacks_leave_no_gap_and_no_double"))),
    ("own-id", "BTO 2.2.1 Tz. 6", "Händler erfassen Geschäfte nur unter der eigenen Kennung.", "Traders capture deals under their own identification only.",
     "R21", "settlement.control_journal", ((GUARDS, "test_nobody_captures_in_the_name_of_another"), (CAPTURE, "test_who_closes_no_deals"))),
    ("late", "BTO 2.2.1 Tz. 7", "Spätgeschäfte sind gekennzeichnet und werden sofort einer Stelle außerhalb des Handels zugeleitet.", "Late deals are marked and passed at once to a unit outside trading.",
     "R12", "settlement.late_deals", ((GUARDS, "test_lateness_is_arithmetic"), (CAPTURE, "test_settlement_hears_of_a_late_deal_at_once"))),
    ("block-leave", "BTO 2.2.1 Tz. 10", "Die Verantwortung eines Händlers geht jährlich für mindestens zehn Handelstage an andere über.", "A trader's responsibility passes to others for at least ten trading days a year.",
     "R02", "access.role_matrix", ((LEAVE, "test_roles_of_deals_and_money_rest"), (LEAVE, "test_from_october_on_it_is_missed"))),
    ("confirming", "BTO 2.2.2 Tz. 1-3", "Bestätigungen gehen an die Abwicklung, nicht an den Handel; fehlende werden angemahnt.", "Confirmations go to settlement, not to trading; missing ones are chased.",
     "R04", "settlement.open_confirmations", ((SETTLING, "test_the_front_confirms_nothing"), (SETTLING, "test_the_same_confirmation_is_taken_in_once"))),
    ("control", "BTO 2.2.2 Tz. 4", "Jedes Geschäft wird laufend kontrolliert: Unterlagen, Abgleich, Limit, Markt, Zahlungsweg, Änderungen.", "Each deal is controlled: papers, match, limit, market, instruction, changes.",
     "R02 R04 R13", "settlement.control_journal", ((SETTLING, "test_the_way_of_a_deal"), (SETTLING, "test_only_risk_control_judges_the_market"))),
    ("differences", "BTO 2.2.2 Tz. 5-7", "Abweichungen werden unter Leitung einer vom Handel unabhängigen Stelle geklärt.", "Discrepancies are cleared under the lead of a unit independent of trading.",
     "R03 R04", "settlement.control_journal", ((SETTLING, "test_two_persons_close_a_discrepancy_and_the_last_one_matches_the_deal"), (SETTLING, "test_the_lead_stays_outside_the_front"))),
    ("exposure", "BTO 2.2.3", "Geschäfte sind unverzüglich im Risikocontrolling abgebildet.", "Deals stand in risk control at once.",
     "R11", "risk.limits", ((EXPOSURE, "test_every_limit_that_a_deal_concerns_is_asked_and_no_other"), (CAPTURE, "test_above_the_limit_it_is_blocked"))),
    ("limits", "BTR 1", "Ohne Kontrahentenlimit wird kein Geschäft abgeschlossen; Überschreitungen werden dokumentiert.", "No deal without a counterparty limit; overruns are documented.",
     "R11", "risk.limits", ((CAPTURE, "test_without_a_limit_it_is_blocked"), (RACES, "test_traders_at_the_edge_of_a_limit_never_get_past_it_and_leave_no_gap"))),
    ("market-risk", "BTR 2", "Kein mit Marktpreisrisiken behaftetes Geschäft ohne Limit; die Ausnutzung wird täglich berichtet.", "No deal with market risk without a limit; its use is reported daily.",
     "R11 R14", "risk.limits", ((LIMITS, "test_who_caused_the_breach_does_not_raise_the_limit"), (LIMITS, "test_a_limit_holds_when_a_second_person_approved_it"))),
)  # fmt: skip


def write_requirements(sender, **kwargs):
    """Missing ones with their words; rules, reports and tests of all of them as this version has them."""
    there = Requirement.objects.in_bulk()
    with acting("system:migrate", "requirements"):
        for position, (code, reference, german, english, rules, reports, tests) in enumerate(REQUIREMENTS, 1):
            facts = {
                "position": position, "rules": rules.split(), "reports": reports.split(),
                "tests": [f"{file}.py::{name}" for file, name in tests],
            }  # fmt: skip
            if code not in there:
                Requirement.objects.create(code=code, reference=reference, text_de=german, text_en=english, **facts)
            elif any(getattr(there[code], name) != value for name, value in facts.items()):
                Requirement.objects.filter(pk=code).update(**facts)


def reword(requirement, *, by, reference, text_de, text_en):
    """The words of the law change; what of the portal answers them does not change with them."""
    check(by, EDIT, requirement)
    with acting(by):
        Requirement.objects.filter(pk=requirement.pk).update(reference=reference, text_de=text_de, text_en=text_en)
        happened("desk.requirement.reworded", subject=requirement)
