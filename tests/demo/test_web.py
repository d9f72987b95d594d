"""The sample web answers over real HTTP, in the shape it promises, and is gone afterwards."""

from __future__ import annotations

import re
import socket
import threading
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import feedparser
import httpx
import pytest

from reader.demo.markup import plain
from reader.demo.stories import ENGLISH, JAPANESE, load_serial
from reader.demo.web import SampleWeb, sample_web

if TYPE_CHECKING:
    from collections.abc import Iterator

BELL = load_serial(JAPANESE)
PLOT = load_serial(ENGLISH)


@pytest.fixture(scope="module")
def web() -> Iterator[SampleWeb]:
    with sample_web() as served:
        yield served


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as opened:
        yield opened


def links(markup: str) -> list[tuple[str, str]]:
    """Address and words of each anchor, in order."""
    found = re.findall(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>(.*?)</a>', markup, re.DOTALL)
    return [(unescape(address), unescape(re.sub(r"<[^>]*>", "", words))) for address, words in found]


def main_part(markup: str) -> str:
    return markup[markup.index("<main") : markup.index("</main>")]


# --- the recommending post ---------------------------------------------------------------------------------------


def test_three_hosts_on_loopback(web: SampleWeb) -> None:
    assert len(set(web.hosts)) == 3
    assert all(re.fullmatch(r"127\.0\.0\.1:\d+", host) for host in web.hosts)
    assert [urlsplit(url).netloc for url in (web.post_url, web.japanese_urls[0], web.home_url)] == list(web.hosts)


def test_the_post_lists_every_part_on_the_other_host_in_order(web: SampleWeb, client: httpx.Client) -> None:
    found = [pair for pair in links(client.get(web.post_url).text) if pair[0] in web.japanese_urls]
    titles = [episode.title for episode in BELL.episodes]
    assert found == list(zip(web.japanese_urls, titles, strict=True))


def test_the_post_has_the_shape_of_the_model(web: SampleWeb, client: httpx.Client) -> None:
    text = main_part(client.get(web.post_url).text)
    paragraphs = re.findall(r"<p\b[^>]*>(.*?)</p>", text, re.DOTALL)
    listing = [words for words in paragraphs if any(address in web.japanese_urls for address, _ in links(words))]
    assert [len(links(words)) for words in listing] == [1, 7] + [1] * 35
    assert listing[1].count("<br>") == 6
    assert listing[-1].endswith("– 42</a>（2019年10月31日最終回!!）")
    notice = next(words for words in paragraphs if "途中で切れて" in words)
    assert links(notice) == [(web.post_url, "元の記事")]
    others = [address for words in paragraphs if words not in listing for address, _ in links(words)]
    assert len(others) >= 4
    assert any(urlsplit(address).netloc == web.hosts[1] for address in others)


def test_the_side_bar_is_about_other_things(web: SampleWeb, client: httpx.Client) -> None:
    text = client.get(web.post_url).text
    aside = text[text.index("<aside") : text.index("</aside>")]
    addresses = [urljoin(web.post_url, address) for address, _ in links(aside)]
    assert not set(addresses) & set(web.japanese_urls)
    articles = [address for address in addresses if "/articles/" in address]
    assert len(articles) == 10
    assert all(client.get(address).status_code == 200 for address in articles)
    assert all(word in aside for word in ("用語集", "おたより", "フィード"))


# --- the episodes ------------------------------------------------------------------------------------------------


def test_every_japanese_episode_answers_with_its_text(web: SampleWeb, client: httpx.Client) -> None:
    for url, episode in zip(web.japanese_urls, BELL.episodes, strict=True):
        answer = client.get(url)
        assert answer.headers["content-type"] == "text/html; charset=UTF-8"
        assert f">{episode.title}</a></h2>" in unescape(answer.text)
        without_readings = re.sub(r"<(rt|rp)>.*?</\1>", "", answer.text)
        words = unescape(re.sub(r"<[^>]*>", "", without_readings))
        for paragraph in episode.paragraphs():
            assert paragraph in words
        assert len(re.findall("<ruby>", answer.text)) == len(episode.ruby())
        assert ("author-note" in answer.text) == bool(episode.note)


def test_some_episodes_have_older_and_newer_links(web: SampleWeb, client: httpx.Client) -> None:
    newer = [bool(re.search('class="alignright"', client.get(url).text)) for url in web.japanese_urls]
    assert newer.index(True) == 8
    assert all(newer[8:])


def test_the_writers_blog_holds_posts_that_are_no_episodes(web: SampleWeb, client: httpx.Client) -> None:
    home = f"http://{web.hosts[1]}/"
    listed = {urljoin(home, address) for address, _ in links(client.get(f"{home}category/nisshi/").text)}
    others = {address for address in listed if re.search(r"/archives/\d+\.html$", address)} - set(web.japanese_urls)
    assert len(others) == 5
    assert all(client.get(address).status_code == 200 for address in others)


@pytest.mark.parametrize("place", range(3))
def test_links_within_a_blog_lead_somewhere(web: SampleWeb, client: httpx.Client, place: int) -> None:
    home = f"http://{web.hosts[place]}/"
    pages = {urljoin(home, address).partition("#")[0] for address, _ in links(client.get(home).text)}
    assert len(pages) >= 5
    for page in pages:
        assert client.get(page).status_code == 200, page


# --- the feeds ---------------------------------------------------------------------------------------------------


def test_only_the_feed_lists_the_english_serial(web: SampleWeb, client: httpx.Client) -> None:
    home = client.get(web.home_url).text
    assert f'type="application/atom+xml" title="Sallow Lane Noticeboard" href="{urlsplit(web.feed_url).path}"' in home
    shown = [urljoin(web.home_url, address) for address, _ in links(home)]
    assert [url for url in shown if url in web.english_urls] == list(web.english_urls[:-4:-1])
    for url in web.english_urls:
        linked = {urljoin(url, address) for address, _ in links(client.get(url).text)}
        assert not linked & set(web.english_urls)


def test_the_english_feed_has_all_twelve_with_summaries(web: SampleWeb, client: httpx.Client) -> None:
    answer = client.get(web.feed_url)
    parsed = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["content-type"]})
    assert parsed.version == "atom10"
    assert not parsed.bozo
    assert [entry.link for entry in parsed.entries] == list(web.english_urls[::-1])
    assert [entry.title for entry in parsed.entries] == [episode.title for episode in PLOT.episodes[::-1]]
    assert all(entry.published_parsed and 100 < len(entry.summary) < 400 for entry in parsed.entries)


def test_every_english_episode_answers_with_its_text(web: SampleWeb, client: httpx.Client) -> None:
    for url, episode in zip(web.english_urls, PLOT.episodes, strict=True):
        words = unescape(re.sub(r"<[^>]*>", "", client.get(url).text))
        assert episode.title in words
        assert all(plain(piece.source) in words for piece in episode.text)


@pytest.mark.parametrize(("place", "path", "entries"), [(0, "/feed.xml", 1), (1, "/feed/", 10)])
def test_the_other_blogs_have_feeds_too(
    web: SampleWeb, client: httpx.Client, place: int, path: str, entries: int
) -> None:
    parsed = feedparser.parse(client.get(f"http://{web.hosts[place]}{path}").content)
    assert parsed.version == "rss20"
    assert not parsed.bozo
    assert len(parsed.entries) == entries


# --- HTTP --------------------------------------------------------------------------------------------------------


def test_an_unknown_path_is_404_and_robots_are_told(web: SampleWeb, client: httpx.Client) -> None:
    for host in web.hosts:
        assert client.get(f"http://{host}/no/such/page").status_code == 404
        robots = client.get(f"http://{host}/robots.txt")
        assert robots.headers["content-type"].startswith("text/plain")
        assert "Disallow: /share" in robots.text


def test_validators_gzip_and_head(web: SampleWeb, client: httpx.Client) -> None:
    whole = client.get(web.post_url)
    assert whole.headers["content-encoding"] == "gzip"
    assert client.get(web.post_url, headers={"Accept-Encoding": "identity"}).content == whole.content
    again = client.get(web.post_url, headers={"If-None-Match": whole.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(web.post_url)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == whole.headers["etag"]


def test_one_connection_carries_many_requests(web: SampleWeb) -> None:
    request = f"GET /robots.txt HTTP/1.1\r\nHost: {web.hosts[0]}\r\n\r\n".encode()
    address, _, port = web.hosts[0].partition(":")
    with socket.create_connection((address, int(port)), timeout=5) as wire:
        for _ in range(3):
            wire.sendall(request)
            assert wire.recv(65536).startswith(b"HTTP/1.1 200")


def test_everything_is_gone_afterwards() -> None:
    before = set(threading.enumerate())
    with httpx.Client(trust_env=False) as client:
        with sample_web() as web:
            assert client.get(web.home_url).status_code == 200
            assert set(threading.enumerate()) - before
        # The client still holds its connection; the servers have let go of theirs.
        assert not set(threading.enumerate()) - before
        with pytest.raises(httpx.TransportError):
            client.get(web.home_url)


def test_it_stops_when_the_block_fails() -> None:
    hosts: tuple[str, ...] = ()

    def fail() -> None:
        nonlocal hosts
        with sample_web() as web:
            hosts = web.hosts
            raise KeyError(web.post_url)

    with pytest.raises(KeyError):
        fail()
    for host in hosts:
        address, _, port = host.partition(":")
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((address, int(port)), timeout=5).close()


def test_two_webs_stand_side_by_side() -> None:
    with sample_web() as one, sample_web() as other:
        assert not set(one.hosts) & set(other.hosts)
