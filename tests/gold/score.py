#!/usr/bin/env python3
"""Score a scan of gold statements: what leaked, what was over-redacted, who was confused with whom.

    python score.py GOLD.jsonl SCAN.jsonl [--json] [--leaks]

GOLD  one statement a line: {"id", "lang", "text", "spans": [{"start", "end", "type", "entity", "text"}],
      "abuse": [code], "places": [name], "event_dates": [...]}; see gold/SCHEME.md.
SCAN  one statement a line, as DESIGN.md, "The scan contract", says.

Measures
- direct recall   a direct identifier is protected when each of its letters and digits lies in spans that are masked
                  (dates of birth and addresses may be generalised) and "redacted" is consistent
- inconsistent    statements whose "redacted" is not the text with exactly those spans replaced, or still holds the
                  words of a replaced span in its place; every direct identifier in them counts as missed
- clean           share of statements with direct identifiers in which every one is protected
- surface_leaks   a protected surface stands in "redacted" (whole word, case folded) more often than the gold leaves
                  it unmarked (надежда the noun beside Надежда the woman)
- quasi recall    the same for quasi-identifiers, any action, with a label of the right family and fitting bounds
- official        persons acting as officials: found as a person; found with the role official
- over            letters and digits outside every gold span that are masked or generalised, as a share of all such
- public_kept     mentions of public figures left standing
- identity P/R    over pairs of person mentions in one statement: same identity where the gold says same person
- suspects        of the direct identifiers missed, the share that a suspect touches; and suspects per 100 words
- abuse, places   micro precision and recall over statements; a tag counts only with an anchor of 2 to 160 characters
Standard library only.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from itertools import combinations

DIRECT = {
    "PERSON",
    "ADDRESS",
    "DOB",
    "PHONE",
    "EMAIL",
    "HANDLE",
    "IBAN",
    "CARD",
    "COORD",
    "PLATE",
    "ID",
    "URL",
}
GENERALISED = {"ADDRESS", "DOB"}
FAMILY = {
    "PLACE": {"PLACE", "ADDRESS", "ORG"},
    "ORG": {"ORG", "PLACE", "ADDRESS", "JOB"},
    "DATE": {"DATE", "DOB"},
    "AGE": {"AGE", "DATE", "DOB"},
    "JOB": {"JOB", "ORG"},
    "NRP": {"NRP", "PLACE", "ORG"},
}
PERSONS = {"PERSON", "OFFICIAL"}


def read(path):
    with open(path, encoding="utf-8") as lines:
        return {row["id"]: row for row in map(json.loads, filter(str.strip, lines))}


def covered(text, start, end, mask):
    """True when each letter or digit of text[start:end] is in mask (a set of offsets)."""
    return all(i in mask for i in range(start, end) if text[i].isalnum())


def count(surface, text):
    return len(re.findall(rf"(?<!\w){re.escape(surface)}(?!\w)", text))


def ratio(part, whole):
    return None if not whole else round(part / whole, 4)


def consistent(text, hidden, redacted):
    """True when redacted is text with each hidden run replaced by something short that does not repeat it."""
    if redacted is None:
        return False
    at = pos = 0
    first = True
    while pos < len(text) or first:
        keep = pos
        while keep < len(text) and keep not in hidden:
            keep += 1
        piece = text[pos:keep]
        found = redacted.find(piece, at) if piece else at
        if found < 0 or (first and found != 0) or found - at > 80:
            return False
        at = found + len(piece)
        gone = keep
        while gone < len(text) and gone in hidden:
            gone += 1
        words = [w.casefold() for w in re.findall(r"\w{4,}", text[keep:gone])]
        after = redacted[at : at + 80].casefold()
        follows = text[gone : gone + 12]
        stop = after.find(follows.casefold()) if follows else len(after)
        if any(w in after[: max(stop, 0)] and not w.isdigit() for w in words if len(w) > 4):
            return False
        pos, first = gone, False
        if gone >= len(text):
            return len(redacted) - at <= 80
    return True


def score(gold, scan):
    hit, total = Counter(), Counter()
    by_lang = defaultdict(Counter)
    over = Counter()
    clean = with_direct = surface_leaks = missing = inconsistent = 0
    official = public = suspects = suspected = words = 0
    pairs = Counter()
    tags = {"abuse": Counter(), "places": Counter()}
    leaks = []
    for key, row in gold.items():
        text, found = row["text"], scan.get(key)
        if found is None or "spans" not in found:
            missing += 1
            found = {"spans": [], "redacted": None}
        masked, hidden = set(), set()
        for span in found["spans"]:
            action = span.get("action", "mask")
            if action != "keep":
                hidden.update(range(span["start"], span["end"]))
                if action == "mask" or span.get("label") in GENERALISED:
                    masked.update(range(span["start"], span["end"]))
        sound = consistent(text, hidden, found.get("redacted"))
        inconsistent += not sound
        hints = {i for s in found.get("suspects", []) for i in range(s["start"], s["end"])}
        suspects += len(found.get("suspects", []))
        words += len(text.split())
        direct = [s for s in row["spans"] if s["type"] in DIRECT]
        ok = True
        redacted = (found.get("redacted") or "").casefold()
        innocent = list(text)
        for s in row["spans"]:
            innocent[s["start"] : s["end"]] = "#" * (s["end"] - s["start"])
        innocent = "".join(innocent).casefold()
        surfaces = set()
        for s in row["spans"]:
            kind, start, end = s["type"], s["start"], s["end"]
            total[kind] += 1
            if kind in DIRECT:
                good = sound and covered(text, start, end, masked)
            elif kind == "PUBLIC":
                good = not any(i in hidden for i in range(start, end))
            else:
                family = {"PERSON"} if kind == "OFFICIAL" else FAMILY[kind]
                fit = [
                    p
                    for p in found["spans"]
                    if p.get("label") in family
                    and p["start"] < end
                    and start < p["end"]
                    and p["end"] - p["start"] <= 3 * (end - start) + 12
                ]
                good = covered(text, start, end, {i for p in fit for i in range(p["start"], p["end"])})
                if kind == "OFFICIAL":
                    official += good and any(p.get("role") == "official" for p in fit)
            hit[kind] += good
            if kind in DIRECT:
                by_lang[row["lang"]]["total"] += 1
                by_lang[row["lang"]]["hit"] += good
                if good and end - start > 3:
                    surfaces.add(s["text"].casefold())
                if not good:
                    ok = False
                    suspected += any(i in hints for i in range(start, end))
                    leaks.append(
                        (key, kind, s["text"], text[max(0, start - 25) : end + 25].replace("\n", " "))
                    )
        surface_leaks += sum(count(x, redacted) > count(x, innocent) for x in surfaces)
        if direct:
            with_direct += 1
            clean += ok
        marked = {i for s in row["spans"] for i in range(s["start"], s["end"])}
        for i, char in enumerate(text):
            if char.isalnum() and i not in marked:
                over["total"] += 1
                over["hit"] += i in hidden
        mentions = []
        for s in row["spans"]:
            if s["type"] in PERSONS:
                who = {
                    p.get("identity")
                    for p in found["spans"]
                    if p["start"] < s["end"] and s["start"] < p["end"]
                }
                who.discard(None)
                mentions.append((s["entity"], frozenset(who)))
        for (a, x), (b, y) in combinations(mentions, 2):
            same = bool(x & y)
            pairs["gold"] += a == b
            pairs["said"] += same
            pairs["both"] += same and a == b
        said = found.get("tags", {})
        for name, field in (("abuse", "code"), ("places", "name")):
            want = {v.casefold() for v in row.get(name, [])}
            have = {
                t[field].casefold()
                for t in said.get(name, [])
                if 2 <= t.get("end", 0) - t.get("start", 0) <= 160
            }
            tags[name].update(want=len(want), have=len(have), both=len(want & have))
    every = lambda kinds, c: sum(c[k] for k in kinds)
    missed = every(DIRECT, total) - every(DIRECT, hit)
    return {
        "statements": len(gold),
        "not_scanned": missing,
        "inconsistent": inconsistent,
        "direct_recall": ratio(every(DIRECT, hit), every(DIRECT, total)),
        "direct_missed": missed,
        "direct_total": every(DIRECT, total),
        "direct_recall_by_lang": {k: ratio(v["hit"], v["total"]) for k, v in sorted(by_lang.items())},
        "clean": ratio(clean, with_direct),
        "surface_leaks": surface_leaks,
        "quasi_recall": ratio(every(FAMILY, hit), every(FAMILY, total)),
        "official_seen": ratio(hit["OFFICIAL"], total["OFFICIAL"]),
        "official_role": ratio(official, total["OFFICIAL"]),
        "public_kept": ratio(hit["PUBLIC"], total["PUBLIC"]),
        "recall_by_type": {k: f"{hit[k]}/{total[k]}" for k in sorted(total)},
        "over_redacted": ratio(over["hit"], over["total"]),
        "identity_precision": ratio(pairs["both"], pairs["said"]),
        "identity_recall": ratio(pairs["both"], pairs["gold"]),
        "missed_among_suspects": ratio(suspected, missed),
        "suspects_per_100_words": ratio(100 * suspects, words),
        **{
            f"{name}_{side}": ratio(c["both"], c["have" if side == "precision" else "want"])
            for name, c in tags.items()
            for side in ("precision", "recall")
        },
    }, leaks


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold")
    parser.add_argument("scan")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--leaks", action="store_true", help="list each direct identifier that was missed")
    args = parser.parse_args()
    figures, leaks = score(read(args.gold), read(args.scan))
    if args.json:
        json.dump(figures, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        for name, value in figures.items():
            print(f"{name:24} {value}")
    if args.leaks:
        for key, kind, surface, context in leaks:
            print(f"LEAK {key:8} {kind:8} {surface!r:32} …{context}…")


if __name__ == "__main__":
    main()
