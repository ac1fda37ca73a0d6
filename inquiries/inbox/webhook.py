"""The outgoing webhook's settings, a test, and its latest deliveries."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.utils import get_user_display_name

from content.models.stale_form import StaleCheck
from content.text.form_fields import TextField
from inquiries.inbox.base import InboxFormView
from inquiries.mail import outbox
from inquiries.mail.outgoing_webhook import WebhookError, check_url, post_event, test_event
from inquiries.models import Mail, OutgoingWebhook
from inquiries.models.outgoing_webhook import new_secret
from inquiries.models.routing import ROUTING_PERMISSION
from inquiries.privacy.audit import log_access
from inquiries.privacy.retention import inquiry_settings
from inquiries.privacy.routing_changes import owner_addresses

MAX_SHOWN = 30


class WebhookForm(StaleCheck, forms.ModelForm):  # type: ignore[type-arg]
    log_action = "inquiries.webhook"
    url = TextField(
        label="Address",
        max_length=500,
        help_text="Starts with https://. The person who runs the other system can tell you.",
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    events = forms.MultipleChoiceField(
        label="Tell it about",
        choices=OutgoingWebhook.Event.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Check at least one."},
    )

    class Meta:
        model = OutgoingWebhook
        fields = ("is_on", "url", "events", "with_words")
        labels = {"is_on": "Switched on", "with_words": "Send the visitor’s words too"}
        help_texts = {
            "with_words": "Name, email, phone, what it is about, and the message. When this is off, the other system "
            "gets only the reference, the state, and a link. When it is on, what people write about their health is "
            "stored there too, where neither retention nor Erase reaches it, and your privacy page must say so."
        }

    @property
    def logged(self) -> Any:
        return inquiry_settings()

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        check_url(url)
        return url


@method_decorator(
    [cache_control(private=True, no_store=True), permission_required(ROUTING_PERMISSION)], name="dispatch"
)
class WebhookView(InboxFormView):
    """The webhook's settings, for users who may decide where inquiries go."""

    template_name = "inquiries/inbox/webhook.html"
    page_title = "Tell another system"
    header_icon = "cogs"
    form_class = WebhookForm

    @property
    def hook(self) -> OutgoingWebhook:
        return OutgoingWebhook.current() or OutgoingWebhook(events=OutgoingWebhook.Event.values)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.hook}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "test" in request.POST:
            return self.send_test()
        if "retry" in request.POST:
            return self.retry()
        if "secret" in request.POST:
            return self.renew_secret()
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: forms.BaseForm) -> HttpResponse:
        messages.error(self.request, "Not saved yet. The message below says why.")
        return super().form_invalid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        is_first = form.instance.pk is None
        saved = form.save()
        self.announce(saved)
        messages.success(self.request, "Saved.")
        if is_first:
            return self.show(form=WebhookForm(instance=saved), secret=saved.secret)
        return redirect("inquiry:webhook")

    def announce(self, hook: OutgoingWebhook) -> None:
        """Log the change and email the owners, since inquiries may now go elsewhere."""
        said = {"is_on": hook.is_on, "with_words": hook.with_words}
        log_access(inquiry_settings(), "webhook", self.request.user, **said)
        said |= {"webhook": urlsplit(hook.url).hostname, "who": get_user_display_name(self.request.user)}
        outbox.enqueue(Mail.Purpose.ROUTING_NOTICE, owner_addresses(), None, **said)

    def renew_secret(self) -> HttpResponse:
        hook = self.hook
        if hook.pk:
            hook.secret = new_secret()
            hook.save(update_fields=["secret"])
            self.announce(hook)
            return self.show(secret=hook.secret)  # with what was typed and not saved yet
        return redirect("inquiry:webhook")

    def send_test(self) -> HttpResponse:
        """Post a test event, which is about no inquiry, and show the response."""
        hook, started = self.hook, timezone.now()
        if hook.pk:
            try:
                said = post_event(hook.url, hook.secret, *test_event())
            except WebhookError as error:
                messages.error(self.request, f"The test did not arrive. {error}")
            else:
                seconds = (timezone.now() - started).total_seconds()
                messages.success(self.request, f"The test arrived: it answered {said} after {seconds:.1f} seconds.")
        return self.show()

    def retry(self) -> HttpResponse:
        failed = deliveries().filter(state__in=[Mail.State.QUEUED, *Mail.FAILED], attempts__gt=0)
        count = sum(outbox.requeue(mail) for mail in failed)
        messages.success(self.request, f"{count} will be tried again now.")
        return redirect("inquiry:webhook")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = deliveries().select_related("inquiry").order_by("-created_at", "-pk")[:MAX_SHOWN]
        events = dict(OutgoingWebhook.Event.choices)
        return super().get_context_data(**kwargs) | {
            "hook": self.hook,
            "deliveries": [(mail, events.get(mail.details.get("event", ""), "?")) for mail in shown],
            "has_failed": deliveries().filter(attempts__gt=0).exclude(state=Mail.State.SENT).exists(),
        }


def deliveries() -> Any:
    return Mail.objects.filter(purpose=Mail.Purpose.WEBHOOK)
