"""The forms for passkeys, in the words of the house."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

NAME = _("Name of the passkey")


class AddPasskeyForm(AddWebAuthnForm):
    name = forms.CharField(label=NAME, max_length=80, required=False)
    passwordless = forms.BooleanField(
        label=_("Sign in with it without e-mail and password"),
        help_text=_("The device then asks for your fingerprint, your face or its PIN."),
        required=False,
        initial=True,
    )


class RenamePasskeyForm(EditWebAuthnForm):
    name = forms.CharField(label=NAME, max_length=80)
