#include "exchange/storage/cosigned_log.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "exchange/audit/cosignature.h"
#include "exchange/audit/strict.h"
#include "exchange/audit/witness.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/storage/place.h"

namespace toguna {
namespace {

// A witness that tells another size each time is not asked for ever.
constexpr int kMostAnswers = 4;

absl::Status RolledBack(const std::string& witness) {
  return ReasonError(
      absl::StatusCode::kDataLoss, "STORE_ROLLED_BACK",
      absl::StrCat("the witness ", witness,
                   " has a head that this log has signed and does not extend: "
                   "the database was set back, or somebody else signs with "
                   "the log's key; restore the newest backup, or find out who "
                   "put an older one in place"));
}

std::optional<uint64_t> SizeOf(absl::string_view body) {
  absl::ConsumeSuffix(&body, "\n");
  return StrictDecimal(body);
}

std::chrono::milliseconds MillisOf(absl::Duration duration) {
  return std::chrono::milliseconds(absl::ToInt64Milliseconds(duration));
}

}  // namespace

CosignedLog::CosignedLog(const LedgerParts& parts, SignedLog& log,
                         WitnessOptions options, SignedLog::Step step)
    : parts_(parts),
      log_(log),
      options_(std::move(options)),
      step_(std::move(step)) {}

CosignedLog::~CosignedLog() {
  {
    const MutexLock lock(mutex_);
    stop_ = true;
    changed_.WakeAll();
  }
  for (std::thread& thread : threads_) thread.join();
}

absl::Status CosignedLog::Start() {
  TOGUNA_RETURN_IF_ERROR(ReadStored());
  for (size_t i = 0; i < options_.policy.witnesses.size(); ++i) {
    const absl::Status compared = CompareWithSeen(i);
    if (ReasonOf(compared).code == "STORE_ROLLED_BACK") return compared;
  }
  for (size_t i = 0; i < options_.policy.witnesses.size(); ++i) {
    threads_.emplace_back([this, i] { Run(i); });
  }
  return absl::OkStatus();
}

// What was signed before this start. A note that the policy does not take any
// more, or that is of another tree, is only out of date.
absl::Status CosignedLog::ReadStored() {
  TOGUNA_ASSIGN_OR_RETURN(const std::optional<std::string> value,
                          parts_.store.Get(ColumnFamily::kMeta, kCosignedKey));
  if (!value.has_value()) return absl::OkStatus();
  TOGUNA_ASSIGN_OR_RETURN(
      OpenedValue opened,
      OpenValue(parts_.sealer, ColumnFamily::kMeta, kCosignedKey, *value));
  absl::StatusOr<PolicyFinding> finding =
      CheckLogPolicy(options_.policy, opened.bytes, options_.verify);
  if (!finding.ok()) return absl::OkStatus();
  const absl::StatusOr<std::string> root = log_.RootOf(finding->head.size);
  if (!root.ok() || *root != finding->head.root) return absl::OkStatus();
  const MutexLock lock(mutex_);
  newest_ =
      StoredCheckpoint{std::move(finding->head), std::move(opened.bytes), ""};
  return absl::OkStatus();
}

absl::Status CosignedLog::CompareWithSeen(size_t witness) {
  const WitnessLine& line = options_.policy.witnesses[witness];
  TOGUNA_ASSIGN_OR_RETURN(
      const WitnessReply reply,
      options_.calls.get(witness, WitnessedPath(options_.policy.log.name)));
  if (reply.status != 200) return absl::NotFoundError("it shows no head");
  TOGUNA_ASSIGN_OR_RETURN(const CheckpointNote note,
                          ParseCheckpoint(reply.body));
  // Only what this log itself has signed proves anything.
  TOGUNA_RETURN_IF_ERROR(
      VerifyHead(options_.policy.log, note, options_.verify));
  const absl::StatusOr<std::string> root = log_.RootOf(note.head.size);
  if (!root.ok() || *root != note.head.root) return RolledBack(line.name);
  return absl::OkStatus();
}

void CosignedLog::Wake() {
  const MutexLock lock(mutex_);
  changed_.WakeAll();
}

absl::Status CosignedLog::WaitFor(uint64_t index) {
  const absl::Time until = absl::Now() + options_.patience;
  const MutexLock lock(mutex_);
  while (!newest_.has_value() || newest_->head.size <= index) {
    TOGUNA_RETURN_IF_ERROR(log_.Usable());
    const absl::Duration left = until - absl::Now();
    if (left <= absl::ZeroDuration()) {
      return ReasonError(
          absl::StatusCode::kUnavailable, "WITNESS_AWAY",
          "it is in the log, and leaves once enough witnesses have signed "
          "that; too few of them answer: ask again with the same request id");
    }
    changed_.WaitFor(mutex_, MillisOf(left) + std::chrono::milliseconds(1));
  }
  return absl::OkStatus();
}

std::optional<StoredCheckpoint> CosignedLog::Newest() const {
  const MutexLock lock(mutex_);
  return newest_;
}

// What this witness is to sign now; waits until there is something. None: the
// end.
std::optional<StoredCheckpoint> CosignedLog::NextFor(size_t witness) {
  while (true) {
    // Before the own lock, since the log holds its own while it tells us.
    const StoredCheckpoint newest = log_.Newest();
    const bool usable = log_.Usable().ok();
    const MutexLock lock(mutex_);
    if (stop_ || !usable) return std::nullopt;
    // A head that nobody has signed yet gives way to the newest.
    const bool new_round = !round_.has_value() ||
                           ((round_->complete || round_->lines.empty()) &&
                            round_->checkpoint.head.size < newest.head.size);
    if (new_round) round_ = Round{newest, {}, false};
    if (!round_->complete && !round_->lines.contains(witness)) {
      return round_->checkpoint;
    }
    // Awake at times in case a checkpoint came between the two locks.
    changed_.WaitFor(mutex_, std::chrono::milliseconds(50));
  }
}

void CosignedLog::Run(size_t witness) {
  uint64_t known = 0;
  if (const auto before = Newest(); before.has_value()) {
    known = before->head.size;
  }
  while (const std::optional<StoredCheckpoint> next = NextFor(witness)) {
    if (Ask(witness, *next, known)) continue;
    const MutexLock lock(mutex_);
    if (stop_) return;
    changed_.WaitFor(mutex_, MillisOf(options_.retry));
  }
}

bool CosignedLog::Ask(size_t witness, const StoredCheckpoint& checkpoint,
                      uint64_t& known) {
  for (int i = 0; i < kMostAnswers; ++i) {
    if (known > checkpoint.head.size) return Accuse(witness);
    const auto proof = log_.ConsistencyProof(known, checkpoint.head.size);
    if (!proof.ok()) return false;
    const absl::StatusOr<WitnessReply> reply = options_.calls.post(
        witness, std::string(kAddCheckpointPath),
        AddCheckpointText({known, *proof, checkpoint.note}));
    if (!reply.ok()) {
      Say(witness, WitnessState::kAway);
      return false;
    }
    if (reply->status == 200) {
      if (TakeSignature(witness, checkpoint, reply->body)) {
        known = checkpoint.head.size;
        return true;
      }
      return Accuse(witness);
    }
    const std::optional<uint64_t> size = SizeOf(reply->body);
    if (reply->status == 409 && size.has_value() && *size != known) {
      known = *size;
      continue;
    }
    // It has seen another past, or says that our proof is none.
    if (reply->status == 409 || reply->status == 422) return Accuse(witness);
    Say(witness, WitnessState::kRefuses);
    return false;
  }
  return Accuse(witness);
}

// The witness contradicts the log: one of the two is wrong. Only a head that
// the log has signed decides it.
bool CosignedLog::Accuse(size_t witness) {
  const absl::Status compared = CompareWithSeen(witness);
  if (ReasonOf(compared).code == "STORE_ROLLED_BACK") {
    log_.Break(compared).IgnoreError();
    Wake();
    return false;
  }
  Say(witness, WitnessState::kLies);
  return false;
}

bool CosignedLog::TakeSignature(size_t witness,
                                const StoredCheckpoint& checkpoint,
                                absl::string_view lines) {
  const absl::StatusOr<CheckpointNote> note =
      ParseCheckpoint(absl::StrCat(checkpoint.note, lines));
  const NoteKey& key = options_.policy.witnesses[witness].key;
  if (!note.ok() ||
      !VerifyCosignature(key, note->head, note->signatures, options_.verify)
           .ok()) {
    return false;
  }
  std::string own;
  for (const NoteSignature& one : note->signatures) {
    if (one.name == key.name && one.key_id == key.Id()) {
      own = SignatureLine(one);
    }
  }
  Say(witness, WitnessState::kSigns);
  std::optional<StoredCheckpoint> cosigned;
  {
    const MutexLock lock(mutex_);
    // Others may have been enough meanwhile.
    if (!round_.has_value() || round_->complete ||
        round_->checkpoint.head != checkpoint.head) {
      return true;
    }
    round_->lines[witness] = std::move(own);
    std::set<std::string> names;
    for (const auto& [i, line] : round_->lines) {
      names.insert(options_.policy.witnesses[i].name);
    }
    if (!IsQuorum(options_.policy, names)) return true;
    round_->complete = true;
    cosigned = round_->checkpoint;
    for (const auto& [i, line] : round_->lines) cosigned->note += line;
  }
  Complete(*std::move(cosigned));
  return true;
}

// Durable before anybody is shown it, so that a restart with no witness there
// hands out again what was handed out before. A full disk is no reason to wait.
void CosignedLog::Complete(StoredCheckpoint cosigned) {
  const absl::Status stored = parts_.store.Write(
      {{ColumnFamily::kMeta, std::string(kCosignedKey),
        SealValue(parts_.sealer, ColumnFamily::kMeta, kCosignedKey,
                  cosigned.head.size, cosigned.note)}},
      {});
  if (!stored.ok() && stored.code() != absl::StatusCode::kResourceExhausted) {
    // Not knowing what is on disk: only the next start finds out.
    log_.Break(stored).IgnoreError();
    const MutexLock lock(mutex_);
    changed_.WakeAll();
    return;
  }
  step_("cosigned-stored");
  const MutexLock lock(mutex_);
  newest_ = std::move(cosigned);
  changed_.WakeAll();
}

void CosignedLog::Say(size_t witness, WitnessState state) {
  {
    const MutexLock lock(mutex_);
    const auto known = states_.find(witness);
    if (known != states_.end() && known->second == state) return;
    states_[witness] = state;
  }
  options_.on_state(options_.policy.witnesses[witness].name, state);
}

}  // namespace toguna
