from .models import WorkerSign


def worker_seen_at():
    """When a worker last took work or swept, None if never. A living one sweeps every minute."""
    return WorkerSign.objects.values_list("seen_at", flat=True).first()
