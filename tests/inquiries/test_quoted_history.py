"""The conversation shows what a visitor wrote, and folds away what their mail program quoted without losing it."""

import pytest
from django.test import Client

from inquiries.mail.quotes import split_quotes
from inquiries.models import Mail, Message
from tests.inquiries.inbox_help import make_inquiry, page_of, soup
from tests.inquiries.quoted_mails import HTML, PLAIN, UNQUOTED
from tests.inquiries.webhook_calls import answer_to, call

pytestmark = pytest.mark.usefixtures("webhooks")


@pytest.mark.parametrize("program", PLAIN)
def test_plain_answers_are_told_from_what_they_quote(program: str) -> None:
    text, written, quoted = PLAIN[program]
    pieces = split_quotes(text)
    assert [piece for is_quoted, piece in pieces if not is_quoted] == written
    assert any(quoted in piece for is_quoted, piece in pieces if is_quoted)
    assert "".join("".join(piece.split()) for _, piece in pieces) == "".join(text.split())  # nothing is lost


@pytest.mark.parametrize("text", UNQUOTED)
def test_what_only_looks_like_a_quote_stays(text: str) -> None:
    assert split_quotes(text) == ([(False, text)] if text else split_quotes(""))
    assert not any(is_quoted for is_quoted, _ in split_quotes(text))


def test_a_mail_of_quotes_alone_is_shown() -> None:
    assert split_quotes("> see here\n> and here") == [(False, "> see here\n> and here")]


@pytest.mark.django_db
@pytest.mark.parametrize("program", HTML)
def test_html_answers_are_told_from_what_they_quote(client: Client, desk: Client, program: str) -> None:
    inquiry = make_inquiry()
    ours = inquiry.mails.get(purpose=Mail.Purpose.CONFIRMATION)
    assert call(client, "inbound", answer_to(ours, TextBody="", HtmlBody=HTML[program])) == 200
    assert "Does Monday suit you?" in Message.objects.get().text
    page = soup(desk.get(page_of(inquiry)))
    shown = page.select_one(".inbox-message")
    folded = shown.select_one("details.inbox-quoted")
    assert "Does Monday suit you?" in folded.text
    assert not folded.has_attr("open")
    folded.extract()
    assert shown.select_one(".inbox-text").text.strip() == "Monday suits me & Zoé."
    assert "Monday suit you" not in shown.text
