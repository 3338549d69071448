"""Closed sets of lower-case words that decide what a name-form is where it stands."""

from typing import Final

from redact.data import lines_of

# So common in running speech that in lower case only a surname or patronymic beside them counts.
SPEECH: Final = frozenset(
    """
    болат еркін мүмкін жан жаным ер дана бақыт дос мир мира вера надежда любовь роман слава may will art
    mark hope ай күн жаз тұрар тұрсын тұрған сана мерей қуат үміт тілек ана ата апа баба сая арай нұр гүл
    қанат ермек жеңіс бейбіт победа лада дин дина дало майя мая саша леса полина марка марки муза тома лев
    льва grant rich rob bill grace faith joy
    """.split()
)

# At the head of a sentence these are words before they are names.
OPENERS: Final = frozenset(
    """
    мир мира слава победа любовь надежда вера свет сила май марта март роман бақыт ата ана апа баба жан
    дос күн ай еркін жеке қамау кеңес еңбек тұңғыш сайын батыр сана сая сайлау сапар алтын алма азамат
    адам салтанат сағат талап тілек үміт қуат рахмет рақмет бауыр мен дана бала жыл will may hope mark
    bill art can don long more price summer april june august rich son faith joy early autumn dawn said
    close pat sue rob chase skip grant chance norm general west north bush rose still young hard short
    cash earl cross wells miles field stone wood lane green brown black white king bishop page bell hall
    bond pool worth reed love many sunny sandy rusty misty stormy rocky merry marry carry harry barry jean
    ray guy gene gale glen dale dean frank ernest constant victor major chuck jack jim drew curt өмір
    береке ырыс игілік рух тұлпар барыс моншақ балапан көркем таң шуақ теңіз құрбан қоныс боран дауыл емен
    терек үкі бүркіт аққу қоңыр мейірім қайырым ізгілік адал ақыл білім ақын күй саз мырза төре қорған
    пана сенім парасат достық келісім қызық қазына несібе марапат атақ даңқ nick tab kit tad pip max rex
    van wade wall tuck monday sky star storm heath forest cliff
    """.split()
)

# Respectful short forms: the first syllable of a name and -ке.
RESPECT_FORMS: Final = frozenset(
    """
    маке мәке баке бәке саке сәке таке тәке жаке жәке даке дәке ереке нуреке нұреке асеке беке кеке оке
    уаке қаке каке шаке шәке қайреке кайреке әлеке алеке абеке әбеке секе сереке бауке төке ораке мұқа
    ғалеке күке дуке дәуке берекe жуке жүке нуке нүке исеке ісеке жомеке тілеке
    """.split()
)

# Words in -ов that everybody uses.
NOT_SURNAMES: Final = frozenset(
    """
    готов здоров часов месяцев голов основ снов слов нов условн иванов- голова головы голове голову корова
    коровы основа основы снова
    """.split()
)

# After "my name is" these never are a name.
FUNCTION: Final = frozenset(
    """
    и а но не ну да нет как что кто это то меня его её ее их я ты он она мы вы они мне мой моя моё мои наш
    ваш свой все всё так там тут здесь уже ещё еще потом тогда просто на в во с со к ко у о об от до из за
    по под над при для без через был была были есть будет или если когда где вот тоже только очень сам
    сама который которая никто никак теперь сейчас значит короче типа этот эта тот та один одна потому
    поэтому чтобы чтоб ведь называть лет год мен сен ол біз сіз олар мынау осы сол менің сенің оның біздің
    және пен бен де те ма ме ба бе па пе емес жоқ бар иә кім қалай деп деген дейді деді еді екен болды
    болған болады болып өзі өз бірақ сосын содан кейін енді тағы жаста жасымда the a an is was were are am
    be been not no yes and or but so i you he she it we they me him her us them my your his its our their
    this that these those here there what who how well um uh okay ok oh like just also very because from
    in on at to of for with by as all everyone something nothing police only then now when where which
    it's that's i'm don't didn't unknown removed withheld confidential hidden changed
    """.split()
)

# A dot behind one of these ends no sentence.
ABBREVIATED: Final = frozenset(
    """
    mr mrs ms dr sgt lt capt col maj gen insp lieut st лейт серж подп прап кап о г гр тов ул пр им см т д
    рис гос зам нач ст чл
    """.split()
)

# A name follows these at once, even in lower case.
NAMES_ME: Final = frozenset(
    """
    зовут звали звать атым есімім атымды atym atım esımım esimim
    """.split()
)

# A name precedes these ("Серік деген жігіт").
SAYS_NAME_BEFORE: Final = frozenset(
    """
    деген дейтін атты есімді есiмдi degen atty esımdı деп degendı дегенді зовут звали
    """.split()
)

# Groups of capitals that are countries, courts, hours and the like.
NOT_INITIALS: Final = frozenset(
    """
    us uk eu un рк рф кр ук сш вд юш пс ps nb дp am pm dc ср тк тд тп те гр нэ жт аю ip qa pr тв no id вв
    гг жж ао ип пр фио og ok гу ру дв дк ду сб уд оп
    """.split()
)

# Names that are words in Kazakh only, typed as in Russian text.
KAZAKH_WORDS: Final = frozenset(
    """
    азамат арман алмас асыл айдын айдос аян ардак бахыт бакыт бейбит болат даулет даурен дидар думан
    дархан ермек еркин женис жанар жанат жаркын жулдыз кайрат канат куаныш куат мадияр максат марал мейрам
    мерей мурат нурлан рахат рахим сабыр санат саят сауле серик талап талгат темир тилек улан умит шолпан
    шынар айгуль айнур акбота жибек меруерт назым назгуль самал сая арай кунсулу
    """.split()
)

# "Son of", "daughter of" as words of their own: the names of the child and the father stand about them.
SON_OF: Final = frozenset(
    """
    оғлы оглы огли ўғли ўғлы ўгли уғлы угли оғли қизи кизи гызы oğlu oglu ogly ogli oğli oghli ugli ughli
    uulu qizi kizi gizi gyzy qızı bint ibn ибн
    """.split()
)

# The same words, where they may also mean "his daughter", "his son".
CHILD_OF: Final = frozenset("кызы қызы уулу ұлы улы qyzy kyzy uly".split())

# Makes of cars and telephones, banks and services: capitals that are nobody's, in any form.
MAKES: Final = frozenset(lines_of("names", "makes"))
# What such words begin with in all endings.
PLATFORMS: Final = lines_of("names", "platforms")
