"""A location on a map, as staff paste it."""

from content.text.map_place import linked_position, typed_position

TYPED = {
    "40.7128, -74.0060": (40.7128, -74.006),
    "40.7128,-74.0060": (40.7128, -74.006),
    "(53.8008 -1.5491)": (53.8008, -1.5491),
    "53.8008° N, 1.5491° W": (53.8008, -1.5491),
    "33.8688 S 151.2093 E": (-33.8688, 151.2093),
    "40°42'46.1\"N 74°00'21.6\"W": (40.712806, -74.006),
    "40°42′46.1″ N, 74°00′21.6″ W": (40.712806, -74.006),
    "geo:53.8008,-1.5491": (53.8008, -1.5491),
    "51.5, −0.12": (51.5, -0.12),  # with a minus sign as word processors write it
    "12 Park Lane, Leeds": None,
    "53.8": None,
    "53,8 -1,5": None,
    "https://maps.example/": None,
}
LINKS = {
    "https://www.openstreetmap.org/?mlat=53.8008&mlon=-1.5491#map=17/53.9/-1.6": (53.8008, -1.5491),
    "https://www.openstreetmap.org/#map=17/53.8008/-1.5491": (53.8008, -1.5491),
    "https://www.google.com/maps/place/X/@40.7,-74.0,17z/data=!3m1!4b1!8m2!3d40.7128!4d-74.006": (40.7128, -74.006),
    "https://www.google.com/maps/@40.7128,-74.006,17z": (40.7128, -74.006),
    "https://maps.google.com/?q=40.7128%2C-74.006": (40.7128, -74.006),
    "https://maps.apple.com/?address=1%20Way&ll=40.7128,-74.006&q=Home": (40.7128, -74.006),
    "https://www.bing.com/maps?cp=40.7128~-74.006&lvl=16": (40.7128, -74.006),
    "https://maps.app.goo.gl/AbC123": None,
    "https://www.google.com/maps/@140.7128,-74.006,17z": None,
}


def test_coordinates_are_read_in_any_usual_way_of_writing_them() -> None:
    for text, position in TYPED.items():
        assert typed_position(text) == position, text
    for url, position in LINKS.items():
        assert linked_position(url) == position, url
