"""Everything that asks for a password, at Wagtail's own URLs: these views take precedence over Wagtail's."""

from django.urls import URLPattern, URLResolver, path
from django.views.decorators.cache import never_cache

from config.accounts import views
from config.accounts.people.accept_view import AcceptView
from config.accounts.second_factor_views import PasskeySignInView, SecondFactorView, SetUpAppView, SetUpView
from config.accounts.security_views import SecurityView, session_state, signed_in_again

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/login/", never_cache(views.SignInView.as_view())),
    path("admin/passkey/", never_cache(PasskeySignInView.as_view()), name="passkey_sign_in"),
    path("admin/second-factor/", never_cache(SecondFactorView.as_view()), name="second_factor"),
    path("admin/second-factor/set-up/", never_cache(SetUpView.as_view()), name="set_up_second_factor"),
    path("admin/second-factor/app/", never_cache(SetUpAppView.as_view()), name="set_up_app"),
    path("admin/session/", session_state, name="session_state"),
    path("admin/session/again/", never_cache(signed_in_again), name="signed_in_again"),
    path("admin/invitation/<str:token>/", never_cache(AcceptView.as_view()), name="invitation"),
    path("admin/account/security/", never_cache(SecurityView.as_view()), name="account_security"),
    path("admin/account/", never_cache(views.AccountView.as_view())),
    path("admin/password_reset/", never_cache(views.PasswordResetView.as_view())),
    path("admin/password_reset/confirm/<uidb64>/<token>/", never_cache(views.PasswordResetConfirmView.as_view())),
    path("_util/login/", views.no_other_sign_in),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        never_cache(views.page_password),
    ),
    path("documents/authenticate_with_password/<int:restriction_id>/", never_cache(views.documents_password)),
]
