"""Time to cool off after a desk was left."""

from django.utils.translation import gettext_lazy as _

from foundation.records import guards


def register():
    guards.register(*guards.append_only("access_cooloff", "access.cool_off_stays"))
    guards.sentences(access__cool_off_stays=_("A cool-off is neither shortened nor taken back."))
