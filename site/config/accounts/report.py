"""The report "Sign-ins", for superusers."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from config.accounts.events import network_label
from config.accounts.models import SignIn
from content.admin.reports import report
from content.site_context.context import moment_in_words


class SignInFilterSet(WagtailFilterSet):
    at = django_filters.DateFromToRangeFilter(label="When", widget=DateRangePickerWidget)

    class Meta:
        model = SignIn
        fields = ["user", "outcome"]


class NetworkColumn(Column):
    """The network's label, marked if it is the user's own."""

    def get_cell_context_data(self, instance: SignIn, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        if instance.network == network_label(parent_context["request"]):
            context["value"] = f"{instance.network} (yours)"
        return context


def sign_in_moment(row: SignIn) -> str:
    return moment_in_words(row.at)


def account(row: SignIn) -> str:
    if row.user:
        return str(row.user.get_username())
    return "–" if row.door in (SignIn.Door.PAGE, SignIn.Door.DOCUMENTS) else "No such account"


@report("sign_ins_report", "sign-ins", 800)
class SignInReportView(ReportView):
    model = SignIn
    any_permission_required = ["view"]
    page_title = "Sign-ins"
    header_icon = "key"
    filterset_class = SignInFilterSet
    default_ordering = "-at"
    no_results_message = "There are no sign-ins to show."
    columns = [
        Column("at", label="When", accessor=sign_in_moment, sort_key="at"),
        Column("account", label="User", accessor=account),
        Column("outcome", label="Outcome", accessor="get_outcome_display"),
        Column("door", label="Where", accessor="get_door_display"),
        NetworkColumn("network", label="Network"),
    ]

    def get_base_queryset(self) -> QuerySet[SignIn]:
        return SignIn.objects.select_related("user")
