"""Sync workers answer rendered pages fastest: measured against threads and ASGI. More of them than cores, for waiting."""

import os

bind = os.environ.get("BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", 0)) or 2 * (os.cpu_count() or 1) + 1
timeout = 60
preload_app = True  # an unsafe start ends before the first worker
max_requests, max_requests_jitter = 5000, 500
forwarded_allow_ips = ""  # which proxy is believed is decided in one place: TRUSTED_PROXIES
