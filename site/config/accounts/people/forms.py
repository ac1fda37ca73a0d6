"""The forms for users: without passwords, and with roles that explain themselves."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Q
from wagtail.users.forms import UserEditForm

from config.accounts.people.invitations import username_for
from config.accounts.people.roles import OWNER, OWNER_HELP, role_choices, role_in_words
from content.models.stale_form import StaleCheck
from content.text.form_fields import EmailField, TextField

User = get_user_model()


class InvitationForm(forms.ModelForm):  # type: ignore[type-arg]
    first_name = TextField(label="First name", max_length=150)
    last_name = TextField(label="Last name", max_length=150)
    email = EmailField(label="Email address", help_text="The invitation is sent there, and it becomes the username.")
    role = forms.ChoiceField(choices=role_choices, widget=forms.RadioSelect)

    class Meta:
        model = User
        fields = ["first_name", "last_name", "email"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if other := User._default_manager.filter(Q(email__iexact=email) | Q(username__iexact=email)).first():
            waits = " It has not been used yet: renew its invitation instead." if hasattr(other, "invitation") else ""
            raise forms.ValidationError(f"There is already an account with this address: {other}.{waits}")
        return email

    def save(self, commit: bool = True) -> Any:
        user: Any = super().save(commit=False)
        user.username = username_for(user.email)
        user.set_unusable_password()
        user.is_superuser = self.cleaned_data["role"] == OWNER
        user.save()
        if not user.is_superuser:
            user.groups.add(int(self.cleaned_data["role"]))
        return user


class RolesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, group: Any) -> str:
        return role_in_words(group)


class ColleagueForm(StaleCheck, UserEditForm):
    groups = RolesField(label="Roles", queryset=Group.objects.order_by("name"), required=False)
    is_superuser = forms.BooleanField(label="Owner", help_text=OWNER_HELP, required=False)
    is_active = forms.BooleanField(label="May sign in", help_text="Clear this when they leave.", required=False)
