from django.urls import path

from .views import accounts, balances, drafts, entries, imports, periods, posting

app_name = "accounting"
urlpatterns = [
    path("entries/", entries.entries, name="entries"),
    path("entries/new/", drafts.create, name="entry_new"),
    path("entries/proposal/", drafts.proposal, name="proposal"),
    path("entries/taxes/", drafts.taxes, name="tax_options"),
    path("entries/typing/", drafts.typing, name="typing"),
    path("entries/typing/discard/", drafts.forget, name="forget_typing"),
    path("entries/posting/", posting.posting, name="posting"),
    path("entries/<int:pk>/", entries.entry, name="entry"),
    path("entries/<int:pk>/edit/", drafts.edit, name="entry_edit"),
    path("entries/<int:pk>/discard/", entries.discard, name="entry_discard"),
    path("entries/<int:pk>/reversal/", entries.reversal, name="reversal"),
    path("entries/<int:pk>/documents/", entries.attach, name="entry_attach"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.create, name="account_new"),
    path("accounts/search/", accounts.search, name="account_search"),
    path("accounts/<str:number>/", accounts.account, name="account"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.upload, name="import_new"),
    path("imports/<int:pk>/", imports.batch, name="import"),
    path("imports/<int:pk>/confirmation/", imports.confirm, name="import_confirm"),
    path("imports/<int:pk>/discard/", imports.discard, name="import_discard"),
    path("imports/<int:pk>/progress/", imports.progress, name="import_progress"),
    path("periods/", periods.periods, name="periods"),
    path("periods/<int:pk>/state/", periods.state, name="period_state"),
    path("years/new/", periods.open_year, name="year_new"),
    path("trial-balance/", balances.trial, name="trial_balance"),
]
