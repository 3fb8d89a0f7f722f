// toguna period proof (from the exchange) and check (offline, from files): the
// data protection officer's own look at a seal.

#include "exchange/toguna/period_proof.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/seal_proof.h"
#include "exchange/words/proof_words.h"
#include "keys/file/file.h"
#include "keys/sodium/primitives.h"
#include "nlohmann/json.hpp"

namespace toguna {
namespace {

namespace fs = std::filesystem;

using Files = std::map<std::string, std::string>;

struct Options {
  std::string dataset;
  std::string period;
  std::string out;
  std::string dir;
  std::string key;
  std::string packages;
};

absl::StatusOr<std::string> ReadKey(const std::string& path) {
  TOGUNA_ASSIGN_OR_RETURN(const std::string key, ReadFile(path));
  return std::string(absl::StripAsciiWhitespace(key));
}

// Writes for the owner's eyes alone.
absl::Status WriteProof(const Session& session, const std::string& out,
                        const Files& files) {
  std::error_code failed;
  if (fs::exists(out, failed) && !fs::is_empty(out, failed)) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "OUT_NOT_EMPTY",
                       Say(session.language, words::kProofHere, {out}));
  }
  fs::create_directories(out, failed);
  fs::permissions(out, fs::perms::owner_all, failed);
  for (const auto& [name, bytes] : files) {
    const fs::path path = fs::path(out) / name;
    fs::create_directories(path.parent_path(), failed);
    TOGUNA_RETURN_IF_ERROR(WriteSecretFile(path.string(), bytes));
  }
  return absl::OkStatus();
}

// Says in words what is wrong, with the checker's own where it refuses.
absl::StatusOr<VerifiedProof> Verified(const Session& session,
                                       const Files& files,
                                       const std::string& key) {
  absl::StatusOr<VerifiedProof> proof =
      VerifySealProof(files, key, VerifyEd25519);
  const Reason reason = ReasonOf(proof.status());
  if (reason.code != "PROOF_REFUTED") return proof;
  return ReasonError(
      absl::StatusCode::kDataLoss, reason.code,
      Say(session.language, words::kProofRefuted, {reason.metadata.at("why")}));
}

int64_t ConfinedIn(const SealToCheck& seal) {
  return std::count_if(seal.proofs.begin(), seal.proofs.end(),
                       [](const CheckedProof& one) { return one.confined; });
}

void SayHolds(const Session& session, const VerifiedProof& proof) {
  const Console console = session.console();
  const VerifiedRung& lowest = proof.lowest();
  console.Say(words::kProofHolds,
              {proof.period, proof.dataset, absl::StrCat(lowest.published),
               absl::StrCat(lowest.not_shown), absl::StrCat(proof.head.size)});
  for (const VerifiedRung& rung : proof.rungs) {
    const SealToCheck& seal = rung.file.seal;
    if (proof.rungs.size() > 1) {
      console.Say(
          &rung == &lowest ? words::kProofLowestRung : words::kProofRung,
          {absl::StrCat(rung.k()), absl::StrCat(rung.published)});
    }
    console.Say(words::kProofMeans, {absl::StrCat(seal.unsafe.size()),
                                     absl::StrCat(seal.witnesses.owns.size()),
                                     absl::StrCat(seal.proofs.size())});
    console.Say(seal.victims_in_records ? words::kProofHarms
                                        : words::kProofWithoutHarms);
    const int64_t confined = ConfinedIn(seal);
    if (confined > 0) {
      console.Say(words::kProofConfined, {absl::StrCat(confined)});
    }
    console.Say(words::kProofRanges);
    console.Say(words::kProofDigests, {rung.proof_sha256, rung.verdict_sha256});
  }
}

Json FiguresOf(const VerifiedRung& rung, Json json) {
  return json.Set("published", rung.published)
      .Set("not_shown", rung.not_shown)
      .Set("confined", ConfinedIn(rung.file.seal))
      .Set("victims_in_records", rung.file.seal.victims_in_records)
      .Set("proof_sha256", rung.proof_sha256)
      .Set("verdict_sha256", rung.verdict_sha256);
}

// The lowest rung's figures stand by themselves, too.
Json AnswerOf(const VerifiedProof& proof) {
  Json::List rungs;
  for (const VerifiedRung& rung : proof.rungs) {
    rungs.push_back(FiguresOf(rung, Json().Set("k", rung.k())));
  }
  return FiguresOf(proof.lowest(), Json()
                                       .Set("holds", true)
                                       .Set("dataset", proof.dataset)
                                       .Set("period", proof.period)
                                       .Set("rungs", std::move(rungs)));
}

absl::StatusOr<int> Fetch(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  v1::DownloadSealProofRequest request;
  request.set_name(
      absl::StrCat("datasets/", options.dataset, "/periods/", options.period));
  TOGUNA_ASSIGN_OR_RETURN(Files files, client->DownloadSealProof(request));
  TOGUNA_ASSIGN_OR_RETURN(Files tables, ProofTables(files));
  files.merge(tables);
  TOGUNA_RETURN_IF_ERROR(WriteProof(session, options.out, files));
  session.console().Say(words::kProofWritten,
                        {options.period, options.dataset, options.out});
  TOGUNA_ASSIGN_OR_RETURN(const std::string key,
                          ReadKey(session.as + "/log.vkey"));
  TOGUNA_ASSIGN_OR_RETURN(const VerifiedProof proof,
                          Verified(session, files, key));
  SayHolds(session, proof);
  session.console().Answer(AnswerOf(proof).Set("out", options.out));
  return kExitDone;
}

// What belongs to no proof is left unread, but for tables.
bool IsOfProof(const std::string& name) {
  return name == kProofCheckFile || name == kProofEntryFile ||
         name == kProofInLogFile || RungOfCheckFile(name).has_value() ||
         absl::StartsWith(name, "tables");
}

absl::StatusOr<Files> ReadProof(const std::string& dir) {
  Files files;
  // Said before anything else is, as what is looked for first.
  TOGUNA_ASSIGN_OR_RETURN(files[kProofCheckFile],
                          ReadFile((fs::path(dir) / kProofCheckFile).string()));
  std::error_code failed;
  for (const auto& file : fs::recursive_directory_iterator(dir, failed)) {
    const std::string name = file.path().lexically_relative(dir).string();
    if (file.is_directory() || !IsOfProof(name)) continue;
    TOGUNA_ASSIGN_OR_RETURN(files[name], ReadFile(file.path().string()));
  }
  return files;
}

// Lines of the package that were compared; -1 if there was nothing to compare.
absl::StatusOr<int64_t> ComparePackage(const VerifiedProof& proof,
                                       const fs::path& package) {
  const auto csv = ReadFile((package / "extract.csv").string());
  const auto manifest = ReadFile((package / "manifest.json").string());
  if (!csv.ok() || !manifest.ok()) return -1;
  const auto json = nlohmann::json::parse(*manifest, nullptr, false);
  const auto dataset = nlohmann::json::json_pointer("/predicate/dataset");
  if (json.is_discarded() || !json.contains(dataset) ||
      json[dataset] != proof.dataset) {
    return -1;
  }
  const auto k = nlohmann::json::json_pointer("/predicate/k");
  return CompareExtract(proof,
                        json.contains(k) && json[k].is_number_integer()
                            ? json[k].get<int64_t>()
                            : 0,
                        *csv);
}

absl::StatusOr<Json::List> ComparePackages(const Session& session,
                                           const VerifiedProof& proof,
                                           const std::string& folder) {
  std::vector<fs::path> packages;
  std::error_code failed;
  for (const auto& one : fs::directory_iterator(folder, failed)) {
    if (one.is_directory()) packages.push_back(one.path());
  }
  if (failed) {
    return ReasonError(absl::StatusCode::kNotFound, "NO_PACKAGE",
                       "there is no package in this folder");
  }
  std::sort(packages.begin(), packages.end());
  Json::List list;
  for (const fs::path& package : packages) {
    const std::string name = package.filename().string();
    TOGUNA_ASSIGN_OR_RETURN(const int64_t lines,
                            ComparePackage(proof, package));
    if (lines < 0) {
      session.console().Say(words::kProofNotOpened, {name});
    } else {
      session.console().Say(words::kProofPackage, {name, absl::StrCat(lines)});
    }
    list.push_back(Json().Set("package", name).Set("lines", lines));
  }
  return list;
}

absl::StatusOr<int> Check(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const std::string key, ReadKey(options.key));
  TOGUNA_ASSIGN_OR_RETURN(const Files files, ReadProof(options.dir));
  TOGUNA_ASSIGN_OR_RETURN(const VerifiedProof proof,
                          Verified(session, files, key));
  SayHolds(session, proof);
  Json answer = AnswerOf(proof);
  if (!options.packages.empty()) {
    TOGUNA_ASSIGN_OR_RETURN(Json::List packages,
                            ComparePackages(session, proof, options.packages));
    answer.Set("packages", std::move(packages));
  }
  session.console().Answer(answer);
  return kExitDone;
}

}  // namespace

void AddPeriodProof(CLI::App& period, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* fetch =
      period.add_subcommand("proof",
                            "DPO: take the proof of a seal away, of every rung "
                            "and with the witnesses; the log says so");
  fetch->add_option("dataset", options->dataset, "For example open-incidents")
      ->required();
  fetch->add_option("period", options->period, "For example 2026-03")
      ->required();
  fetch->add_option("--out", options->out, "Folder, new or empty")->required();
  Bind(fetch, session, [options](Session& s) { return Fetch(s, *options); });
  CLI::App* check = period.add_subcommand(
      "check",
      "Verify such a proof offline, trusting the log's key alone: entry, "
      "witnesses, ranges, tables, and that each rung lies within the one "
      "below");
  check->add_option("dir", options->dir, "Folder of the proof")->required();
  check
      ->add_option("--key", options->key,
                   "log.vkey, received when you were enrolled")
      ->required();
  check->add_option("--packages", options->packages,
                    "Folder of opened packages to compare with the seal");
  Bind(check, session, [options](Session& s) { return Check(s, *options); });
}

}  // namespace toguna
