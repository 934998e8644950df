"""The clock of the schedules. Put back, that of the library would stand still until it has caught up with itself."""

from time import time

from django_celery_beat.schedulers import DatabaseScheduler, ModelEntry


class Entry(ModelEntry):
    def is_due(self):
        self.last_run_at = min(self.last_run_at, self._default_now())
        return super().is_due()


class Clock(DatabaseScheduler):
    Entry = Entry
    latest = 0.0

    def tick(self, *args, **options):
        self.notice(time())
        return super().tick(*args, **options)

    def notice(self, now):
        if now < self.latest:
            self._heap = None  # planned for hours that are now far away; it is planned anew
        self.latest = now
