"""The result page for places chosen on the pain map."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control

from content.anatomy.controls import choice_address
from content.anatomy.finder import result_for
from content.anatomy.pain_map_data import PainMapData
from content.anatomy.places import MOST, in_order, read_segment
from content.counting.visits import count_regions
from content.models.map_wording import MapWording

LONGEST = 2 * MOST  # path segments: each place with left and right


def serve_choice(pain_map: MapWording, data: PainMapData, request: HttpRequest, segments: list[str]) -> HttpResponse:
    """Serve the muscles for the places in the URL. Each choice has one canonical URL, to which others redirect."""
    named = [read_segment(segment, data.sided) for segment in segments[: LONGEST + 1]]
    if not named or len(named) > LONGEST or None in named:
        raise Http404
    chosen = in_order(place for place in named if place)
    if len(chosen) > MOST:
        raise Http404
    if segments != [place.segment for place in chosen] or (len(chosen) == 1 and not chosen[0].side):
        return HttpResponsePermanentRedirect(choice_address(data, chosen))
    result = result_for(data, chosen)
    context = pain_map.get_context(request) | {
        "result": result,
        "red_flags": result.red_flags,
        "how_far": pain_map.how_far,
        "help_url": pain_map.help_url,
        "controls": result.controls,
        "asked_regions": " ".join(place.key for place in chosen),
        "head_title": f"Felt at: {result.title}",  # not for search engines: each region has its own page
    }
    count_regions([place.slug for place in chosen], request.META)
    # There are millions of choices: search engines index the regions instead, and caching them would evict popular
    # pages.
    response = TemplateResponse(request, "content/finder_page.html", context, headers={"X-Robots-Tag": "noindex"})
    patch_cache_control(response, private=True, no_cache=True)
    return response
