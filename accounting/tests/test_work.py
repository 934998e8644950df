from django.urls import reverse

from foundation.desk import worklist


def fresh(person):
    return type(person).objects.get(pk=person.pk)


def titles(person):
    return [(item.title, item.url) for item in worklist.of(fresh(person))]


def test_drafts_wait_for_whoever_may_post_them_but_not_for_their_maker(cast, books, capture):
    capture()
    capture()
    drafts = f"{reverse('accounting:entries')}?state=draft"
    assert titles(cast.back) == []
    assert titles(cast.second) == titles(cast.manager) == [("2 Entwürfe festschreiben", drafts)]
    assert titles(cast.front) == titles(cast.admin) == titles(cast.auditor) == []
