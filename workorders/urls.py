from django.urls import path

from .views import orders, services, steps

app_name = "workorders"
urlpatterns = [
    path("", orders.orders, name="orders"),
    path("mine/", orders.mine, name="mine"),
    path("team/", orders.team, name="team"),
    path("team/next/", steps.take_next, name="next"),
    path("accepting/", steps.accepting, name="accepting"),
    path("new/", orders.choose, name="choose"),
    path("new/<str:kind>/", orders.ask, name="ask"),
    path("<int:pk>/", orders.order, name="order"),
    path("<int:pk>/acceptance/", steps.accept, name="accept"),
    path("<int:pk>/beginning/", steps.start, name="start"),
    path("<int:pk>/question/", steps.question, name="ask_back"),
    path("<int:pk>/answer/", steps.answer, name="answer"),
    path("<int:pk>/passing-on/", steps.pass_on, name="pass_on"),
    path("<int:pk>/completion/", steps.finish, name="finish"),
    path("<int:pk>/confirmation/", steps.confirm, name="confirm"),
    path("<int:pk>/reopening/", steps.reopen, name="reopen"),
    path("<int:pk>/cancellation/", steps.cancel, name="cancel"),
    path("<int:pk>/messages/", steps.message, name="write"),
    path("<int:pk>/notes/", steps.note, name="note"),
    path("<int:pk>/documents/", orders.attach, name="attach"),
    path("services/", services.services, name="services"),
    path("services/new/<str:kind>/", services.create, name="service_new"),
    path("services/<int:pk>/", services.service, name="service"),
]
