"""What the claims linter flags, and what it leaves alone."""

import time

import pytest

from content.checks.claims import claims_in, rules

# Sentences from a clinic's first draft, with the kind of claim each makes.
DRAFT = [
    (
        "It focuses on identifying and releasing the true source of pain, not just symptoms.",
        "true-source",
    ),
    (
        "Trigger points are not simply “tight muscles.” They are neuromuscular holding patterns driven by the nervous "
        "system.",
        "hypothesis-as-fact",
    ),
    ("This is why pain often returns even after stretching, yoga, or foam rolling.", "others-fail"),
    ("Hip trigger points can cause low back pain", "hypothesis-as-fact"),
    ("Glute trigger points can mimic sciatica", "hypothesis-as-fact"),
    ("Treating only the painful area often misses the source.", "true-source"),
    ("More pressure does not mean better results.", "opinion-as-fact"),
    ("Accuracy matters more than intensity.", "opinion-as-fact"),
    (
        "Until the trigger point itself is released, the muscle remains guarded—no matter how much it’s stretched.",
        "absolute",
    ),
    ("Trigger point therapy addresses the cause, not just the sensation of tightness.", "true-source"),
    (
        "Many clients notice relief immediately, while others feel changes unfold over the next few days.",
        "testimonial-cure",
    ),
    ("Trigger point therapy is especially effective for:", "especially-effective"),
    ("It is ideal for pain that feels persistent, recurring, or hard to explain.", "ideal-for"),
    ("When the source is addressed, the body often responds quickly and sustainably.", "sustained"),
    ("That explains why stretching often doesn’t fix pain.", "others-fail"),
]


def codes(text: str, market: str = "US") -> set[str]:
    return {finding.code.removeprefix("claim-") for finding in claims_in(text, market)}


@pytest.mark.parametrize(("sentence", "kind"), DRAFT)
def test_a_first_draft_is_found_out(sentence: str, kind: str) -> None:
    assert kind in codes(sentence)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("We cure back pain.", "cure"),
        ("Results guaranteed or your money back", "guarantee"),
        ("One session fixes your hip.", "fix"),
        ("Clinically proven to work", "proven"),
        ("A gentle method with no side effects", "no-risk"),
        ("It is 100% safe.", "no-risk"),
        ("The best clinic in town", "superlative"),
        ("Our leading experts", "superlative"),
        ("“My pain is completely gone after two visits!”", "testimonial-cure"),
        ("See our before-and-after photos.", "before-after"),
        ("Before & After", "before-after"),
        ("Enjoy lasting relief", "sustained"),
        ("Get rid of knots once and for all.", "sustained"),
        ("It treats sciatica and arthritis", "treats-disease"),
        ("A way to avoid surgery", "instead-of-medicine"),
        ("It flushes out toxins.", "toxins"),
        ("We diagnose what hurts.", "diagnosis"),
        ("★★★★★ on our wall", "stars"),
        ("Not only a cure but a pleasure", "cure"),
        ("No other therapy offers such instant relief", "testimonial-cure"),
        ("Trigger point therapy eases trigger points.", "efficacy"),
        ("Steady pressure releases the knot", "efficacy"),
        ("Our work relieves pain.", "efficacy"),
        ("It can relieve your chronic neck pain.", "efficacy"),
        ("It looks for small sore spots and eases them by hand.", "efficacy"),
        ("Find the spots that repeat your familiar pain, and ease them", "efficacy"),
        ("We hold a measured pressure until it eases.", "efficacy"),
        ("You move better by releasing trigger points.", "efficacy"),
        ("We dissolve stubborn knots.", "efficacy"),
    ],
)
def test_what_must_not_be_said_is_found(sentence: str, kind: str) -> None:
    assert kind in codes(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "We don’t promise a cure.",
        "This is no cure, and no promise of one.",
        "Nobody can guarantee that it helps.",
        "A cure is not what this is.",
        "Nothing here is clinically proven.",
        "Massage is not free of risks.",
        "Avoid anyone who promises a cure.",
        "Discomfort is never forced.",
        "You may feel sore before and after a session.",
        "Prices are fixed for the year.",
        "Some people find that stretching alone may not help for long.",
        "Whether this is effective is not known.",
        "One explanation is that trigger points cause the ache; researchers debate it.",
        "Leg pain that feels like sciatica may have other causes.",
        "Trials show little long-term benefit.",
        "In our experience more pressure does not mean better results.",
        "Security of the form: it has secure fields.",
        "People come to us with hip pain.",
        "Ask your doctor before you stop or change anything.",
        "It aims to ease the spots that repeat your pain.",
        "It looks for sore spots and aims to ease them by hand.",
        "We hold a measured pressure and wait. It may ease.",
        "Lying down eases the pain.",
        "Note what eases the ache and what brings it on.",
        "Does anything relieve the pain?",
        "In one trial massage reduced pain in the short term.",
        "It does not relieve pain for everyone.",
        "The pain ends at the knee.",
        "The ache often eases on lying down.",
    ],
)
def test_careful_wording_is_left_alone(sentence: str) -> None:
    assert codes(sentence, "US") == set()
    assert codes(sentence, "UK") == set()


def test_each_market_has_its_own_rules() -> None:
    assert "us-results-vary" in codes("Individual results may vary.", "US")
    assert "us-results-vary" not in codes("Individual results may vary.", "UK")
    assert "uk-relief" in codes("Relief from back pain starts here.", "UK")
    assert "uk-relief" not in codes("Relief from back pain starts here.", "US")


def test_each_finding_says_where_why_and_what_instead() -> None:
    (finding,) = claims_in("A long way into the text we say that we cure it, and go on for a time.", "US", "Body")
    assert finding.where == "Body"
    assert "cure" in finding.message
    assert "we cure it" in finding.excerpt
    assert finding.why
    assert finding.instead


def test_a_negation_in_another_sentence_excuses_nothing() -> None:
    assert codes("Do not worry. We cure it.") == {"cure"}
    assert codes("No appointment needed\nWe cure it") == {"cure"}


def test_the_rules_file_is_whole() -> None:
    keys = [rule.key for rule in rules()]
    assert len(keys) == len(set(keys)) >= 20
    assert {rule.market for rule in rules()} == {"US", "UK", "both"}
    for rule in rules():
        assert rule.negated in {"allowed", "around", "counts"}, rule.key
        assert rule.why.endswith("."), rule.key
        # Suggested wording must itself pass.
        assert not codes(rule.instead, "US") | codes(rule.instead, "UK"), rule.key


def test_a_long_text_takes_little_time() -> None:
    started = time.perf_counter()
    list(claims_in("stretching and massage often " * 4000, "US"))
    assert time.perf_counter() - started < 2
