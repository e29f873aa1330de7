"""Apprise plugins of ours where Apprise's own hide what the provider answers, and for what it does not know."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Final

from apprise.manager_plugins import NotificationManager

_ROOMS: Final = {
    "dingtalk": "DingTalkRobot",
    "dingtalk_notice": "DingTalkNotice",
    "feishu": "FeishuRobot",
    "lark": "LarkRobot",
    "mail": "Mail",
    "server_chan": "ServerChan",
    "sms_gateway": "SmsGateway",
    "wecom": "WeComApplication",
    "wecom_robot": "WeComRobot",
}


@cache
def register() -> None:
    """Put our plugins into Apprise's registry, in place of those for the same URLs; once a process."""
    registry = NotificationManager()
    for room, name in _ROOMS.items():
        registry.add(getattr(import_module(f"{__name__}.{room}"), name), force=True)
