"""Occupations as dictionary forms in three languages, and the test whether a word is a form of one.

General knowledge, lower case. Feminine forms in -щица, -ница, -истка are made from the masculine ones.
"""

import re
from functools import cache, lru_cache
from typing import Final

_RU: Final = """
автомеханик автомойщик автослесарь агроном агрохимик айтишник аккомпаниатор аккордеонист актёр акушер
акушерка альпинист аналитик аниматор аппаратчик арендатор арматурщик археолог архивариус архитектор астроном
асфальтировщик аудитор байер бакенщик балерина бандурист банщик барабанщик барбер бариста бармен баянист
бетонщик библиотекарь биолог битумщик блогер бондарь бортпроводник ботаник бригадир бровист бродильщик
брокер брошюровщик булочник бульдозерист бурильщик бурмастер буровик бухгалтер бэкенд-разработчик вагонник
вагоновожатый вальщик валяльщик веб-дизайнер верстальщик весовщик ветврач ветеринар ветфельдшер взрывник
видеограф видеооператор визажист виноградарь винодел виолончелист водолаз вожатый воспитатель
вулканизаторщик вышивальщица вязальщица газовик газопереработчик газорезчик газосварщик газоэлектросварщик
гальваник гардеробщик геодезист геолог геофизик гидролог гидротехник гитарист гобоист гончар горничная
горновой горнорабочий горняк гравёр гример грузчик грумер гувернантка дальнобойщик дворник дегустатор
декоратор делопроизводитель дерматолог дефектолог диджей дизайнер диктор дирижёр диспетчер дозиметрист докер
домбрист доменщик домработница дорожник дояр доярка драматург дрессировщик дробильщик егерь
животновод забойщик заведующая завуч завхоз закройщик закройщица заправщик зверовод звонарь звукооператор
звукорежиссёр землекоп землемер землеустроитель зоолог зоотехник изолировщик изыскатель иллюстратор
имам-репетитор инженер инкассатор инструктор историк каменотёс каменщик камнерез камнетёс канатоходец
кардиолог каротажник картограф кассир кинолог киномеханик кладовщик классировщик клоун ковровщица кожевник
колбасник колорист кольщик комбайнёр комбинатор комендант композитор кондитер кондуктор коневод коновод
консервщик контролёр концертмейстер конюх копирайтер копировщик корректор косметолог костюмер котельщик
кочегар крановщик краснодеревщик кровельщик крупье кузнец кукловод курьер кюйши лаборант лаборантка
лакировщик лекальщик лепщик лепёшечник лесник лесничий лесоруб лингвист литейщик лифтёр логист логопед
лоцман лудильщик лётчик макетчик маляр маникюрша маркетолог маркировщик маркшейдер маршрутчик массажист
мастер матрос машинист машинистка медбрат медник медсестра мелиоратор мельник менеджер мерчендайзер
металлург метеоролог методист механизатор механик микробиолог мойщик монтажник монтёр мостовик моторист
музыкант музыковед мулла мясник набойщик наборщик наездник наладчик намотчик настройщик натурщица нефтехимик
нефтяник няня обвальщик обжигальщик обивщик облицовщик обмотчик обогатитель обойщик обувщик обходчик
овощевод овцевод огранщик озеленитель океанолог окулист оленевод оператор оптик органист осветитель
осеменатор осмотрщик отделочник официант охотовед оценщик очистчик палеонтолог парикмахер паркетчик паромщик
пасечник пастух паяльщик певец певица педикюрша пекарь переводчик переплётчик пескоструйщик печатник печник
пианист пиарщик пимокат плавильщик плиточник плотник повар пожарный помбур пономарь портниха портной портье
посудомойка посудомойщица почвовед почтальон прачка преподаватель прессовщик приёмщик пробоотборщик провизор
проводник программист продавец продавщица проектировщик прокатчик промоутер промышленник прораб проходчик
прядильщица птицевод птичница путеец пчеловод рабочий радиоведущая радиомеханик радист раздатчик раздельщик
разнорабочий разработчик раскройщик растениевод реаниматолог регент реечник режиссёр резчик реквизитор
ремонтник рентгенолог репетитор реставратор рефрижераторщик риелтор рихтовщик риэлтор рыбак
рыбовод рыбоинспектор садовник садовод саксофонист самсист санитар сантехник сапожник сборщик сборщица
сварщик свинарка свиновод седельник сейсмолог секретарь селекционер сиделка сисадмин скорняк скотник скрипач
скульптор слесарь смазчик смм-щик сммщик смотритель сортировщик социолог соцработник спасатель спелеолог
сплавщик сталевар стекловар стекольщик стенографист столяр стоматолог сторож стрелочник стример строгальщик
стропальщик стюард стюардесса судомеханик сучкоруб сушильщик сценарист сценограф сыровар сыродел табаковод
табунщик такелажник таксидермист таксист тальман тамада танцовщик танцор таргетолог татуировщик телеведущая
телеведущий телемастер телефонист телятник телятница теплотехник термист тестировщик тестомес технолог
товаровед токарь топограф торговец торговка травник тракторист тренер трубач трубоукладчик трубочист тюнер
уборщик угольщик укладчик упаковщик учитель учительница фальцовщик фармацевт фасовщик фельдшер фермер
физиотерапевт физрук филолог фитотерапевт флейтист флорист фольклорист формовщик фотограф фрезеровщик фризёр
фрилансер футеровщик химик хлебопёк хлопковод хлопкороб хлопкоуборщица хореограф хормейстер художник чабан
чайханщик часовщик чеканщик чертёжник чистильщик шахтёр шашлычник швея шинник шиномонтажник шкипер шлифовщик
шорник шофёр-дальнобойщик штамповщик штукатур штурман эколог экономист экономка экскаваторщик экскурсовод
экспедитор электрик электромеханик электромонтёр электронщик электросварщик эмальер энергетик энтомолог
этнограф ювелир юрисконсульт ямщик
"""
_KK: Final = """
агроном айтишник актер акушер арашы архивші асаба аспаз аспазшы асшы атбегі аудармашы аула-сыпырушы ақын
аңшы балшы балықшы бапкер баптаушы баптаушысы бариста басушы бағбан бағбаншы бағдарламашы бақташы бақшашы
бейнеоператор биолог биші блогер бояушы бригадир бульдозерші бухгалтер бұзаушы бұрғылаушы бұрғышы бөрікші
вагоншы веб-дизайнер ветеринар визажист газосварщик геодезист геолог гидролог гүлші даяшы дизайнер дирижер
диспетчер дихан диқан домбырашы дәнекерлеуші дәнекерші дәрігер-ветеринар егуші есепші етші етікші
ешкіші жаттықтырушы жиһазшы жолсерік журналист жуушы жылқышы жырау жыршы жүкші жүргізуші-дальнобойщик
жөндеуші завуч зергер зоотехник имам инженер кассир кенші кестеші кесуші киізші киімші комбайншы кондитер
кондуктор кочегар краншы курьер кілемші кірпішші кірші кітапханашы күйші күрішші күтуші кәуапшы көкөнісші
көрпеші лаборант лифтер логопед мал-бағушы мал-дәрігер малбағар малшы маркшейдер массажист машинист мақташы
медбике мейірбике мейіргер менеджер метеоролог механик мирап молда монтаждаушы монтажер моторшы музыкант
мұнайшы мұражайшы мұғалім нанбайшы наншы наубайшы омарташы оператор от-жағушы оттықшы оқытушы паркетші
плиткашы пошташы программист психолог пісіруші редактор режиссер самсашы санитарка
сантехник сатушы сауыншы саятшы сағатшы сварщик сейіс сисадмин сиыршы слесарь слесарь-сантехник соғушы
стоматолог суармалы суретші сыбызғышы сылақшы сыпырушы сәлемдемеші сәулетші тазалаушы таксист тальман тамада
тандыршы тарихшы тасушы теміржолшы темірші термеші теруші технолог технолог-инженер токарь топограф тоқушы
тоқымашы тоңазытқышшы тракторшы трубашы тігінші тігіншісі тікші тілші түйеші тәрбиеші фармацевт
фармацевт-провизор фельдшер фермер физик флорист фотограф химик хореограф шатыршы шахтер шаштараз шебер
шопан шұбатшы эколог экономист экскаваторшы экскурсовод электрик электромонтер ізші қазандықшы қалаушы
қамшыгер қарауыл қасапшы қобызшы қозышы қоймашы қойшы қолөнерші қымызшы құрастырушы құрылысшы құсбегі
құтқарушы құюшы ұста ұстаз ұсташы әдіскер әнші өрмекші өруші
"""
_KK_LATIN: Final = """
mūğalım mugalım muǵalim mugalim tärbieşı tárbieshi meiırbike mediirbike medbike feldşer aspaz naubaişy
naýbaishy tıgınşı tiginshi satuşy satýshy esepşı jürgızuşı mäşinist dänekerleuşı elektrik qūrylysşy
qurylysshy şeber sheber kenşı operator injener jurnalist audarmaşy aýdarmashy kıtaphanaşy kitaphanashy
fermer malşy malshy balyqşy balyqshy jöndeuşı zerger kılemşı kilemshi logoped suretşı sýretshi usta ūsta
dombyraşy kúishi küişi qoişy qoishy jylqyşy jylqyshy munaişy munaishy şopan shopan toqymaşy
"""
_EN: Final = """
accordionist accountant actor actress acupuncturist agronomist anaesthetist analyst animator announcer
apprentice archaeologist architect archivist artist assembler auctioneer auditor babysitter baker bandmaster
barber barista bartender basketmaker beautician beekeeper biologist blacksmith blaster blogger blower
boatman boilerman bookbinder bookkeeper botanist bottler brazier breeder brewer bricklayer broker builder
butcher butler cabinetmaker calligrapher cameraman cardiologist caretaker carpenter cartographer carver
cashier caterer cellist chef chemist choirmaster choreographer cleaner clerk coach cobbler collier colourist
comedian composer concierge confectioner cook cooper coppersmith copywriter courier cowherd craftsman
craneman cutter cyclist dairymaid dancer decorator dentist designer developer dietician digger dispatcher
distiller diver docker dockhand draftsman dramatist draughtsman dressmaker driller drummer dyer ecologist
economist editor electrician electronics embroiderer engineer engraver entomologist excavator falconer
farmer farmhand felter ferryman fiddler firefighter fisherman fishmonger fitter flautist florist forager
foreman forester forger founder fruit-seller furrier galvaniser gardener gatekeeper geneticist geodesist
geographer geologist gilder glassblower glazier goatherd goldsmith governess grinder groom grower guitarist
gunsmith hairdresser hairstylist harpist hatmaker hatter herbalist herder herdsman historian horseman
horticulturist housekeeper hunter hydrologist illustrator instructor interpreter ironmonger jeweler jeweller
jockey joiner journalist juggler keeper knitter labourer laundress lecturer librarian lifeguard lineman
linesman linguist loader locksmith logger lumberjack machinist maid manicurist mason masseur masseuse
mathematician metalworker meteorologist midwife milkmaid miller milliner miner mixer moulder muralist
musician nanny netmaker nurse nurseryman oilman optician orderly organist packer painter paramedic paver
pharmacist philologist photographer physiotherapist pianist picker pilot plasterer plater plumber poet
polisher postman postwoman potter poultryman presser printer programmer proofreader psychologist puppeteer
quarryman radiographer radiologist railwayman rancher receptionist reindeer-herder repairman reporter
restorer rigger roofer ropemaker saddler sailor salesman saleswoman sawyer sculptor seamstress seismologist
setter shearer shepherd shipwright shoemaker shopkeeper signalman silversmith singer slinger smelter smith
sociologist sommelier sorter soundman spinner stablehand stableman stenographer stevedore steward stewardess
stitcher stoker stonecutter stonemason storekeeper surveyor switchman tailor tanner tattooist taxidermist
teacher technician technologist telephonist therapist thresher tiler tinker tinsmith toolmaker tracklayer
tractorist translator trapper trimmer trucker trumpeter tuner turner tutor typesetter typist upholsterer vet
veterinarian videographer violinist waiter waitress washer watchmaker watchman weaver webmaster weigher
welder wheelwright winemaker woodcarver woodcutter wrangler writer zoologist zootechnician
"""
# They end like occupations and are none, or are everybody's role in such stories.
NOT_JOBS: Final = frozenset(
    """
    мальчик ящик помощник участник свидетель житель родственник племянник заключённый преступник
    соучастник виновник начальник полковник подполковник майор прокурор следователь оперативник
    участковый сотрудник полицейский охранник конвойный конвоир защитник адвокат доктор врач хирург
    директор заявитель потерпевший пострадавший задержанный школьник школьница студент студентка
    пенсионер пенсионерка сторонник зритель родитель победитель заложник насильник зачинщик погромщик
    доносчик обидчик понедельник вторник ученик ученица воротник источник праздник наручник чайник
    любитель посетитель водитель сокамерник сокамерница дневник сборник памятник рудник родник волонтёр
    активист террорист экстремист провокатор боец солдат көрші оқушы тергеуші айыптаушы қорғаушы сақшы
    жолаушы қатысушы жәбірленуші айыпталушы сөйлеуші ереуілші басшы бастаушы елші арандатушы бүлікші
    көтерілісші тыңшы күзетші жүргізуші тұтқындаушы зорлаушы тонаушы тыңдаушы ұрлаушы ұрушы атушы
    шағымданушы куәлік алушы беруші келуші кетуші айтушы көруші өтінуші тұрушы болушы тәрбиеленуші
    азаптаушы қинаушы mother father brother sister daughter prisoner foreigner member number stranger
    winner survivor believer teenager loser leader supporter protester passenger bystander fighter other
    another neighbour neighbor officer lawyer doctor driver soldier minister commander investigator
    prosecutor interviewer speaker player worker matter letter paper water winter summer dinner corner
    owner customer newcomer outsider insider danger power order murderer killer attacker monster user
    older younger orphan woman man human gunman policeman policewoman spokesman chairman activist
    terrorist extremist feminist nationalist widower bachelor villager pensioner student offender
    beginner caller former visitor victor minor major honor error director senator mayor juror christian
    muslim kazakhstani russian asian ukrainian civilian veteran
    """.split()
)
_FEMININE: Final = tuple(
    tuple(pair.split("/"))
    for pair in (
        "щик/щиц чик/чиц ник/ниц ист/истк "
        "тель/тельниц тёр/тёрк тер/терш ёр/ёрш ер/ерш ор/орш арь/арш граф/графш "
        "лог/логин ант/антк"
    ).split()
)
_RU_ENDING = re.compile(
    r"(?:а|я|у|ю|ом|ем|ём|ой|ей|ою|ею|ью|ы|и|е|ь|ов|ев|ам|ям|ами|ями|ах|ях|ий|ый|ая|ого|его|ому|ему|ым|им"
    r"|ую|ые|ие|ых|их)?"
)
_KK_ENDING = re.compile(
    r"(?:с?[ыіiıy]|[ыі]?м|[ыі]?ң|[ыі]м[ыі]з)?(?:[мбп][ыіiıy]н|с[ыіiıy][ңñń]|[мбп][ыі]з|с[ыі]з)?"
    r"(?:[нтд][ыіiıy][ңñń]|[ғгқкğǵgqk][аеae]|[нтд][ыіiıy]|[нтд][аеae]н?|[мбп]ен|н[аеae]"
    r"|н)?(?:[лдт][ае]р(?:[ыі]|ға|ге|ды|ді|мен)?)?"
)
_EN_ENDING = re.compile(r"(?:s|es)?")


@cache
def _stems() -> dict[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    for word in _RU.split():
        forms = [word]
        forms += [word.removesuffix(end) + new for end, new in _FEMININE if word.endswith(end)]
        for form in forms:
            for spelt in {form, form.replace("ё", "е")}:
                stem = re.sub(r"(?:ый|ий|ая|[аяьйо])$", "", spelt)
                found[stem] = _RU_ENDING
                if stem.endswith("ец"):
                    found[stem[:-2] + "ц"] = _RU_ENDING
                elif stem.endswith(("нин",)):
                    found[stem[:-2]] = _RU_ENDING
    for word in (*_KK.split(), *_KK_LATIN.split()):
        found[word] = _KK_ENDING
    for word in _EN.split():
        found[word] = _EN_ENDING
    return found


@lru_cache(maxsize=20_000)
def is_job(word: str) -> bool:
    """Whether a lower-case word is a form of a listed occupation; of a hyphened one, either part."""
    if len(word) < 3 or word in NOT_JOBS:
        return False
    stems = _stems()
    for length in range(len(word), max(2, len(word) - 13), -1):
        ending = stems.get(word[:length])
        if ending is not None and ending.fullmatch(word, length):
            return True
    if "-" in word:
        first, _, rest = word.partition("-")
        return is_job(first) or is_job(rest)
    return False


_SHAPED = re.compile(
    r"[а-яё-]{3,}(?:щик|щиц|льник|льниц|оруб|олог|овар|одел|овщик|истк|монтёр|монтажник|мейстер)(?:а|у|ом"
    r"|ем|е|и|ы|ой|ей|ами)?"
    r"|[а-яәіңғүұқөһё-]{2,}(?:ушы|уші|лшы|лші|ршы|рші|қшы|кші|тшы|тші|шшы|пшы|мшы|мші)(?:с?[ыі])?(?:м[ыі]н)?"
    r"|[a-z-]{3,}(?:maker|smith|monger|keeper|herd|wright|ologist|grapher|setter|picker|digger|cutter"
    r"|grower|breeder|builder|repairer)s?"
)


@lru_cache(maxsize=20_000)
def looks_like_job(word: str) -> bool:
    """Whether a lower-case word ends like an occupation and is not known to be something else."""
    if (
        word in NOT_JOBS
        or re.sub(r"(?:с?[ыі]|м[ыі]н)$", "", word) in NOT_JOBS
        or word.endswith(("нші", "ншы"))
    ):
        return False
    if any(
        word.startswith(other)
        for other in ("задерж", "доноc", "помощ", "начальн", "преступ", "участни", "соучаст")
    ):
        return False
    return is_job(word) or _SHAPED.fullmatch(word) is not None
