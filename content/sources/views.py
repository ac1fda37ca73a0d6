"""The button that fills in a source."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from content.links.elsewhere import user_agent
from content.links.outside import Outside
from content.models import ClinicSettings, Source
from content.sources.lookup import NotFoundThereError, by_doi, by_pmid
from content.text.references import normal_doi, normal_pmid

# Source field → its normalizer, its lookup, and its name with an example.
NUMBERS = {
    "doi": (normal_doi, by_doi, "DOI, such as 10.5535/arm.2017.41.4.573"),
    "pmid": (normal_pmid, by_pmid, "PubMed number, such as 16919982"),
}


def outside_now() -> Outside:
    """Return the client for other sites, which tests replace."""
    return Outside(user_agent())


@require_POST
def look_up(request: HttpRequest) -> JsonResponse:
    """Return the fields of the publication with a DOI or PubMed number, or why there are none."""
    if not (request.user.has_perm("content.add_source") or request.user.has_perm("content.change_source")):
        raise PermissionDenied
    if not ClinicSettings.default().looks_outside:
        return JsonResponse({"error": "Looking things up is switched off under Settings › Clinic › Internet."})
    field = "pmid" if request.POST.get("field") == "pmid" else "doi"
    normal, find_fields, example = NUMBERS[field]
    try:
        number = normal(request.POST.get("number", "")[:300])
    except ValueError:
        return JsonResponse({"error": f"Write a {example}, first."})
    known = Source.objects.filter(**{field: number}).first()
    if known:
        return JsonResponse({"error": f"This source is here already: “{known}”. Choose that one."})
    try:
        return JsonResponse({"fields": find_fields(number, outside_now())})
    except NotFoundThereError as error:
        return JsonResponse({"error": str(error)})
    except (KeyError, TypeError, IndexError, AttributeError):
        return JsonResponse({"error": "The answer can’t be read. Fill in the form by hand."})
