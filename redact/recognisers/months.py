"""Names of months and days in Russian, Kazakh (both alphabets) and English, as fragments of patterns.

All fragments are in lower case, for texts in lower case.
"""

from typing import Final

_RU_ENDING = r"(?:[ьяюе]|ём|ем)"
RU: Final = (
    rf"(?:январ{_RU_ENDING}|феврал{_RU_ENDING}|март(?:а|у|е|ом)?|апрел{_RU_ENDING}|ма(?:й|я|ю|е|ем)"
    rf"|июн{_RU_ENDING}|июл{_RU_ENDING}"
    rf"|август(?:а|у|е|ом)?|сентябр{_RU_ENDING}|октябр{_RU_ENDING}|ноябр{_RU_ENDING}"
    rf"|декабр{_RU_ENDING})(?!\w)"
)
RU_SHORT: Final = r"(?:янв|фев(?:р)?|мар|апр|авг|сен(?:т)?|окт|ноя(?:б)?|дек)(?:\.|(?!\w))"

_KK_ENDING = (
    r"(?:ынан|інен|нан|нен|ында|інде|нда|нде|ындағы|індегі|ының|інің|ына|іне|дың|дің|тың|тің|ның|нің"
    r"|дағы|дегі|тағы|тегі|дан|ден|тан|тен"
    r"|да|де|та|те|ға|ге|қа|ке|на|не|ға|га|ка|ды|ді|ты|ті|ны|ні|сы|сі|ы|і|мен|бен|пен)?(?!\w)"
)
KK: Final = (
    r"(?:[қк]а[ңн]тар|а[қк]пан|наурыз|с[әа]у[іи]р|мамыр|маусым|ш[іи]лде|тамыз|[қк]ырк[үу]йек|[қк]азан"
    r"|[қк]араша|желто[қк]сан)" + _KK_ENDING
)
KK_LATIN: Final = (
    r"(?:qa[ñńn]tar|aqpan|na[uýú]ryz|s[äáa][uýúў][ıiy]r|mamyr|ma[uýú]s[yу]m|(?:ş|sh)[ıi]lde|tamyz"
    r"|qyrk[üúu][iıy]?[eé]k|qazan|qara(?:ş|sh)a|(?:j|zh)elto[qk]san)"
    r"(?:[yıi]?n?[dt][aeе]g?(?:[ğǵg][yıi])?|[dtn]a[ğǵg]y|[yıi]nan|[yıi]nen|[yıi]?[ndt][yıi][ñńn]g?|[yıi]na"
    r"|[yıi]ne|[dtn][ae]n"
    r"|[ğǵgq]a|[gk]e|[yıi]|s[yıi])?(?!\w)"
)
EN: Final = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)(?!\w)"
EN_SHORT: Final = r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?:\.|(?!\w))"

_RU_UNIT = r"(?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят)"
_RU_REST = (
    r"(?:десят|одиннадцат|двенадцат|тринадцат|четырнадцат|пятнадцат|шестнадцат|семнадцат|восемнадцат"
    r"|девятнадцат|двадцат|тридцат)"
)
_RU_CASE = r"(?:ого|ьего|ое|ье|ому|ьему)"
RU_ORDINAL: Final = rf"(?:(?:двадцать|тридцать)\s{_RU_UNIT}|{_RU_UNIT}|{_RU_REST}){_RU_CASE}(?!\w)"
KK_ORDINAL: Final = (
    r"(?:(?:он|жиырма|отыз)\s)?(?:б[іи]р[іи]нш[іи]|ек[іи]нш[іи]|[үу]ш[іи]нш[іи]|т[өо]рт[іи]нш[іи]"
    r"|бес[іи]нш[іи]|алтыншы|жет[іи]нш[іи]|сег[іи]з[іи]нш[іи]"
    r"|то[ғг]ызыншы|оныншы|жиырмасыншы|отызыншы"
    r"|b[ıi]r[ıi]nş[ıi]|ek[ıi]nş[ıi]|üş[ıi]nş[ıi]|tört[ıi]nş[ıi]|bes[ıi]nş[ıi]|altynşy|jet[ıi]nş[ıi]"
    r"|seg[ıi]z[ıi]nş[ıi]|toğyzynşy|onynşy)(?!\w)"
)
# "its seventh": the day of the month in Kazakh speech; one, two, ten are everyday words and stay out
KK_DAY: Final = (
    r"(?:(?:он|жиырма|отыз)\s(?:бір[іи]|ек[іи]с[іи]|[үу]ш[іи]|т[өо]рт[іи]|бес[іи]|алтысы|жет[іи]с[іи]"
    r"|сег[іи]з[іи]|то[ғг]ызы)|алтысы|жет[іи]с[іи]|сег[іи]з[іи]|то[ғг]ызы"
    r"|жиырмасы|отызы|(?:(?:on|jiyrma|jıyrma|otyz)\s)?(?:jet[iı]s[iı]|altysy|seg[iı]z[iı]|to[ğǵg]yzy)"
    r"|(?:on|jiyrma|jıyrma|otyz)\s(?:b[iı]r[iı]|ek[iı]s[iı]|[üú]sh?[iı]|t[oóö]rt[iı]"
    r"|bes[iı]))(?:n?[dt][ae]n?|n[ae]n|n[yıi][ñń]|нда|нде|на|не|нан|нен|ның|нің|ндағы"
    r"|ндегі)?(?!\w)"
)
EN_ORDINAL: Final = (
    r"(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|eleventh|twelfth|thirteenth"
    r"|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)(?!\w)"
)

_YEAR_UNIT_RU = r"(?:\s(?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят)\w{2,3})"
_RU_YEAR_ORDINAL = (
    rf"(?:(?:двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто){_YEAR_UNIT_RU}"
    rf"|(?:{_RU_UNIT[3:-1]}|{_RU_REST[3:-1]}|сороков|пятидесят|шестидесят|семидесят|восьмидесят"
    rf"|девяност)\w{{2,3}})"
)
RU_YEAR: Final = (
    rf"(?:две\sтысячи\s|тысяча\sдевятьсот\s){_RU_YEAR_ORDINAL}(?:\s(?:года|году|год))?|двухтысячн(?:ого"
    rf"|ом)\s(?:года|году)"
)
RU_SHORT_YEAR: Final = rf"{_RU_YEAR_ORDINAL}(?:\sгода)?"
_KK_TENS = (
    r"(?:он|жиырма|отыз|қырық|елу|алпыс|жетпіс|сексен|тоқсан|on|jiyrma|jıyrma|otyz|qyryq|elu|alpys"
    r"|jetpis|jetpıs|seksen|toqsan)"
)
_KK_UNITS = (
    r"(?:бір|екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз|bir|eki|ekı|ush|üş|tort|tört|bes|alty|jeti|jetı"
    r"|segiz|segız|togyz|toğyz)"
)
_KK_UNITS_ORDINAL = (
    r"(?:бірінші|екінші|үшінші|төртінші|бесінші|алтыншы|жетінші|сегізінші|тоғызыншы"
    r"|birinşi|ekinshi|üşınşı|besinshi)"
)
_KK_TENS_ORDINAL = (
    r"(?:оныншы|жиырмасыншы|отызыншы|қырқыншы|елуінші|алпысыншы|жетпісінші|сексенінші|тоқсаныншы)"
)
_KK_TWO = (
    rf"(?:{_KK_TENS}\s(?:{_KK_UNITS_ORDINAL}|{_KK_UNITS})|{_KK_TENS_ORDINAL}|{_KK_TENS}"
    rf"|{_KK_UNITS_ORDINAL}|{_KK_UNITS})"
)
KK_SHORT_YEAR: Final = rf"(?:{_KK_TENS}\s{_KK_UNITS_ORDINAL}|{_KK_TENS_ORDINAL})"
_KK_NOUN = r"(?:\s(?:жыл\w{0,4}|jyl\w{0,4}))?(?!\w)"
# after a day and a month: the whole year, or its last two digits said as an ordinal
KK_SPOKEN_YEAR: Final = (
    rf"(?:(?:екі\sмың|ekı\smyñ|eki\smyn|мың\sтоғыз\sжүз|myñ\stoğyz\sjüz)\s{_KK_TWO}{_KK_NOUN}"
    rf"|(?:{_KK_TENS}\s{_KK_UNITS_ORDINAL}|{_KK_TENS_ORDINAL}){_KK_NOUN}"
    rf"|{_KK_TENS}(?:\s{_KK_UNITS})?\sжыл\w{{0,4}}(?!\w))"
)
# девятое десятого: a month said as its number
RU_MONTH_ORDINAL: Final = (
    r"(?:перв|втор|треть|четв[её]рт|пят|шест|седьм|восьм|девят|десят|одиннадцат|двенадцат)(?:ого|его)(?!\w)"
)
EN_SHORT_YEAR: Final = (
    r"(?:fifty|sixty|seventy|eighty|ninety|forty|thirty)(?:[ -](?:one|two|three|four"
    r"|five|six|seven|eight|nine))?(?!\w)"
)
# 3 VI 1977: months in Roman numerals, typed in either alphabet
ROMAN: Final = r"(?:[xх][iіı1]{0,2}|[iіı1][xх]|[iіı1]v|v[iіı1l]{0,3}|[iіı]{1,3})"
KK_YEAR: Final = r"(?:екі\sмың|мың\sтоғыз\sжүз)(?:\s[а-яәіңғүұқөһ]+){1,2}\sжыл[а-яғыңдн]*"
EN_YEAR: Final = (
    r"(?:twenty\s(?:nineteen|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|twenty(?:[ -](?:one|two|three|four|five|six))?)"
    r"|two\sthousand(?:\sand)?\s(?:nineteen|twenty(?:[ -](?:one|two|three|four|five|six))?"
    r"|[a-z]{3,9}teen|one|two|three|four|five|six|seven|eight|nine)"
    r"|nineteen\s(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four"
    r"|five|six|seven"
    r"|eight|nine))?)(?!\w)"
)
