"""Ages that are said in a roundabout way: under eighteen, за сорок, полтинник, отыз үштемін; for ages.py."""

import re
from typing import Final

_RU_TENS = r"(?:десять|двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто|сто)"
_RU_UNITS = r"(?:один|два|три|четыре|пять|шесть|семь|восемь|девять)"
_RU_TEEN = r"(?:[а-яё]+надцать)"
_RU_NUMBER = rf"(?:{_RU_TENS}(?:\s{_RU_UNITS})?|{_RU_TEEN}|{_RU_UNITS}|\d{{1,2}})"
_RU_GENITIVE = (
    r"(?:(?:двадцати|тридцати|сорока|пятидесяти|шестидесяти|семидесяти|восьмидесяти|девяноста|десяти)"
    r"(?:[\s-](?:одного|двух|тр[её]х|четыр[её]х|пяти|шести|семи|восьми|девяти))?|[а-яё]+надцати|пяти|шести"
    r"|семи|восьми|девяти)"
)
_RU_ORDINAL = (
    r"(?:(?:двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто)\s(?:перв|втор"
    r"|трет|четв[её]рт|пят"
    r"|шест|седьм|восьм|девят)\w{2}|[а-яё]+надцатый|двадцатый|тридцатый|сороковой|(?:пяти|шести|семи"
    r"|восьми)?десятый"
    r"|седьмой|восьмой|девятый|шестой|\d{1,2}-?й)"
)
_UNLESS = (
    r"(?!\s?(?:тысяч|тыс|тенге|тг\b|км|кило|метр|человек|минут|дн[ея]|сут|раз\b|часов|удар|процент|%"
    r"|градус|машин|штук|кг"
    r"|назад|работал|прожил|отсидел))"
)
_RU_BODY = (
    r"(?:мужчин\w|мужик\w?|женщин\w|т[её]тк\w|дяд\w|баб\w{1,4}|дед\w?|старик\w?|старух\w|парн\w|парень"
    r"|девушк\w|на вид"
    r"|следовател\w|врач\w?|сосед\w{0,2})"
)
_KK_TENS = (
    r"(?:он|жиырма|отыз|қырық|елу|алпыс|жетпіс|сексен|тоқсан|on|jiyrma|jıyrma|otyz|qyryq|elu|alpys"
    r"|jetpis|seksen|toqsan)"
)
_KK_UNITS = (
    r"(?:бір|екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз|bir|bır|eki|ekı|ush|üş|úsh|tort|tört|tórt|bes|alty|jeti"
    r"|jetı|segiz|segız"
    r"|toğyz|toǵyz|togyz)"
)
_KK_NUMBER = rf"(?:(?:{_KK_TENS}\s)?(?:{_KK_UNITS}|{_KK_TENS})|\d{{1,2}}-?)"
_KK_KIN_AFTER = (
    r"(?=\s(?:ұл|қыз|бала|іні|аға|әпке|апа|әке|ана|шеше|жігіт|әйел|кемпір|шал|келін|немере|бауыр|қарындас"
    r"|сіңлі|күйеу"
    r"|студент|жасөспірім|ер\b|еркек|кісі|адам|азамат|оқушы|жап-жас|жас\s|ul|qyz|bala|ini|aga|ana|ata))"
)

# Each pattern's first group is the age.
BESIDE_PERSON: Final = (
    rf"(?:\s(?:же|уже|и|было|тогда|сейчас|далеко|хорошо|сильно|ведь|наверное|где-то|теперь|недавно|всего"
    rf"|только)){{0,3}}\s"
    rf"((?:под|за|около|где-то под)\s{_RU_NUMBER}(?:\sлет)?|полтинник\w{{0,2}}|лет\s(?:под\s"
    rf"|за\s)?(?:{_RU_NUMBER}|{_RU_GENITIVE})"
    rf"|{_RU_ORDINAL}\sгод)(?!\w){_UNLESS}"
)
ALONE: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # женщина лет сорока пяти, мужик под пятьдесят
        rf"(?<!\w){_RU_BODY},?\s((?:лет\s(?:под\s)?(?:{_RU_GENITIVE}|{_RU_NUMBER})|(?:под"
        rf"|за)\s{_RU_TENS}))(?!\w){_UNLESS}",
        # малому лет двадцать: a dative and a guess
        rf"(?<!\w)[а-яё]+(?:ому|ему|нику|чику|[её]нку|тею|шке|чине|щине|арю"
        rf"|сту)\s(лет\s(?:под\s)?{_RU_NUMBER})(?!\w){_UNLESS}",
        rf"[,(—-]\s?(лет\s{_RU_GENITIVE})(?!\w)",
        rf"(?<!\w)(?:ш[её]л|пош[её]л)\s(?:ей|ему|мне|им)?\s?({_RU_ORDINAL}\sгод)(?!\w)",
        r"(?<!\w)(?:разменял\w?|за|пошел|пош[её]л)\s((?:третий|четв[её]ртый|пятый|шестой|седьмой|восьмой"
        r"|девятый)\sдесяток)(?!\w)",
        r"(?<!\w)(на\s(?:третьем|четв[её]ртом|пятом|шестом|седьмом|восьмом|девятом)\sдесятке)(?!\w)",
        r"(?<!\w)разменял\w?\s(полтинник)(?!\w)",
        r"(?<!\w)((?:годовал|полуторагодовал|полугодовал|(?:двух|тр[её]х|четыр[её]х|пяти|шести|семи|восьми"
        r"|девяти|десяти)месячн"
        r"|полуторамесячн|двухнедельн|трёхнедельн)(?:ый|ая|ого|ой|ому|ую|ым|ом|ые|ых|ое))(?!\w)",
        rf"(?<!\w)((?:{_RU_NUMBER}|{_RU_GENITIVE})\sполных\s(?:лет|года?))(?!\w)",
        rf"(?<!\w)({_KK_NUMBER}(?:[дт][ае]|d[ae]|t[ae])(?:м[ыіi]н|myn|м[ыі]з|б[ыі]з|с[ыі]ң|с[ыі]з))(?!\w)",
        # inım on altyda, qyzym jiyrma birde
        rf"(?<!\w)(?:in[iı]m|aǵam|ağam|agam|qyzym|ūlym|ulym|ápkem|äpkem|apkem|sińlim|kúıeýim|küieuım|balam"
        rf"|özım|ozim)"
        rf"(?:\s[^\W\d_]+)?\s({_KK_NUMBER}(?:[dt][ae])(?:m[yiı]n)?)(?=[.,;)]|$)",
        rf"(?<!\w)(?<!сағат\s)({_KK_NUMBER}(?:[дт][ае](?:ғы|гі)|[dt]a[ğǵg]y"
        rf"|[dt]eg[iı]))(?!\w){_KK_KIN_AFTER}",
        rf"(?<!\w)({_KK_NUMBER}(?:-ақ|\sғана|-aq|\s?-?дің|\sсол)\s(?:жас|jas)\w{{0,6}})(?!\w)",
        rf"(?<!\w)({_KK_NUMBER}\s?(?:айлық|aılyq|ailyq))(?=\s(?:сәби|бала|ұл|қыз|нәресте|бөбе|бүлдіршін"
        rf"|bala|qyz|ul))",
        r"(?<!\w)(in\s(?:his|her|my|their|the)\s(?:early\s|mid[\s-]|late\s)?(?:teens|twenties|thirties"
        r"|forties|fifties|sixties"
        r"|seventies|eighties|[2-8]0s))(?!\w)",
        r"(?<!\w)((?:early|mid|late)[\s-](?:teens|twenties|thirties|forties|fifties|sixties|seventies"
        r"|[2-8]0s))(?!\w)",
        r"(?<!\w)(?:is|was|are|were|be|being|still|both|all|people|anyone|minors?|children|boys"
        r"|girls)\s((?:well\s)?(?:under|over)"
        r"\s(?:\d{1,2}|(?:four|six|eigh|seven|fif|thir)teen|twelve|twenty(?:-one)?|thirty|forty|fifty"
        r"|sixty|seventy))(?!\w)"
        r"(?!\s?(?:people|men|km|hours?|minutes?|days?|weeks?|months?|percent|%|degrees|thousand|times"
        r"|kilo|of\b|officers))",
        r"(?<!\w)((?:(?:thir|four|fif|six|seven|eigh|nine)teen|eleven|twelve|ten|(?:twenty|thirty|forty"
        r"|fifty|sixty|seventy|eighty)"
        r"(?:-(?:one|two|three|four|five|six|seven|eight|nine))?|(?:five|six|seven|eight"
        r"|nine))[\s-]years?[\s-]olds?)(?!\w)",
    )
)
# тридцать лет я работал: a verb after the years makes them a span of time
DURATION_AFTER: Final = re.compile(
    r",?\s(?:я|мы|он|она|они|ты|вы)?\s?(?:там\s|тут\s|здесь\s|его\s|её\s|не\s|ему\s|уже\s"
    r"|пишу\s)?(?:[а-яё]{2,}(?:л|ла|ли|лся|лась|лись)"
    r"|работаю|живу|живём|живем|торгую|служу|хожу|жду|езжу|вожу|учу|лечу|строю|шью|пишу|держу|пасу|молчу"
    r"|варю|пеку|копаю"
    r"|стою|сижу)(?!\w)"
)
