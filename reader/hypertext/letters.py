"""What texts are made of, by encoding: the common characters of each language that an encoding writes.

Owns tables only.  Letters stand in order of their frequency, most frequent first, as any text of some length in that
language shows; the order is all that counts.
"""

from __future__ import annotations

from typing import Final

# --- encodings of two bytes: characters that make up a good half of any text ---------------------------------------

JAPANESE: Final = frozenset(
    "のにはをたがでてとしれさいあるなもこからすよりくまっそうだんわえらみきちけおめせどつろじばやねべごえほひむゆへふぬぐげぶざずずびぼぎよ"
    "ンスルトーリアイラシクドフレジタマロムプオニュキコメサカティウハチデビセナパミベボソエダヤノガグ"
    "一人日大年出本中子見国言上分生手自行者二間事思時気十女三前入小後長下学月目何今金地合立内物方家心場来男話"
    "会部度彼私先所新社同体回東作知当名水代力高百全声道法多的明理世少対山関主意書動公性向現業不戦期口取通身実用"
    "四外画化最持文字聞安顔天強五原電車門以花定神夜真連信海風平取火死空白朝君様読店待食帰続屋夏雨春秋冬僕俺夢"
)
CHINESE_SIMPLE: Final = frozenset(
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然"
    "于心学么之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经"
    "长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感见明问力理尔点文几定本公特做外孩相"
    "西果走将月十实向声车全信重三机工物气每并别真打太新比才便夫再书部水像眼等体却加电主界门利海受听表德少克代"
    "员许先口由死安写性马光白或住难望教命花结乐色更拉东神记处让母父应直字场平报友关放至张认接告入笑内英军候民"
)
CHINESE_FULL: Final = frozenset(
    "的一是了我不人在他有這個上們來到時大地為子中你說生國年著就那和要她出也得裡後自以會家可下而過天去能對小多然"
    "於心學麼之都好看起發當沒成只如事把還用第樣道想作種開美總從無情己面最女但現前些所同日手又行意動方期它頭經"
    "長兒回位分愛老因很給名法間斯知世什兩次使身者被高已親其進此話常與活正感見明問力理爾點文幾定本公特做外孩相"
    "西果走將月十實向聲車全信重三機工物氣每並別真打太新比才便夫再書部水像眼等體卻加電主界門利海受聽表德少克代"
    "員許先口由死安寫性馬光白或住難望教命花結樂色更拉東神記處讓母父應直字場平報友關放至張認接告入笑內英軍候民"
)
KOREAN: Final = frozenset(
    "이다는의에을가고하로지도사는한어서기리나인자은를시대해그아정일보부과있것들와수전장소제적만라주상원면오성니안내"
    "구우비스여동회공신거조세무모국계연입용관선문학방요개진중위생실유경장등문년말야당습때물더데까했었였없않좋알음"
    "네며러려마바저화간단통트드미으역영분행발금군러심산재각치차두른히님글집불권건후감결법남현민체던본된될할합"
)
PUNCTUATION: Final = frozenset(
    "、。「」『』・…！？（）　，．：；〜～―ー—“”‘’《》〈〉【】〔〕［］々〇ゝゞヽヾ·※＃＋－×＝／○●◎◇◆□■△▲▽▼☆★→←↑↓♪"
)

# --- encodings of one byte ---------------------------------------------------------------------------------------

_RUSSIAN: Final = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
_BULGARIAN: Final = "аиоетнрсвлкдпмзяъгубчжйцщхшфюьѝ"
_UKRAINIAN: Final = "оанивіетрсклудмпзяьбгйчхжцшюєїщфґ"
_SERBIAN: Final = "аиоенрстувдкјлмпзгбчшцхћжђњљфџ"
_GREEK: Final = "αοιετνσρηυςπκμλωγίδάόθέήχφβύώξζψϊϋΐΰ"
_HEBREW: Final = "יוהלאתבמרשנםדעקחפטגסכזצןךףץ"
_ARABIC: Final = "الينمرتوبدعفسةكهقحجأطشىصخضذإزغثءؤئآظ"
_PERSIAN: Final = "ایرندمهوتسبشزکلگفقخجعحچپصغطضآئذثظژء"
_THAI: Final = "านรอกเง่มยวลีดั้ทตสะปบิคหแจพชขใไโื์ุถผณซศูธภษึญำฉฟฎฮฐฝฤๆฆฏฌ"
_TURKISH: Final = "ıüşğçöİâŞÇÖÜîûĞ"
_HUNGARIAN: Final = "áéöóőíüúűÁÉÖÍŐÜÓÚŰ"
_POLISH: Final = "łęąóżśćńźŁŻŚĆÓŹĄĘŃ"
_CZECH: Final = "íáéěýřščžůúňóťďČŘŽŠÚÍÁĎŇÝĚÉŤÓŮ"
_SLOVAK: Final = "áíčéýžšľúťôňóäďŕĺĽČŠŽÚÁÍĎŤÔŇÉÝÓ"
_ROMANIAN: Final = "ăîâşţșțÎŞŢĂÂȘȚ"
_CROATIAN: Final = "šžčćđŠŽČĆĐ"
_LITHUANIAN: Final = "ėšųžįūčąęŠŽČĮŪĖĄŲĘ"
_LATVIAN: Final = "āīšēūņļžčķģĀŠĒĪŽČĶĢŅĻŪ"
_ESTONIAN: Final = "äõüöšžÄÕÜÖŠŽ"
_FRENCH: Final = "éèàêçùôûîâëïœÉÀÈÊÇÔÎŒÂÙÛËÏ"
_GERMAN: Final = "üäößÜÖÄé"
_SPANISH: Final = "óíáéñúüÁÉÓÍÑÚº¿¡ª"
_PORTUGUESE: Final = "ãçéáíóõêâúàôÉÁÓÍÇÃÕÚÊÂÀÔº"
_ITALIAN: Final = "àèéìòùÈÀÉÌÒÙ"
_NORDIC: Final = "äåöøæéÅÄÖØÆðþáíóúýÞÁÍÓÚ"
_CATALAN: Final = "àéèíóòçúïüÀÉÈÍÓÒÇ·"

WESTERN: Final = (_FRENCH, _GERMAN, _SPANISH, _PORTUGUESE, _ITALIAN, _NORDIC, _CATALAN)
_CENTRAL: Final = (_HUNGARIAN, _POLISH, _CZECH, _SLOVAK, _ROMANIAN, _CROATIAN)
_BALTIC: Final = (_LITHUANIAN, _LATVIAN, _ESTONIAN)
_CYRILLIC: Final = (_RUSSIAN, _BULGARIAN, _UKRAINIAN, _SERBIAN)

LANGUAGES: Final[dict[str, tuple[str, ...]]] = {
    "windows-1252": WESTERN,
    "windows-1250": _CENTRAL,
    "ISO-8859-2": _CENTRAL,
    "windows-1251": _CYRILLIC,
    "windows-1253": (_GREEK,),
    "ISO-8859-7": (_GREEK,),
    "windows-1254": (_TURKISH,),
    "windows-1255": (_HEBREW,),
    "windows-1256": (_ARABIC, _PERSIAN),
    "ISO-8859-6": (_ARABIC,),
    "windows-1257": _BALTIC,
    "windows-874": (_THAI,),
    "KOI8-R": (_RUSSIAN,),
    "KOI8-U": (_UKRAINIAN,),
    "ISO-8859-5": _CYRILLIC,
    "ISO-8859-15": WESTERN,
    "macintosh": WESTERN,
    "IBM866": (_RUSSIAN, _BULGARIAN),
    "IBM855": (_RUSSIAN, _BULGARIAN, _SERBIAN),
    "x-mac-cyrillic": (_RUSSIAN, _UKRAINIAN),
}
"""By encoding, in the order in which they are believed where nothing else decides."""
