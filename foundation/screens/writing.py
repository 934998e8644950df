"""The form pattern: check the shape, do it once, say what happened, go on."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from foundation.lib.canonical import sha256_of_upload
from foundation.lib.errors import BusinessError
from foundation.records import commands

OTHER_BODY = "command.other_body"
NOT_CONTENT = {"csrfmiddlewaretoken", "command_id"}


def perform(request, form, action, *, permission="", message=""):
    """Runs `action(cleaned_data)` once for the form's command and redirects to the address it answers.

    `message`, or what it answers when it is a function, is told on the next page.
    None when the form must be shown again: it carries the errors, and in `form.status` the status of that page:
    422 where its shape is wrong, that of the error where a rule says no (mostly 409; the error is `form.refusal`). `Conflict` when another form was sent under the same key.
    """
    if not form.is_valid():
        form.status = 422
        return None
    done = []

    def act():
        done.append(True)
        return str(action(form.cleaned_data))

    try:
        url = commands.run(_sent(request, form, permission), act)
    except BusinessError as error:
        if error.code == OTHER_BODY:
            raise
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        form.status, form.refusal = error.status, error
        return None
    if message and done:  # the repetition of a form has nothing to tell
        messages.success(request, message() if callable(message) else message)
    return go_to(request, url)


def go_to(request, url):
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def form_page(request, *, form, title, submit, cancel="", template="components/form_page.html", extra=None):
    """The page around a form, with the status that `perform` left on it."""
    context = {"form": form, "title": title, "submit": submit, "cancel": cancel, **(extra or {})}
    return render(request, template, context, status=getattr(form, "status", 200))


def _sent(request, form, permission):
    """The address belongs to the content: the same fields mean something else elsewhere."""
    body = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_CONTENT}
    files = {name: [sha256_of_upload(file) for file in request.FILES.getlist(name)] for name in request.FILES}
    who = request.person or "system:web"
    content = {"path": request.path, "body": body, "files": files}
    return commands.Sent(form.cleaned_data["command_id"], who, permission, content)
