from django.urls import include, path

from foundation.desk.admin_site import site
from foundation.desk.views import calendar, notices, setup, work
from foundation.screens import badges

from . import health, home, metrics, preferences, security_txt, sign_in, system

handler403 = "foundation.screens.middleware.forbidden"
handler500 = "foundation.screens.trouble.broken"

urlpatterns = [
    path("", home.home, name="home"),
    path("profile/", work.profile, name="profile"),
    path("profile/calendar/", calendar.settings, name="calendar_settings"),
    path("profile/calendar/revocation/", calendar.revoke, name="calendar_revocation"),
    path("calendar/<str:token>.ics", calendar.calendar, name="calendar"),
    path("profile/notices/", notices.choices, name="notice_settings"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("system/", system.system, name="system"),
    path("setup/", setup.setup, name="setup"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("metrics", metrics.metrics, name="metrics"),
    path(".well-known/security.txt", security_txt.security_txt, name="security_txt"),
    path("accounts/login/", sign_in.sign_in, name="account_login"),
    path("accounts/logout/", sign_in.sign_out, name="account_logout"),
    path("accounts/2fa/authenticate/", sign_in.second_factor, name="mfa_authenticate"),
    path("accounts/2fa/", sign_in.factors, name="mfa_index"),
    path("accounts/2fa/webauthn/", sign_in.factors, name="mfa_list_webauthn"),
    path("accounts/sessions/", sign_in.sessions, name="usersessions_list"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("admin/", site.urls),
    path("badges/", badges.badges, name="badges"),
    path("search/", include("foundation.screens.urls")),
    path("manual/", include("foundation.screens.manual_urls")),
    path("lists/", include("foundation.screens.list_urls")),
    path("desk/", include("foundation.desk.urls")),
    path("documents/", include("foundation.documents.urls")),
    path("notices/", include("foundation.desk.notice_urls")),
    path("jobs/", include("foundation.desk.job_urls")),
    path("reports/", include("foundation.reports.urls")),
    path("contacts/", include("foundation.contacts.urls")),
    path("accounting/", include("accounting.urls")),
    path("risk/", include("risk.urls")),
    path("settlement/", include("settlement.urls")),
    path("workorders/", include("workorders.urls")),
]
