"""The button that fills in a source."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from content.links.elsewhere import agent
from content.links.outside import Outside
from content.models import ClinicSettings, Source
from content.sources.lookup import LOOK_UPS, NotFoundThereError
from content.text.references import normal_doi, normal_pmid


def outside_now() -> Outside:
    """The way to other sites; tests have one of their own."""
    return Outside(agent())


@require_POST
def look_up(request: HttpRequest) -> JsonResponse:
    """The fields of the publication with a DOI or PubMed number, or why there are none."""
    if not (request.user.has_perm("content.add_source") or request.user.has_perm("content.change_source")):
        raise PermissionDenied
    if not ClinicSettings.default().looks_outside:
        return JsonResponse({"error": "Looking things up is switched off under Settings › Clinic › Internet."})
    field, typed = request.POST.get("field", ""), request.POST.get("number", "")[:300]
    try:
        number = normal_pmid(typed) if field == "pmid" else normal_doi(typed)
    except ValueError:
        names = {"pmid": "PubMed number, such as 16919982", "doi": "DOI, such as 10.5535/arm.2017.41.4.573"}
        return JsonResponse({"error": f"Write a {names['pmid' if field == 'pmid' else 'doi']}, first."})
    known = Source.objects.filter(**{"pmid" if field == "pmid" else "doi": number}).first()
    if known:
        return JsonResponse({"error": f"This source is here already: “{known}”. Choose that one."})
    try:
        return JsonResponse({"fields": LOOK_UPS["pmid" if field == "pmid" else "doi"](number, outside_now())})
    except NotFoundThereError as error:
        return JsonResponse({"error": str(error)})
    except (KeyError, TypeError, IndexError, AttributeError):
        return JsonResponse({"error": "The answer can’t be read. Fill in the form by hand."})
