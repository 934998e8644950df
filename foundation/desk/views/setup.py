from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import public
from foundation.organisation.models import Person
from foundation.screens.writing import perform

from .. import actions
from ..forms import FirstFounderForm, FounderForm


@public
def setup(request):
    """Open to whoever can read the setup code, until two administrators hold their roles."""
    if not actions.founding_is_open():
        raise Http404
    second = Person.objects.exists()
    form = (FounderForm if second else FirstFounderForm)(request.POST or None)
    found = actions.found_second if second else actions.found_company
    fields = [name for name in form.fields if name != "command_id"]

    def act(data):
        found(**{name: data[name] for name in fields})
        return reverse("account_login" if second else "setup")

    if request.method == "POST" and (done := perform(request, form, act)):
        if second:
            messages.success(request, _("Please sign in, set up your second factor and request further roles."))
        return done
    status = getattr(form, "status", 200)
    return render(request, "desk/setup.html", {"form": form, "second": second}, status=status)
