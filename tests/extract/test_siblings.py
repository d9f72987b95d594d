from __future__ import annotations

import json

import pytest

from reader.extract.episode import extract_page
from reader.extract.siblings import Frame, learn_frame
from tests.extract.samples import ENGLISH, SENTENCES, page, paragraphs, resource, texts


def episode(number: int, *, extra: str = "", body: str = "") -> str:
    own = body or paragraphs(*(f"{sentence}それは{number}日目のことだった。" for sentence in SENTENCES))
    main = (
        f'<div id="post-{number}" class="post cat-{number}"><h1>第{number}話</h1><p class="meta">'
        f"2021年5月{number}日</p>"
        f'<div class="honbun">{own}</div>{extra}<div class="box">この作品は港の本棚で連載しています。</div>'
        f'<div class="buttons"><a href="/{number - 1}">第{number - 1}話</a> <a '
        f'href="/{number + 1}">第{number + 1}話</a></div></div>'
    )
    return page(
        main,
        title=f"第{number}話 - 港の本棚",
        after=f'<div class="latest"><p>今日の一枚は{number}枚目の灯台の写真です。'
        f"みなさんの投稿をお待ちしています。</p></div>",
    )


PAGES = [resource(episode(number), f"https://serial.example/{number}") for number in (2, 5, 9)]


def test_what_differs_is_the_text_and_what_recurs_is_the_frame() -> None:
    frame = learn_frame(PAGES)
    assert frame is not None
    found = extract_page(resource(episode(7), "https://serial.example/7"), frame=frame, title="第7話")
    assert found.frame_fits
    assert texts(found.document) == [f"{sentence}それは7日目のことだった。" for sentence in SENTENCES]


def test_a_text_in_several_containers_is_held_together() -> None:
    pages = [
        resource(
            episode(number, extra=f'<div class="second"><p>そして{number}日目の夜、また雨が降りはじめた。</p></div>'),
            f"https://serial.example/{number}",
        )
        for number in (2, 5)
    ]
    frame = learn_frame(pages)
    assert frame is not None
    assert (
        texts(extract_page(pages[0], frame=frame, title="第2話").document)[-1]
        == "そして2日目の夜、また雨が降りはじめた。"
    )


def test_a_page_with_another_face_is_read_alone() -> None:
    frame = learn_frame(PAGES)
    other = f"<html><body><table><tr><td>{paragraphs(*ENGLISH)}</td></tr></table></body></html>"
    found = extract_page(resource(other), frame=frame)
    assert found.frame_fits is False
    assert texts(found.document) == list(ENGLISH)


def test_one_page_or_the_same_page_twice_teaches_nothing() -> None:
    assert learn_frame([]) is None
    assert learn_frame(PAGES[:1]) is None
    assert learn_frame([PAGES[0], PAGES[0]]) is None
    assert learn_frame([resource(""), resource("%")]) is None


def test_a_frame_survives_json() -> None:
    frame = learn_frame(PAGES)
    assert frame is not None
    assert Frame.from_json(json.loads(json.dumps(frame.to_json()))) == frame


@pytest.mark.parametrize(
    "value", [{}, {"path": [], "recurring": []}, {"path": "div", "recurring": []}, {"path": ["div"], "recurring": 3}]
)
def test_what_is_no_frame_is_refused(value: dict[str, object]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        Frame.from_json(value)


def test_names_with_an_episodes_own_number_are_not_part_of_the_path() -> None:
    frame = learn_frame(PAGES)
    assert frame is not None
    assert not any(letter.isdigit() for step in frame.path for letter in step.removeprefix("h1"))
