"""The report in the admin's menu, the way to one's own security, and the banner of the grace period."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from config.accounts.report import SignInReportView


class SignInsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.view_signin")


def register_report_urls() -> list[URLPattern]:
    return [
        path("reports/sign-ins/", SignInReportView.as_view(), name="sign_ins_report"),
        path("reports/sign-ins/results/", SignInReportView.as_view(results_only=True), name="sign_ins_report_results"),
    ]


def register_report_menu_item() -> MenuItem:
    return SignInsMenuItem("Sign-ins", reverse("sign_ins_report"), icon_name="key", order=800)


def security_menu_item(request: HttpRequest) -> dict[str, str]:
    return {"url": reverse("account_security"), "label": "Sign-in and security", "icon": "lock"}


hooks.register("register_account_menu_item", security_menu_item)
hooks.register("register_admin_urls", register_report_urls)
hooks.register("register_reports_menu_item", register_report_menu_item)
