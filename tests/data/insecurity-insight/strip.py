#!/usr/bin/env python3
"""Copies the five CSV files and leaves out what identifies people or places.

  strip.py SOURCE_FOLDER TARGET_FOLDER

Only the columns named below are copied: the day, the country, the first
administrative level, what happened as numbers, the weapon and the event's id.
Narratives, coordinates, locations and names of perpetrators are in no list, so
a column that is new in a later edition is left out too.
"""
import csv
import pathlib
import sys

COMMON = ["Date", "Country ISO", "Admin 1"]
COLUMNS = {
    "MLI_2020-2023-conflict-related-sexual-violence-crsv-incident-data.csv": [
        "Weapon Carried/Used", "Type", "Number of Reported Victims",
        "Reported Deaths Following the Sexual Violence", "SIND Event ID"],
    "MLI_2016-2023-attacks-on-health-care-incident-data.csv": [
        "Weapon Carried/Used",
        "Number of Attacks on Health Facilities Reporting Destruction",
        "Number of Attacks on Health Facilities Reporting Damaged",
        "Forceful Entry into Health Facility",
        "Occupation of Health Facility", "Health Transportation Destroyed",
        "Health Transportation Damaged",
        "Health Transportation Stolen/Hijacked",
        "Looting/Theft/Robbery/Burglary of Health Supplies",
        "Access Denied or Obstructed", "Health Workers Killed",
        "Health Workers Injured", "Health Workers Kidnapped",
        "Health Workers Arrested", "Health Workers Threatened",
        "Health Workers Assaulted", "Health Workers Sexually Assaulted",
        "SiND Event ID"],
    "MLI_2020-2023-education-in-danger-incident-data.csv": [
        "Weapon Carried/Used", "Attacks on Schools", "Attacks on Universities",
        "Military Occupation of Education facility",
        "Arson Attack on Education Facility",
        "Forced Entry into Education Facility",
        "Damage/Destruction To Education Facility",
        "Attacks on Students and Teachers", "Educators Killed",
        "Educators Injured", "Educators Kidnapped", "Educators Arrested",
        "Students Attacked in School", "Students Killed", "Students Injured",
        "Students Kidnapped", "Students Arrested",
        "Sexual Violence Affecting School Age Children", "SiND Event ID"],
    "MLI_2020-2023-explosive-weapons-monitor-data-by-insecurity-insight.csv": [
        "Explosive Weapon Type", "Affected", "Aid Workers Killed",
        "Health Workers Killed", "Aid Health Workers Killed",
        "Educators Killed", "Students Killed", "SiND Event ID"],
    "MLI_2020-2023-protection-in-danger-incident-data.csv": [
        "Weapon Carried/Used",
        "Number of Attacks on Camps Reporting Destruction",
        "Number of attacks on Camps Reporting Damaged",
        "People Associated with Protection Programme Killed",
        "People Associated with Protection Programme Kidnapped",
        "People Associated with Protection Programme Arrested",
        "People Associated with Protection Programme Targeted with CRSV",
        "SiND ID"],
}


def main():
    source, target = map(pathlib.Path, sys.argv[1:3])
    for name, columns in COLUMNS.items():
        keep = COMMON + columns
        with open(source / name, encoding="utf-8", newline="") as rows, \
                open(target / name, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(keep)
            for row in csv.DictReader(rows):
                writer.writerow([row[column] for column in keep])


if __name__ == "__main__":
    main()
