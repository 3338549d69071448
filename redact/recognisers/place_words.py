"""Words that stand where a place could and are none, in lower case; places.py, place_speech.py."""

from typing import Final

NO_NAME: Final = frozenset(
    (
        "біздің осы сол бұл басқа барлық әр бір туған көрші our the this that облыстың аудан өзінің было "
        "наш нашем нашего этом рядом где стоит есть родном другом моем моём каждом такой нашей нашу каком "
        "Республики Police Department возле меня когда тогда тоже все всё были которое который районе "
        "области будет нас"
    ).split()
)
