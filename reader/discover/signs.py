# ruff: noqa: E501, ISC004 - tables of words read best in long lines
"""Signs that a page is something else than what was asked for: a login, a bot check, an error, a shop of names.

Owns the phrases, as one table.  Refuses long pages: an article about paywalls is no paywall.
"""

from __future__ import annotations

import re
from typing import Final

_TABLE: Final[tuple[tuple[str, str], ...]] = (
    (
        "a bot check",
        r"just a moment|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human|attention required|cf-browser-verification|"
        r"enable javascript and cookies to continue|are you a robot|ddos protection by|please complete the security check|"
        r"ロボットではありません|アクセスが集中|one more step",
    ),
    (
        "an error page",
        r"\b404\b|not found|page (?:does not|doesn.t) exist|no longer (?:exists|available)|error \d{3}|story not found|"
        r"見つかりません(?:でした)?|存在しません|削除されました|페이지를 찾을 수 없|页面不存在|找不到|introuvable|nicht gefunden|"
        r"couldn.t be found|could not be found|unable to locate|has been removed|has been deleted",
    ),
    (
        "a page for members who are logged in",
        r"(?:log|sign) ?in (?:to|is required|required)|only available to registered users|members only|please log ?in|you must be logged in|"
        r"ログインしてください|ログインが必要|会員限定|会員登録が必要|로그인이 필요|请先登录|请登录|create an account to|\blog ?in\b$|\bsign ?in\b$",
    ),
    ("a page about cookies", r"before you continue|we value your privacy|cookie consent|accept (?:all )?cookies"),
    ("a parked domain", r"domain (?:is )?(?:for sale|parked)|buy this domain|このドメインは"),
    ("a page under maintenance", r"under maintenance|メンテナンス中|be back soon|under construction"),
)
_SIGNS: Final = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _TABLE)
_SHORT: Final = 1_500


def trouble(title: str, headings: list[str], sample: str, weight: int, linked: int) -> str:
    """What the page is instead of content, or ``""``.

    ``weight`` and ``linked`` are the page's code points outside and inside links; only a short page, or one whose
    title says it, is taken at its word.
    """
    head = " | ".join([title, *headings[:3]])[:600]
    for name, sign in _SIGNS:
        if sign.search(head) and weight < 4 * _SHORT:
            return name
    if weight + linked < _SHORT:
        for name, sign in _SIGNS:
            if sign.search(sample[:800]):
                return name
    return ""
