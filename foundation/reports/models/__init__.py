from .run import ReportDelivery, ReportFile, ReportRun
from .schedule import ReportSchedule

__all__ = ["ReportDelivery", "ReportFile", "ReportRun", "ReportSchedule"]
