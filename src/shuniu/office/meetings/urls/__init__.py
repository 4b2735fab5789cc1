"""The addresses of meetings below ``/meetings/``."""

from __future__ import annotations

from django.urls import path, register_converter

from shuniu.office.meetings.views import agenda, calendar, feeds, lists, meetings, people, registers, requests

app_name = "meetings"


class MeetingNumber:
    """会议编号: HY, the year and a running number."""

    regex = "HY[0-9]{4}-[0-9]{4,8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(MeetingNumber, "meeting")

urlpatterns = [
    path("", calendar.week, name="week"),
    path("month/", calendar.month, name="month"),
    path("all/", lists.everything, name="all"),
    path("all/export.<str:format>", lists.export, name="export"),
    path("mine/", lists.mine, name="mine"),
    path("mine/feed/", lists.renew, name="renew"),
    path("request/", requests.request, name="request"),
    path("plan/", lists.plan, name="plan"),
    path("plan/new/", lists.plan_new, name="plan_new"),
    path("plan/<int:pk>/decide/", lists.plan_decide, name="plan_decide"),
    path("rooms/", registers.listing, name="rooms"),
    path("rooms/new/", registers.room_edit, name="room_new"),
    path("rooms/<int:pk>/", registers.show, name="room"),
    path("rooms/<int:pk>/edit/", registers.room_edit, name="room_edit"),
    path("rooms/<int:pk>/feed/", registers.room_feed, name="room_feed"),
    path("limits/", registers.caps, name="caps"),
    path("limits/new/", registers.cap_edit, name="cap_new"),
    path("limits/<int:pk>/", registers.cap_edit, name="cap_edit"),
    path("limits/quiet/new/", registers.quiet_new, name="quiet_new"),
    path("limits/series/new/", registers.series_new, name="series_new"),
    path("feed/<str:token>.ics", feeds.feed, name="feed"),
    path("<meeting:number>/", meetings.show, name="matter"),
    path("<meeting:number>/do/<str:step>/", meetings.step, name="step"),
    path("<meeting:number>/minutes.pdf", meetings.minutes, name="minutes"),
    path("<meeting:number>/files/<int:pk>/", meetings.file, name="file"),
    path("<meeting:number>/items/new/", agenda.new, name="item_new"),
    path("<meeting:number>/items/<int:pk>/", agenda.judge, name="item_judge"),
    path("<meeting:number>/items/order/", agenda.order, name="items_order"),
    path("<meeting:number>/people/", people.invite, name="invite"),
    path("<meeting:number>/people/<int:pk>/remove/", people.uninvite, name="uninvite"),
    path("<meeting:number>/people/<int:pk>/reply/", people.reply, name="reply"),
    path("<meeting:number>/seats/", people.seats, name="seats"),
    path("<meeting:number>/list/", people.sign_list, name="sign_list"),
    path("<meeting:number>/code/", people.code, name="code"),
    path("<meeting:number>/code.svg", people.picture, name="code_picture"),
    path("<meeting:number>/sign/", people.sign, name="sign"),
]
