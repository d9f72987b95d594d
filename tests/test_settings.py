from __future__ import annotations

from typing import Any

import pytest

from reader.errors import ConfigError
from reader.settings import Settings, from_mapping, keys


def test_nothing_set_gives_the_defaults() -> None:
    assert from_mapping({}) == Settings()
    assert "fetch.pace_seconds" in keys()


def test_values_arrive() -> None:
    settings = from_mapping(
        {
            "fetch": {"pace_seconds": 0, "allow_private": ["nas.local"], "archive": "never"},
            "reading": {"direction": "vertical", "hanging": True, "measure": 60},
            "interface": {"language": "ja", "theme": "nord"},
        }
    )
    assert settings.fetch.pace_seconds == 0.0
    assert settings.fetch.allow_private == ("nas.local",)
    assert settings.reading.direction == "vertical"
    assert settings.reading.hanging is True
    assert settings.interface.theme == "nord"


@pytest.mark.parametrize(
    ("values", "named", "hint"),
    [
        ({"fetch": {"pace_second": 1}}, "fetch.pace_second", "pace_seconds"),
        ({"fetsh": {}}, "fetsh", "fetch"),
        ({"zzzzzz": 1}, "zzzzzz", "Known keys"),
        ({"fetch": 3}, "fetch", "[fetch]"),
        ({"fetch": {"pace_seconds": -1}}, "fetch.pace_seconds", "0 to 3600"),
        ({"fetch": {"pace_seconds": "fast"}}, "fetch.pace_seconds", "0 to 3600"),
        ({"fetch": {"hosts_at_once": 2.5}}, "fetch.hosts_at_once", "1 to 64"),
        ({"fetch": {"hosts_at_once": True}}, "fetch.hosts_at_once", "1 to 64"),
        ({"fetch": {"allow_private": "nas"}}, "fetch.allow_private", "["),
        ({"fetch": {"archive": "maybe"}}, "fetch.archive", "'ask'"),
        ({"reading": {"hanging": "yes"}}, "reading.hanging", "true"),
        ({"interface": {"theme": 7}}, "interface.theme", "quotes"),
    ],
)
def test_a_wrong_setting_is_named_with_a_way_out(values: dict[str, Any], named: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        from_mapping(values, file="config.toml")
    assert named in str(caught.value)
    assert "config.toml" in str(caught.value)
    assert hint in caught.value.hint


@pytest.mark.parametrize(("value", "fits"), [(9, False), (10, True), (400, True), (401, False)])
def test_bounds_hold_at_their_edges(value: int, fits: bool) -> None:
    if fits:
        assert from_mapping({"reading": {"measure": value}}).reading.measure == value
    else:
        with pytest.raises(ConfigError):
            from_mapping({"reading": {"measure": value}})
