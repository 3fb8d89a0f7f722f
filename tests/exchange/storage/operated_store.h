#ifndef TOGUNA_TESTS_EXCHANGE_STORAGE_OPERATED_STORE_H_
#define TOGUNA_TESTS_EXCHANGE_STORAGE_OPERATED_STORE_H_

// A store in memory that an operation has worked with: months with records,
// seals with proofs, releases and refusals, over the real ledger and keys.

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/status_macros.h"
#include "exchange/storage/place.h"
#include "exchange/storage/stored_ledger.h"
#include "exchange/usecase/intake.h"
#include "exchange/usecase/periods.h"
#include "exchange/usecase/releases.h"
#include "exchange/usecase/seal_jobs.h"
#include "tests/support/crash_operation.h"
#include "tests/support/fake_store.h"
#include "tests/support/temp_dir.h"

namespace toguna::testing {

class OperatedStore {
 public:
  using Op = CrashOperation;
  static constexpr char kOldLog[] = "exchange.example/audit/v1";
  static constexpr char kNewLog[] = "exchange.example/audit/v2";

  OperatedStore()
      : op_(kOldLog),
        sealer_(op_.keyring().MakeSealer()),
        hasher_(op_.keyring().MakeRowHasher()),
        signer_(op_.keyring().MakeLogSigner()) {}

  const Op& op() const { return op_; }
  FakeStore& store() { return store_; }
  std::string anchor() const { return dir_ / "anchor"; }
  const Sealer& sealer() const { return *sealer_; }
  const RowHasher& hasher() const { return *hasher_; }
  const Signer& signer() const { return *signer_; }
  LedgerParts parts() { return {store_, *sealer_, *hasher_, *signer_}; }
  FakeStore::Key Place(const RowKey& key) const {
    return {FamilyOf(key.kind), KeyBytes(key, *hasher_)};
  }

  absl::StatusOr<std::unique_ptr<StoredLedger>> Open(
      const std::string& origin = kOldLog) {
    return StoredLedger::Open(store_, *sealer_, *hasher_, *signer_,
                              {.origin = origin, .anchor_path = anchor()});
  }

  absl::Status Submit(Ledger& ledger, uint64_t month) const {
    Intake intake(op_.catalog(), ledger, Op::ClockAt(month, 10));
    for (int batch : {0, 1}) {
      TOGUNA_RETURN_IF_ERROR(intake
                                 .Submit(Op::Contributor(), Op::Incidents(),
                                         op_.Batch(month, batch))
                                 .status());
    }
    return absl::OkStatus();
  }

  absl::Status Seal(Ledger& ledger, uint64_t month) const {
    Periods periods(op_.catalog(), ledger, Op::ClockAt(month + 1, 1));
    TOGUNA_RETURN_IF_ERROR(
        periods.Close(Op::Officer(), Op::Incidents(), Op::Month(month))
            .status());
    SealJobs jobs(op_.catalog(), ledger, Op::ClockAt(month + 1, 2),
                  SystemRandom());
    TOGUNA_ASSIGN_OR_RETURN(
        SealJob job,
        jobs.Request(Op::Officer(), Op::Incidents(), Op::Month(month)));
    TOGUNA_ASSIGN_OR_RETURN(
        job, jobs.Run(IdOf(job.row), [](const SealProgress&) { return true; }));
    return ErrorOf(job.row);
  }

  absl::StatusOr<ExtractAnswer> Extract(Ledger& ledger, uint64_t month,
                                        Ask ask) const {
    Releases releases(op_.catalog(), ledger, op_.maker(),
                      Op::ClockAt(month + 1, 3), SystemRandom());
    return releases.CreateExtract(Op::Recipient(), Op::RequestId(month),
                                  std::move(ask));
  }

  // A month from its records to a release.
  absl::Status Month(Ledger& ledger, uint64_t month) const {
    TOGUNA_RETURN_IF_ERROR(Submit(ledger, month));
    TOGUNA_RETURN_IF_ERROR(Seal(ledger, month));
    TOGUNA_ASSIGN_OR_RETURN(const ExtractAnswer answer,
                            Extract(ledger, month, Op::AskFor(month)));
    return answer.release.has_value() ? absl::OkStatus()
                                      : absl::InternalError("refused");
  }

 private:
  TempDir dir_;
  FakeStore store_;
  const Op op_;
  const std::unique_ptr<Sealer> sealer_;
  const std::unique_ptr<RowHasher> hasher_;
  const std::unique_ptr<Signer> signer_;
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_EXCHANGE_STORAGE_OPERATED_STORE_H_
