"""Which account is proposed for a bank line. Each row: the line, what was done before, what is owed, the answer."""

from datetime import date

import pytest

from accounting.calc.contra import Earlier, Movement, Owed, Proposal, pairs, propose

DAY, LATER = date(2026, 3, 2), date(2026, 3, 9)
RENT = Earlier(Movement(-900_00, DAY, "DE1", "Hafen Immobilien", "Miete Lager März"), "4210", "VSt19")
RENT_AGAIN = Earlier(Movement(-900_00, LATER, "DE1", "Hafen Immobilien", "Miete Lager April"), "4215", "VSt19")
MAYER = Earlier(Movement(119_00, DAY, "DE2", "Müller Licht", "RE-2026-0001"), "10001")
OWED = [Owed("10001", "RE-2026-0007", 119_00), Owed("10002", "RE-2026-0008", 119_00), Owed("70001", "AB123", -50_00)]


@pytest.mark.parametrize(
    ("line", "earlier", "owed", "answer"),
    [
        (Movement(-950_00, LATER, "DE1", "Anders"), [RENT], [], [Proposal("4210", "iban", "VSt19")]),
        (Movement(950_00, LATER, "DE1", "Anders"), [RENT], [], []),
        (Movement(-950_00, LATER, "", "HAFEN IMMOBILIEN"), [RENT], [], [Proposal("4210", "name", "VSt19")]),
        (Movement(50_00, LATER, "", "Mueller Licht"), [MAYER], [], [Proposal("10001", "name")]),
        (Movement(50_00, LATER, "", "Miller Licht"), [MAYER], [], [Proposal("10001", "sound")]),
        (Movement(-1_00, LATER, "", "", "Miete Lager Mai"), [RENT], [], [Proposal("4210", "words", "VSt19")]),
        (Movement(-1_00, LATER, "", "", "Miete für etwas ganz anderes"), [RENT], [], []),
        (
            Movement(-1_00, LATER, "DE1"), [RENT, RENT_AGAIN], [],
            [Proposal("4215", "iban", "VSt19"), Proposal("4210", "iban", "VSt19")],
        ),
        (
            Movement(-1_00, LATER, "DE1"), [RENT, RENT, RENT_AGAIN], [],
            [Proposal("4210", "iban", "VSt19"), Proposal("4215", "iban", "VSt19")],
        ),
        (
            Movement(119_00, LATER, "DE2"), [MAYER], OWED,
            [Proposal("10001", "iban", document_number="RE-2026-0007"),
             Proposal("10002", "sum", document_number="RE-2026-0008")],
        ),
        (
            Movement(119_00, LATER, purpose="Rechnung re-2026-0008, danke"), [], OWED,
            [Proposal("10002", "number", document_number="RE-2026-0008"),
             Proposal("10001", "sum", document_number="RE-2026-0007")],
        ),
        (Movement(-50_00, LATER), [], OWED, [Proposal("70001", "sum", document_number="AB123")]),
        (Movement(50_00, LATER), [], OWED, []),
    ],
)  # fmt: skip
def test_what_is_proposed(line, earlier, owed, answer):
    assert propose(line, earlier, owed) == answer


def on(day, amount=10_00, **more):
    return Movement(amount, date(2026, 3, day), **more)


@pytest.mark.parametrize(
    ("lines", "entries", "answer"),
    [
        ({1: on(2)}, {7: on(3)}, {1: 7}),
        ({1: on(2)}, {7: on(3, 10_01)}, {}),
        ({1: on(2)}, {7: on(9)}, {}),
        ({1: on(2)}, {7: on(2), 8: on(3)}, {1: 7}),
        ({1: on(2)}, {7: on(1), 8: on(3)}, {}),
        ({1: on(2), 2: on(2)}, {7: on(2)}, {}),
        ({1: on(2), 2: on(3)}, {7: on(2), 8: on(3)}, {1: 7, 2: 8}),
        ({1: on(2, purpose="RE-2026-0001")}, {7: on(2), 8: on(5, purpose="RE-2026-0001")}, {1: 8}),
    ],
)
def test_what_is_in_the_books_already(lines, entries, answer):
    assert pairs(lines, entries) == answer
