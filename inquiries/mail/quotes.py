"""Telling quoted text in an email from what its writer added. Pure functions over plain text."""

import re

QUOTED_LINE = re.compile(r"\s{0,3}[>＞]")
# “On 2 Nov 2026, at 10:00, Clinic <…> wrote:” in the languages of common email clients, on one to four lines.
ATTRIBUTION_BEGIN = re.compile(
    r"(on|am|le|el|il|em|op|den|på|dne|dnia|w dniu|la data|în data|στις|vào|dana|בתאריך|في|\d"
    r"|[\w'\" .-]{0,60}<\S+@\S+>|\S+@\S+"
    r"|\w{2,6}[.,])",
    re.I,
)
ATTRIBUTION_END = re.compile(
    r"((wrote|writes|(a|à) écrit|escribió|escrito|ha scritto|scrisse|escreveu|skrifaði|napisał\(?a?\)?|napsala?"
    r"|napsal\(a\)|написала?|написал\(а\)|пишет|пише|yazdı|írta|έγραψε|a scris|viết|kirjutas|rašė|napisao je"
    r"|写道|寫道|さんは書きました|のメール|님이 작성|כתב/ה|כתב|كتب|<[^<>\s]+@[^<>\s]+>)"
    r"|\b(schrieb|schreef|skrev|kirjoitti|napisał)\b[^:]{0,120})\s*[:：]\s*$",
    re.I,
)
DATED = re.compile(r"\d{4}|\d{1,2}[:.h]\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2}")
# Without it, and without `>` below, the line might be the writer's own sentence.
DATE_OR_ADDRESS = re.compile(r"@|\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}")
MOST_ATTRIBUTION_LINES = 4
LONGEST_ATTRIBUTION = 320
# A block with From: and Sent:, as Outlook puts above quoted text.
FROM_LINE = re.compile(
    r"[*_]*(from|von|de|da|van|från|fra|frá|lähettäjä|od|от|від|kimden"
    r"|feladó|από|expéditeur|差出人|送信者|发件人|寄件者|보낸 사람|מאת|من)"
    r"[*_]*\s*[:：]",
    re.I,
)
SENT_LINE = re.compile(
    r"[*_]*(sent|date|gesendet|datum|envoyé|enviado( el| em)?|enviada em|fecha|data|inviato|verzonden|skickat|sendt"
    r"|lähetetty|wysłano|odesláno|отправлено|дата|gönderildi|送信日時|日時|日付|发送时间|傳送日期|日期|보낸 날짜|נשלח)"
    r"[*_]*\s*[:：]",
    re.I,
)
RULE = re.compile(r"\s*[_=*-]{10,}\s*$")
ORIGINAL = re.compile(
    r"\s*-{2,}\s*(original message|original appointment|forwarded message|reply message|ursprüngliche nachricht"
    r"|originalnachricht|weitergeleitete nachricht|message d['’]origine|message original|message transféré"
    r"|mensaje original|mensaje reenviado|messaggio originale|messaggio inoltrato|mensagem original"
    r"|oorspronkelijk bericht|doorgestuurd bericht|ursprungligt meddelande|oprindelig meddelelse"
    r"|alkuperäinen viesti|oryginalna wiadomość|původní zpráva|исходное сообщение|元のメッセージ|original ?メッセージ"
    r"|原始邮件|原始郵件|원본 메시지)\s*-{2,}\s*$",
    re.I,
)


def split_quotes(text: str) -> list[tuple[bool, str]]:
    """Split the text into (is_quoted, piece) pairs, in order and without leaving anything out.

    Text between or below quoted lines isn't quoted; everything below Outlook's headers is.
    """
    lines = text.splitlines()
    quoted = [bool(QUOTED_LINE.match(line)) for line in lines]
    start = 0
    while start < len(lines):
        length = 0 if quoted[start] else introduction(lines, start)
        if not length:
            start += 1
            continue
        end = start + length
        following = next((number for number in range(end, len(lines)) if lines[number].strip()), len(lines))
        if following < len(lines) and quoted[following]:
            end = following
        elif DATE_OR_ADDRESS.search(" ".join(lines[start:end])) or not ATTRIBUTION_END.search(lines[end - 1]):
            end = len(lines)
        else:
            start += 1
            continue
        quoted[start:end] = [True] * (end - start)
        start = end
    return pieces(lines, quoted) if not all(quoted) else [(False, text)]


def introduction(lines: list[str], start: int) -> int:
    """Return how many lines from `start` introduce a quoted email; 0 if they don't."""
    line = lines[start]
    if ORIGINAL.match(line):
        return 1
    if RULE.match(line) and start + 1 < len(lines):
        return 2 if is_header_block(lines, start + 1) else 0
    if is_header_block(lines, start):
        return 1
    if not ATTRIBUTION_BEGIN.match(line.strip()):
        return 0
    joined = ""
    for count, part in enumerate(lines[start : start + MOST_ATTRIBUTION_LINES], 1):
        if not part.strip() or QUOTED_LINE.match(part):
            return 0
        joined = f"{joined} {part.strip()}"
        if len(joined) > LONGEST_ATTRIBUTION:
            return 0
        if ATTRIBUTION_END.search(joined):
            return count if DATED.search(joined) else 0
    return 0


def is_header_block(lines: list[str], start: int) -> bool:
    """Return whether a From line, with a Sent line close below it, begins here."""
    return bool(FROM_LINE.match(lines[start].strip())) and any(
        SENT_LINE.match(line.strip()) for line in lines[start + 1 : start + 5]
    )


def pieces(lines: list[str], quoted: list[bool]) -> list[tuple[bool, str]]:
    """Group adjacent lines of the same kind; an empty line belongs to the piece above it."""
    found: list[tuple[bool, list[str]]] = []
    for line, is_quoted in zip(lines, quoted, strict=True):
        if found and (found[-1][0] == is_quoted or not line.strip()):
            found[-1][1].append(line)
        else:
            found.append((is_quoted, [line]))
    return [(is_quoted, "\n".join(some).strip("\n")) for is_quoted, some in found]
