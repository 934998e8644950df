from django.utils.translation import gettext_lazy as _

ONLY_LOOKING = _(
    "You are only looking as another person: nothing is written, and nobody's password or second factor is shown."
)
UNDECLARED = _("This page declares no permission and is therefore closed.")

# In German allauth says "du" here, or speaks like an office. Our catalogue is asked first, and has the same keys.
SAID_POLITELY = (
    _("The email address and/or password you specified are not correct."),
    _("Two-Factor Authentication"),
    _("Your account is protected by two-factor authentication. Please enter an authenticator code:"),
    _("Sign In"),
    _("Be patient, you are sending too many requests."),
    _("Please type your current password."),
    _("You must type the same password each time."),
    _("You have signed out."),
    _("You are already logged in as %(user_display)s."),
    _("Forgotten your password? Enter your email address below, and we'll send you an email allowing you to reset it."),
    _(
        "We have sent you an email. If you have not received it please check your spam folder. "
        "Otherwise contact us if you do not receive it in a few minutes."
    ),
    _("Please contact us if you have any trouble resetting your password."),
    _(
        "The password reset link was invalid, possibly because it has already been used.  "
        'Please request a <a href="%(passwd_reset_url)s">new password reset</a>.'
    ),
    _("Bad Token"),
    _("Your password is now changed."),
    _("Your password has been changed."),
    _(
        "You're receiving this email because you or someone else has requested a password reset for your user account.\n"
        "It can be safely ignored if you did not request a password reset. Click the link below to reset your password."
    ),
    _("Thank you for using %(site_name)s!\n%(site_domain)s"),
    _("You are about to deactivate authenticator app based authentication. Are you sure?"),
    _("You are about to generate a new set of recovery codes for your account."),
    _("Recovery Codes"),
    _("Generate"),
)
