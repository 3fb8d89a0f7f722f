#!/usr/bin/env python3
"""Recomputes every number that the demonstration printed from what was
submitted, with code that shares nothing with the engine.

    recompute.py WORK_FOLDER TRANSCRIPT

WORK_FOLDER is what deploy/demo/run left behind, TRANSCRIPT what it printed
(in English). Exit 0: every number agrees and every shown cell keeps the
plan's minimums. Exit 1: says which does not.
"""
import csv
import glob
import io
import json
import os
import re
import subprocess
import sys
from collections import defaultdict

WHO = {"n_filles": "girl", "n_garcons": "boy", "n_enfants_inconnu": "child-unknown",
       "n_femmes": "woman", "n_hommes": "man", "n_adultes_inconnu": "adult-unknown",
       "n_inconnu": "age-unknown"}
AGE = {"girl": "child", "boy": "child", "child-unknown": "child", "woman": "adult",
       "man": "adult", "adult-unknown": "adult", "age-unknown": "age-unknown"}
BY_VICTIM = {"B1": "killing", "B2": "killing", "B3": "killing", "C1": "maiming",
             "C2": "maiming", "C11": "maiming", "C5": "sexual_violence",
             "C6": "sexual_violence", "C7": "sexual_violence", "C8": "sexual_violence",
             "C9": "sexual_violence", "D1": "abduction", "D5": "abduction",
             "D3": "recruitment"}
BY_VIOLATION = {"F2": "denial_humanitarian_access", "D2": "deprivation_liberty"}
BY_FACILITY = {"school-attack": "attack_on_schools", "hospital-attack": "attack_on_hospitals",
               "military-use": "military_use"}

problems = []
checked = defaultdict(int)


def check(what, got, want):
    checked[what.split(":")[0]] += 1
    if got != want:
        problems.append(f"{what}: printed {got}, recomputed {want}")


def key_of(family, *codes):
    """A cell's key whatever the order of its dimensions: codes of one cell differ."""
    return (family, frozenset(codes))


class Cell:
    """What the minimums ask of a cell."""

    def __init__(self):
        self.value = 0
        self.by_source = defaultdict(int)
        self.by_contributor = defaultdict(int)

    def add(self, value, source, contributor):
        self.value += value
        self.by_source[source] += 1
        self.by_contributor[contributor] += 1

    def safe(self, k, s, c):
        entities = sum(self.by_source.values())
        if entities < k or self.value < k or len(self.by_source) < s:
            return False
        if c == 0:
            return True
        if entities - max(self.by_source.values()) < c:
            return False
        return all(entities - own == 0 or entities - own >= c
                   for own in self.by_contributor.values())


def submissions(work, period):
    """(submission, contributor) of one generated month."""
    for path in sorted(glob.glob(f"{work}/kobo/by-contributor/*/{period}.json")):
        contributor = path.split("/")[-2]
        with open(path, encoding="utf-8") as file:
            for submission in json.load(file):
                yield submission, contributor


def region_of(submission):
    return submission["lieu/region"]


def month_cells(work, period):
    """All cells of a generated month by family and codes."""
    cells = defaultdict(Cell)
    with open(f"{work}/kobo/{period}.json", encoding="utf-8") as file:
        whole = {one["meta/rootUuid"] for one in json.load(file)}
    parts = set()
    for one, contributor in submissions(work, period):
        parts.add(one["meta/rootUuid"])
        source, kind, region = one["source/id"], one["incident/type"], region_of(one)
        if one.get("consentement/portee") is None:
            continue
        places = {"MLI", region}
        if "lieu/cercle" in one:
            places.add(one["lieu/cercle"])
        else:
            places.add(region + "~")
        for place in places:
            for code in {"all", kind.rstrip("0123456789"), kind}:
                cells[key_of("place-by-type", place, code)].add(1, source, contributor)
        violation = BY_VIOLATION.get(kind)
        if kind == "F3":
            violation = BY_FACILITY.get(one.get("incident/etablissement"))
        if violation:
            for place in {"MLI", region}:
                for code in {"all", violation}:
                    cells[key_of("mrm-by-violation", place, code)].add(1, source, contributor)
        if kind in BY_VICTIM:
            victims = defaultdict(int)
            for field, who in WHO.items():
                number = int(one.get(f"victimes/{field}", "0"))
                if number:
                    victims[AGE[who]] += number
                    victims["who"] += number
            for place in {"MLI", region}:
                for code in {"all", BY_VICTIM[kind]}:
                    for who, number in victims.items():
                        cells[key_of("mrm-by-victim", place, code, who)].add(number, source, contributor)
    check(f"months:{period} parts are the whole", parts == whole, True)
    return cells


def open_cells(work):
    cells = defaultdict(Cell)
    with open(f"{work}/kobo/open-incidents.json", encoding="utf-8") as file:
        for one in json.load(file):
            if "lieu/region" not in one or "incident/type" not in one:
                continue
            year, region = one["incident/date"][:4], region_of(one)
            category = one["incident/type"].rstrip("0123456789")
            who = one["meta/rootUuid"]
            for place in {"MLI", region}:
                for y in {"all", year}:
                    cells[key_of("year-by-region", y, place)].add(1, who, "public")
                for code in {"all", category}:
                    cells[key_of("region-by-category", place, code)].add(1, who, "public")
    return cells


DIMENSIONS = {
    "year-by-region": ["incident-year", "place"],
    "region-by-category": ["place", "type"],
    "mrm-by-victim": ["place", "mrm-by-victim", "who"],
    "mrm-by-violation": ["place", "mrm-by-violation"],
    "place-by-type": ["place", "type"],
}


def check_package(work, folder, who, minimums):
    age_key = f"{work}/recipients/{who}/age.key"
    text = subprocess.run(["age", "-d", "-i", age_key, f"{folder}/extract.csv.age"],
                          check=True, capture_output=True).stdout.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=text[len("period")]))
    check("packages:has rows", len(rows) > 0, True)
    shown = set()
    for row in rows:
        family, period = row["family"], row["period"]
        is_open = family in ("year-by-region", "region-by-category")
        cells = open_cells(work) if is_open else MONTHS[period]
        k, s, c = (5, 1, 0) if is_open else minimums
        key = key_of(family, *[row[f"{d}_code"] for d in DIMENSIONS[family]])
        if row["status"] == "PUBLISHED":
            check(f"cells:{key}", int(row["value"]), cells[key].value)
            check(f"safe:{key}", cells[key].safe(k, s, c), True)
            check(f"shown:{key} has no range", (row["low"], row["high"]), ("", ""))
            shown.add((key, int(row["value"])))
        else:
            check(f"not shown:{key} status", row["status"], "NOT_SHOWN")
            check(f"not shown:{key} has no value", row["value"], "")
            value = cells[key].value
            low, high = int(row["low"]), int(row["high"] or value)
            check(f"ranges:{key} {low}–{row['high']} holds {value}", low <= value <= high, True)
            if row["high"]:
                checked["finite ranges"] += 1
    return shown


def main():
    work, transcript = sys.argv[1], sys.argv[2]
    with open(transcript, encoding="utf-8") as file:
        printed = file.read()
    for path in sorted(glob.glob(f"{work}/kobo/20*.json")):
        period = os.path.basename(path)[:-5]
        MONTHS[period] = month_cells(work, period)
    shown = {}
    for folder in sorted(glob.glob(f"{work}/packages/R-*")):
        shown[os.path.basename(folder)] = check_package(work, folder, "mrm-focal-point", (5, 2, 3))
    check("packages:two were made", len(shown), 2)
    donors = [check_package(work, folder, "donor-group", (35, 5, 5))
              for folder in sorted(glob.glob(f"{work}/packages-donors/R-*"))]
    check("packages:donors have one, with numbers", [len(cells) > 0 for cells in donors], [True])
    check("ranges:some have an end", checked["finite ranges"] > 0, True)
    check_transcript(work, printed)
    for problem in problems:
        print("WRONG", problem)
    print(", ".join(f"{n} {what}" for what, n in sorted(checked.items())), "checked;",
          len(problems), "wrong")
    return 1 if problems else 0


def open_data_figures(work):
    """Rows, events and events with a region, counted from the CSV files."""
    files = ["conflict-related-sexual", "attacks-on-health", "education", "explosive", "protection"]
    regions = {"kayes", "koulikoro", "sikasso", "segou", "mopti", "tombouctou", "timbuktu", "gao",
               "kidal", "bamako", "menaka"}
    rows, events = 0, {}
    for name in files:
        (path,) = glob.glob(f"{SOURCE}/tests/data/insecurity-insight/*{name}*.csv")
        with open(path, encoding="utf-8-sig") as file:
            for row in csv.DictReader(file):
                rows += 1
                event = next(v for k, v in row.items() if "event id" in k.lower() or k == "SiND ID")
                events.setdefault(event, row["Admin 1"])
    located = 0
    for name in events.values():
        try:
            name = name.encode("latin-1").decode("utf-8")
        except UnicodeError:
            pass
        plain = name.lower().replace("é", "e").replace(" region", "").replace(" cercle", "").strip()
        located += plain in regions
    return rows, len(events), located


def check_transcript(work, printed):
    """The numbers on the screen: intake reports and tables."""
    taken = [int(n) for n in re.findall(r"(\d+) records? taken", printed)]
    with_region = len({one["meta/rootUuid"] for one in json.load(
        open(f"{work}/kobo/open-incidents.json", encoding="utf-8")) if "lieu/region" in one})
    check("screen:open incidents taken", taken[0], with_region)
    check("screen:rows, events, events with a region",
          re.search(r"(\d+) rows, (\d+) events, (\d+) of them with a region", printed).groups(),
          tuple(str(n) for n in open_data_figures(work)))
    first = sorted(MONTHS)[0]
    for position, contributor in enumerate(["collecting-org", "partner-org-a", "partner-org-b"]):
        want = sum(1 for _, who in submissions(work, first) if who == contributor)
        check(f"screen:taken of {contributor}", taken[1 + position], want)
    # Tables: "<codes…> <label…> <value>" under a line that names family and period.
    family = period = None
    tables = 0
    for line in printed.splitlines():
        heading = re.match(r"\s*(\d{4}-\d{2}) · ([a-z-]+) · (RECORD|VICTIM)", line)
        if heading:
            period, family = heading.group(1), heading.group(2)
            tables += 1
            continue
        row = re.match(r"  (\S+(?: / \S+)*)  .*?  (\d+)$", line)
        if family and row:
            codes = tuple(row.group(1).split(" / "))
            is_open = family in ("year-by-region", "region-by-category")
            cells = open_cells(work) if is_open else MONTHS[period]
            check(f"screen:{period} {family} {codes}", int(row.group(2)),
                  cells[key_of(family, *codes)].value)
        elif not line.strip():
            family = None
    check("screen:tables were printed", tables >= 4, True)


MONTHS = {}
SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
if __name__ == "__main__":
    sys.exit(main())
