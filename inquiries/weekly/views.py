"""The page that the Monday email links to, which turns it off or on again without signing in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from inquiries.models import WeeklyMailStop
from inquiries.weekly.mail import owner_of


# The signature in the URL authorizes it; email clients POST here on their own (RFC 8058), without a cookie.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def weekly_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Show the switch, or turn it. A GET changes nothing, since mail scanners open every link."""
    owner = owner_of(token)
    if owner is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get("mail") == "on":
            WeeklyMailStop.objects.filter(user=owner).delete()
        else:
            WeeklyMailStop.objects.get_or_create(user=owner)
        return redirect(f"{request.path}?done")
    context = {
        "is_on": not WeeklyMailStop.objects.filter(user=owner).exists(),
        "is_done": "done" in request.GET,
    }
    answer = render(request, "inquiries/weekly_mail.html", context)
    answer["Referrer-Policy"], answer["X-Robots-Tag"] = "no-referrer", "noindex"
    return answer
