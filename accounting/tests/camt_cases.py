"""Small account statements of our own, version by version."""

from foundation.lib.money import to_decimal

OWN, OTHER = "DE02120300000000202051", "DE02500105170137075030"


def money(cents):
    return f'<Amt Ccy="EUR">{to_decimal(abs(cents))}</Amt><CdtDbtInd>{"CRDT" if cents >= 0 else "DBIT"}</CdtDbtInd>'


def balance(code, cents, day):
    return f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{money(cents)}<Dt><Dt>{day}</Dt></Dt></Bal>"


def entry(
    cents, day="2026-03-02", name="Ahorn GmbH", iban=OTHER, purpose="RE-2026-0001", version="08", details="", **tags
):
    """`details` replaces the one transaction; `tags` are further elements of the entry."""
    role = "Dbtr" if cents > 0 else "Cdtr"
    status = "<Sts>BOOK</Sts>" if version < "04" else "<Sts><Cd>BOOK</Cd></Sts>"
    party = f"<Nm>{name}</Nm>" if version < "08" else f"<Pty><Nm>{name}</Nm></Pty>"
    details = details or (
        f"<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><{role}>{party}</{role}>"
        f"<{role}Acct><Id><IBAN>{iban}</IBAN></Id></{role}Acct></RltdPties><RmtInf><Ustrd>{purpose}</Ustrd></RmtInf>"
        "</TxDtls>"
    )
    more = "".join(f"<{tag}>{value}</{tag}>" for tag, value in tags.items())
    return (
        f"<Ntry>{money(cents)}{status}<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>{more}"
        f"<NtryDtls>{details}</NtryDtls></Ntry>"
    )


def part(cents, name, currency="EUR"):
    return (
        f'<TxDtls><Refs><EndToEndId>E-{name}</EndToEndId></Refs><Amt Ccy="{currency}">{to_decimal(cents)}</Amt>'
        f"<RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr></RltdPties></TxDtls>"
    )


def statement(
    *entries, opening=1000_00, closing=1119_00, number=3, first="2026-03-01", last="2026-03-31", iban=OWN, tag="Stmt"
):
    return (
        f"<{tag}><Id>ST-{number}</Id><ElctrncSeqNb>{number}</ElctrncSeqNb><Acct><Id><IBAN>{iban}</IBAN></Id>"
        f"<Ccy>EUR</Ccy></Acct>{balance('OPBD', opening, first)}{balance('CLBD', closing, last)}"
        f"{''.join(entries)}</{tag}>"
    )  # fmt: skip


def camt(*statements, version="08", kind="053", body="BkToCstmrStmt"):
    namespace = f"urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version}"
    inner = "".join(statements)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{namespace}"><{body}>{inner}</{body}></Document>'.encode()


PLAIN = camt(statement(entry(119_00)))
