"""Words that stand before the number of a paper, a badge or a record; documents.py beside it uses them."""

import re

# Papers that one person holds: any number of four digits near them is theirs.
PAPER = re.compile(
    r"удостоверени\w+|\bудост\.|\bуд\.?\s?лич\w*|\bуд\.?\s?л\b|\bу/л\b|\bуд-[ие]\w*|\bжеке куә\b|\bкуә\."
    r"|\bku[aá]lik\w*"
    r"|(?:загран)?паспорт\w*|загранник\w*|куәлі\w+"
    r"|төлқұжат\w*|tölqūjat\w*|kuälı\w*"
    r"|\bpassports?\b|\bID\b(?=\s(?:is|number|no|№)|\s?[:№]|\s?$)|\b(?:id|identity)[ -]?cards?\b"
    r"|\bidentity document|\blicen[cs]e\b"
    r"|\bcertificates?\b|(?:военн|членск|студенч|читательск|партийн|әскери|ветеран)\w*\s?билет[а-я]{0,3}\b"
    r"|\bбилет[а-я]{0,3}(?=\s?№)"
    r"|\b(?:жетон|(?:j|zh)eton)\w*|төсбелгі\w*|tösbelgı\w*|бейдж\w*|\bbadges?\b|\btokens?\b|\bзнак[а-я]{0,3}\b"
    r"|\bwarrants?\b"
    r"|\bвид[а-я]{0,2} на жительство|свидетельств[оау]\w*\s+о\s+(?:рожд|смерт|брак|регистр|растор)\w*"
    r"|водительск\w+|\bправа\b|военник\w*|зач[её]тк\w+|(?:мед|трудов|пенсион|служебн)\w*\.?\s(?:книжк"
    r"|удост)\w+|(?:military|student|pension|service|press|union)\s(?:ticket|card|book|certificate)"
    r"|\brefugee\b|\basylum\b|беженц\w+|босқын\w*"
    r"|\bВУ\b|техпаспорт\w*|\bСРТС\b|military (?:id|card)|residence permit|visa\b|\bвиз[аыуе]\b"
    r"|service number|personal (?:number|file)|личн\w+ (?:номер|дел)\w*|жеке нөмір\w*|табель\w*"
    r"|\bжеке\s[іи]с(?:і|ім|ің|іміз|іңіз)?(?:нің|ң|нде|не|н)?\b|\b[jz]h?eke\s[ıiі]s[ıiі]\w{0,5}",
    re.IGNORECASE,
)
# Records: their number must look like one (a slash, a hyphen, letters, or many digits).
RECORD = re.compile(
    r"справк\w+|spravk\w+|kart[ao]chk\w+|protokol\w*|тірке(?:у|л)\w*|(?:hospital|medical|patient"
    r"|clinic)\s(?:card|record|file|number)|tirkeu\w*|регистрац\w+|регистр\.|направлени\w+|жолдама\w*"
    r"|выписк\w+|эпикриз\w*|\bвх\.|\bисх\.|\bкіріс\b|\bшығыс\b|анықтама\w*|anyqtama\w*|\bкарт[аеуы]\b"
    r"|карточк\w+|истори\w+ болезни|медкарт\w+"
    r"|\bкарта больного"
    r"|ауру тарихы\w*|заключени\w+|экспертиз\w+|сараптама\w*|қорытынды\w*|протокол\w*|хаттама\w*|акт[ае]?\b"
    r"|постановлени\w+|қаулы\w*|определени\w+|приказ\w*|бұйрық\w*|ордер\w*|повестк\w+|заявлени\w+"
    r"|обращени\w+|жалоб\w+"
    r"|шағым\w*|талон\w*|өтініш\w*|договор\w*|полис\w*|доверенност\w+|квитанци\w+|\brecords?\b"
    r"|\bfile\b|medical card"
    r"|\breport\b|\bprotocol\b|\border\b|\bcomplaint\b|\breference\b|\bpolicy\b|\breceipt\b"
    r"|\bregist\w+|реестр\w*|тізілім\w*|\bисходящ\w+|\bвходящ\w+|больничн\w+|рентген\w*|\bсним(?:ок|ка|ке)\b"
    r"|рецепт\w*|қағаз\w*|\bqa[ğǵg]az\w*|\bхаты?\b|\bхат(?:та|тың|ының|ында)\b|\bhaty\w*"
    r"|\bb[uūú][ıi]?[iy]r[yı][qk]\w*"
    r"|\bлист(?:ок|ка|а|е|у)?\b|\btickets?\b|\bsheets?\b|\bslips?\b|\bprescription\w*|\bx-ray\w*|\breferral\w*"
    r"|журнал\w*|нөмір\w*|n[oö]m[iıe]r\w*|nómi?r\w*|\bномер\w*|\bnumber\b|рег\.|учётн\w+|\bno\.|№",
    re.IGNORECASE,
)
SIGN = re.compile(
    r"(?:№|\bno\b\.?|\bномер\w{0,2}|нөмір\w{0,3}|number|n[oö]m[iıe]r\w{0,3}|nómi?r\w{0,3}|рег\.\s?№)\s?$",
    re.I,
)
OWN_RECORD = re.compile(
    r"(?<![^\W_])(?:справк|протокол|повестк|направлени|талон|обращени|жалоб|заявлени|квитанци|ордер"
    r"|постановлени|решени"
    r"|запис|карт[аеуыо]|медкарт|книжк|выписк|эпикриз|вход|исход|рапорт|акт[аеу]?(?!\w)|заключени"
    r"|экспертиз|договор"
    r"|пропуск|ходатайств|осужд[её]нн|заключ[её]нн|задержанн|билет|бирк|жетон|регистраци|зарегистрир"
    r"|материал|дел[оауе](?!\w)"
    r"|анықтама|хаттама|шақыру|жолдама|шағым|өтініш|арыз|тірке|қорытынды|сараптама|түбіртек|қаулы|кітапша"
    r"|жазба|іс(?:тің|ім)|қағаз|хат(?:ы|тың|та)?(?!\w)|бұйры[қғ]|кіріс(?!\w)|шығыс(?!\w)|рентген|сним(?:ок|к)"
    r"|больничн|рецепт|письм|приказ|анализ|флюорограф|нұсқау|рұқсат|қолхат"
    r"|qa[ğǵg]az|haty?(?!\w)|b[uūú][ıi]?[iy]r[yı][qk]|rentgen|sheet|slip|letter|x-ray|prescription|warrant"
    r"|anyqtama|spravk|protokol|[sş]h?a[gğǵ]ym|tirke|protocol|report|certificate|card|file|record"
    r"|complaint|application|petition"
    r"|ticket|summons|order|warrant|chart|receipt|referral|summary|reference|regist|ruling|case|prisoner"
    r"|convict|inmate"
    r"|detainee|licence|license|badge|tag|discharge)",
    re.I,
)
PUBLIC_BODY = re.compile(
    r"(?<![^\W_])(?:школ|больниц|поликлиник|детсад|сад|роддом|колони|сизо|ивс|участ|отдел|кабинет|камер"
    r"|палат|комнат|дом|квартир|корпус"
    r"|маршрут|автобус|форм|пункт|стать|приложени|мектеб|мектеп|аурухана|емхана|бөлім|учаске|school"
    r"|hospital|clinic|colony"
    r"|department|room|cell|ward|station|unit|bus|article|form)\w*[ ,]*$",
    re.I,
)
# numbers of laws and decrees, which everybody may read
LAW = re.compile(
    r"\b(?:закон\w*|указ[аеу]?|кодекс\w*|заң\w*|конвенци\w+|резолюци\w+|law|decree|act"
    r"|resolution|(?:приказ\w*|бұйры[қғ]\w*)(?=\s(?:министр|мвд|минздрав|мз\b|іім))\s\w+)\b[^.;\n]{0,20}$",
    re.I,
)
