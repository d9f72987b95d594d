"""Japanese for the sentences that the lower floors tell: why a page did not come, what was set aside, what to do.

They are kept in the library as they arose, in English, so that a line reads the same in every language of the screen.
The keys are those sentences, with ``{fields}`` where they name something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES: Final[Mapping[str, str]] = {
    # --- the way to a site ---
    "there is no host named {name}": "{name} というホストはありません",
    "its host is unknown": "ホスト名が見つかりません",
    "the name {name} cannot be looked up now": "いまは {name} の名前を調べられません",
    "the name {name} cannot be looked up: there is no network": "ネットワークがないため {name} の名前を調べられません",
    "its host refuses the connection": "ホストが接続を拒みました",
    "the connection was cut by the other side": "接続が相手側で切られました",
    "its host does not answer": "ホストが応答しません",
    "the site does not answer": "サイトが応答しません",
    "there is no way to its host": "ホストまでの経路がありません",
    "there is no way to its network": "ネットワークまでの経路がありません",
    "there is no network": "ネットワークがありません",
    "too many files are open": "開いているファイルが多すぎます",
    "the connection failed ({why})": "接続できませんでした（{why}）",
    "the connection was lost": "接続が途切れました",
    "the site hangs up without an answer": "サイトが応答せずに接続を切りました",
    "what answers there does not speak HTTP": "応答が HTTP ではありません",
    "its headers are too long": "応答のヘッダーが長すぎます",
    "its headers are larger than {size}": "応答のヘッダーが {size} を超えています",
    "cannot be asked for ({why})": "問い合わせできません（{why}）",
    "its certificate is not valid: {why}": "証明書が正しくありません（{why}）",
    "no secure connection: {why}": "安全に接続できません（{why}）",
    "the proxy cannot reach it ({why})": "プロキシが到達できません（{why}）",
    "this machine's proxy does not answer": "このコンピューターのプロキシが応答しません",
    "did not come whole within {seconds} s": "{seconds} 秒以内に最後まで届きませんでした",
    "came only in part": "途中までしか届きませんでした",
    "the page broke off before its end": "ページが途中で切れています",
    "larger than {size}": "{size} を超えています",
    "packed {times} times over": "{times} 重に圧縮されています",
    "packed as '{name}', which was not asked for": "頼んでいない形式（{name}）で圧縮されています",
    "redirects more than {count} times": "転送が {count} 回を超えました",
    "redirects in a circle": "転送が堂々巡りになっています",
    "redirects to nowhere": "転送先がありません",
    "redirects to a '{scheme}:' address": "「{scheme}:」のアドレスへ転送されています",
    "leads to a private address": "内部ネットワークのアドレスを指しています",
    "is no web address": "ウェブのアドレスではありません",
    "this is no web address": "ウェブのアドレスではありません",
    "is longer than {count} characters": "{count} 文字を超えています",
    "hides where it leads": "行き先を隠しているアドレスです",
    "hides a numeric address": "数値のアドレスを隠しています",
    "names no host": "ホスト名がありません",
    "is no address that can be asked": "問い合わせできないアドレスです",
    "not fetched, for Tsuzuki is offline": "オフラインなので取得していません",
    "not asked, for the site wants to be left alone": "サイトが間隔を空けるよう求めているため、問い合わせていません",
    "not asked, for another Tsuzuki is asking the site all the time": (
        "別の Tsuzuki がこのサイトを使用中のため、問い合わせていません"
    ),
    "the site's robots.txt asks programs not to read it": (
        "サイトの robots.txt がプログラムによる読み取りを断っています"
    ),
    # --- what a site answers ---
    "the site did not understand the request ({status})": "サイトが要求を理解しませんでした（{status}）",
    "the site wants a user name and password ({status})": "ユーザー名とパスワードが必要です（{status}）",
    "the site wants to be paid ({status})": "有料です（{status}）",
    "the site refuses to show it ({status})": "サイトが表示を断りました（{status}）",
    "the site has no such page ({status})": "サイトにこのページはありません（{status}）",
    "the site has it in no form that we read ({status})": "読める形式では提供されていません（{status}）",
    "the site says that it is gone for good ({status})": "恒久的に削除されたとのことです（{status}）",
    "the site is asked too often ({status})": "サイトへの問い合わせが多すぎます（{status}）",
    "the site may not show it for legal reasons ({status})": "法的な理由で表示できないとのことです（{status}）",
    "the site has a fault of its own ({status})": "サイト側の障害です（{status}）",
    "the site or a proxy before it is broken ({status})": "サイトか手前のプロキシに障害があります（{status}）",
    "the site is too busy, or closed for work ({status})": "サイトが混雑しているか、作業中です（{status}）",
    "the site or a proxy before it does not answer ({status})": "サイトか手前のプロキシが応答しません（{status}）",
    "the site answers in a way nobody expects ({status})": "サイトの応答が想定外です（{status}）",
    "the site redirects to nowhere ({status})": "転送先がありません（{status}）",
    "the site refuses the request ({status})": "サイトが要求を断りました（{status}）",
    # --- what stands in an episode's place ---
    "this is {name}, not an episode": "これは{name}で、話の本文ではありません",
    "this is {name}, not a page": "これは{name}で、ページではありません",
    "this is {name}, and holds no parts of one work": "これは{name}で、一つの作品の各話がありません",
    "the page is {name}": "このページは{name}です",
    "the page holds no text": "ページに本文がありません",
    "the page is empty": "ページが空です",
    "the page is an empty frame around other pages": "ページは他のページを囲む空のフレームです",
    "the page is nested too deeply": "ページの入れ子が深すぎます",
    "the page shows the same text as episode {position}": "第 {position} の項目と同じ本文が表示されています",
    "the copy looks like none of the serial's other pages": "保存された写しが、この連載のほかのページと似ていません",
    "far shorter than the saved text ({now} characters instead of {was})": (
        "保存した本文よりずっと短くなっています（{was} 文字から {now} 文字へ）"
    ),
    "it breaks off in the middle of a paragraph ({now} characters instead of {was})": (
        "段落の途中で切れています（{was} 文字から {now} 文字へ）"
    ),
    "another text than the saved one, with hardly a phrase in common": (
        "保存した本文と別の文章です（共通する語句がほとんどありません）"
    ),
    # --- lists ---
    "the source lists {now} episodes where it listed {was}": "目次が {was} 話から {now} 話に減っています",
    "the source now lists {now} episodes, of which {ours} of our {was}": (
        "目次は {now} 話ですが、保存している {was} 話のうち {ours} 話しかありません"
    ),
    "the source lists nothing now, {was} are kept": "目次が空になっています（{was} 話はそのまま残しました）",
    "the page lists several serials, and none is named like this one": (
        "ページに複数の連載があり、この連載と同じ名前のものがありません"
    ),
    "this is no serial that Tsuzuki can follow: {why}": "たどれる連載ではありません：{why}",
    "the page holds next to no text; it may need scripts to show itself": (
        "ページに本文がほとんどありません（表示にスクリプトが要るのかもしれません）"
    ),
    "the page holds one text, and no way to further parts of it was found": (
        "文章は一つだけで、続きへの道が見つかりません"
    ),
    "the page lists {count} links that are not the numbered parts of one work": (
        "{count} 個のリンクがありますが、一つの作品の各話ではありません"
    ),
    "no list of episodes, no next or previous episode and no feed was found on it": (
        "各話の一覧も、前後の話へのリンクも、フィードも見つかりません"
    ),
    # --- the archive ---
    "the Wayback Machine has no copy": "Wayback Machine に写しがありません",
    "the Wayback Machine cannot be asked: {why}": "Wayback Machine に問い合わせできません：{why}",
    "the Wayback Machine's answer cannot be read": "Wayback Machine の応答を読み取れません",
    "the settings say that the Wayback Machine is never asked": "設定で Wayback Machine を使わないことになっています",
    "the archived pages around it are not the parts of one work": "周辺の保存ページは一つの作品の各話ではありません",
    "the page is gone; this is its copy in the Wayback Machine, of {day}": (
        "ページはもうありません。{day} の Wayback Machine の写しです"
    ),
    "its contents page is not in the Wayback Machine: this is how its archived pages lead to each other": (
        "目次は Wayback Machine にありません。保存されたページの前後のリンクをたどりました"
    ),
    "its contents page is not in the Wayback Machine: these are the pages that are; some may be missing": (
        "目次は Wayback Machine にありません。保存されたページを並べたもので、欠けた話があるかもしれません"
    ),
    "the pages were not read yet; they are named by their addresses": (
        "まだ読んでいないので、アドレスから題名を付けました"
    ),
    "the order is that of {what}; check it": "{what}の順に並べました。確かめてください",
    "pages of one kind; the order is that of {what}": "同じ種類のページ。{what}の順",
    # --- evidence of a list ---
    "the topic {name}": "話題「{name}」",
    "the topic {name}, {pages} pages": "話題「{name}」（{pages} ページ）",
    "the topic {name} by the platform's interface": "話題「{name}」（サイトの API から）",
    "the topic {name} by the platform's interface, {pages} pages": "話題「{name}」（サイトの API から {pages} ページ）",
    "a list of posts": "記事の一覧",
    "a list of posts, {pages} pages": "記事の一覧（{pages} ページ）",
    "a list of posts by the platform's interface": "記事の一覧（サイトの API から）",
    "a list of {count} posts": "{count} 件の記事の一覧",
    "a list of {count} posts over {pages} pages": "{pages} ページにわたる {count} 件の記事の一覧",
    "a list of {count} posts by the platform's interface": "{count} 件の記事の一覧（サイトの API から）",
    "a list of {count} posts by the platform's interface over {pages} pages": (
        "{count} 件の記事の一覧（サイトの API から {pages} ページ）"
    ),
    "{kind}: {count} parts without numbers": "{kind}：番号のない {count} 話",
    "{kind}: {count} parts, numbers {first} to {last}": "{kind}：{count} 話（番号 {first} から {last}）",
    "next and previous links, {count} pages walked": "前後のリンクを {count} ページたどりました",
    "{count} pages of the chain carry no number and may not belong: {names}": (
        "たどった {count} ページには番号がなく、別の文章かもしれません：{names}"
    ),
    "{count} months of the archive": "月別の一覧 {count} か月分",
    "the feed's {count} entries": "フィードの {count} 件",
    "addresses in the site's map that differ in one number": "サイトマップの、番号だけが違うアドレス",
    "the episodes are guessed from addresses in the site's map; their titles come with them": (
        "サイトマップのアドレスから推し量った話です。題名は本文とともに届きます"
    ),
    "the texts that lie there, in the order of their headings or names": "そこにある文章（見出しか名前の順）",
    "the same place lists another serial, {name} ({count} episodes); it was left out": (
        "同じ場所に別の連載「{name}」（{count} 話）があり、除きました"
    ),
    "no list of all episodes was found; there may be more": "全話の一覧が見つからず、ほかにもあるかもしれません",
    "the list goes on; not all of its pages could be read": "一覧には続きがあり、すべては読み取れませんでした",
    # --- doubts about a list ---
    "the first episode found carries the number {number}; earlier ones may be missing": (
        "最初の話の番号が {number} です。それより前の話が欠けているかもしれません"
    ),
    "no episode carries the number {number}": "番号 {number} の話がありません",
    "no episodes carry the numbers {numbers}": "番号 {numbers} の話がありません",
    "{count} episodes carry the number {number}; all are kept": (
        "番号 {number} の話が {count} 話あります。すべて残します"
    ),
    "the titles carry no numbers; the order is that of {what}": "題名に番号がないので、{what}の順に並べました",
    # --- what to do ---
    "Try again later.": "時間をおいて試してください。",
    "Try again in {duration}.": "{duration}後に試してください。",
    "It asks to be left alone for {duration}.": "{duration}の間隔を求めています。",
    "Wait until it is done.": "終わるまでお待ちください。",
    "Wait until that one is done.": "そちらが終わるまでお待ちください。",
    "Wait, and raise [fetch] pace_seconds in the settings.": (
        "しばらく待ち、設定の [fetch] pace_seconds を増やしてください。"
    ),
    "Open it in a browser.": "ブラウザーで開いてください。",
    "Open it in a browser to see what is there.": "ブラウザーで開いて確かめてください。",
    "Open it in a browser to see what changed.": "ブラウザーで開いて、何が変わったか確かめてください。",
    "Open it in a browser to see where it leads.": "ブラウザーで開いて行き先を確かめてください。",
    "Open it in a browser; it may want cookies.": "ブラウザーで開いてください。Cookie が必要かもしれません。",
    "Open it in a browser; the site does not want programs.": (
        "ブラウザーで開いてください。サイトがプログラムを断っています。"
    ),
    "Open it in a browser; without scripts the site shows nothing.": (
        "ブラウザーで開いてください。スクリプトなしでは表示されません。"
    ),
    "Open it in a browser once and answer it.": "ブラウザーで一度開いて答えてください。",
    "Open it in a browser once and answer it; the site shows nothing before.": (
        "ブラウザーで一度開いて答えてください。それまで何も表示されません。"
    ),
    "Open it in a browser, or look for the serial on another site.": (
        "ブラウザーで開くか、別のサイトで連載を探してください。"
    ),
    "Open it in a browser, and paste the address of an episode or a feed.": (
        "ブラウザーで開いて、話かフィードのアドレスを貼り付けてください。"
    ),
    "The site shows this to its members only; open it in a browser where you are logged in.": (
        "会員だけに表示されます。ログインしているブラウザーで開いてください。"
    ),
    "Only the beginning is free; open it in a browser if you are a member.": (
        "無料なのは冒頭だけです。会員ならブラウザーで開いてください。"
    ),
    "The address may have changed; look at the serial's contents page in a browser.": (
        "アドレスが変わったのかもしれません。ブラウザーで連載の目次を見てください。"
    ),
    "The site has trouble; try again later.": "サイトに障害があります。時間をおいて試してください。",
    "The site is gone; the Internet Archive may have a copy.": (
        "サイトはもうありません。Internet Archive に写しがあるかもしれません。"
    ),
    "It may still be in the Wayback Machine.": "Wayback Machine に残っているかもしれません。",
    "It may be for members or browsers only. Open it in a browser.": (
        "会員かブラウザーだけに表示されるのかもしれません。ブラウザーで開いてください。"
    ),
    "Write them into the address: https://user:password@host/…": (
        "アドレスに https://user:password@host/… と書いてください。"
    ),
    "Check the address; the page may have moved or been deleted.": (
        "アドレスを確かめてください。ページが移動したか削除されたのかもしれません。"
    ),
    "Check the address, or try again later.": "アドレスを確かめるか、時間をおいて試してください。",
    "Check the spelling.": "綴りを確かめてください。",
    "Check the spelling and the connection.": "綴りと接続を確かめてください。",
    "Check the spelling of the host, and HTTPS_PROXY in the environment.": (
        "ホスト名の綴りと、環境変数 HTTPS_PROXY を確かめてください。"
    ),
    "Check the connection, or try again later.": "接続を確かめるか、時間をおいて試してください。",
    "Check the connection, and HTTPS_PROXY in the environment.": "接続と、環境変数 HTTPS_PROXY を確かめてください。",
    "Tsuzuki reads nothing it cannot verify. Check this machine's clock, or tell the site's owner.": (
        "確かめられないものは読み取りません。このコンピューターの時計を確かめるか、サイトの管理者に知らせてください。"
    ),
    "Try the address with http:// instead.": "http:// のアドレスで試してください。",
    "Try again later, or raise [fetch] deadline_seconds in the settings.": (
        "時間をおいて試すか、設定の [fetch] deadline_seconds を増やしてください。"
    ),
    "holds no certificates that can be read": "読み取れる証明書がありません",
    "Correct the variable, or remove it from the environment.": "環境変数を直すか、取り除いてください。",
    "Close other programs, or lower [fetch] hosts_at_once.": (
        "ほかのプログラムを閉じるか、[fetch] hosts_at_once を減らしてください。"
    ),
    "Try the page that lists the episodes, an episode, or the feed.": (
        "各話の一覧、話のページ、またはフィードのアドレスで試してください。"
    ),
    "Try a page that lists the parts.": "各話の一覧があるページで試してください。",
    "Try the address of one of its episodes.": "話のページのアドレスで試してください。",
    "Look for the serial on another site.": "別のサイトで連載を探してください。",
    "Run it without --offline.": "--offline を付けずに実行してください。",
    "`tsuzuki update` tries again.": "`tsuzuki update` がもう一度試します。",
    "Give its address to `tsuzuki add` to follow it.": "そのアドレスを `tsuzuki add` に渡すとたどれます。",
    "Give the address of the page inside instead: {url}": "中のページのアドレスを使ってください：{url}",
    "Nothing was changed; open the page in a browser to see.": (
        "何も変更していません。ブラウザーでページを開いて確かめてください。"
    ),
    "Use an address that begins with https:// or http://.": "https:// か http:// で始まるアドレスにしてください。",
    "Paste one that begins with https:// or http://.": "https:// か http:// で始まるアドレスを貼り付けてください。",
    "Type the host's name as it is.": "ホスト名をそのまま書いてください。",
    "Write it as four decimal numbers.": "四つの十進数で書いてください。",
    "If it is yours, name the host under [fetch] allow_private in the settings.": (
        "自分のホストなら、設定の [fetch] allow_private に書いてください。"
    ),
    'Set [fetch] archive = "ask" to allow it.': '許すには [fetch] archive = "ask" としてください。',
    "another update is running (process {number})": "別の更新が動いています（プロセス {number}）",
    "another update is running": "別の更新が動いています",
    # --- what the shelf is asked ---
    "this names no day": "日付になっていません",
    "this names no number": "数になっていません",
    "words are not compared": "言葉は大小を比べられません",
    "a serial's id is a number": "作品の番号は数字です",
    "'{word}' stands alone": "「{word}」は単独で使います",
    "nothing can be asked by '{word}'": "「{word}」では探せません",
    "Quotation marks make plain text of it.": "引用符で囲むと普通の言葉になります。",
    "Write {form}. Quotation marks make plain text of it.": (
        "{form} のように書きます。引用符で囲むと普通の言葉になります。"
    ),
    "Did you mean {near}? One can ask for {keys}. Quotation marks make plain text of it.": (
        "{near} のことですか。使えるのは {keys} です。引用符で囲むと普通の言葉になります。"
    ),
    "a title has at least one letter": "題名は一文字以上です",
    # --- notes ---
    "there is nothing to mark": "マーカーを引く文字がありません",
    "Select some text first.": "先に文章を選択してください。",
    "a note needs words": "メモには言葉が必要です",
    "It can be taken away instead.": "不要なら消せます。",
    "a note has at most {count} characters": "メモは {count} 文字までです",
    "there is no such note": "そのメモはありません",
    # --- steps that can be taken back ---
    "“{title}”: {count} episodes marked {state}": "「{title}」{count}話を{state}に",
    "“{title}”: 1 episode marked {state}": "「{title}」1話を{state}に",
    "“{title}”: episodes put in another order": "「{title}」の並べ替え",
    "“{title}”: {count} episodes left out": "「{title}」{count}話を目次から外す",
    "“{title}”: 1 episode left out": "「{title}」1話を目次から外す",
    "“{title}”: {count} episodes taken in again": "「{title}」{count}話を目次に戻す",
    "“{title}”: 1 episode taken in again": "「{title}」1話を目次に戻す",
    "“{was}” renamed “{now}”": "「{was}」を「{now}」に改題",
    "“{title}”: author “{now}”": "「{title}」の作者を「{now}」に",
    "“{title}”: without an author": "「{title}」の作者をなしに",
    "“{title}”: paused": "「{title}」の更新確認を休む",
    "“{title}”: {status} again": "「{title}」の更新確認を再開（{status}）",
    "“{title}”: ongoing": "「{title}」を連載中に",
    "“{title}”: complete": "「{title}」を完結に",
    "“{title}”: tags {tags}": "「{title}」のタグを {tags} に",
    "“{title}” let out bit by bit": "「{title}」を少しずつ読む",
    "“{title}” let out all at once again": "「{title}」を一度に読む",
    "“{title}” taken off the shelf": "「{title}」を本棚から外す",
    "“{title}” put back on the shelf": "「{title}」を本棚に戻す",
    "“{title}” put away": "「{title}」をしまう",
    "“{title}” taken out again": "「{title}」を取り出す",
    "“{title}”: bookmark {did}": "「{title}」のしおりを{did}",
    "“{title}”: highlight {did}": "「{title}」のマーカーを{did}",
    "“{title}”: note {did}": "「{title}」のメモを{did}",
}

NAMES: Final[Mapping[str, str]] = {
    "read": "既読",
    "unread": "未読",
    "reading": "読書中",
    "added": "つける",
    "changed": "書き換える",
    "removed": "消す",
    "ongoing": "連載中",
    "complete": "完結",
    "none": "なし",
    "several serials": "いくつかの作品",
    "a check for robots": "ロボット確認のページ",
    "a list of links": "リンクの一覧",
    "a list of links in the menu": "メニューのリンクの一覧",
    "a list of links in the side bar": "サイドバーのリンクの一覧",
    "a drop-down list": "選択リスト",
    "the list that the page hands to its scripts": "ページがスクリプトに渡す一覧",
    "headings on one page": "一ページの中の見出し",
    "a login page": "ログインのページ",
    "a page for members who are logged in": "ログインした会員向けのページ",
    "a page for paying members": "有料会員向けのページ",
    "a page that says it cannot find the episode": "「見つかりません」というページ",
    "an error page": "エラーのページ",
    "a parked domain": "売りに出された空のドメイン",
    "a page that asks for consent first": "先に同意を求めるページ",
    "a page that asks for the reader's age first": "先に年齢を確かめるページ",
    "a page that only a script can fill": "スクリプトなしでは空のページ",
    "a feed": "フィード",
    "a PDF": "PDF",
    "a PDF file": "PDF ファイル",
    "an EPUB": "EPUB",
    "a zip archive": "ZIP ファイル",
    "an image": "画像",
    "a drawing": "図",
    "an image or a sound": "画像か音声",
    "a sound": "音声",
    "a video": "動画",
    "a font": "フォント",
    "an archive": "アーカイブ",
    "an archive or an e-book": "アーカイブか電子書籍",
    "a compressed file": "圧縮ファイル",
    "an office document": "オフィス文書",
    "a program": "プログラム",
    "a database": "データベース",
    "data": "データ",
    "a file": "ファイル",
    "no web page but a file": "ウェブページではなくファイル",
    "their dates": "日付",
    "the list": "一覧",
    "the dates of the pages": "ページの日付",
    "the numbers in the titles": "題名の番号",
    "the numbers in the addresses": "アドレスの番号",
    "their first captures": "最初に保存された日",
    "certificate has expired": "期限切れ",
    "self-signed certificate": "自己署名",
}
"""What a field may hold that has a word of its own."""

UNITS: Final[Mapping[str, str]] = {"days": "日", "hours": "時間", "minutes": "分", "seconds": "秒"}

MORE: Final = "{first}（ほか {n} 件）"
"""For "...; and N more"."""
SENTENCE_END: Final = "。"
AND: Final = "。"
"""Between two clauses."""
