#!/usr/bin/env python3
"""Writes the DEMO records beside this file. GENERATED: no real event, person or
organisation. The same bytes every time."""
import random

PLACES = ["north-1", "north-2", "north-3", "south-1", "south-2", "south-3",
          "east-1", "east-2", "east-3"]
TYPES = ["killing", "wounding", "abduction", "looting", "occupation"]
WHO = ["girl", "boy", "woman", "man"]
draw = random.Random(20260101)
entity = 0
quarter = []
for month in ["2026-01", "2026-02", "2026-03"]:
    rows = []
    for _ in range(140):
        entity += 1
        place = PLACES[min(int(draw.expovariate(0.45)), len(PLACES) - 1)]
        kind = TYPES[min(int(draw.expovariate(0.7)), len(TYPES) - 1)]
        source = draw.randrange(60)
        who = [0, 0, 0, 0]
        for _ in range(1 + min(int(draw.expovariate(0.8)), 6)):
            who[draw.choices(range(4), [1, 2, 3, 5])[0]] += 1
        rows.append(";".join(
            [f"DEMO-{entity:04}", f"demo-source-{source:02}",
             f"demo-org-{'abc'[0 if source < 36 else 1 if source < 54 else 2]}",
             month, place, kind] + [str(n) for n in who]))
    head = "entity;source;contributor;accepted;place;type;" + ";".join(WHO)
    with open(f"records-{month}.csv", "w") as out:
        out.write("\n".join([head] + rows) + "\n")
    quarter += rows
with open("records-2026-Q1.csv", "w") as out:
    out.write("\n".join([head] + quarter) + "\n")
