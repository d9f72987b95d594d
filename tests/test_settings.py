from __future__ import annotations

from typing import Any

import pytest

from reader.errors import ConfigError
from reader.settings import Reading, Settings, from_mapping, keys, overridden


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
        ({"reading": {"measure": "wide"}}, "reading.measure", "'auto'"),
        ({"reading": {"pitch": True}}, "reading.pitch", "1, 2"),
        ({"reading": {"ja": {"measur": 40}}}, "reading.ja.measur", "measure"),
        ({"reading": {"en": {"measure": 5}}}, "reading.en.measure", "10 to 400"),
        ({"reading": {"en": {"ambiguous": "wide"}}}, "reading.en.ambiguous", "[reading]"),
        ({"reading": {"ja": 3}}, "reading.ja", ""),
        ({"languages": {"ja": {}}}, "languages", "Known keys"),
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


def test_a_language_has_its_own_table_over_the_common_one() -> None:
    settings = from_mapping(
        {
            "reading": {
                "measure": 50,
                "justify": True,
                "ja": {"direction": "vertical", "measure": "auto"},
                "zh": {"pitch": 2},
                "zh-TW": {"pitch": 1, "margin": 0},
            }
        }
    )
    assert settings.reading_for("") == settings.reading == settings.reading_for("en")
    assert settings.reading_for("ja-JP") == Reading(direction="vertical", justify=True)
    assert settings.reading_for("zh-cn").pitch == 2
    assert (settings.reading_for("zh-tw").pitch, settings.reading_for("zh-tw").margin) == (1, 0)
    assert settings.reading_for("zh-tw").measure == 50


def test_kept_values_that_are_none_any_more_do_not_count() -> None:
    kept = {"pitch": 2, "measure": 3, "gone": 1, "ambiguous": "wide", "margin": 4}
    assert overridden(Reading(), kept) == Reading(pitch=2, margin=4)
