// toguna audit verify: of an exchange or of exported files, whole or only what
// is new since the last time.

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/export.h"
#include "exchange/audit/policy.h"
#include "exchange/audit/proof.h"
#include "exchange/audit/seen.h"
#include "exchange/audit/verify.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/toguna/audit_log.h"
#include "exchange/toguna/session.h"
#include "exchange/words/console_words.h"
#include "keys/digest/digest.h"
#include "keys/file/file.h"
#include "keys/sodium/primitives.h"

namespace toguna {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string dir;  // empty: the exchange
  std::string key;
  std::string policy;
  std::string state;
  std::string packages;
  std::string previous;
  bool whole = false;
};

absl::StatusOr<SeenLog> See(const LogSource& source, const Options& options,
                            const NoteKey& log,
                            const std::optional<SeenLog>& before,
                            const SayProgress& say) {
  if (before.has_value() && !options.whole) {
    return SeeMore(*before, log, source.checkpoint, source.read, VerifyEd25519,
                   say);
  }
  if (source.read_file) {
    std::optional<std::string> previous;
    if (!options.previous.empty()) {
      TOGUNA_ASSIGN_OR_RETURN(previous, ReadFile(options.previous));
    }
    TOGUNA_RETURN_IF_ERROR(
        VerifyExport(source.read_file, log.Text(), VerifyEd25519, previous)
            .status());
  }
  TOGUNA_ASSIGN_OR_RETURN(
      SeenLog whole,
      SeeWhole(log, source.checkpoint, source.read, VerifyEd25519, say));
  if (before.has_value()) {
    // That what is whole also continues what was seen.
    TOGUNA_RETURN_IF_ERROR(SeeMore(*before, log, source.checkpoint, source.read,
                                   VerifyEd25519, say)
                               .status());
  }
  return whole;
}

// The package's entry must be the one the log has at its index.
absl::StatusOr<uint64_t> VerifyPackageEntry(const fs::path& package,
                                            const LogSource& source,
                                            const NoteKey& log,
                                            const LogHead& head) {
  TOGUNA_ASSIGN_OR_RETURN(const std::string entry,
                          ReadFile((package / "release.entry").string()));
  TOGUNA_ASSIGN_OR_RETURN(const std::string proof_text,
                          ReadFile((package / "release.tlog-proof").string()));
  TOGUNA_RETURN_IF_ERROR(
      VerifyProof(proof_text, entry, log.Text(), VerifyEd25519).status());
  TOGUNA_ASSIGN_OR_RETURN(const LogProof proof, ParseProof(proof_text));
  if (proof.index >= head.size) {
    return ReasonError(absl::StatusCode::kDataLoss, "PACKAGE_NOT_IN_LOG",
                       "a package is newer than this export; export the log "
                       "again");
  }
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<std::string> found,
                          source.read(proof.index, 1));
  if (found.size() != 1 || found[0] != entry) {
    return ReasonError(absl::StatusCode::kDataLoss, "PACKAGE_NOT_IN_LOG",
                       "a package's entry is not in this log where its proof "
                       "says; keep the package and ask the DPO");
  }
  TOGUNA_ASSIGN_OR_RETURN(const std::string manifest,
                          ReadFile((package / "manifest.json").string()));
  if (!absl::StrContains(entry, HexOf(Sha256(manifest)))) {
    return ReasonError(absl::StatusCode::kDataLoss, "PACKAGE_CHANGED",
                       "a package's manifest is not the one its log entry "
                       "names");
  }
  return proof.index;
}

absl::StatusOr<Json::List> VerifyPackages(const Options& options,
                                          const LogSource& source,
                                          const NoteKey& log,
                                          const LogHead& head,
                                          const Console& console) {
  Json::List packages;
  if (options.packages.empty()) return packages;
  std::vector<fs::path> folders;
  for (const auto& one : fs::directory_iterator(options.packages)) {
    if (one.is_directory()) folders.push_back(one.path());
  }
  std::sort(folders.begin(), folders.end());
  for (const fs::path& folder : folders) {
    TOGUNA_ASSIGN_OR_RETURN(const uint64_t index,
                            VerifyPackageEntry(folder, source, log, head));
    const std::string name = folder.filename().string();
    console.Say(words::kPackageInLog, {name, absl::StrCat(index)});
    packages.push_back(
        Json().Set("package", name).Set("index", static_cast<int64_t>(index)));
  }
  return packages;
}

absl::StatusOr<int> Verify(Session& session, const Options& given) {
  Options options = given;
  options.key = InProfile(given.key, session, "log.vkey", true);
  options.policy = InProfile(given.policy, session, "log.policy", true);
  // Another past of exported files, an older copy say, is not to replace what
  // was seen of the exchange itself.
  if (given.dir.empty()) {
    options.state = InProfile(given.state, session, "log-seen", false);
  }
  if (options.key.empty()) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "KEY_REQUIRED",
                       "say whose log it is: --key log.vkey, or --as DIR");
  }
  const Console console = session.console();
  TOGUNA_ASSIGN_OR_RETURN(const NoteKey log, ReadLogKey(options.key));
  TOGUNA_ASSIGN_OR_RETURN(std::optional<SeenLog> before,
                          ReadSeen(options.state, log));
  // Of the log before, where this one goes on after a recovery.
  std::optional<SeenLog> earlier;
  if (before.has_value() && before->head.origin != log.name) {
    earlier = std::exchange(before, std::nullopt);
  }
  TOGUNA_ASSIGN_OR_RETURN(const LogSource source,
                          OpenLog(session, options.dir));
  TOGUNA_ASSIGN_OR_RETURN(const SeenLog seen, See(source, options, log, before,
                                                  ProgressOn(console)));
  const uint64_t size = seen.head.size;
  std::optional<RecoveredFrom> from;
  if (earlier.has_value()) {
    TOGUNA_ASSIGN_OR_RETURN(
        from,
        CheckRecovered(*earlier, {earlier->head.origin, log.public_key}, size,
                       source.read, VerifyEd25519, ProgressOn(console)));
  }
  console.Say(words::kLogVerified,
              {absl::StrCat(size), Base64Of(seen.head.root)});
  if (from.has_value()) {
    console.Say(words::kLogRecovered,
                {earlier->head.origin, absl::StrCat(from->kept),
                 absl::StrCat(from->lost), absl::StrCat(earlier->head.size)});
  } else if (before.has_value()) {
    console.Say(words::kLogContinuesSeen,
                {absl::StrCat(before->head.size),
                 absl::StrCat(size - before->head.size)});
  } else if (!options.previous.empty()) {
    console.Say(words::kLogContinues);
  } else {
    console.Say(options.state.empty() ? words::kLogNotCompared
                                      : words::kLogSeenFirst);
  }
  Json answer;
  if (!options.policy.empty()) {
    TOGUNA_ASSIGN_OR_RETURN(const std::string text, ReadFile(options.policy));
    TOGUNA_ASSIGN_OR_RETURN(const LogPolicy policy, ParseLogPolicy(text));
    TOGUNA_ASSIGN_OR_RETURN(const PolicyFinding finding,
                            CheckWitnesses(source, policy, seen.head));
    console.Say(words::kLogWitnessed, {absl::StrCat(finding.head.size),
                                       absl::StrJoin(finding.cosigned, ", ")});
    answer.Set("witnessed", static_cast<int64_t>(finding.head.size));
  }
  TOGUNA_ASSIGN_OR_RETURN(
      const Json::List packages,
      VerifyPackages(options, source, log, seen.head, console));
  // Last: what is kept is what was verified in every way that was asked for.
  if (!options.state.empty()) {
    if (earlier.has_value()) {
      // What was seen of the log before stays as evidence.
      std::string name = earlier->head.origin;
      std::replace(name.begin(), name.end(), '/', '-');
      TOGUNA_RETURN_IF_ERROR(WritePublicFile(
          absl::StrCat(options.state, ".", name), SeenText(*earlier)));
    }
    TOGUNA_RETURN_IF_ERROR(WritePublicFile(options.state, SeenText(seen)));
    console.Say(words::kLogSeenKept, {options.state});
  }
  console.Answer(answer.Set("size", static_cast<int64_t>(size))
                     .Set("root", Base64Of(seen.head.root))
                     .Set("packages", packages));
  return kExitDone;
}

}  // namespace

void AddAuditVerify(CLI::App& audit, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* verify = audit.add_subcommand(
      "verify",
      "Verify the log: every new entry, the signature, and that nothing before "
      "has changed; of an export, offline, or of the exchange");
  CLI::Option* dir = verify->add_option(
      "dir", options->dir,
      "Folder of the export; without it the exchange is read");
  verify->add_option("--key", options->key,
                     "log.vkey, received when you were enrolled; default: that "
                     "of --as");
  verify->add_option("--policy", options->policy,
                     "Log policy: the witnesses that must have signed; "
                     "default: log.policy of --as, if there is one");
  CLI::Option* state = verify->add_option(
      "--state", options->state,
      "File to keep what was verified in; default: log-seen of --as");
  verify->add_flag("--whole", options->whole,
                   "Read everything from the first entry on, even if verified "
                   "before");
  verify->add_option("--packages", options->packages,
                     "Folder of packages that must be in the log");
  verify
      ->add_option("--previous", options->previous,
                   "A checkpoint kept from before; the log must extend it")
      ->needs(dir)
      ->excludes(state);
  Bind(verify, session, [options](Session& s) { return Verify(s, *options); });
}

}  // namespace toguna
