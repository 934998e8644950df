from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    REFUSED = "refused", _("refused")


FINISHED = (State.DONE, State.FAILED, State.REFUSED)
TONES = {
    State.QUEUED: "waiting",
    State.RUNNING: "running",
    State.DONE: "done",
    State.FAILED: "error",
    State.REFUSED: "error",
}
