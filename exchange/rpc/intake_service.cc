#include <grpcpp/server_context.h>
#include <grpcpp/support/sync_stream.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "exchange/base/period.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/record/record.h"
#include "exchange/rpc/names.h"
#include "exchange/rpc/services.h"
#include "exchange/usecase/intake.h"
#include "toguna/v1/intake_service.grpc.pb.h"

namespace toguna {
namespace {

constexpr int kMaxBatch = 1000;

using Stream = grpc::ServerReaderWriter<v1::SubmitRecordsResponse,
                                        v1::SubmitRecordsRequest>;

// None if the date cannot be read; everything else is judged by the use case.
// The contributor is not in the message: the use case takes it from the caller.
std::optional<Record> RecordOf(const v1::Record& message,
                               const DatasetId& dataset) {
  const absl::StatusOr<absl::CivilDay> day = ParseDay(message.incident_date());
  if (!day.ok()) return std::nullopt;
  Record record;
  record.dataset = dataset;
  record.ref = message.ref();
  record.instance = message.instance();
  record.codes.insert(message.codes().begin(), message.codes().end());
  record.incident_day = *day;
  record.tallies.insert(message.tallies().begin(), message.tallies().end());
  record.source = message.source();
  record.monitor = message.monitor();
  record.consent = message.consent();
  record.list_versions.insert(message.list_versions().begin(),
                              message.list_versions().end());
  return record;
}

v1::RecordOutcome::Outcome OutcomeOf(IntakeResult::Outcome outcome) {
  switch (outcome) {
    case IntakeResult::Outcome::kTaken:
      return v1::RecordOutcome::OUTCOME_TAKEN;
    case IntakeResult::Outcome::kReplaced:
      return v1::RecordOutcome::OUTCOME_REPLACED;
    case IntakeResult::Outcome::kCorrected:
      return v1::RecordOutcome::OUTCOME_CORRECTED;
    case IntakeResult::Outcome::kDuplicate:
      return v1::RecordOutcome::OUTCOME_DUPLICATE;
    case IntakeResult::Outcome::kRefused:
      return v1::RecordOutcome::OUTCOME_REFUSED;
  }
  return v1::RecordOutcome::OUTCOME_UNSPECIFIED;
}

v1::RecordOutcome MessageOf(const IntakeResult& result) {
  v1::RecordOutcome outcome;
  outcome.set_outcome(OutcomeOf(result.outcome));
  outcome.set_reason(result.reason);
  outcome.set_field(result.field);
  return outcome;
}

IntakeResult UnreadableDate() {
  return {IntakeResult::Outcome::kRefused, "INVALID_DATE", "incident_date"};
}

class IntakeServiceImpl final : public v1::IntakeService::Service {
 public:
  IntakeServiceImpl(Guard& guard, UseCases uses) : guard_(guard), uses_(uses) {}

  grpc::Status SubmitRecords(grpc::ServerContext* context,
                             Stream* stream) override {
    return guard_.Run(*context, "/toguna.v1.IntakeService/SubmitRecords",
                      [this, stream](const Caller& caller) {
                        return ServeBatches(caller, *stream);
                      });
  }

  grpc::Status CorrectRecord(grpc::ServerContext* context,
                             const v1::CorrectRecordRequest* request,
                             v1::CorrectRecordResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.IntakeService/CorrectRecord",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const DatasetId dataset,
                                  ParseDataset("dataset", request->dataset()));
          const auto record = RecordOf(request->record(), dataset);
          IntakeResult result = UnreadableDate();
          if (record.has_value()) {
            TOGUNA_ASSIGN_OR_RETURN(
                result, uses_.intake.Correct(caller, dataset, *record));
          }
          *response->mutable_outcome() = MessageOf(result);
          return absl::OkStatus();
        });
  }

  grpc::Status RetractRecord(grpc::ServerContext* context,
                             const v1::RetractRecordRequest* request,
                             v1::RetractRecordResponse*) override {
    return guard_.Run(
        *context, "/toguna.v1.IntakeService/RetractRecord",
        [this, request](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const DatasetId dataset,
                                  ParseDataset("dataset", request->dataset()));
          return uses_.intake.Retract(caller, dataset, request->ref());
        });
  }

 private:
  absl::Status ServeBatches(const Caller& caller, Stream& stream) {
    v1::SubmitRecordsRequest batch;
    std::optional<uint64_t> last;
    while (stream.Read(&batch)) {
      if (guard_.draining().HasBeenNotified()) {
        return ReasonError(absl::StatusCode::kUnavailable, "DRAINING",
                           "the server is going down; send this batch again");
      }
      if (last.has_value() && batch.sequence() <= *last) {
        return ReasonError(absl::StatusCode::kInvalidArgument,
                           "BATCH_OUT_OF_ORDER",
                           "sequence must be larger than that of the batch "
                           "before",
                           {{"field", "sequence"}});
      }
      last = batch.sequence();
      TOGUNA_ASSIGN_OR_RETURN(const v1::SubmitRecordsResponse answer,
                              Take(caller, batch));
      if (!stream.Write(answer)) break;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<v1::SubmitRecordsResponse> Take(
      const Caller& caller, const v1::SubmitRecordsRequest& batch) {
    if (batch.records_size() == 0 || batch.records_size() > kMaxBatch) {
      return ReasonError(absl::StatusCode::kInvalidArgument, "BATCH_TOO_LARGE",
                         "a batch holds 1 to 1,000 records",
                         {{"field", "records"}});
    }
    TOGUNA_ASSIGN_OR_RETURN(const DatasetId dataset,
                            ParseDataset("dataset", batch.dataset()));
    std::vector<Record> readable;
    std::vector<bool> is_readable;
    for (const v1::Record& message : batch.records()) {
      std::optional<Record> record = RecordOf(message, dataset);
      is_readable.push_back(record.has_value());
      if (record.has_value()) readable.push_back(*std::move(record));
    }
    const size_t count = readable.size();
    TOGUNA_ASSIGN_OR_RETURN(
        const IntakeAnswer answer,
        uses_.intake.Submit(caller, dataset, std::move(readable)));
    if (answer.results.size() != count) {
      return absl::InternalError("intake answered another number of records");
    }
    return ResponseOf(batch, dataset, is_readable, answer);
  }

  static v1::SubmitRecordsResponse ResponseOf(
      const v1::SubmitRecordsRequest& batch, const DatasetId& dataset,
      const std::vector<bool>& is_readable, const IntakeAnswer& answer) {
    v1::SubmitRecordsResponse response;
    response.set_sequence(batch.sequence());
    response.set_period(PeriodName(dataset, answer.period));
    if (answer.audit_index != 0) {
      response.set_audit_index(answer.audit_index);
    }
    size_t next = 0;
    for (const bool readable : is_readable) {
      v1::RecordOutcome& outcome = *response.add_outcomes();
      if (!readable) {
        outcome = MessageOf(UnreadableDate());
        continue;
      }
      outcome = MessageOf(answer.results[next++]);
    }
    return response;
  }

  Guard& guard_;
  UseCases uses_;
};

}  // namespace

std::unique_ptr<grpc::Service> NewIntakeService(Guard& guard, UseCases uses) {
  return std::make_unique<IntakeServiceImpl>(guard, uses);
}

}  // namespace toguna
