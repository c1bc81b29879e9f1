"""Who is let in, as stories in which time passes as it is told."""

from __future__ import annotations

from itertools import count

from voice.page.admission import CODE_S, CODE_TRIES, MOST_CODES, TICKET_S, Admission, Entered, Guest, May, Refused
from voice.page.allowance import A_SECOND, AT_ONCE, Allowance


def _admission() -> Admission:
    secrets = count()
    return Admission(lambda: f"secret {next(secrets)}")


def _other(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_the_token_lets_in_as_often_as_it_is_shown() -> None:
    admission = _admission()
    first, second = admission.enter("secret 0", 0.0), admission.enter("secret 0", 9999.0)
    assert isinstance(first, Entered) and isinstance(second, Entered) and first.cookie != second.cookie
    assert admission.guest(first.cookie) == Guest(May.TAP, here=True)
    assert admission.guest("secret 0") is None and admission.guest("") is None


def test_a_wrong_token_lets_nobody_in() -> None:
    assert _admission().enter("secret", 0.0) is Refused.TOKEN
    assert _admission().enter("", 0.0) is Refused.TOKEN


def test_the_ticket_of_a_browser_that_is_opened_counts_once_and_for_a_minute() -> None:
    admission = _admission()
    ticket = admission.ticket(0.0)
    assert isinstance(admission.enter(ticket, 1.0), Entered)
    assert admission.enter(ticket, 2.0) is Refused.TOKEN
    assert admission.enter(admission.ticket(0.0), TICKET_S) is Refused.TOKEN


def test_a_code_has_six_digits_counts_once_and_may_be_for_looking_alone() -> None:
    admission = _admission()
    code = admission.code(0.0)
    assert code is not None and len(code) == 6 and code.isdecimal() and admission.code(1.0) == code
    entered = admission.pair(code, May.LOOK, 10.0)
    assert isinstance(entered, Entered) and admission.guest(entered.cookie) == Guest(May.LOOK, here=False)
    assert admission.pair(code, May.TAP, 11.0) is Refused.OVER


def test_a_code_is_over_after_two_minutes() -> None:
    admission = _admission()
    code = admission.code(0.0)
    assert code is not None and admission.pair(code, May.TAP, CODE_S) is Refused.OVER


def test_a_code_is_over_after_five_wrong_tries() -> None:
    admission = _admission()
    code = admission.code(0.0)
    assert code is not None
    answers = [admission.pair(_other(code), May.TAP, 1.0) for _ in range(CODE_TRIES)]
    assert answers == [Refused.CODE] * (CODE_TRIES - 1) + [Refused.OVER]
    assert admission.pair(code, May.TAP, 1.0) is Refused.OVER
    assert admission.code(1.0) is not None


def test_nobody_gets_codes_without_end() -> None:
    admission = _admission()
    codes = [admission.code(CODE_S * number) for number in range(MOST_CODES + 1)]
    assert codes[-1] is None and None not in codes[:-1]


def test_a_page_may_send_some_at_once_and_more_each_second() -> None:
    allowance = Allowance(0.0)
    assert [allowance.take(0.0) for _ in range(int(AT_ONCE) + 1)] == [True] * int(AT_ONCE) + [False]
    assert [allowance.take(1.0) for _ in range(int(A_SECOND) + 1)] == [True] * int(A_SECOND) + [False]
