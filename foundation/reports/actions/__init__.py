from .runs import KIND, request_report

__all__ = ["KIND", "request_report"]
