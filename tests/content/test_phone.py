"""Phone numbers as visitors type them, and what a tap dials."""

import pytest

from content.text.phone import number_keys, phone_href, phone_link


@pytest.mark.parametrize(
    ("region", "written", "dialed"),
    [
        ("GB", "020 7946 0000 or 07700 900123", "tel:+442079460000"),
        ("GB", "(0)20 7946 0000", "tel:+442079460000"),
        ("GB", "07700 900123 (mobile)", "tel:+447700900123"),
        ("GB", "0049 30 901820", "tel:+4930901820"),
        ("US", "917 555 0142 / 646 555 0199", "tel:+19175550142"),
        ("US", "9175550142 6465550199", "tel:+19175550142"),
        ("US", "555 555 0142, or my own: 917 555 0143", "tel:+19175550143"),
        ("US", "WhatsApp +44 20 7946 0000", "tel:+442079460000"),
        ("US", "\u202a+49 30 901820\u202c", "tel:+4930901820"),
        ("US", "011 44 20 7946 0000", "tel:+442079460000"),
        ("US", "+44 (0)20 7946 0000", "tel:+442079460000"),
        ("US", "+39 06 698 1", "tel:+39066981"),
        ("US", "1-917-555-0142", "tel:+19175550142"),
        ("US", "917–555–0142 after 5 pm", "tel:+19175550142"),
        ("US", "٩١٧٥٥٥٠١٤٢", "tel:+19175550142"),
        ("US", "۹۱۷ ۵۵۵ ۰۱۴۲", "tel:+19175550142"),
        ("US", "９１７５５５０１４２", "tel:+19175550142"),
        ("US", "917 555 0142;45", "tel:+19175550142;ext=45"),
        ("US", "917 555 0142,,45", "tel:+19175550142;ext=45"),
        ("US", "917.555.0142x45", "tel:+19175550142;ext=45"),
        ("US", "917 555 0142 #45", "tel:+19175550142;ext=45"),
        ("US", "917 555 0142 extension 45", "tel:+19175550142;ext=45"),
        ("US", "tel:917-555-0142;ext=45", "tel:+19175550142;ext=45"),
        ("US", "(555) 555-0142", "tel:+15555550142"),
        ("US", "555-0142, after 5 pm", ""),
        ("GB", "555-0142, after 5 pm", ""),
        ("AU", "(555) 555-0142", ""),
        ("US", "+44 1632 000000, no area yet", "tel:+441632000000"),
        ("GB", "555-0142 or 07700 900123", "tel:+447700900123"),
        ("US", "\u200e+44 20\u200b7946\u2060 0000", "tel:+442079460000"),
        ("US", "ask for Ada", ""),
        ("US", "2026-11-26", ""),
        ("US", "", ""),
    ],
)
def test_the_first_valid_number_is_dialed(region: str, written: str, dialed: str) -> None:
    assert phone_href(written, region) == dialed


def test_what_was_typed_is_shown_as_typed_and_linked_only_if_it_can_be_dialed() -> None:
    linked = phone_link("917 555 0142 <home>", "US")
    assert linked == '<a class="nobr" href="tel:+19175550142">917 555 0142 &lt;home&gt;</a>'
    assert phone_link("555-0142, after 5 pm", "US") == '<span class="nobr">555-0142, after 5 pm</span>'


@pytest.mark.parametrize(
    ("region", "written", "asked"),
    [
        ("US", "+49 30 901820", "030 901820"),
        ("US", "+44 20 7946 0000", "020 7946 0000"),
        ("US", "020 7946 0000 or 07700 900123", "+44 7700 900123"),
        ("US", "(917) 555-0142 ext. 45", "9175550142"),
        ("US", "٩١٧٥٥٥٠١٤٢", "+1 917 555 0142"),
        ("US", "\u202a+44 (0)20 7946 0000\u202c", "00442079460000"),
        ("GB", "07700 900123;45", "+447700900123"),
        ("NO", "22 12 34 56", "+47 22123456"),
        ("US", "55-50-14", "555014"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(region: str, written: str, asked: str) -> None:
    assert number_keys(written, region) & number_keys(asked, region)
    assert not number_keys(written, region) & number_keys("917 555 9999", region)
