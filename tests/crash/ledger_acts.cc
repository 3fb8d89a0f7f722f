#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/ledger.h"
#include "tests/crash/crash_harness.h"
#include "tests/support/ed25519.h"
#include "tests/support/fake_keys.h"

namespace toguna::testing {
namespace {

const DatasetId kDataset("incidents");
const AgreementId kAgreement("agreement");
constexpr int kRecordsAnAct = 3;

Period PeriodOf(uint64_t n) {
  return Period(absl::CivilMonth(2026, 1) + static_cast<int64_t>(n));
}
const RowKey kFeedHead{RowKind::kFeedHead, {}, {}};
RowKey QuotaKey() { return KeyOf(QuotaRow{kAgreement, PeriodOf(0), 0}); }
ReleaseId ReleaseOf(uint64_t n) {
  return ReleaseId(absl::StrCat("release-", n));
}

Effects NewEffects(const std::string& type, uint64_t n) {
  Effects effects;
  effects.entry = {type, "spiffe://test/x", {{"act", absl::StrCat(n)}}};
  effects.time = absl::FromUnixSeconds(1'772'000'000);
  return effects;
}

VaultRecord RecordOf(uint64_t n, int i) {
  VaultRecord row;
  row.record.dataset = kDataset;
  row.record.contributor = PartyId("contributor");
  row.record.ref = absl::StrCat("ref1-", n, "-", i);
  row.period = PeriodOf(0);
  return row;
}
RecordIndex IndexOf(const VaultRecord& row) {
  RecordIndex index;
  index.dataset = row.record.dataset;
  index.contributor = row.record.contributor;
  index.ref = row.record.ref;
  index.period = row.period;
  return index;
}

absl::StatusOr<uint64_t> Intake(Ledger& ledger, uint64_t n) {
  Effects effects = NewEffects("intake.accept", n);
  for (int i = 0; i < kRecordsAnAct; ++i) {
    const VaultRecord row = RecordOf(n, i);
    effects.expected.emplace_back(KeyOf(IndexOf(row)), 0);
    effects.put.emplace_back(IndexOf(row));
    effects.put.emplace_back(row);
  }
  effects.put.emplace_back(ReplyRow{"c", absl::StrCat(n), "body", "answer"});
  return ledger.Commit(effects);
}

absl::StatusOr<uint64_t> Seal(Ledger& ledger, uint64_t n) {
  TOGUNA_ASSIGN_OR_RETURN(const auto head,
                          Find<FeedHeadRow>(ledger, kFeedHead));
  FeedRow item;
  item.sequence = head ? head->value.last + 1 : 1;
  item.dataset = kDataset;
  item.period = PeriodOf(n);
  SealRow seal;
  seal.sealed.dataset = kDataset;
  seal.sealed.period = PeriodOf(n);
  Effects effects = NewEffects("period.seal", n);
  effects.expected = {{kFeedHead, head ? head->version : 0}};
  effects.put = {seal, item, FeedHeadRow{item.sequence}};
  return ledger.Commit(effects);
}

absl::StatusOr<uint64_t> Release(Ledger& ledger, uint64_t n) {
  TOGUNA_ASSIGN_OR_RETURN(const auto quota, Find<QuotaRow>(ledger, QuotaKey()));
  ReleaseRow release;
  release.id = ReleaseOf(n);
  release.agreement = kAgreement;
  release.files = {{"table.csv", "bytes"}};
  Effects effects = NewEffects("release.extract", n);
  effects.expected = {{QuotaKey(), quota ? quota->version : 0},
                      {KeyOf(release), 0}};
  effects.put = {release, QuotaRow{kAgreement, PeriodOf(0),
                                   quota ? quota->value.extracts + 1 : 1}};
  return ledger.Commit(effects);
}

// What is wrong with a row that act with entry `index` wrote and nobody after.
std::string CheckRow(const Ledger& ledger, const RowKey& key, uint64_t index) {
  const auto row = ledger.Get(key);
  if (!row.ok()) return row.status().ToString();
  if (!row->has_value()) return "a row is gone";
  return (*row)->version == index + 1 ? "" : "a row has a wrong version";
}

std::string CheckEntry(const Ledger& ledger, uint64_t n, uint64_t index) {
  const auto entries = ledger.Entries(index, 1);
  if (!entries.ok() || entries->size() != 1) return "no entry";
  return absl::StrContains((*entries)[0], absl::StrCat("\"act\":\"", n, "\""))
             ? ""
             : "the entry is another act's";
}

std::string CheckIntake(const Ledger& ledger, const Told& told) {
  const auto [n, index] = std::pair(told.n, told.index);
  std::string wrong = CheckEntry(ledger, n, index);
  for (int i = 0; i < kRecordsAnAct && wrong.empty(); ++i) {
    wrong = CheckRow(ledger, KeyOf(RecordOf(n, i)), index);
  }
  if (!wrong.empty()) return wrong;
  return CheckRow(ledger, {RowKind::kReply, {"c", absl::StrCat(n)}, {}}, index);
}

std::string CheckSeal(const Ledger& ledger, const Told& told) {
  const auto [n, index] = std::pair(told.n, told.index);
  const std::string wrong = CheckEntry(ledger, n, index);
  if (!wrong.empty()) return wrong;
  return CheckRow(ledger,
                  {RowKind::kSeal, {kDataset.text(), PeriodOf(n).text()}, {}},
                  index);
}

std::string CheckRelease(const Ledger& ledger, const Told& told) {
  const auto [n, index] = std::pair(told.n, told.index);
  const std::string wrong = CheckEntry(ledger, n, index);
  if (!wrong.empty()) return wrong;
  const RowKey key{RowKind::kRelease, {ReleaseOf(n).text()}, {}};
  const auto release = Find<ReleaseRow>(ledger, key);
  if (release.ok() && release->has_value() &&
      (*release)->value.audit_index != index) {
    return "the release names another entry";
  }
  return CheckRow(ledger, key, index);
}

uint64_t CountRows(const Ledger& ledger, RowKind kind) {
  uint64_t count = 0;
  const absl::Status status =
      ledger.Scan({kind, {}, {}}, [&](const VersionedRow&) {
        ++count;
        return true;
      });
  return status.ok() ? count : UINT64_MAX;
}

// No act is there in part, and none twice.
std::string CheckAll(const Ledger& ledger) {
  const auto entries = ledger.Entries(0, ledger.LogSize());
  if (!entries.ok()) return entries.status().ToString();
  const auto count = [&](absl::string_view type) {
    return static_cast<uint64_t>(
        std::count_if(entries->begin(), entries->end(), [&](const auto& entry) {
          return absl::StrContains(entry, absl::StrCat("\"", type, "\""));
        }));
  };
  const uint64_t releases = count("release.extract");
  const uint64_t seals = count("period.seal");
  const uint64_t records = kRecordsAnAct * count("intake.accept");
  const auto quota = Find<QuotaRow>(ledger, QuotaKey());
  const auto head = Find<FeedHeadRow>(ledger, kFeedHead);
  if (!quota.ok() || !head.ok()) return "a head does not open";
  const uint64_t counted =
      *quota ? static_cast<uint64_t>((*quota)->value.extracts) : 0;
  if (CountRows(ledger, RowKind::kRelease) != releases || counted != releases) {
    return "releases, their quota and their entries differ";
  }
  if (CountRows(ledger, RowKind::kSeal) != seals ||
      CountRows(ledger, RowKind::kFeed) != seals ||
      (*head ? (*head)->value.last : 0) != seals) {
    return "seals, the feed and their entries differ";
  }
  if (CountRows(ledger, RowKind::kVaultRecord) != records ||
      CountRows(ledger, RowKind::kRecordIndex) != records) {
    return "records, their index and their entries differ";
  }
  return "";
}

using Commit = absl::StatusOr<uint64_t> (*)(Ledger& ledger, uint64_t n);

// An act that nothing leaves with.
Act Quiet(const std::string& name, Commit commit,
          std::string (*check)(const Ledger&, const Told&)) {
  const auto run = [commit](Ledger& ledger, uint64_t n,
                            const HandOut&) -> absl::StatusOr<Done> {
    TOGUNA_ASSIGN_OR_RETURN(const uint64_t index, commit(ledger, n));
    return Done{index, ""};
  };
  return {name, run, check};
}

Act ReleaseAct(Fault fault) {
  const auto run = [fault](Ledger& ledger, uint64_t n,
                           const HandOut& hand_out) -> absl::StatusOr<Done> {
    if (fault == Fault::kHandsOutFirst) hand_out(ledger.LogSize(), "");
    TOGUNA_ASSIGN_OR_RETURN(const uint64_t index, Release(ledger, n));
    if (fault == Fault::kNone) {
      TOGUNA_RETURN_IF_ERROR(ledger.WaitForCheckpoint(index));
    }
    if (fault != Fault::kHandsOutFirst) hand_out(index, "");
    return Done{index, ""};
  };
  return {"release", run, CheckRelease};
}

}  // namespace

CrashPlan LedgerActs(Fault fault) {
  CrashPlan plan;
  plan.acts = {Quiet("intake", Intake, CheckIntake),
               Quiet("seal", Seal, CheckSeal), ReleaseAct(fault)};
  plan.check_all = CheckAll;
  plan.sealer = std::make_shared<FakeSealer>();
  plan.hasher = std::make_shared<FakeRowHasher>();
  plan.signer = std::make_shared<Ed25519Signer>();
  return plan;
}

}  // namespace toguna::testing
