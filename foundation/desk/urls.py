from django.urls import path

from .views import approvals, audit, helping, people, roles, work

app_name = "desk"
urlpatterns = [
    path("", work.my_work, name="work"),
    path("why/<str:permission>/", work.why, name="why"),
    path("people/", people.people, name="people"),
    path("people/new/", people.add, name="add_person"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/edit/", people.edit, name="edit_person"),
    path("people/<int:pk>/end/", people.end, name="end_employment"),
    path("people/<int:pk>/help/", helping.ask, name="ask_help"),
    path("help/<int:pk>/link/", helping.link, name="sign_in_link"),
    path("roles/", roles.roles, name="roles"),
    path("roles/request/", roles.request_role, name="request_role"),
    path("roles/<str:code>/", roles.role, name="role"),
    path("grants/", roles.grants, name="grants"),
    path("grants/<int:pk>/end/", roles.end_grant, name="end_grant"),
    path("approvals/", approvals.approvals, name="approvals"),
    path("approvals/<int:pk>/", approvals.approval, name="approval"),
    path("audit/", audit.trail, name="audit"),
    path("audit/verify/", audit.verify, name="verify"),
    path("audit/verify/<int:pk>/progress/", audit.progress, name="verify_progress"),
    path("audit/<int:pk>/", audit.event, name="event"),
]
