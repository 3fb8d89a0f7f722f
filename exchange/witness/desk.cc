#include "exchange/witness/desk.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "exchange/audit/cosignature.h"
#include "exchange/audit/merkle.h"
#include "exchange/audit/witness.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "keys/digest/digest.h"
#include "keys/file/file.h"
#include "keys/sodium/primitives.h"
#include "keys/sodium/witness_key.h"

namespace toguna {
namespace {

namespace fs = std::filesystem;

constexpr char kKeyFile[] = "/witness.key";
constexpr char kVkeyFile[] = "/witness.vkey";

absl::Status Unreadable(const std::string& file) {
  return ReasonError(
      absl::StatusCode::kDataLoss, "WITNESS_DAMAGED",
      absl::StrCat(file,
                   " does not say what this witness signed last. Restore the "
                   "file: a witness that starts afresh would sign another "
                   "past of the log"));
}

std::string HeadFile(const std::string& folder, const std::string& origin) {
  return absl::StrCat(folder, "/heads/", HexOf(Sha256(origin)));
}

absl::StatusOr<std::string> ReadLine(const std::string& file) {
  TOGUNA_ASSIGN_OR_RETURN(const std::string text, ReadFile(file));
  return std::string(absl::StripAsciiWhitespace(text));
}

}  // namespace

absl::Status MakeWitness(const std::string& folder, const std::string& name,
                         const std::vector<std::string>& log_vkeys,
                         const RandomBytes& random) {
  if (fs::exists(folder + kKeyFile)) {
    return ReasonError(absl::StatusCode::kAlreadyExists, "WITNESS_EXISTS",
                       "there is a witness in this folder; name another one");
  }
  const Secret seed = GenerateWitnessKey(random);
  const NoteKey key{name, Ed25519Public(seed), NoteKeyType::kWitness};
  if (!ParseVkey(key.Text(), NoteKeyType::kWitness).ok()) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "WITNESS_NAME",
                       "a witness's name has visible ASCII characters and no "
                       "\"+\", for example dpo.example/witness");
  }
  std::error_code failed;
  for (const char* part : {"/logs", "/heads", "/evidence"}) {
    fs::create_directories(folder + part, failed);
  }
  if (failed) return absl::InvalidArgumentError("the folder cannot be made");
  for (const std::string& vkey : log_vkeys) {
    TOGUNA_ASSIGN_OR_RETURN(const NoteKey log, ParseVkey(vkey));
    TOGUNA_RETURN_IF_ERROR(WritePublicFile(
        absl::StrCat(folder, "/logs/", HexOf(Sha256(log.name)).substr(0, 16),
                     ".vkey"),
        log.Text() + "\n"));
  }
  TOGUNA_RETURN_IF_ERROR(
      WritePublicFile(folder + kVkeyFile, key.Text() + "\n"));
  // Last: with it the witness is there.
  return WriteSecretFile(folder + kKeyFile, RevealWitnessKeyFile(seed));
}

WitnessDesk::WitnessDesk(std::string folder, Clock clock)
    : folder_(std::move(folder)), clock_(std::move(clock)) {}

WitnessDesk::~WitnessDesk() {
  if (lock_ >= 0) ::close(lock_);
}

absl::StatusOr<std::unique_ptr<WitnessDesk>> WitnessDesk::Open(
    const std::string& folder, Clock clock, bool serving) {
  if (!fs::exists(folder + kKeyFile)) {
    return ReasonError(absl::StatusCode::kNotFound, "NO_WITNESS",
                       "there is no witness in this folder; make one with "
                       "toguna-witness init");
  }
  std::unique_ptr<WitnessDesk> desk(new WitnessDesk(folder, std::move(clock)));
  if (serving) {
    desk->lock_ =
        ::open((folder + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (desk->lock_ < 0 || ::flock(desk->lock_, LOCK_EX | LOCK_NB) != 0) {
      return ReasonError(absl::StatusCode::kFailedPrecondition,
                         "WITNESS_SERVES",
                         "another toguna-witness serves this folder already");
    }
  }
  TOGUNA_RETURN_IF_ERROR(desk->Read());
  return desk;
}

absl::Status WitnessDesk::Read() {
  TOGUNA_ASSIGN_OR_RETURN(const std::string key_file,
                          ReadSecretFile(folder_ + kKeyFile));
  TOGUNA_ASSIGN_OR_RETURN(const Secret seed, ParseWitnessKeyFile(key_file));
  signer_ = MakeEd25519Signer(seed);
  TOGUNA_ASSIGN_OR_RETURN(const std::string vkey,
                          ReadLine(folder_ + kVkeyFile));
  TOGUNA_ASSIGN_OR_RETURN(const NoteKey own,
                          ParseVkey(vkey, NoteKeyType::kWitness));
  if (own.public_key != signer_->public_key()) {
    return absl::InvalidArgumentError(
        "witness.vkey is not that of witness.key");
  }
  name_ = own.name;
  std::error_code failed;
  for (const auto& file : fs::directory_iterator(folder_ + "/logs", failed)) {
    if (file.path().extension() != ".vkey") continue;
    TOGUNA_ASSIGN_OR_RETURN(const std::string text,
                            ReadLine(file.path().string()));
    TOGUNA_ASSIGN_OR_RETURN(NoteKey log, ParseVkey(text));
    TOGUNA_RETURN_IF_ERROR(ReadHead(log));
    logs_.push_back(std::move(log));
  }
  std::sort(logs_.begin(), logs_.end(),
            [](const NoteKey& a, const NoteKey& b) { return a.name < b.name; });
  return absl::OkStatus();
}

absl::Status WitnessDesk::ReadHead(const NoteKey& log) {
  const std::string file = HeadFile(folder_, log.name);
  if (!fs::exists(file)) return absl::OkStatus();
  TOGUNA_ASSIGN_OR_RETURN(std::string text, ReadFile(file));
  absl::StatusOr<CheckpointNote> note = ParseCheckpoint(text);
  if (!note.ok() || !VerifyHead(log, *note, VerifyEd25519).ok()) {
    return Unreadable(file);
  }
  const absl::StatusOr<absl::Time> at =
      VerifyCosignature({name_, signer_->public_key(), NoteKeyType::kWitness},
                        note->head, note->signatures, VerifyEd25519);
  if (!at.ok()) return Unreadable(file);
  signed_[log.name] = {std::move(note->head), std::move(text), *at};
  return absl::OkStatus();
}

HttpAnswer WitnessDesk::Answer(const HttpRequest& request) {
  if (request.method == "POST" && request.target == kAddCheckpointPath) {
    return AddCheckpoint(request.body);
  }
  for (const auto& [origin, last] : signed_) {
    if (request.method == "GET" && request.target == WitnessedPath(origin)) {
      return {.status = 200, .body = last.note};
    }
  }
  return {.status = 404, .body = ""};
}

HttpAnswer WitnessDesk::AddCheckpoint(const std::string& body) {
  const auto known =
      [this](const std::string& origin) -> std::optional<LogHead> {
    const auto found = signed_.find(origin);
    if (found == signed_.end()) return std::nullopt;
    return found->second.head;
  };
  const WitnessFinding finding =
      JudgeAddCheckpoint(logs_, known, body, VerifyEd25519);
  const absl::StatusOr<toguna::AddCheckpoint> request =
      ParseAddCheckpoint(body);
  if (request.ok() && finding.contradicts) {
    KeepEvidence(ParseCheckpoint(request->note)->head.origin, request->note);
  }
  if (request.ok() && finding.status == 200) {
    return Sign(finding.head, request->note);
  }
  if (finding.status == 409) {
    return {409, std::string(kSizeContentType), finding.body};
  }
  return {.status = finding.status, .body = finding.body};
}

HttpAnswer WitnessDesk::Sign(const LogHead& head, absl::string_view note) {
  const absl::Time now = clock_();
  const std::string line = SignatureLine(Cosign(head, name_, now, *signer_));
  // Only what the log itself signed is kept beside the own signature.
  const CheckpointNote parsed = *ParseCheckpoint(note);
  std::string kept = absl::StrCat(parsed.text, "\n");
  for (const NoteSignature& one : parsed.signatures) {
    if (one.name == head.origin) kept += SignatureLine(one);
  }
  kept += line;
  // On disk before anybody has the signature: a witness that forgot what it
  // signed could be shown another past.
  if (!WritePublicFile(HeadFile(folder_, head.origin), kept).ok()) {
    return {.status = 500, .body = ""};
  }
  signed_[head.origin] = {head, std::move(kept), now};
  return {.status = 200, .body = line};
}

void WitnessDesk::KeepEvidence(const std::string& origin,
                               absl::string_view note) {
  const std::string base =
      absl::StrCat(folder_, "/evidence/", HexOf(Sha256(note)).substr(0, 16));
  WritePublicFile(base + ".seen", signed_.at(origin).note).IgnoreError();
  WritePublicFile(base + ".contradicts", note).IgnoreError();
}

std::vector<WitnessedLog> WitnessDesk::Logs() const {
  std::vector<WitnessedLog> logs;
  for (const NoteKey& log : logs_) {
    WitnessedLog& one = logs.emplace_back();
    one.origin = log.name;
    const auto found = signed_.find(log.name);
    if (found == signed_.end()) continue;
    one.head = found->second.head;
    one.signed_at = found->second.at;
  }
  return logs;
}

bool WitnessDesk::HasEvidence() const {
  std::error_code failed;
  return fs::exists(folder_ + "/evidence", failed) &&
         !fs::is_empty(folder_ + "/evidence", failed);
}

}  // namespace toguna
