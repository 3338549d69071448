"""Makes redact/tags/places.jsonl from the hand-written table and an extract of GeoNames (CC BY 4.0).

    python training/make_places.py --geonames kz-places.jsonl

The hand-written table wins; GeoNames adds the smaller towns and villages with the spellings that are Russian,
Kazakh or plain Latin. Alternates that mix scripts, airport codes and other languages' forms are left out.
"""

import argparse
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from redact.letters import fold  # noqa: E402  # the checkout is not on the path when this runs as a script

OUT = HERE.parent / "redact" / "tags" / "places.jsonl"
# GeoNames numbers the regions in a way of its own.
REGIONS = {
    "01": "KZ-19", "02": "KZ-75", "03": "KZ-11", "04": "KZ-15", "05": "KZ-71", "06": "KZ-23", "07": "KZ-27",
    "08": "KZ-43", "09": "KZ-47", "10": "KZ-61", "11": "KZ-55", "12": "KZ-35", "13": "KZ-39", "14": "KZ-43",
    "15": "KZ-63", "16": "KZ-59", "17": "KZ-31", "1537272": "KZ-79", "12510143": "KZ-10",
    "12510144": "KZ-33", "12510145": "KZ-62",
}  # fmt: skip
RUSSIAN = re.compile(r"[А-ЯЁ][а-яё]+(?:[ -][А-ЯЁа-яё]+)*")
KAZAKH = re.compile(r"[А-ЯЁӘҒҚҢӨҰҮІҺ][а-яёәғқңөұүіһ]+(?:[ -][А-ЯЁӘҒҚҢӨҰҮІҺа-яёәғқңөұүіһ]+)*")
LATIN = re.compile(r"[A-Z][a-z]+(?:[ '’-][A-Za-z]+)*")
# Cyrillic spellings of other languages give themselves away by these letters or letter pairs.
FOREIGN = re.compile(r"[ўҳҷїєґј]|[иоуэ]і|ськ$")
# Villages that are also ordinary words, first names or surnames: they count only beside a place word.
WORDS = {
    "Abay", "Aktas", "Algha", "Asa", "Ayat", "Ayatskiy", "Belkol", "Burlin", "Chapayev", "Druzhba",
    "Kazakhstan",
    "Koktal", "Kokterek", "Lugovoy", "Matay", "Mynaral", "Nura", "Obagan", "Ozernyy", "Pervomayka",
    "Prigorodnoye", "Shahan", "Shakhan", "Shar", "Shet", "Sayak", "Tasty", "Temir", "Terekti", "Timiryazevo",
    "Tobol", "Tobyl", "Turar Ryskulov", "Ulba", "Ulken", "Ulytau", "Zavodskoy", "Zhaksy", "Zhumysker",
    "Zhibek Zholy", "Jibek joly", "Balpyk Bi", "Atakent", "Makhambet", "Auezov", "Amangeldi", "Birlestik",
    "Kurchatov", "Bauyrzhan Momyshuly", "Kasym Kaysenov", "Zhansugurov", "Lepsi", "Embi", "Koshi",
    "Altayskiy",
    "Leninskiy", "Sevastopol", "Lugansk", "Zaporozhye", "Dzhambul", "Karasu", "Samarskoye", "Borovskoy",
    "Krasnogorskiy", "Belogorskiy", "Kantagi", "Inderbor", "Atameken", "Aktogay", "Keles", "Talas", "Karaton",
}  # fmt: skip
# Names that GeoNames gives to one village and that many villages bear.
AMBIGUOUS = {"Теректі", "Теректы", "Terekti", "Terekty", "Алексеевка", "Alekseevka", "Alekseyevka"}
TO_LATIN = str.maketrans({"q": "k", "Q": "K", "ı": "i", "ū": "u", "Ū": "U", "Ü": "U", "ö": "o", "Ä": "A"})


def plain_name(name: str) -> str:
    """A GeoNames name as English texts of today write it: Qulsary is Kulsary."""
    name = name.translate(TO_LATIN).replace("’", "").replace("īa", "ia").replace("ī", "i").replace("ë", "e")
    return name.replace("Zhanga", "Zhana").replace("gh", "g")


def split_list(cell: str) -> list[str]:
    """The spellings of one cell."""
    return [part.strip() for part in cell.split(",") if part.strip()]


def from_table(path: Path) -> list[dict[str, object]]:
    """The hand-written places, in their order."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, kind, region, population, latin, ru, kk, flags = line.split("|")
        en = [word for word in split_list(latin) if word.isascii()]
        row: dict[str, object] = {
            "name": name, "en": en, "ru": split_list(ru), "kk": split_list(kk),
            "latin": [word for word in split_list(latin) if not word.isascii()],
            "population": int(population), "region": region, "kind": kind,
        }  # fmt: skip
        if "word" in flags:
            row["word"] = True
        for key, flag in (("part_of", "part:"), ("centre", "centre:")):
            if flag in flags:
                row[key] = flags.split(flag)[1]
        rows.append(row)
    return rows


def distinct(words: list[str], *, taken: set[str] | None = None) -> list[str]:
    """The words with one of each match key, in their order."""
    seen, out = set(taken or ()), []
    for word in words:
        if fold(word) not in seen:
            seen.add(fold(word))
            out.append(word)
    return out


def from_geonames(path: Path) -> list[dict[str, object]]:
    """The settlements of the extract, largest first."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        place = json.loads(line)
        name = plain_name(place["name"])
        others = [word for word in place["alternatenames"] if word not in AMBIGUOUS]
        words = [word for word in others if not FOREIGN.search(word.lower())]
        kk = [word for word in words if KAZAKH.fullmatch(word)]
        ru = [word for word in kk if RUSSIAN.fullmatch(word)]
        only_kk = [word for word in kk if word not in ru]
        if not ru and not kk:
            continue
        # Lithuanian, Latvian and the like add a vowel; they are no spelling anyone here uses
        own = {name} | {word for word in words if LATIN.fullmatch(word)}
        latin = [w for w in own if len(w) > 3 and not (w[:-1] in own or (w[-2:] == "as" and w[:-2] in own))]
        population = place["population"]
        rows.append({
            "name": name, "en": [name], "ru": ru[:4], "kk": (only_kk or ru)[:3],
            "latin": distinct(sorted(latin), taken={fold(name)}), "population": population,
            "region": REGIONS.get(place["admin1code"], ""),
            "kind": "town" if population >= 10_000 else "village",
            **({"word": True} if name in WORDS else {}),
        })  # fmt: skip
    return rows


def merge(table: list[dict[str, object]], more: list[dict[str, object]]) -> list[dict[str, object]]:
    """The table, then what it does not hold; a name is told apart only by its region."""

    def keys(row: dict[str, object]) -> set[str]:
        spellings = [*row["en"], *row["ru"], *row["kk"]]  # type: ignore[misc]
        return {fold(str(word)) for word in spellings}

    out, seen = list(table), {(row["region"], key) for row in table for key in keys(row)}
    cities = {key for row in table if int(str(row["population"])) > 90_000 for key in keys(row)}
    for row in more:
        mine = keys(row)
        if mine & cities or any((row["region"], key) in seen for key in mine):
            continue
        seen.update((row["region"], key) for key in mine)
        out.append(row)
    return out


def main() -> None:
    """Write the file anew and say how many places it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--geonames", type=Path, required=True, help="the extract of GeoNames, one place a line"
    )
    args = parser.parse_args()
    rows = merge(from_table(HERE / "places_by_hand.psv"), from_geonames(args.geonames))
    OUT.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    print(f"{len(rows)} places")


if __name__ == "__main__":
    main()
