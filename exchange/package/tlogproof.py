#!/usr/bin/env python3
"""Vérifie que la remise de ce dossier est inscrite au journal d'audit.
Checks that the release in this folder is in the audit log.

    python3 tlogproof.py --log KEYS/log.vkey [--policy KEYS/policy.tlog] [FOLDER]

KEYS: ce que vous avez reçu à la signature de l'accord, jamais d'un paquet.
KEYS: what you received when the agreement was signed, never from a package.
Fin / exit: 0 vérifié / verified, 1 refusé / refused, 2 pas contrôlé / not checked.
Il faut Python 3.8 et OpenSSL 3. / Needs Python 3.8 and OpenSSL 3.
"""
import argparse
import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time


class Wrong(Exception):
    """Refused, in both languages. / Refusé, dans les deux langues."""


class Unable(Exception):
    """Nothing was checked. / Rien n'a été contrôlé."""


def need(truth, fr, en):
    if not truth:
        raise Wrong(fr, en)


def say(mark, fr, en):
    print(f"{mark} {fr}\n{' ' * len(mark)} {en}")


def sha256(data):
    return hashlib.sha256(data).digest()


def unbase64(text):
    """Only the one way in which bytes are written. / Une seule écriture admise."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        data = b""
    need(base64.b64encode(data).decode() == text and text, "base64 mal formé", "malformed base64")
    return data


def decimal(text):
    need(text.isascii() and text.isdigit() and (text == "0" or text[0] != "0"), "nombre mal formé", "malformed number")
    return int(text)


# --- Ed25519: OpenSSL

def openssl_program():
    places = [os.environ.get("OPENSSL"), shutil.which("openssl"),
              r"C:\Program Files\Git\usr\bin\openssl.exe", r"C:\Program Files\Git\mingw64\bin\openssl.exe",
              "/opt/homebrew/opt/openssl@3/bin/openssl", "/usr/local/opt/openssl@3/bin/openssl"]
    # RFC 8032, 7.1, test 2: a program that does not say yes here is no judge, nor one that says yes to all.
    key = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    good = bytes.fromhex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                         "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
    for place in places:
        if place and os.path.exists(place) and signed(place, key, b"\x72", good) and not signed(place, key, b"\x73", good):
            return place
    raise Unable("Il faut le programme openssl, version 3 (sous Windows : avec Git ; sous macOS : brew install openssl@3).",
                 "The program openssl, version 3, is needed (Windows: with Git; macOS: brew install openssl@3).")


def signed(openssl, key, message, signature):
    with tempfile.TemporaryDirectory() as folder:
        pem = base64.b64encode(bytes.fromhex("302a300506032b6570032100") + key).decode()
        parts = {"key": f"-----BEGIN PUBLIC KEY-----\n{pem}\n-----END PUBLIC KEY-----\n".encode(),
                 "message": message, "signature": signature}
        for name, data in parts.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        run = subprocess.run([openssl, "pkeyutl", "-verify", "-pubin", "-inkey", "key", "-rawin", "-in", "message",
                              "-sigfile", "signature"], cwd=folder, capture_output=True, check=False)
        return run.returncode == 0


# --- keys and policy: c2sp.org/signed-note, c2sp.org/tlog-policy

class Key:
    """name+hash+base64(type, public key)."""

    def __init__(self, vkey, kind):
        parts = vkey.strip().split("+", 2)
        need(len(parts) == 3, "clé mal formée", "malformed key")
        self.name, key = parts[0], unbase64(parts[2])
        self.id = sha256(self.name.encode() + b"\n" + key)[:4]
        need(len(key) == 33 and key[0] == kind and parts[1] == self.id.hex(), "clé mal formée", "malformed key")
        self.key = key[1:]


def read_policy(text):
    """-> keys of logs, keys of witnesses by name, groups by name, quorum."""
    logs, witnesses, groups, quorum = [], {}, {}, None
    for line in text.splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        new = len(words) > 2 and words[1] not in witnesses and words[1] not in groups and words[1] != "none"
        if words[0] == "log" and len(words) == 2:
            logs.append(Key(words[1], 1))
        elif words[0] == "witness" and len(words) in (3, 4) and new:  # perhaps with an address
            key = Key(words[2], 4)
            need(key.key not in {one.key for one in witnesses.values()}, "deux témoins ont la même clé",
                 "two witnesses have the same key")
            witnesses[words[1]] = key
        elif words[0] == "group" and len(words) > 3 and new:
            members = words[3:]
            known = all(one in witnesses or one in groups for one in members) and len(set(members)) == len(members)
            least = {"any": 1, "all": len(members)}.get(words[2]) or decimal(words[2])
            need(known and 1 <= least <= len(members), f"groupe mal formé : {line}", f"malformed group: {line}")
            groups[words[1]] = (least, members)
        elif words[0] == "quorum" and len(words) == 2 and quorum is None:
            quorum = words[1]
        else:
            raise Wrong(f"ligne inconnue de la politique : {line}", f"unknown line of the policy: {line}")
    need(logs and quorum in {"none", *witnesses, *groups}, "politique sans journal ou sans quorum",
         "policy without a log or a quorum")
    return logs, witnesses, groups, quorum


def reached(name, groups, seen):
    if name in groups:
        least, members = groups[name]
        return sum(reached(one, groups, seen) for one in members) >= least
    return name == "none" or name in seen


# --- the proof: c2sp.org/tlog-proof, RFC 6962

def read_proof(text):
    """-> index, hashes, signed text, [(name, key id, signature)]."""
    parts = text.decode().split("\n\n")
    first, *lines = parts[0].split("\n")
    found = [line.split(" ") for line in parts[-1][:-1].split("\n")]
    need(len(parts) == 3 and first == "c2sp.org/tlog-proof@v1" and lines and lines[0].startswith("index ")
         and len(parts[1].split("\n")) == 3 and parts[2].endswith("\n")
         and all(len(one) == 3 and one[0] == "\u2014" for one in found),
         "release.tlog-proof n'est pas une preuve", "release.tlog-proof is no proof")
    blobs = [(name, unbase64(blob)) for _, name, blob in found]
    return (decimal(lines[0][6:]), [unbase64(line) for line in lines[1:]], (parts[1] + "\n").encode(),
            [(name, blob[:4], blob[4:]) for name, blob in blobs])


def root_of(entry, index, size, hashes):
    node, last = sha256(b"\x00" + entry), size - 1
    need(index < size, "la preuve nomme une entrée hors du journal", "the proof names an entry outside the log")
    for other in hashes:
        need(last > 0 and len(other) == 32, "preuve trop longue", "proof too long")
        if index % 2 == 1 or index == last:
            node = sha256(b"\x01" + other + node)
            while index % 2 == 0 and index > 0:
                index, last = index // 2, last // 2
        else:
            node = sha256(b"\x01" + node + other)
        index, last = index // 2, last // 2
    need(last == 0, "preuve trop courte", "proof too short")
    return node


def log_signed(openssl, keys, origin, text, signatures):
    return any(key.name == origin and (name, number) == (key.name, key.id) and signed(openssl, key.key, text, signature)
               for key in keys for name, number, signature in signatures)


def cosigned(openssl, key, text, signatures):
    """When the witness saw this head; None: it did not."""
    for name, number, signature in signatures:
        if (name, number, len(signature)) == (key.name, key.id, 72):
            seconds = int.from_bytes(signature[:8], "big")
            message = b"cosignature/v1\ntime %d\n" % seconds + text
            if signed(openssl, key.key, message, signature[8:]):
                return seconds
    return None


# --- the package

def check_files(read):
    """manifest.json -> its predicate, once every file is the one that it names."""
    manifest = json.loads(read("manifest.json"))
    for subject in manifest["subject"]:
        name = subject["name"]
        need(name == os.path.basename(name), "nom de fichier interdit", "forbidden file name")
        need(sha256(read(name)).hex() == subject["digest"]["sha256"], f"{name} n'est pas le fichier que nomme manifest.json",
             f"{name} is not the file that manifest.json names")
    return manifest["predicate"]


def check(read, logs, policy, openssl):
    entry, proof = read("release.entry"), read("release.tlog-proof")
    index, hashes, text, signatures = read_proof(proof)
    origin, size, root = text.decode().split("\n")[:3]
    need(log_signed(openssl, logs, origin, text, signatures),
         "la tête du journal n'est pas signée par la clé que vous avez donnée",
         "the head of the log is not signed by the key that you gave")
    say("OK", f"La tête du journal {origin} ({size} entrées) est signée par sa clé.",
        f"The head of log {origin} ({size} entries) is signed by its key.")
    need(root_of(entry, index, decimal(size), hashes) == unbase64(root), "release.entry n'est pas dans ce journal",
         "release.entry is not in this log")
    say("OK", f"release.entry y est l'entrée {index}.", f"release.entry is entry {index} in it.")
    if policy:
        _, witnesses, groups, quorum = policy
        seen = {name: when for name, key in witnesses.items()
                if (when := cosigned(openssl, key, text, signatures)) is not None}
        need(reached(quorum, groups, seen), "trop peu de témoins ont signé cette tête du journal",
             "too few witnesses signed this head of the log")
        for name, when in seen.items():
            day = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(when))
            say("OK", f"Le témoin {name} l'a vue le {day}.", f"Witness {name} saw it on {day}.")
        say("OK", f"Le quorum exigé est atteint : {quorum}.", f"The quorum asked for is reached: {quorum}.")
    predicate, said = check_files(read), json.loads(entry)
    say("OK", "Chaque fichier est celui que nomme manifest.json.", "Every file is the one that manifest.json names.")
    need(said.get("type") == "release.extract" and said.get("manifest_sha256") == sha256(read("manifest.json")).hex()
         and said.get("package_sha256") == sha256(read("extract.csv.age")).hex()
         and all(said.get(field) == predicate[field] for field in ("release", "agreement", "recipient_key")),
         "release.entry parle d'une autre remise que manifest.json",
         "release.entry is about another release than manifest.json")
    say("OK", f"L'entrée nomme ce manifeste et ce paquet : remise {said['release']}, accord {said['agreement']}.",
        f"The entry names this manifest and this package: release {said['release']}, agreement {said['agreement']}.")


def main():
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default=os.path.dirname(os.path.abspath(__file__)), metavar="FOLDER")
    parser.add_argument("--log", metavar="VKEYFILE")
    parser.add_argument("--policy", metavar="FILE")
    options = parser.parse_args()

    def read(name, folder=options.folder):
        with open(os.path.join(folder, name), "rb") as file:
            return file.read()

    try:
        if not options.log and not options.policy:
            raise Unable("Donnez --log ou --policy : aucune clé n'est prise du paquet.",
                         "Give --log or --policy: no key is taken from the package.")
        try:
            policy = read_policy(read(options.policy, "").decode()) if options.policy else None
            logs = [Key(read(options.log, "").decode(), 1)] if options.log else policy[0]
        except (Wrong, ValueError) as wrong:
            raise Unable(f"Votre clé ou politique ne se lit pas : {wrong.args[0]}.",
                         f"Your key or policy cannot be read: {wrong.args[-1]}.") from None
        check(read, logs, policy, openssl_program())
        say("VÉRIFIÉ.", "La remise est inscrite au journal d'audit.", "VERIFIED. The release is in the audit log.")
        return 0
    except Wrong as wrong:
        say("REFUSÉ.", f"{wrong.args[0]}.", f"REFUSED. {wrong.args[1]}.")
        return 1
    except (KeyError, TypeError, ValueError) as broken:
        say("REFUSÉ.", f"Un fichier du paquet est mal formé ({broken}).", f"REFUSED. A file of the package is malformed ({broken}).")
        return 1
    except Unable as unable:
        say("PAS CONTRÔLÉ.", unable.args[0], f"NOT CHECKED. {unable.args[1]}")
    except OSError as missing:
        say("PAS CONTRÔLÉ.", f"Fichier illisible : {missing.filename}", f"NOT CHECKED. Cannot read: {missing.filename}")
    return 2


if __name__ == "__main__":
    sys.exit(main())
