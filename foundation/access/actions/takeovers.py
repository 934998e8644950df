from collections import Counter

from foundation.records.audit import happened

from ..choices import Way
from ..models import Takeover
from ..queries.takeovers import planned


def hand_over(leavers, *, on):
    """Inside `acting`. What waits for these people alone waits for somebody else from the day `on`; how many things that were.

    Where every rule forbids it, an administrator finds somebody: then the leaver's name stays where it stands."""
    found = planned(leavers, on) if leavers else []
    for one in found:
        if one.way != Way.ADMINISTRATOR:
            one.duty.give(one.row, one.leaver, one.taker)
    rows = {_key(one): one for one in found}
    for (code, table, key, *_people), one in rows.items():
        Takeover.objects.create(
            duty=code, subject_table=table, subject_key=key, leaver=one.leaver, taker=one.taker, way=one.way
        )
    for (leaver, taker), count in Counter((one.leaver, one.taker) for one in rows.values()).items():
        happened("access.work.taken_over", subject=leaver, taker=str(taker), taker_id=taker.pk, count=count)
    return len(rows)


def _key(one):
    subject = one.duty.about(one.row)
    return one.duty.code, subject._meta.db_table, str(subject.pk), one.leaver.pk, one.taker.pk
