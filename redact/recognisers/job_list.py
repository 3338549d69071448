"""Occupations as dictionary forms in three languages, and the test whether a word is a form of one.

General knowledge, lower case. Feminine forms in -щица, -ница, -истка, -тельница are made from the masculine ones.
"""

import re
from functools import cache, lru_cache
from typing import Final

_RU: Final = """
агроном агрохимик аккомпаниатор аккордеонист актёр акушер акушерка альпинист аналитик аниматор аппаратчик арматурщик
археолог архивариус архитектор астроном аудитор байер балерина бандурист банщик барабанщик баянист бармен бариста барбер
бетонщик библиотекарь биолог блогер бондарь ботаник бортпроводник бригадир бровист бродильщик брокер брошюровщик
бульдозерист бурильщик буровик бухгалтер валяльщик вальщик веб-дизайнер верстальщик весовщик ветврач ветеринар ветфельдшер
взрывник видеограф видеооператор визажист виноградарь винодел виолончелист водолаз вожатый воспитатель вулканизаторщик
вышивальщица вязальщица газовик газорезчик газосварщик газоэлектросварщик гальваник гардеробщик геодезист геолог геофизик
гидролог гидротехник гитарист гобоист гончар горничная горновой горнорабочий горняк гравёр гример грузчик грумер гувернантка
дворник дегустатор декоратор делопроизводитель дерматолог дефектолог диджей дизайнер диктор диспетчер дирижёр дозиметрист
докер домбрист доменщик домработница дояр доярка драматург дрессировщик дробильщик егерь животновод забойщик заведующая
завхоз завуч закройщик закройщица заправщик звукооператор звукорежиссёр зверовод землекоп землемер землеустроитель зоолог
зоотехник изолировщик инкассатор иллюстратор инженер инструктор историк каменотёс каменщик камнерез камнетёс канатоходец
кардиолог каротажник картограф кассир киномеханик кинолог кладовщик классировщик клоун коваль ковровщица кожевник
кольщик колорист комбайнёр комбинатор комендант композитор кондитер кондуктор коневод коновод консервщик контролёр
концертмейстер конюх копировщик корректор косметолог костюмер котельщик кочегар крановщик краснодеревщик кровельщик
крупье кузнец кукловод курьер кюйши лаборант лаборантка лакировщик лепщик лесник лесничий лесоруб лётчик лекальщик лингвист литейщик
лифтёр логист логопед лоцман лудильщик макетчик маляр маникюрша маркетолог маркировщик маркшейдер массажист матрос
машинист машинистка медник медбрат медсестра мелиоратор мельник менеджер мерчендайзер металлург метеоролог методист механизатор
механик микробиолог мойщик монтажник монтёр моторист музыкант музыковед набойщик наборщик наладчик намотчик настройщик
натурщица наездник нефтяник няня обвальщик обжигальщик обивщик облицовщик обмотчик обогатитель обойщик обувщик овощевод
овцевод огранщик озеленитель океанолог оленевод окулист оператор оптик органист осеменатор осветитель отделочник
официант охотовед оценщик очистчик палеонтолог паркетчик парикмахер паромщик пастух пасечник паяльщик пекарь певец певица
педикюрша переводчик переплётчик пескоструйщик печатник печник пианист плавильщик пимокат плиточник плотник помбур
портной портниха портье посудомойка посудомойщица почтальон почвовед преподаватель прачка прессовщик приёмщик
пробоотборщик провизор проводник программист продавец продавщица проектировщик прораб прокатчик промоутер проходчик
прядильщица птицевод птичница путеец пчеловод рабочий радист радиомеханик раздатчик раздельщик разнорабочий раскройщик растениевод
реаниматолог регент реечник режиссёр резчик реквизитор ремонтник реставратор рентгенолог рентгенлаборант репетитор
рефрижераторщик риелтор рихтовщик рыбак рыбовод рыбоинспектор сантехник садовник садовод саксофонист сапожник
сварщик свиновод свинарка седельник сейсмолог секретарь селекционер сиделка сисадмин скотник скорняк скрипач скульптор слесарь смазчик
социолог соцработник сценарист спасатель спелеолог сплавщик сталевар стекловар стекольщик стенографист столяр сторож
стоматолог строгальщик стропальщик сучкоруб судомеханик сушильщик сыродел сыровар табаковод табунщик такелажник таксист
таксидермист тальман тамада танцор танцовщик татуировщик телефонист телятник телятница телемастер теплотехник термист тестировщик
технолог товаровед токарь торговец торговка травник тракторист трубач трубоукладчик трубочист тренер тюнер уборщик угольщик укладчик
упаковщик учитель учительница фальцовщик фармацевт фасовщик фельдшер фермер физиотерапевт физрук филолог фитотерапевт флейтист
флорист фольклорист формовщик фотограф фрезеровщик фризёр футеровщик химик хлебопёк хлопкороб хлопковод хореограф хормейстер
художник часовщик чабан чеканщик чертёжник чистильщик шахтёр швея шиномонтажник шинник шкипер шлифовщик шорник
шофёр-дальнобойщик штамповщик штукатур штурман экономист экономка экскаваторщик экскурсовод экспедитор эколог электрик
электромеханик электромонтёр электросварщик электронщик эмальер энергетик энтомолог этнограф ювелир юрисконсульт ямщик
айтишник бэкенд-разработчик разработчик сценограф стюардесса стюард пиарщик копирайтер таргетолог смм-щик сммщик
телеведущий телеведущая радиоведущая ведущий-тамада стример фрилансер риэлтор промышленник мулла имам-репетитор звонарь пономарь
оленевод хлопкоуборщица сборщик сборщица чайханщик шашлычник самсист донерщик лепёшечник тестомес булочник мясник колбасник
бакенщик смотритель сортировщик стрелочник обходчик осмотрщик вагонник вагоновожатый дальнобойщик автомеханик автослесарь автомойщик
арендатор маршрутчик битумщик асфальтировщик дорожник мостовик изыскатель топограф бурмастер нефтехимик газопереработчик
"""
_KK: Final = """
мұғалім тәрбиеші оқытушы ұстаз логопед жаттықтырушы мейірбике мейіргер медбике фельдшер акушер фармацевт аспаз аспазшы
наубайшы даяшы кондитер бариста тігінші шаштараз сатушы сатушысы кассир есепші бухгалтер экономист менеджер тракторшы
комбайншы машинист краншы дәнекерлеуші пісіруші слесарь электрик монтаждаушы құрылысшы бояушы ұста шебер кенші шахтер
бұрғышы бұрғылаушы мұнайшы инженер бағдарламашы журналист тілші редактор аудармашы кітапханашы күйші домбырашы әнші суретші
фотограф қарауыл тазалаушы сыпырушы жүкші қоймашы диспетчер кондуктор пошташы фермер шопан малшы қойшы жылқышы сиыршы сауыншы
агроном балықшы бағбан бағбаншы бригадир механик жөндеуші психолог зергер етікші кілемші тоқымашы қолөнерші тальман
технолог геолог метеоролог лаборант завуч әдіскер музыкант сәулетші дизайнер теміржолшы вагоншы жолсерік құтқарушы тікші маркшейдер
донерші кәуапшы самсашы қымызшы шұбатшы нанбайшы наншы етші қасапшы тандыршы жуушы соғушы басушы тоқушы өруші құюшы қалаушы
кесуші тасушы теруші егуші баптаушы баптаушысы бапкер құсбегі саятшы аңшы атбегі сейіс бақташы түйеші ешкіші бұзаушы қозышы
арашы балшы омарташы көкөнісші диқан дихан мирап суармалы бақшашы күрішші мақташы токарь сантехник дәрігер-ветеринар мал-дәрігер
зоотехник ветеринар жүргізуші-дальнобойщик таксист сәлемдемеші курьер визажист массажист стоматолог тамада асаба жыршы термеші
ақын жырау сыбызғышы қобызшы дирижер хореограф биші актер режиссер оператор монтажер бейнеоператор блогер веб-дизайнер
айтишник программист сисадмин электромонтер дәнекерші сварщик газосварщик экскаваторшы бульдозерші моторшы трубашы темірші ұсташы
терезеші есікші шатыршы кірпішші сылақшы плиткашы паркетші жиһазшы тігіншісі киімші бөрікші ерші қамшыгер өрмекші киізші
көрпеші кестеші гүлші гүл-сатушы флорист фармацевт-провизор рентген-лаборант санитарка күтуші бала-күтуші үй-қызметшісі аула-сыпырушы
кірші оттықшы от-жағушы кочегар қазандықшы лифтер слесарь-сантехник топограф геодезист гидролог эколог биолог химик физик тарихшы
архивші мұражайшы экскурсовод ізші құрастырушы технолог-инженер имам молда мал-бағушы малбағар асшы тоңазытқышшы сағатшы
"""
_KK_LATIN: Final = """
mūğalım mugalım muǵalim mugalim tärbieşı tárbieshi meiırbike mediirbike medbike feldşer aspaz naubaişy naýbaishy tıgınşı tiginshi
satuşy satýshy esepşı jürgızuşı mäşinist dänekerleuşı elektrik qūrylysşy qurylysshy şeber sheber kenşı operator injener jurnalist
audarmaşy aýdarmashy kıtaphanaşy kitaphanashy fermer malşy malshy balyqşy balyqshy jöndeuşı zerger kılemşı kilemshi logoped suretşı
sýretshi usta ūsta dombyraşy kúishi küişi qoişy qoishy jylqyşy jylqyshy munaişy munaishy şopan shopan tigin­shi toqymaşy
"""
_EN: Final = """
accordionist accountant actor actress acupuncturist agronomist analyst anaesthetist animator announcer apprentice archaeologist architect
archivist artist assembler auctioneer auditor babysitter baker bandmaster barber barista bartender basketmaker beautician beekeeper
biologist blacksmith blaster blogger boatman boilerman bookbinder bookkeeper botanist bottler brazier breeder brewer bricklayer
broker builder butcher butler cabinetmaker calligrapher cameraman cardiologist caretaker carpenter cartographer carver cashier caterer cellist
chef chemist chimney-sweep choirmaster choreographer cleaner clerk coach cobbler collier colourist comedian composer
concierge confectioner conservator cook cooper coppersmith copywriter courier cowherd craftsman craneman cutter cyclist dairymaid
dancer dentist decorator designer developer dietician digger dispatcher distiller diver docker dockhand draughtsman draftsman dramatist dressmaker
driller drummer dyer ecologist economist editor electrician electronics embroiderer engraver engineer entomologist estate-agent
excavator facilitator falconer farmer farmhand ferryman felter fiddler firefighter fisherman fishmonger fitter florist flautist forager
foreman forester forger founder fruit-seller furrier galvaniser gardener gatekeeper geneticist geodesist geographer geologist gilder
glassblower glazier goatherd goldsmith governess graphic grinder groom grower guitarist gunsmith hairdresser hairstylist harpist
hatter hatmaker herbalist herder herdsman historian horseman horticulturist housekeeper hunter hydrologist illustrator
instructor interpreter ironmonger jeweller jeweler joiner journalist jockey joiner juggler keeper knitter laboratory labourer
laundress layer lecturer librarian lifeguard linguist linesman lineman locksmith logger loader lumberjack machinist maid manicurist
mason masseur masseuse mathematician meteorologist metalworker midwife milkmaid miller milliner miner mixer moulder musician muralist nanny
netmaker nurse nurseryman oilman optician organist orderly packer painter paramedic paver pharmacist philologist photographer physiotherapist
pianist picker pilot plasterer plater plumber polisher poet postman postwoman potter poultryman presser printer programmer proofreader
psychologist puppeteer quarryman radiographer radiologist railwayman rancher receptionist reindeer-herder repairman restorer rigger
roofer ropemaker saddler sailor salesman saleswoman sawyer sculptor seamstress seismologist setter shearer shepherd shipwright shoemaker shopkeeper
signalman silversmith singer slinger smelter smith sociologist sommelier sorter soundman spinner stableman stablehand stenographer stevedore steward
stewardess stitcher stoker stonecutter stonemason storekeeper surveyor switchman tailor tanner tattooist taxidermist teacher technician technologist
telephonist therapist thresher tiler tinker tinsmith toolmaker tracklayer tractorist translator trapper trimmer trucker trumpeter tuner turner
tutor typesetter typist upholsterer usher vet veterinarian videographer violinist waiter waitress washer watchmaker watchman weaver
webmaster welder weigher wheelwright winemaker woodcarver woodcutter wrangler writer zoologist zootechnician
"""
# They end like occupations and are none, or are everybody's role in such stories.
NOT_JOBS: Final = frozenset(
    """мальчик ящик помощник участник свидетель житель родственник племянник заключённый преступник соучастник виновник
    начальник полковник подполковник майор прокурор следователь оперативник участковый сотрудник полицейский охранник конвойный конвоир
    защитник адвокат доктор врач хирург директор заявитель потерпевший пострадавший задержанный школьник школьница студент
    студентка пенсионер пенсионерка сторонник зритель родитель победитель заложник насильник зачинщик погромщик доносчик обидчик
    понедельник вторник ученик ученица воротник источник праздник наручник чайник любитель посетитель водитель сокамерник
    сокамерница дневник сборник памятник рудник родник волонтёр активист террорист экстремист провокатор боец солдат
    көрші оқушы тергеуші айыптаушы қорғаушы сақшы жолаушы қатысушы жәбірленуші айыпталушы сөйлеуші ереуілші басшы бастаушы елші
    арандатушы бүлікші көтерілісші тыңшы жалғасушы күзетші жүргізуші тұтқындаушы зорлаушы тонаушы тыңдаушы ұрлаушы ұрушы атушы
    шағымданушы куәлік алушы беруші келуші кетуші айтушы көруші өтінуші тұрушы болушы тәрбиеленуші студент азаптаушы қинаушы
    mother father brother sister daughter prisoner foreigner member number stranger winner survivor believer teenager loser leader
    supporter protester passenger bystander fighter other another neighbour neighbor officer lawyer doctor driver soldier minister
    commander investigator prosecutor interviewer speaker player worker matter letter paper water winter summer dinner corner
    prisoner owner customer newcomer outsider insider danger power order murderer killer attacker monster user older younger
    orphan woman man human gunman policeman policewoman spokesman chairman activist terrorist extremist feminist nationalist
    widower bachelor villager pensioner student believer offender beginner caller former visitor victor minor major honor error doctor
    director senator mayor juror tutor-less christian muslim kazakhstani russian asian ukrainian civilian veteran""".split()
)
_FEMININE: Final = (
    ("щик", "щиц"), ("чик", "чиц"), ("ник", "ниц"), ("ист", "истк"), ("тель", "тельниц"), ("тёр", "тёрк"), ("тер", "терш"),
    ("ёр", "ёрш"), ("ер", "ерш"), ("ор", "орш"), ("арь", "арш"), ("граф", "графш"), ("лог", "логин"), ("ант", "антк"),
)  # fmt: skip
_RU_ENDING = re.compile(
    r"(?:а|я|у|ю|ом|ем|ём|ой|ей|ою|ею|ью|ы|и|е|ь|ов|ев|ам|ям|ами|ями|ах|ях|ий|ый|ая|ого|его|ому|ему|ым|им|ую|ые|ие|ых|их)?"
)
_KK_ENDING = re.compile(
    r"(?:с?[ыіiıy]|[ыі]?м|[ыі]?ң|[ыі]м[ыі]з)?(?:[мбп][ыіiıy]н|с[ыіiıy][ңñń]|[мбп][ыі]з|с[ыі]з)?"
    r"(?:[нтд][ыіiıy][ңñń]|[ғгқкğǵgqk][аеae]|[нтд][ыіiıy]|[нтд][аеae]н?|[мбп]ен|н[аеae]|н)?(?:[лдт][ае]р(?:[ыі]|ға|ге|ды|ді|мен)?)?"
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
        found[word.replace("\\xad", "")] = _KK_ENDING
    for word in _EN.split():
        found[word] = _EN_ENDING
    return found


@lru_cache(maxsize=20_000)
def is_job(word: str) -> bool:
    """Whether a lower-case word is a form of an occupation of the lists; a hyphened one if its first or last part is."""
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
    r"[а-яё-]{3,}(?:щик|щиц|льник|льниц|овод|евод|оруб|олог|овар|одел|овщик|истк|монтёр|монтажник|мейстер)(?:а|у|ом|ем|е|и|ы|ой|ей|ами)?"
    r"|[а-яәіңғүұқөһё-]{2,}(?:ушы|уші|лшы|лші|ршы|рші|қшы|кші|тшы|тші|шшы|пшы|мшы|мші)(?:с?[ыі])?(?:м[ыі]н)?"
    r"|[a-z-]{3,}(?:maker|smith|monger|keeper|herd|wright|ologist|grapher|setter|picker|digger|cutter|grower|breeder|builder|repairer)s?"
)


@lru_cache(maxsize=20_000)
def looks_like_job(word: str) -> bool:
    """Whether a lower-case word ends like an occupation and is not known to be something else."""
    if word in NOT_JOBS or re.sub(r"(?:с?[ыі]|м[ыі]н)$", "", word) in NOT_JOBS or word.endswith(("нші", "ншы")):
        return False
    if any(word.startswith(other) for other in ("задерж", "доноc", "помощ", "начальн", "преступ", "участни", "соучаст")):
        return False
    return is_job(word) or _SHAPED.fullmatch(word) is not None
