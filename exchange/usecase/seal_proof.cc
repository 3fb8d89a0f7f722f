#include "exchange/usecase/seal_proof.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "exchange/audit/proof.h"
#include "exchange/base/csv.h"
#include "exchange/base/json.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/checker/check_seal.h"
#include "exchange/disclosure/sealed.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

constexpr char kTables[] = "tables";
constexpr char kCheckBegin[] = "seal.k";
constexpr char kCheckEnd[] = ".check";
constexpr absl::string_view kNumbers[] = {"unit", "status", "value", "low",
                                          "high"};

absl::Status Broken(const char* reason, absl::string_view text,
                    std::map<std::string, std::string> metadata = {}) {
  return ReasonError(absl::StatusCode::kDataLoss, reason, text,
                     std::move(metadata));
}

absl::Status Changed(const std::string& file) {
  return Broken("PROOF_CHANGED",
                "a file of the proof is not as the exchange gave it",
                {{"file", file}});
}

// unit, status, value, low, high: as packages and `toguna sdc` write them.
CsvRow NumbersOf(const CheckedFamily& family, const CheckedCell& cell) {
  const Unit unit = family.victims ? Unit::kVictim : Unit::kRecord;
  const CellStatus status =
      cell.published ? CellStatus::kPublished : CellStatus::kNotShown;
  CsvRow row = {UnitText(unit), CellStatusText(status), "", "", ""};
  if (cell.published) {
    row[2] = absl::StrCat(cell.value);
  } else {
    row[3] = absl::StrCat(cell.low);
    if (cell.high.has_value()) row[4] = absl::StrCat(*cell.high);
  }
  return row;
}

absl::StatusOr<std::string> FileOf(
    const std::map<std::string, std::string>& files, const std::string& name) {
  const auto found = files.find(name);
  if (found != files.end()) return found->second;
  return Broken("PROOF_FILE_MISSING", "a file of the proof is missing",
                {{"file", name}});
}

// True if the entry, which is canonical JSON, has this member.
bool Says(absl::string_view entry, absl::string_view name,
          absl::string_view value) {
  return absl::StrContains(
      entry, absl::StrCat(JsonQuote(name), ":", JsonQuote(value)));
}

// k of the higher rungs that the entry names a proof of, rising.
std::set<int64_t> RungsIn(absl::string_view entry) {
  std::set<int64_t> rungs;
  for (absl::string_view part : absl::StrSplit(entry, "\"k")) {
    const auto end = part.find("_proof_sha256\":");
    int64_t k = 0;
    if (end != part.npos && absl::SimpleAtoi(part.substr(0, end), &k)) {
      rungs.insert(k);
    }
  }
  return rungs;
}

absl::Status AddTables(const SealToCheck& seal, const std::string& folder,
                       const std::string& file,
                       std::map<std::string, std::string>& tables) {
  for (const CheckedFamily& family : seal.families) {
    if (family.id.empty() ||
        family.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") !=
            std::string::npos) {
      return Changed(file);
    }
    CsvRow heading;
    for (const CheckedAxis& axis : family.axes) {
      heading.push_back(axis.dimension);
    }
    for (const absl::string_view name : kNumbers) heading.emplace_back(name);
    std::string& text = tables[absl::StrCat(folder, "/", family.id, ".csv")];
    text = WriteCsvRow(heading, ';');
    for (const CheckedCell& cell : family.cells) {
      CsvRow row = cell.codes;
      for (std::string& number : NumbersOf(family, cell)) {
        row.push_back(std::move(number));
      }
      text += WriteCsvRow(row, ';');
    }
  }
  return absl::OkStatus();
}

absl::Status CheckTables(const std::map<std::string, std::string>& files) {
  TOGUNA_ASSIGN_OR_RETURN(const auto tables, ProofTables(files));
  const auto changed = [](const std::string& name) {
    return Broken("PROOF_TABLES_CHANGED",
                  "a table is not what the seal published", {{"file", name}});
  };
  for (const auto& [name, bytes] : tables) {
    const auto found = files.find(name);
    if (found == files.end() || found->second != bytes) return changed(name);
  }
  for (const auto& [name, ignored] : files) {
    if (absl::StartsWith(name, kTables) && !tables.contains(name)) {
      return changed(name);
    }
  }
  return absl::OkStatus();
}

// Cohorts are counted by families of their own, which are nobody's tables.
bool IsTable(const SealToCheck& seal, const CheckedFamily& family) {
  return std::none_of(seal.cohorts.begin(), seal.cohorts.end(),
                      [&family](const CheckedCohort& cohort) {
                        return cohort.dimension == family.id;
                      });
}

// A seal that has none gives no range, and CheckSeal holds it to that.
bool HasTables(const SealToCheck& seal) {
  return std::any_of(
      seal.families.begin(), seal.families.end(),
      [&seal](const CheckedFamily& family) { return IsTable(seal, family); });
}

// The cells of the seal's tables as lines of an extract: family, (dimension,
// code)…, numbers.
std::set<CsvRow> LinesOf(const SealToCheck& seal) {
  std::set<CsvRow> lines;
  for (const CheckedFamily& family : seal.families) {
    if (!IsTable(seal, family)) continue;
    for (const CheckedCell& cell : family.cells) {
      std::set<std::pair<std::string, std::string>> codes;
      for (size_t i = 0; i < family.axes.size(); ++i) {
        codes.emplace(family.axes[i].dimension, cell.codes[i]);
      }
      CsvRow line = {family.id};
      for (const auto& [dimension, code] : codes) {
        line.push_back(dimension);
        line.push_back(code);
      }
      for (std::string& number : NumbersOf(family, cell)) {
        line.push_back(std::move(number));
      }
      lines.insert(std::move(line));
    }
  }
  return lines;
}

// The same of a stored rung.
std::set<CsvRow> LinesOf(const SealedPeriod& sealed) {
  std::set<CsvRow> lines;
  for (const SealedTable& table : sealed.tables) {
    for (const SealedCell& cell : table.cells) {
      std::map<std::string, std::string> codes;
      for (size_t i = 0; i < table.dimensions.size(); ++i) {
        codes.emplace(table.dimensions[i], cell.codes[i]);
      }
      CsvRow line = {table.family.text()};
      for (const auto& [dimension, code] : codes) {
        line.push_back(dimension);
        line.push_back(code);
      }
      const bool shown = cell.status == CellStatus::kPublished;
      line.emplace_back(UnitText(table.unit));
      line.emplace_back(CellStatusText(cell.status));
      line.push_back(shown ? absl::StrCat(cell.value) : "");
      line.push_back(shown ? "" : absl::StrCat(cell.low));
      line.push_back(!shown && cell.high.has_value() ? absl::StrCat(*cell.high)
                                                     : "");
      lines.insert(std::move(line));
    }
  }
  return lines;
}

// What a higher rung says that the rung below publishes, and what that one
// does. Each file by itself could be nested in anything.
bool IsWithin(const SealToCheck& above, const SealToCheck& below) {
  if (!above.nested || above.below.size() != below.families.size()) {
    return false;
  }
  const auto same = [](const CheckedCell& a, const CheckedCell& b) {
    return a.codes == b.codes && a.published == b.published &&
           (!a.published || a.value == b.value);
  };
  for (size_t f = 0; f < below.families.size(); ++f) {
    const std::vector<CheckedCell>& said = above.below[f].cells;
    const std::vector<CheckedCell>& is = below.families[f].cells;
    if (above.below[f].id != below.families[f].id ||
        !std::equal(said.begin(), said.end(), is.begin(), is.end(), same)) {
      return false;
    }
  }
  return true;
}

// "incidents 2026-03", which all rungs of a seal have in common.
absl::string_view SubjectOf(const SealToCheck& seal) {
  return absl::string_view(seal.subject).substr(0, seal.subject.find('\n'));
}

// Verifies the rung of such a k, none for the lowest, above those of `proof`.
absl::StatusOr<VerifiedRung> VerifyRung(
    const std::map<std::string, std::string>& files, absl::string_view entry,
    std::optional<int64_t> k, const VerifiedProof& proof) {
  const std::string name = k.has_value() ? ProofCheckFile(*k) : kProofCheckFile;
  const std::string prefix = k.has_value() ? absl::StrCat("k", *k, "_") : "";
  TOGUNA_ASSIGN_OR_RETURN(const std::string check, FileOf(files, name));
  VerifiedRung rung;
  rung.proof_sha256 = HexOf(Sha256(check));
  if (!Says(entry, "type", "period.seal") ||
      !Says(entry, prefix + "proof_sha256", rung.proof_sha256)) {
    return Broken("PROOF_NOT_IN_LOG",
                  "the log's entry is not of a seal with this proof",
                  {{"file", name}});
  }
  auto file = ReadCheckFile(check);
  if (!file.ok()) return Changed(name);
  rung.file = *std::move(file);
  const SealToCheck& seal = rung.file.seal;
  const std::pair<std::string, std::string> subject =
      absl::StrSplit(SubjectOf(seal), absl::MaxSplits(' ', 1));
  const absl::StatusOr<std::string> verdict = CheckSeal(seal);
  std::string why = std::string(verdict.status().message());
  if (verdict.ok()) {
    rung.verdict_sha256 = HexOf(Sha256(*verdict));
    if (!seal.witnessed) {
      why = "it has no tables that witness it";
    } else if (!seal.ranged && HasTables(seal)) {
      why = "its tables have no ranges";
    }
    if (!Says(entry, prefix + "verdict_sha256", rung.verdict_sha256) ||
        !Says(entry, "dataset", subject.first) ||
        !Says(entry, "period", subject.second)) {
      why = "the log's entry has another verdict";
    }
    if (k.has_value() ? *k != seal.minimum ||
                            !IsWithin(seal, proof.rungs.back().file.seal)
                      : seal.nested) {
      why = "it is not the rung that it should be, within the one below";
    }
  }
  if (!why.empty()) {
    return Broken("PROOF_REFUTED",
                  absl::StrCat("the checker refuses the proof: ", why),
                  {{"why", why}, {"file", name}});
  }
  for (const CheckedFamily& family : seal.families) {
    for (const CheckedCell& cell : family.cells) {
      ++(cell.published ? rung.published : rung.not_shown);
    }
  }
  return rung;
}

}  // namespace

std::string ProofCheckFile(int64_t k) {
  return absl::StrCat(kCheckBegin, k, kCheckEnd);
}

std::optional<int64_t> RungOfCheckFile(absl::string_view name) {
  int64_t k = 0;
  absl::string_view digits = name;
  if (absl::ConsumePrefix(&digits, kCheckBegin) &&
      absl::ConsumeSuffix(&digits, kCheckEnd) && absl::SimpleAtoi(digits, &k) &&
      ProofCheckFile(k) == name) {
    return k;
  }
  return std::nullopt;
}

absl::StatusOr<std::map<std::string, std::string>> ProofTables(
    const std::map<std::string, std::string>& files) {
  std::map<std::string, std::string> tables;
  for (const auto& [name, bytes] : files) {
    const std::optional<int64_t> k = RungOfCheckFile(name);
    if (!k.has_value() && name != kProofCheckFile) continue;
    const auto file = ReadCheckFile(bytes);
    if (!file.ok()) return Changed(name);
    TOGUNA_RETURN_IF_ERROR(AddTables(
        file->seal,
        k.has_value() ? absl::StrCat(kTables, ".k", *k) : std::string(kTables),
        name, tables));
  }
  return tables;
}

absl::StatusOr<VerifiedProof> VerifySealProof(
    const std::map<std::string, std::string>& files, absl::string_view vkey,
    const Ed25519Verifier& verify) {
  TOGUNA_ASSIGN_OR_RETURN(const std::string entry,
                          FileOf(files, kProofEntryFile));
  TOGUNA_ASSIGN_OR_RETURN(const std::string in_log,
                          FileOf(files, kProofInLogFile));
  VerifiedProof proof;
  TOGUNA_ASSIGN_OR_RETURN(proof.head, VerifyProof(in_log, entry, vkey, verify));
  const std::set<int64_t> higher = RungsIn(entry);
  for (const auto& [name, ignored] : files) {
    const std::optional<int64_t> k = RungOfCheckFile(name);
    if (k.has_value() && !higher.contains(*k)) {
      return Broken("PROOF_NOT_IN_LOG", "the log's entry has no such rung",
                    {{"file", name}});
    }
  }
  std::vector<std::optional<int64_t>> rungs = {std::nullopt};
  rungs.insert(rungs.end(), higher.begin(), higher.end());
  for (const std::optional<int64_t>& k : rungs) {
    TOGUNA_ASSIGN_OR_RETURN(VerifiedRung rung,
                            VerifyRung(files, entry, k, proof));
    proof.rungs.push_back(std::move(rung));
  }
  const std::pair<std::string, std::string> name = absl::StrSplit(
      SubjectOf(proof.lowest().file.seal), absl::MaxSplits(' ', 1));
  std::tie(proof.dataset, proof.period) = name;
  TOGUNA_RETURN_IF_ERROR(CheckTables(files));
  return proof;
}

absl::StatusOr<int64_t> CompareExtract(const VerifiedProof& proof, int64_t k,
                                       absl::string_view csv) {
  const auto differs = [](size_t line) {
    return Broken("PROOF_EXTRACT_DIFFERS",
                  "an extract shows a cell otherwise than its seal",
                  {{"line", absl::StrCat(line)}});
  };
  const auto rows = ReadCsv(csv, CsvDelimiterOf(csv));
  if (!rows.ok() || rows->empty()) return differs(1);
  const CsvRow& heading = rows->front();
  std::set<CsvRow> lines;
  for (const VerifiedRung& rung : proof.rungs) {
    if (rung.k() == k) lines = LinesOf(rung.file.seal);
  }
  int64_t compared = 0;
  for (size_t i = 1; i < rows->size(); ++i) {
    const CsvRow& row = (*rows)[i];
    if (row.size() != heading.size()) return differs(i + 1);
    std::map<std::string, std::string> of;
    std::map<std::string, std::string> codes;
    for (size_t c = 0; c < row.size(); ++c) {
      absl::string_view name = heading[c];
      if (!absl::EndsWith(name, "_code")) {
        of[heading[c]] = row[c];
      } else if (!row[c].empty()) {
        name.remove_suffix(5);
        codes[std::string(name)] = row[c];
      }
    }
    if (of["period"] != proof.period) continue;
    CsvRow line = {of["family"]};
    for (const auto& [dimension, code] : codes) {
      line.push_back(dimension);
      line.push_back(code);
    }
    for (const absl::string_view name : kNumbers) {
      line.push_back(of[std::string(name)]);
    }
    if (!lines.contains(line)) return differs(i + 1);
    ++compared;
  }
  return compared;
}

absl::Status CompareSeal(const VerifiedProof& proof,
                         const SealedPeriod& sealed) {
  for (const VerifiedRung& rung : proof.rungs) {
    if (rung.k() != sealed.minimums.k) continue;
    if (LinesOf(rung.file.seal) == LinesOf(sealed)) return absl::OkStatus();
    break;
  }
  return Broken("PROOF_SEAL_DIFFERS",
                "a stored seal has other cells than its proof",
                {{"k", absl::StrCat(sealed.minimums.k)}});
}

}  // namespace toguna
