"""Occupations by language, as stems that patterns complete with endings; general knowledge, lower case."""

from typing import Final

RU: Final = (
    "учител|учительниц|преподавател|воспитател|логопед|дефектолог|методист|вожат|тренер|завуч|медсест"
    "|медбрат|фельдшер|акушер|санитар|фармацевт|провизор|стоматолог|ветеринар|ветврач|лаборант"
    "|массажист"
    "|повар|кондитер|пекар|кулинар|официант|бармен|бариста|посудомой|швея|швеё|швеи|шве[йю]|портн"
    "|закройщи|парикмахер|визажист|продав|кассир|товаровед|бухгалтер|экономист|менеджер|администратор"
    "|секретар|делопроизводител"
    "|водител|шоф[её]р|таксист|дальнобойщик|тракторист|комбайн[её]р|машинист|помощник машиниста"
    "|крановщи|экскаваторщик|бульдозерист|автослесар|автомеханик|механик|моторист|слесар|токар"
    "|фрезеровщик|сварщи|газосварщи|электросварщи"
    "|электрик|электромонт[её]р|монтажник|монт[её]р|сантехник|строител|каменщик|штукатур|маляр"
    "|плотник|столяр|кровельщик|бетонщик|прораб|бригадир|мастер|технолог|шахт[её]р|горняк|горнорабоч"
    "|проходчик|взрывник|маркшейдер|геолог|геофизик"
    "|бурильщик|буровик|помбур|оператор|нефтяник|аппаратчик|плавильщик|сталевар|доменщик|обжигальщик"
    "|формовщик|литейщик|кузнец|стропальщик|такелажни|докер|тальман|матрос|капитан|штурман|л[её]тчик"
    "|пилот|стюардесс|проводни|стрелочник|обходчик"
    "|диспетчер|дежурн\\w+ по станции|кондуктор|контрол[её]р|логист|экспедитор|кладовщи|грузчик"
    "|курьер|почтальон|дворник|уборщи|сторож|вахт[её]р|охранни|инкассатор|кинолог|егер|лесник"
    "|лесничий|пожарн|спасател"
    "|инженер|программист|айтишник|разработчик|тестировщик|дизайнер|архитектор|фотограф|оператор"
    "|видеооператор|журналист|корреспондент|редактор|блогер|переводчи|библиотекар|архивариус|музейн"
    "|экскурсовод|музыкант|скрипач|пианист|певиц|певец|актр|акт[её]р"
    "|художни|скульптор|режисс[её]р|звукорежисс[её]р|хореограф|балерин|домбрист|кюйши|юрисконсульт"
    "|нотариус|риелтор|предпринимател|фермер|агроном|зоотехник|пастух|чабан|табунщик|доярк|пчеловод"
    "|рыбак|садовод|садовник|овощевод|социолог|психолог|соцработни|социальн\\w+ работни"
    "|ювелир|часовщик|сапожник|скорняк|гончар|резчик|седельник|подмастерь|переплетчик|настройщик"
    "|краснодеревщик|вышивальщиц|ткач|ковровщи|обувщик|раздатчи|гидролог|метеоролог|эколог|химик"
    "|биолог|физик|сторожих|телемастер|слесарь-\\w+|повар-\\w+|инженер-\\w+"
)
# roles that the story is full of: only where somebody says that he works as one
RU_ROLE: Final = (
    "врач|доктор|хирург|водител|шоф[её]р|директор|охранни|мастер|оператор|капитан|администратор|секретар"
    "|юрист|адвокат|контрол[её]р|дежурн|пожарн|переводчи|психолог|повар|журналист|редактор|фельдшер"
    "|медсест|тренер|охотник|рабоч|проводни|пилот|физик|воспитател|санитар"
)

KK: Final = (
    "мұғалім|тәрбиеші|оқытушы|логопед|жаттықтырушы|мейірбике|мейіргер|медбике|фельдшер|акушер|санитар"
    "|фармацевт|мал дәрігері|зертханашы|аспаз|аспазшы|наубайшы|даяшы|кондитер|бариста|тігінші"
    "|шаштараз|сатушы|кассир|есепші|бухгалтер|экономист|менеджер"
    "|жүргізуші|шопыр|таксист|тракторшы|комбайншы|машинист|краншы|дәнекерлеуші|пісіруші|слесарь"
    "|электрик|монтаждаушы|құрылысшы|бояушы|ағаш ұстасы|ұста|шебер|кенші|шахтер|бұрғышы|бұрғылаушы"
    "|оператор|мұнайшы|инженер|бағдарламашы|журналист|тілші|редактор|аудармашы"
    "|кітапханашы|күйші|домбырашы|әнші|суретші|фотограф|күзетші|қарауыл|еден жуушы|тазалаушы|сыпырушы"
    "|жүк тасушы|жүкші|қоймашы|диспетчер|кондуктор|пошташы|фермер|шопан|малшы|қойшы|жылқышы|сиыршы"
    "|сауыншы|агроном|балықшы|бағбан|бригадир|механик|жөндеуші|заңгер|психолог"
    "|кәсіпкер|зергер|етікші|кілемші|тоқымашы|қолөнерші|бақылаушы|тальман|такелажшы|моншашы|технолог"
    "|геолог|метеоролог|лаборант|завуч|әдіскер|музыкант|сәулетші|дизайнер|теміржолшы|вагоншы|жолсерік"
    "|өрт сөндіруші|құтқарушы|спасатель|тікші|бүргермен|қыш"
)
KK_LATIN: Final = (
    "mūğalım|mugalım|tärbieşı|mediirbike|medbike|feldşer|aspaz|naubaişy|tıgınşı|satuşy|esepşı|jürgızuşı"
    "|mäşinist|dänekerleuşı|elektrik|qūrylysşy|şeber|kenşı|operator|injener|jurnalist|audarmaşy"
    "|kıtaphanaşy|küzetşı|fermer|malşy|balyqşy|jöndeuşı|käsıpker|zerger|kılemşı|logoped|psiholog|suretşı"
)

EN: Final = (
    "teacher|tutor|lecturer|instructor|librarian|nurse|midwife|paramedic|pharmacist|dentist"
    "|veterinarian|vet|veterinary surgeon|lab assistant|assistant|laboratory assistant|technician"
    "|technologist|cook|chef|baker|confectioner|pastry chef|waiter|waitress|bartender|barista"
    "|seamstress|tailor|dressmaker|hairdresser|barber|shop assistant|salesman|saleswoman|seller"
    "|cashier|accountant|bookkeeper|economist|manager|administrator|secretary|receptionist|clerk"
    "|driver|trucker|taxi driver|machinist|crane operator|operator|mechanic|fitter|turner"
    "|welder|electrician|plumber|builder|bricklayer|plasterer|painter|carpenter|joiner|roofer|foreman"
    "|miner|driller|blaster|surveyor|geologist|oilman|oil worker|smelter|founder|blacksmith|locksmith"
    "|docker|stevedore|sailor|pilot|conductor|dispatcher|controller|storekeeper"
    "|loader|porter|courier|postman|cleaner|janitor|caretaker|watchman|warden|guard|security guard"
    "|engineer|programmer|developer|designer|architect|photographer|cameraman|journalist|reporter"
    "|editor|blogger|translator|interpreter|musician|violinist|pianist|singer|flute player|player"
    "|actor|actress"
    "|artist|sculptor|director|choreographer|farmer|shepherd|herder|agronomist|beekeeper|fisherman"
    "|gardener|psychologist|sociologist|social worker|speech therapist|therapist|entrepreneur"
    "|jeweller|jeweler|watchmaker|shoemaker|saddler|potter|weaver|carver|tuner|restorer|meteorologist"
    "|hydrologist"
    "|ecologist|chemist|biologist|railwayman|firefighter|rescuer|coach|trainer|choirmaster|conductor"
    "|apprentice|weaver|butcher|beautician|masseur|archivist|guide|notary|realtor|sound engineer"
    "|analyst|worker|repairman|upholsterer|glazier|knitter|animator|stoker|switchman|lineman"
)
EN_ROLE: Final = (
    "doctor|surgeon|lawyer|director|driver|guard|operator|manager|worker|player|assistant|controller"
    "|founder|translator|interpreter|journalist|cleaner|conductor|painter|turner|guide|seller|secretary"
    "|warden|cook|editor|pilot|trainer|tuner|clerk|vet|nurse|reporter"
)
