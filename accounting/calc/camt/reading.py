"""From XML to statements. Versions differ in a few places only, so each thing is looked for in all of them."""

import re
from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from lxml import etree

from foundation.lib.errors import BusinessError
from foundation.lib.safe_xml import parse
from foundation.lib.text import shorten

from .statement import Booking, Finding, Statement, sum_problem
from .values import Unreadable, cents, day, money_text, required, side_of, signed, text

NAMESPACE = re.compile(r"camt\.(05[234])\.001\.(0[1-9]|1[0-4])\b")
PARTS = {"052": "Rpt", "053": "Stmt", "054": "Ntfctn"}
OPENING, CLOSING, BETWEEN = ("OPBD", "PRCD"), ("CLBD",), "ITBD"
NOT_GIVEN = {"NOTPROVIDED", "NOT PROVIDED", "NOTAVAILABLE", "NONREF"}
LONGEST = {"name": 140, "purpose": 1000, "iban": 34, "bic": 11, "code": 80, "return_reason": 140}
CODES = ("BkTxCd/Domn/Cd", "BkTxCd/Domn/Fmly/Cd", "BkTxCd/Domn/Fmly/SubFmlyCd", "BkTxCd/Prtry/Cd")
MOST_FINDINGS = 100


def read(data):
    """The statements of a file (bytes), each with what is wrong with it. BusinessError where it is no such file."""
    root = parse(data)
    match = NAMESPACE.search(etree.QName(root).namespace or "")
    if match is None:
        raise BusinessError("camt.other", _("This is not an account statement in the format camt.053."), field="file")
    for element in root.iter():
        element.tag = etree.QName(element).localname
    found = root.findall(f"*/{PARTS[match[1]]}")
    if not found:
        raise BusinessError("camt.empty", _("The file holds no statement."), field="file")
    return [_statement(element, match[1]) for element in found]


def _statement(element, kind):
    findings = []
    iban = text(element, "Acct/Id/IBAN", "Acct/Id/Othr/Id").replace(" ", "").upper()[:34]
    currency = _currency(element)
    balances = {"opening": None, "closing": None}
    bookings, days = [], []
    with _noted(findings):
        balances, days = _balances(element, currency)
    entries = [entry for entry in element.findall("Ntry") if _is_booked(entry)]
    for entry in entries:
        with _noted(findings):
            bookings += _bookings(entry, currency, days)
    with _noted(findings):
        days += filter(None, (day(element, f"FrToDt/{end}", f"FrToDt/{end}Tm") for end in ("FrDt", "ToDt")))
    days += [booking.booking_date for booking in bookings]
    statement = Statement(
        kind, _identification(element), text(element, "ElctrncSeqNb", "LglSeqNb")[:20], iban, currency,
        **balances, first_day=min(days, default=None), last_day=max(days, default=None), bookings=tuple(bookings),
        findings=tuple(findings[:MOST_FINDINGS]),
    )  # fmt: skip
    if kind != "053" or findings:
        return statement
    return replace(statement, findings=tuple(_whole(statement, element.sourceline)))


class _noted:
    """What cannot be read inside is noted and the next thing is read."""

    def __init__(self, findings):
        self.findings = findings

    def __enter__(self):
        return self

    def __exit__(self, _kind, error, _trace):
        if isinstance(error, Unreadable):
            self.findings.append(Finding(error.line, error.value, error.reason))
        return isinstance(error, Unreadable)


def _whole(statement, line):
    """What a statement needs that its parts do not tell."""
    for missing, reason in (
        (not statement.iban, _("The statement names no account.")),
        (statement.opening is None, _("The statement has no opening balance.")),
        (statement.closing is None, _("The statement has no closing balance.")),
    ):
        if missing:
            yield Finding(line, statement.identification, reason)
            return
    total = sum(booking.amount for booking in statement.bookings)
    if wrong := sum_problem(statement.label, statement.opening, statement.closing, total):
        yield Finding(line, statement.identification, wrong)


def _identification(element):
    """The pages of a long statement share its number."""
    page = text(element, "StmtPgntn/PgNb", "RptPgntn/PgNb", "NtfctnPgntn/PgNb")
    return text(element, "Id")[:50] + (f"/{page[:5]}" if page not in ("", "1") else "")


def _currency(element):
    amount = next(element.iterfind("Bal/Amt"), None)
    amount = next(element.iterfind("Ntry/Amt"), None) if amount is None else amount
    return text(element, "Acct/Ccy") or (amount.get("Ccy", "") if amount is not None else "")


def _balances(element, currency):
    """Opening and closing balance, and their days. The pages of a long statement are joined by interim balances."""
    found = {}
    for balance in element.iterfind("Bal"):
        code = text(balance, "Tp/CdOrPrtry/Cd")
        if code in (*OPENING, *CLOSING, BETWEEN):
            on = day(balance, "Dt/Dt", "Dt/DtTm", "Dt/Dt/DtTm")
            found.setdefault(code, []).append((signed(balance, currency), on))
    between = found.get(BETWEEN, [])
    opening = next((found[code][0] for code in OPENING if code in found), None)
    closing = next((found[code][-1] for code in CLOSING if code in found), None)
    if opening is None and between:
        opening = between.pop(0)
    if closing is None and between:
        closing = between[-1]
    days = [closing[1]] if closing else []
    if opening and "OPBD" in found:  # the balance brought forward carries the day of the statement before
        days.append(opening[1])
    return {"opening": opening and opening[0], "closing": closing and closing[0]}, list(filter(None, days))


def _is_booked(entry):
    return text(entry, "Sts/Cd", "Sts") in ("BOOK", "")


def _bookings(entry, currency, days):
    """One for each transaction where their amounts make the amount of the entry, else one for all of it."""
    amount, details = signed(entry, currency), entry.findall("NtryDtls/TxDtls")
    booked = day(entry, "BookgDt/Dt", "BookgDt/DtTm") or day(entry, "ValDt/Dt", "ValDt/DtTm") or max(days, default=None)
    if booked is None:
        raise Unreadable(entry, _("The entry has no booking date."))
    side = side_of(required(entry, "CdtDbtInd"))
    if len(details) > 1:
        parts = [_part(detail, currency, side) for detail in details]
        if None not in parts and sum(parts) == amount:
            return [_booking(entry, [detail], part, booked) for detail, part in zip(details, parts, strict=True)]
    return [_booking(entry, details, amount, booked)]


def _part(detail, currency, side):
    """The amount of one transaction in the currency of the account, or None."""
    amounts = (detail.find(path) for path in ("Amt", "AmtDtls/TxAmt/Amt"))
    amount = next((found for found in amounts if found is not None and found.get("Ccy") == currency), None)
    if amount is None:
        return None
    own = detail.find("CdtDbtInd")
    return cents(amount, currency) * (side if own is None else side_of(own))


def _booking(entry, details, amount, booked):
    detail = details[0] if len(details) == 1 else None
    name, iban, bic = _party(detail, amount) if detail is not None else ("", "", "")
    facts = {
        "name": name, "iban": iban, "bic": bic, "purpose": _purpose(entry, details), "code": _code(entry, detail),
        "return_reason": text(detail, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/AddtlInf"),
    }  # fmt: skip
    return Booking(
        amount=amount,
        booking_date=booked,
        value_date=day(entry, "ValDt/Dt", "ValDt/DtTm") or booked,
        end_to_end=_given(text(detail, "Refs/EndToEndId")),
        mandate=_given(text(detail, "Refs/MndtId")),
        bank_reference=_given(text(detail, "Refs/AcctSvcrRef") or text(entry, "AcctSvcrRef")),
        reversal=text(entry, "RvslInd") in ("true", "1"),
        foreign_amount=_foreign(detail, entry),
        charges=_charges(detail, entry),
        **{part: shorten(value, LONGEST[part]) for part, value in facts.items()},
    )


def _party(detail, amount):
    """Who stands on the other side: who paid us, or whom we paid. A return may name only one of them."""
    for role in ("Dbtr", "Cdtr") if amount > 0 else ("Cdtr", "Dbtr"):
        at = f"RltdPties/{role}"
        name = text(detail, f"{at}/Nm", f"{at}/Pty/Nm", f"{at}/Agt/FinInstnId/Nm", f"RltdPties/Ultmt{role}/Nm",
                    f"RltdPties/Ultmt{role}/Pty/Nm")  # fmt: skip
        iban = text(detail, f"{at}Acct/Id/IBAN", f"{at}Acct/Id/Othr/Id").replace(" ", "").upper()
        if name or iban:
            agent = f"RltdAgts/{role}Agt/FinInstnId"
            return name, iban, text(detail, f"{agent}/BICFI", f"{agent}/BIC").upper()
    return "", "", ""


def _purpose(entry, details):
    """What the payer wrote, also in parts; else the reference; else what the bank says about it."""
    said = [part for detail in details for part in _remittance(detail)]
    said = said or [text(detail, "AddtlTxInf") for detail in details]
    return " ".join(dict.fromkeys(filter(None, said))) or text(entry, "AddtlNtryInf")


def _remittance(detail):
    for remittance in detail.iterfind("RmtInf"):
        yield " ".join(text(part, ".") for part in remittance.iterfind("Ustrd"))
        for part in remittance.iterfind("Strd"):
            yield from (text(part, path) for path in ("CdtrRefInf/Ref", "RfrdDocInf/Nb", "AddtlRmtInf"))


def _code(entry, detail):
    """The bank's code for what kind of booking it is: domain, family, sub-family, and its own (for German banks the GVC)."""
    place = next((place for place in (detail, entry) if text(place, *CODES)), entry)
    domain = "-".join(filter(None, (text(place, path) for path in CODES[:3])))
    return " ".join(filter(None, (domain, text(place, CODES[3]))))


def _foreign(detail, entry):
    """The amount as it was ordered, where that was another currency."""
    for place in _places(detail, entry):
        for path in ("AmtDtls/InstdAmt/Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/CntrValAmt/Amt"):
            amount = place.find(path)
            if amount is not None and amount.get("Ccy") != entry.find("Amt").get("Ccy"):
                return money_text(amount)
    return ""


def _charges(detail, entry):
    for place in _places(detail, entry):
        for path in ("Chrgs/TtlChrgsAndTaxAmt", "Chrgs/Amt", "Chrgs/Rcrd/Amt"):
            if shown := money_text(place.find(path)):
                return shown
    return ""


def _places(detail, entry):
    return [entry] if detail is None else [detail, entry]


def _given(reference):
    return "" if reference.upper() in NOT_GIVEN else shorten(reference, 140)
