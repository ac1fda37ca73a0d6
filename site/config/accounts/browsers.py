"""A browser's name, as its user would know it: “Firefox on Windows”."""

UNKNOWN = "Unknown browser"
# The first match wins: most User-Agent headers also name Chrome and Safari, and those of phones Linux or Mac OS X.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "Chromebook",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


def browser_name(user_agent: str) -> str:
    """Return “Firefox on Windows”, “Firefox”, or UNKNOWN."""
    browser = next((name for sign, name in BROWSERS.items() if sign in user_agent), UNKNOWN)
    system = next((name for sign, name in SYSTEMS.items() if sign in user_agent), "")
    return f"{browser} on {system}" if system else browser
