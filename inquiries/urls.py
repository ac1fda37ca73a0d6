"""URLs of this app."""

from django.urls import URLPattern, URLResolver, path

from inquiries.inbox.calendar_feed import feed
from inquiries.intake import views
from inquiries.mail import webhooks
from inquiries.weekly.views import weekly_mail

urlpatterns: list[URLPattern | URLResolver] = [
    path("inquiries/send/", views.submit_inquiry, name="inquiry_send"),
    path("inquiries/proof/", views.proof, name="inquiry_proof"),
    path("inquiries/about/", views.inquire_about, name="inquiry_about"),
    path("inquiries/thanks/", views.thanks, name="inquiry_thanks"),
    path("inquiries/calendar/<str:key>.ics", feed, name="inquiry_calendar"),
    path("inquiries/monday-email/<path:token>/", weekly_mail, name="weekly_mail"),
    path("anymail/<path:rest>", webhooks.webhook, name="mail_webhook"),
]
