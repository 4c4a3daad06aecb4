#!/usr/bin/env python3
"""Writes the embedded unit lists from the Python package vietnamadminunits 1.0.4 (MIT).

    python3 -m venv venv && venv/bin/pip install vietnamadminunits==1.0.4
    venv/bin/python src/units/generate.py            # writes the three lists beside itself
    venv/bin/python src/units/generate.py --check    # writes nothing, exit 1 if they differ
    venv/bin/python src/units/generate.py --compare DIR

It reads the package's data files only (no code of it runs), refuses any other version by SHA-256,
and applies corrections.csv, whose rows are facts keyed by code:

    name,CODE,NAME     the statistics office spells this pre-2025 unit so
    not,OLD,NEW        the package took one commune for another of the same name
    also,OLD,NEW       the package misses that land of OLD went to NEW

An old unit with one successor went there whole; with several, it was split: partial.

--compare DIR proves the lists, together with changes-2026.csv, equal to units_pre2025.csv,
units_2025.csv, units_2026-09-20.csv, succession_2025.csv, succession_2025_province.csv and
changes_2026.csv of DIR. There, relations that begin with "partial" count as partial.
"""

import argparse
import csv
import hashlib
import importlib.util
import io
import json
import pathlib
import sqlite3
import sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
SHA_256 = {
    "dataset.db": "147cbbf81c8964bb594e1dda7ebab5649bce21efbfd6cb508cab7fefca62257d",
    "converter_2025.json": "84f0848bf401b047775cbb49768c181a9271f77e4a4ec706d293b09bcb4faddd",
}
UNIT_HEADER = ["code", "parent", "kind", "name"]
SUCCESSION_HEADER = ["new", "whole", "partial"]
# A full name begins with its kind; the longest first, so that none hides another.
KINDS = ["thành phố", "thị trấn", "đặc khu", "thị xã", "phường", "huyện", "quận", "tỉnh", "xã"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--package", type=pathlib.Path, help="folder of the package's data files")
    parser.add_argument("--check", action="store_true", help="write nothing, compare with the files")
    parser.add_argument("--compare", type=pathlib.Path, help="folder of lists to prove equal to")
    options = parser.parse_args()

    source = read_package(options.package or find_package())
    corrections = read_corrections()
    files = {
        "pre-2025.csv": unit_table(correct_names(source["old"], corrections)),
        "2025-07-01.csv": unit_table(source["new"]),
        "succession-2025.csv": succession_table(
            correct_pairs(source["pairs"], corrections), source["province_pairs"]
        ),
    }
    if options.compare:
        sys.exit(compare(files, options.compare))
    sys.exit(check(files) if options.check else write(files))


def find_package():
    found = importlib.util.find_spec("vietnamadminunits")
    if found is None:
        sys.exit("install vietnamadminunits==1.0.4, or name its data folder with --package")
    return pathlib.Path(found.origin).parent / "data"


def read_package(folder):
    """Units as {code: (parent, full name)}; pairs of codes old and new."""
    for name, expected in SHA_256.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
            sys.exit(f"{folder / name} is not that of version 1.0.4")
    database = sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True)
    old, old_by_key, old_province_by_key = {}, {}, {}
    for row in database.execute(
        "select provinceCode, province, districtCode, district, wardCode, ward,"
        " provinceKey, districtKey, wardKey from admin_units_legacy"
    ):
        province, province_name, district, district_name, ward, ward_name = row[:6]
        old[province] = ("", province_name)
        old[district] = (province, district_name)
        if ward:
            old[ward] = (district, ward_name)
        old_by_key["_".join([row[6], row[7], row[8] or ""])] = ward or district
        old_province_by_key[row[6]] = province
    new, new_by_key = {}, {}
    for province, province_name, ward, ward_name, province_key, ward_key in database.execute(
        "select provinceCode, province, wardCode, ward, provinceKey, wardKey from admin_units"
    ):
        new[province] = ("", province_name)
        new[ward] = (province, ward_name)
        new_by_key[province_key, ward_key] = ward
        new_by_key[province_key] = province
    table = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    pairs = set()  # among the old ones five island districts, which had no communes
    for province_key, wards in table["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward_key, old_keys in wards.items():
            pairs |= {(old_by_key[key], new_by_key[province_key, ward_key]) for key in old_keys}
    for province_key, wards in table["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in wards.items():
            pairs |= {(old_by_key[key], new_by_key[province_key, p["newWardKey"]]) for p in parts}
    province_pairs = {
        (old_province_by_key[key], new_by_key[province_key])
        for province_key, keys in table["DICT_PROVINCE"].items()
        for key in keys
    }
    return {"old": old, "new": new, "pairs": pairs, "province_pairs": province_pairs}


def read_corrections():
    with open(HERE / "corrections.csv", encoding="utf-8", newline="") as file:
        return [(r["fact"], r["code"], r["value"]) for r in csv.DictReader(file)]


def correct_names(units, corrections):
    units = dict(units)
    for fact, code, name in corrections:
        if fact == "name":
            parent, full_name = units[code]
            units[code] = (parent, f"{split_kind(full_name)[0]} {name}")
    return units


def correct_pairs(pairs, corrections):
    pairs = set(pairs)
    for fact, old, new in corrections:
        if fact == "not":
            pairs.remove((old, new))
        elif fact == "also":
            pairs.add((old, new))
    return pairs


def split_kind(full_name):
    for kind in KINDS:
        if full_name.lower().startswith(kind + " "):
            return kind, full_name[len(kind) + 1 :]
    sys.exit(f"no kind in {full_name!r}")


def unit_table(units):
    rows = []
    for code, (parent, full_name) in sorted(units.items(), key=lambda item: (len(item[0]), item[0])):
        kind, name = split_kind(unicodedata.normalize("NFC", full_name))
        rows.append([code, parent, kind, name])
    return table_text(UNIT_HEADER, rows)


def succession_table(pairs, province_pairs):
    """One row per new unit: what it was made of."""
    n_successors = {}
    for old, _ in pairs:
        n_successors[old] = n_successors.get(old, 0) + 1
    made_of = {}
    for old, new in pairs | province_pairs:
        whole, partial = made_of.setdefault(new, ([], []))
        (whole if n_successors.get(old, 1) == 1 else partial).append(old)
    rows = [
        [new, " ".join(sorted(whole)), " ".join(sorted(partial))]
        for new, (whole, partial) in sorted(made_of.items(), key=lambda i: (len(i[0]), i[0]))
    ]
    return table_text(SUCCESSION_HEADER, rows)


def table_text(header, rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def write(files):
    for name, text in files.items():
        (HERE / name).write_bytes(text.encode())
    return 0


def check(files):
    stale = [n for n, text in files.items() if (HERE / n).read_bytes() != text.encode()]
    for name in stale:
        print(f"{name} differs from what this script makes")
    return 1 if stale else 0


def compare(files, folder):
    """Both sides as sets of tuples; prints what is on one side only."""
    ours = {name: list(csv.DictReader(io.StringIO(text))) for name, text in files.items()}
    before, after = rows_as_facts(ours["pre-2025.csv"]), rows_as_facts(ours["2025-07-01.csv"])
    with open(HERE / "changes-2026.csv", encoding="utf-8", newline="") as file:
        changes = list(csv.DictReader(file))
    kinds = {change["code"]: change["after"] for change in changes}
    latest = {(c, p, kinds.get(c, kind), name) for c, p, kind, name in after}
    names = {code: name for code, _, _, name in after}
    renamed = {
        (c["code"], c["effective"], c["decree"])
        + tuple(f"{c[side].capitalize()} {names[c['code']]}" for side in ("before", "after"))
        for c in changes
    }
    relations = set()
    for row in ours["succession-2025.csv"]:
        for relation in ("whole", "partial"):
            relations |= {(old, row["new"], relation) for old in row[relation].split()}

    theirs = lambda name: list(csv.DictReader(open(folder / name, encoding="utf-8", newline="")))
    units = lambda name: {
        (r["code"], r["parent_code"], r["kind"], r["name"]) for r in theirs(name)
    }
    known = {
        (r["old_code"], r["new_code"], r["relation"].split("_")[0])
        for r in theirs("succession_2025.csv")
    } | {(r["old_code"], r["new_code"], "whole") for r in theirs("succession_2025_province.csv")}
    change_columns = ("code", "effective", "decree", "before", "after")
    pairs = [
        ("pre-2025", before, units("units_pre2025.csv")),
        ("2025-07-01", after, units("units_2025.csv")),
        ("2026-09-20", latest, units("units_2026-09-20.csv")),
        ("changes", renamed, {tuple(r[c] for c in change_columns) for r in theirs("changes_2026.csv")}),
        ("succession", relations, known),
    ]
    differs = False
    for name, mine, other in pairs:
        print(f"{name}: {len(mine)} rows here, {len(other)} there, {len(mine ^ other)} differ")
        for row in sorted(mine - other):
            print("  only here", *row)
        for row in sorted(other - mine):
            print("  only there", *row)
        differs |= mine != other
    return 1 if differs else 0


def rows_as_facts(rows):
    return {(r["code"], r["parent"], r["kind"], r["name"]) for r in rows}


if __name__ == "__main__":
    main()
