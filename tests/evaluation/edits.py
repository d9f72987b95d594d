"""How the guards take edits: honest ones become the text, and no page that stands in for one replaces it.

    python -m tests.evaluation.edits [--episodes N] [--pages FOLDER]

A serial of our own making is saved through the real pipeline, each episode's page is edited in each way, and the
texts are looked at again.  FOLDER holds ``manifest.jsonl`` (a line a page: file, url, kind): the same edits are made to
the documents of its episodes, and every other page of it is set before them; skips politely where it is not there.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence  # noqa: TC003 - a table's type is read at run time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reader.changes import doubt
from reader.errors import TsuzukiError
from reader.extract.episode import extract_page
from reader.library import following, lists, refreshing
from reader.model import Discovered, FoundEpisode, Resource, Source, SourceKind, TableOfContents
from tests.library.fakes import FakeWeb, Page, a_library

if TYPE_CHECKING:
    from reader.document import Document

WORDS = {
    "en": (
        (
            "the pilot",
            "a fiddler",
            "the miller",
            "her sister",
            "the notary",
            "a diver",
            "old Anselm",
            "the baker's boy",
        ),
        ("carried", "forgot", "counted", "buried", "mended", "sold", "painted", "followed", "dropped", "described"),
        ("a lantern", "the ledger", "two oars", "a brass key", "the map", "a violin", "the bell rope", "a glass eye"),
        ("by the sluice", "under the bridge", "at the mill", "on the slipway", "in the loft", "behind the chapel"),
        ("before dawn", "while it rained", "without a word", "as the tide turned", "and laughed", "for the third time"),
    ),
    "ja": (
        ("船頭は", "水車小屋の主は", "妹は", "代書人は", "潜り手の男は", "老いた鐘つきは", "少年は", "見知らぬ客は"),
        ("堰のそばで", "橋の下で", "屋根裏で", "礼拝堂の裏で", "渡し場で", "坂の途中で", "軒先で", "夜道で"),
        ("提灯を", "帳簿を", "二本の櫂を", "真鍮の鍵を", "地図を", "古い琴を", "鐘の綱を", "硝子の目玉を"),
        ("落とした", "数えた", "埋めた", "直した", "売り払った", "描き写した", "忘れてきた", "追いかけた"),
        (
            "まま夜明けを待った。",
            "のに誰も気づかなかった。",
            "と後になって話した。",
            "きり黙り込んだ。",
            "そうである。",
            "らしい。",
        ),
    ),
}


OTHER_WORDS = {
    "en": (
        ("Nobody in the valley", "The tax inspector", "A travelling dentist", "Grandmother Ilse", "Three geese"),
        ("remembered", "auctioned", "misplaced", "inherited", "repainted", "photographed", "disliked", "guarded"),
        ("the cheese cellar", "a snow plough", "that wedding photograph", "the goat's bell", "his second passport"),
        ("until Easter", "despite the avalanche", "in exchange for plums", "according to the postmaster"),
        ("although it was Sunday", "and wrote home about it", "wearing borrowed skis", "as agreed in June"),
    ),
    "ja": (
        ("郵便局長は", "旅の歯医者は", "谷の誰もが", "徴税人は", "イルゼ婆さんは", "三羽の鵞鳥は"),
        ("復活祭まで", "雪崩のあとも", "李と引き換えに", "日曜だというのに", "借り物のスキーで", "六月の約束どおり"),
        ("乾酪の蔵を", "除雪車を", "婚礼の写真を", "山羊の鈴を", "二冊目の旅券を", "峠の小屋を"),
        ("競りにかけ", "撮影し", "相続し", "毛嫌いし", "番をし", "塗り替え"),
        ("、故郷へ手紙を出した。", "、やがて笑われた。", "、歌にまでした。", "、口をつぐんだ。", "、夏を待った。"),
    ),
}
"""For what has nothing in common with the others."""


@dataclass(frozen=True)
class Story:
    """One episode as its author has it."""

    language: str
    number: int
    title: str
    paragraphs: tuple[str, ...]
    note: str = ""


def sentence(language: str, dice: random.Random, table: Mapping[str, Sequence[Sequence[str]]]) -> str:
    pieces = [dice.choice(words) for words in table[language]]
    if language != "en":
        return "".join(pieces)
    close = "paces away" if table is WORDS else "winters ago"
    return f"{' '.join(pieces)}, {dice.randint(2, 900)} {close}. ".capitalize()


def paragraphs(
    language: str, dice: random.Random, count: int, table: Mapping[str, Sequence[Sequence[str]]] = WORDS
) -> tuple[str, ...]:
    return tuple(
        "".join(sentence(language, dice, table) for _ in range(dice.randint(2, 5))).strip() for _ in range(count)
    )


def story(language: str, number: int) -> Story:
    dice = random.Random(f"{language}{number}")
    title = (
        f"第{number}話 {dice.choice(WORDS['ja'][2])[:-1]}"
        if language == "ja"
        else f"Part {number}: {dice.choice(WORDS['en'][2])}"
    )
    note = (
        "いつも読んでくださってありがとうございます。"
        if language == "ja"
        else "Author's note: thank you for reading along."
    )
    return Story(language, number, title, paragraphs(language, dice, dice.randint(8, 24)), note)


def plain(told: Story) -> str:
    """The site's page of it."""
    text = "".join(f"<p>{one}</p>" for one in told.paragraphs)
    note = f"<div class=note><p>{told.note}</p></div>" if told.note else ""
    return framed(told, f"<article><h1>{told.title}</h1><div class=text>{text}</div>{note}</article>")


def framed(told: Story, main: str) -> str:
    return (
        f"<!DOCTYPE html><html lang={told.language}><head><meta charset=utf-8><title>{told.title} | Wharf</title>"
        f"</head><body><header><a href='/'>Wharf</a> <a href='/about'>About</a></header><main>{main}</main>"
        "<footer>Wharf, printed on a wet afternoon</footer></body></html>"
    )


def another_template(told: Story) -> str:
    text = "<br><br>".join(told.paragraphs)
    return (
        f"<!DOCTYPE html><html lang={told.language}><head><title>Wharf - {told.title}</title></head><body>"
        "<table><tr><td>"
        f"<a href='/'>Wharf</a><td><h2>{told.title}</h2><div id=body>{text}</div><a href='/all'>All parts</a></table>"
        "</body></html>"
    )


def _typo(told: Story, dice: random.Random) -> str:
    rows = list(told.paragraphs)
    at = dice.randrange(len(rows))
    cut = dice.randrange(1, len(rows[at]))
    rows[at] = rows[at][:cut] + rows[at][cut + 1 :]
    return plain(replace(told, paragraphs=tuple(rows)))


def _many_typos(told: Story, dice: random.Random) -> str:
    return plain(replace(told, paragraphs=tuple(one[:9] + dice.choice("xyz、") + one[10:] for one in told.paragraphs)))


def _paragraph(told: Story, dice: random.Random) -> str:
    rows = list(told.paragraphs)
    rows.insert(dice.randrange(len(rows)), paragraphs(told.language, dice, 1)[0])
    return plain(replace(told, paragraphs=tuple(rows)))


def _grown(told: Story, dice: random.Random) -> str:
    more = paragraphs(told.language, dice, 2 * len(told.paragraphs))
    return plain(replace(told, paragraphs=(*told.paragraphs, *more)))


def _third_cut(told: Story, dice: random.Random) -> str:
    rows = told.paragraphs
    start = dice.randrange(len(rows) * 2 // 3)
    return plain(replace(told, paragraphs=(*rows[:start], *rows[start + len(rows) // 3 :])))


def _end_cut(told: Story, _: random.Random) -> str:
    return plain(replace(told, paragraphs=told.paragraphs[: len(told.paragraphs) * 2 // 3]))


def _half_rewritten(told: Story, dice: random.Random) -> str:
    half = len(told.paragraphs) // 2
    return plain(replace(told, paragraphs=(*told.paragraphs[:half], *paragraphs(told.language, dice, half + 1))))


def _rewritten(told: Story, dice: random.Random) -> str:
    return plain(replace(told, paragraphs=paragraphs(told.language, dice, len(told.paragraphs), OTHER_WORDS)))


HONEST: dict[str, Callable[[Story, random.Random], str]] = {
    "a letter corrected": _typo,
    "a letter in every paragraph": _many_typos,
    "a paragraph added": _paragraph,
    "grown threefold": _grown,
    "a third cut out": _third_cut,
    "the last third cut off": _end_cut,
    "half of it new": _half_rewritten,
    "written anew, same title": _rewritten,
    "a new title": lambda told, _: plain(replace(told, title=f"{told.title} (revised)")),
    "the note gone": lambda told, _: plain(replace(told, note="")),
    "another note": lambda told, _: plain(replace(told, note="The next part comes in May.")),
    "another template": lambda told, _: another_template(told),
    "the same": lambda told, _: plain(told),
}


def _alone(title: str, body: str) -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body><main>{body}</main></body></html>"


def _elsewhere(told: Story, dice: random.Random) -> str:
    text = "".join(f"<p>{one}</p>" for one in paragraphs("en" if told.language == "ja" else "ja", dice, 15))
    return _alone("Ten cheap kettles compared", f"<article><h1>Ten cheap kettles compared</h1>{text}</article>")


def _next_owner(told: Story, dice: random.Random) -> str:
    rows = paragraphs(told.language, dice, len(told.paragraphs), OTHER_WORDS)
    text = "".join(f"<p>{one}</p>" for one in rows)
    return _alone("Kettles and more", f"<article><h1>Kettles and more</h1>{text}</article>")


def _broken_off(told: Story, _: random.Random) -> str:
    page = plain(told)
    return page[: page.index("<div class=text>") + (page.index("</div>") - page.index("<div class=text>")) * 7 // 10]


def _moved(told: Story, _: random.Random) -> str:
    return framed(told, f"<article><h1>{told.title}</h1><p>This story has moved to my new home.</p></article>")


BAD: dict[str, Callable[[Story, random.Random], str]] = {
    "moved": _moved,
    "taken down": lambda told, _: framed(told, f"<h1>{told.title}</h1><p>Removed at the publisher's request.</p>"),
    "broken off": _broken_off,
    "another episode's text": lambda told, _: plain(
        replace(story(told.language, told.number % 5 + 1), title=told.title)
    ),
    "another article": _elsewhere,
    "the domain's next owner": _next_owner,
    "login": lambda told, _: framed(
        told, "<h1>Log in</h1><form><input name=u><input type=password name=p><button>Log in</button></form>"
    ),
    "log in to read": lambda told, _: framed(told, "<h1>Sign in</h1><p>Please sign in to continue reading.</p>"),
    "a paywall": lambda told, _: framed(
        told, f"<h1>{told.title}</h1><p>{told.paragraphs[0]}</p><p>This post is for paying subscribers only.</p>"
    ),
    "not found": lambda told, _: framed(told, "<h1>404</h1><p>The page you are looking for was not found.</p>"),
    "見つかりません": lambda told, _: framed(told, "<h1>エラー</h1><p>お探しのページは見つかりませんでした。</p>"),
    "for sale": lambda *_: _alone("wharf.example", "<h1>wharf.example</h1><p>This domain is for sale. Buy now!</p>"),
    "a bot check": lambda *_: _alone(
        "Just a moment...", "<h1>Checking your browser</h1><p>Enable JavaScript and cookies to continue</p>"
    ),
    "maintenance": lambda *_: _alone("Maintenance", "<h1>We are down for maintenance</h1><p>Back soon.</p>"),
    "database error": lambda *_: _alone("Error", "<h1>Error establishing a database connection</h1>"),
    "consent": lambda told, _: framed(told, "<h1>Cookies</h1><p>We use cookies. Accept all to continue.</p>"),
    "age check": lambda told, _: framed(told, "<h1>Are you over 18?</h1><p>Yes, enter. No, leave.</p>"),
    "an empty page": lambda *_: _alone("", ""),
    "scripts only": lambda *_: "<html><body><div id=app></div><script src=/app.js></script></body></html>",
    "the contents page": lambda told, _: framed(
        told, "<h1>Wharf</h1><ul>" + "".join(f"<li><a href='/{n}'>Part {n}</a></li>" for n in range(1, 40)) + "</ul>"
    ),
}

BASE = "https://wharf.example/"


def look(folder: Path, language: str, edit: Callable[[Story, random.Random], str], count: int) -> Counter[str]:
    """What became of each episode whose page was edited so: "revised", "set aside" or "as it was"."""
    stories = [story(language, number) for number in range(1, count + 1)]
    web = FakeWeb({f"{BASE}{one.number}": Page(plain(one)) for one in stories})
    episodes = tuple(FoundEpisode(f"{BASE}{one.number}", one.title, str(one.number)) for one in stories)
    contents = TableOfContents(BASE, "Wharf", episodes, language=language, sources=(Source(SourceKind.ARCHIVE, BASE),))
    with a_library(folder, web) as library:
        following.follow(library, Discovered(contents))
        assert asyncio.run(refreshing.fetch_missing(library, 1)).saved == count
        for one in stories:
            web.pages[f"{BASE}{one.number}"] = Page(edit(one, random.Random(one.number)))
        before = [library.store.texts.current(one.id) for one in lists.episodes(library, 1)]
        (outcome,) = asyncio.run(refreshing.update(library, [1], texts=True))
        after = [library.store.texts.current(one.id) for one in lists.episodes(library, 1)]
        replaced = sum(old != new for old, new in zip(before, after, strict=True))
        assert replaced == outcome.edited
    aside = outcome.suspect
    return Counter({"revised": replaced, "set aside": aside, "as it was": count - replaced - aside})


def measure(count: int) -> bool:
    """Print a row for each edit; whether none of the bad pages replaced a text."""
    sound = True
    for name, edits in (("honest", HONEST), ("bad", BAD)):
        whole: Counter[str] = Counter()
        for kind, edit in edits.items():
            for language in WORDS:
                with tempfile.TemporaryDirectory() as folder:
                    told = look(Path(folder), language, edit, count)
                whole += told
                print(f"{name:<7}{language}  {kind:<28}" + "  ".join(f"{key} {told[key]}" for key in told))
        print(f"{name}: " + ", ".join(f"{value} {key}" for key, value in sorted(whole.items())) + "\n")
        sound = sound and (name != "bad" or not whole["revised"])
    return sound


# --- pages of others ---------------------------------------------------------------------------------------------


def cut(document: Document, keep: Callable[[int, int], bool]) -> Document:
    rows = document.blocks
    return replace(document, blocks=tuple(one for at, one in enumerate(rows) if keep(at, len(rows))))


DOCUMENTS: dict[str, Callable[[Document], Document]] = {
    "a paragraph gone": lambda one: cut(one, lambda at, count: at != count // 2),
    "a third cut out": lambda one: cut(one, lambda at, count: not count // 3 <= at < count * 2 // 3),
    "the last third cut off": lambda one: cut(one, lambda at, count: at < count * 2 // 3 or count < 3),
    "a word in every paragraph": lambda one: replace(
        one, blocks=tuple(replace(block, text=f"{block.text} ha", spans=()) for block in one.blocks)
    ),
}


def measure_pages(folder: Path) -> None:
    """Edits of the manifest's episodes that are set aside, and pairs of different pages that are not."""
    found: list[Document] = []
    for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if "!" in row["file"] or not str(row["kind"]).startswith(("episode", "single-part", "one-shot")):
            continue
        url = row.get("url") or "https://page.invalid/"
        body = (folder / row["file"]).read_bytes()
        page = Resource(url, url, 200, {"content-type": "text/html"}, body, datetime(2026, 1, 1, tzinfo=UTC))
        try:
            found.append(extract_page(page).document)
        except TsuzukiError:
            continue
    found = [one for one in found if one.length() > 400 and len(one.blocks) > 5]
    for kind, edit in DOCUMENTS.items():
        aside = sum(bool(doubt(one, edit(one))) for one in found)
        print(f"pages  {kind:<28}set aside {aside} of {len(found)}")
    pairs = [(one, other) for one in found for other in found if one.paragraphs()[:3] != other.paragraphs()[:3]]
    passed = sum(not doubt(one, other) for one, other in pairs)
    print(f"pages  another text in its place     passed {passed} of {len(pairs)}")


def main() -> None:
    """Print what became of each kind of edit; exit status 1 where a bad page replaced a text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--episodes", type=int, default=12)
    parser.add_argument("--pages", type=Path)
    arguments = parser.parse_args()
    sound = measure(arguments.episodes)
    if arguments.pages and (arguments.pages / "manifest.jsonl").exists():
        measure_pages(arguments.pages)
    elif arguments.pages:
        print(f"{arguments.pages} holds no manifest.jsonl; its pages were not measured")
    raise SystemExit(not sound)


if __name__ == "__main__":
    main()
