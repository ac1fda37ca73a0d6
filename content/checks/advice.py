"""The checks' texts: where in the editor, why it matters, and what to do."""

from content.panels.findings import Finding, Level

DESCRIPTION_LEAST = 50  # characters
THIN_BELOW = 150  # words
GRADE_MOST = 9  # grade level; plain language for patients aims for eight
LONGEST_SLUG = 60  # characters
# code: where, the field's name, why, what to do
ADVICE = {
    "no-red-flags": (
        "Red flags",
        "",
        "Someone with a serious illness may land on this page first.",
        "Add “Red flags” with the signs that need a doctor.",
    ),
    "no-pattern": (
        "Where its pain is felt",
        "referrals",
        "The pain map shows a muscle only where it is felt.",
        "Add a referral with “Often” and its source.",
    ),
    "long-title": (
        "Title tag",
        "seo_title",
        "Search results cut off longer titles.",
        "Put what matters first, and leave out what the page says anyway.",
    ),
    "same-title": (
        "Title tag",
        "seo_title",
        "No one can tell the two apart in search results.",
        "Say what is special about this page.",
    ),
    "no-description": (
        "Meta description",
        "search_description",
        "Search engines will show the summary or any other text from the page.",
        "One or two sentences that say what the reader finds here.",
    ),
    "description-length": (
        "Meta description",
        "search_description",
        "Search results cut off longer descriptions, and a short one wastes space.",
        f"Write one or two sentences, between {DESCRIPTION_LEAST} and about 150 characters.",
    ),
    "same-description": (
        "Meta description",
        "search_description",
        "No one can tell the two apart in search results.",
        "Describe this page.",
    ),
    "no-summary": (
        "Summary",
        "summary",
        "It comes first on the page and on cards that link here.",
        "Two plain sentences.",
    ),
    "no-review": (
        "Review",
        "review",
        "Readers and search engines want to know who stands behind health advice.",
        "Save it, have a practitioner read it, and record that under “Review”.",
    ),
    "changed-since-review": (
        "Review",
        "review",
        "The reviewer stands by the text they read, not by this one.",
        "Save it, have a practitioner read it again, and record that under “Review”.",
    ),
    "review-due": (
        "Review",
        "review",
        "What is known about health changes.",
        "Have a practitioner read it again, and record that under “Review”.",
    ),
    "no-sources": (
        "Sources",
        "page_sources",
        "Statements about health need sources.",
        "Add the publications that this page uses.",
    ),
    "no-alt": (
        "Picture",
        "",
        "A screen reader would say nothing, or read out the file name.",
        "Say what the picture shows, or mark it as decorative.",
    ),
    "small-picture": (
        "Picture",
        "",
        "It is enlarged to fill its place, and looks blurred there.",
        "Upload the original, as large as the camera or phone made it.",
    ),
    "no-links": (
        "Body",
        "body",
        "Readers hit a dead end, and search engines can’t see which pages belong together.",
        "Link words to the pages that explain them.",
    ),
    "dead-link": (
        "Body",
        "",
        "Visitors see plain words instead of a link, or nothing at all.",
        "Publish that page, or link to another one.",
    ),
    "link-nowhere": (
        "Body",
        "",
        "Visitors who follow it get the page for addresses that lead nowhere.",
        "Correct the path, or remove the link.",
    ),
    "links-elsewhere": (
        "Body",
        "",
        "Visitors who follow it find an error, or nothing, on another site.",
        "Look for the page’s new address there, or remove the link.",
    ),
    "thin": (
        "Body",
        "body",
        "Too little to answer a visitor’s question.",
        "Add more, or move the text to another page and unpublish this one.",
    ),
    "no-links-in": (
        "Links to this page",
        "",
        "Nobody comes across it, and search engines take it for unimportant.",
        "Link to it from a page about the same thing, or show it in the menu (Promote tab).",
    ),
    "second-heading": (
        "Body",
        "body",
        "The title is the one main heading. Screen readers and search engines go by it.",
        "Make it a “Heading 2”.",
    ),
    "hard-to-read": (
        "Reading",
        "",
        "People in pain, and people who read little, give up on it.",
        "Split the sentence, and say it in everyday words.",
    ),
    "slug": (
        "Address",
        "slug",
        "People see the address in search results, and read it out to each other.",
        "Two to five words of the title with hyphens between them (“Slug” on the Promote tab).",
    ),
}


def finding(
    code: str,
    message: str,
    level: Level = Level.WARNING,
    where: str = "",
    path: str | None = None,
    *,
    prevents: bool = False,
    hit: str = "",
) -> Finding:
    """Return a finding with its advice; pass `where` and `path` if they depend on the page."""
    place, field, why, instead = ADVICE[code]
    return Finding(
        level,
        code,
        message,
        why,
        instead,
        where or place,
        field if path is None else path,
        prevents_publishing=prevents,
        excerpt=hit,
        hit=hit,
    )
