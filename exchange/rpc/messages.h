#ifndef TOGUNA_EXCHANGE_RPC_MESSAGES_H_
#define TOGUNA_EXCHANGE_RPC_MESSAGES_H_

// Internal: values of the program as messages of the wire. Nothing is decided
// or computed here.

#include <google/protobuf/timestamp.pb.h>

#include <optional>

#include "absl/time/time.h"
#include "exchange/base/code_tree.h"
#include "exchange/disclosure/sealed.h"
#include "exchange/extract/select.h"
#include "exchange/usecase/agreement_acts.h"
#include "exchange/usecase/decisions.h"
#include "exchange/usecase/feeds.h"
#include "exchange/usecase/rows.h"
#include "exchange/usecase/seal_jobs.h"
#include "policies/model/catalog.h"
#include "toguna/v1/agreement.pb.h"
#include "toguna/v1/alert.pb.h"
#include "toguna/v1/dataset.pb.h"
#include "toguna/v1/decision.pb.h"
#include "toguna/v1/extract.pb.h"
#include "toguna/v1/feed_service.pb.h"
#include "toguna/v1/operation.pb.h"
#include "toguna/v1/period.pb.h"
#include "toguna/v1/plan.pb.h"
#include "toguna/v1/recall_service.pb.h"
#include "toguna/v1/statement_service.pb.h"
#include "toguna/v1/text.pb.h"

namespace toguna {

google::protobuf::Timestamp TimestampOf(absl::Time time);
absl::Time TimeOf(const google::protobuf::Timestamp& time);

v1::LocalizedText MessageOf(const Label& label);
v1::Dataset MessageOf(const Catalog& catalog, const Dataset& dataset);
v1::Minimums MessageOf(const Minimums& minimums);
v1::Plan MessageOf(const Catalog& catalog, const Plan& plan);
v1::Purpose MessageOf(const Purpose& purpose);
v1::Period MessageOf(const PeriodRow& row);
v1::SealPeriodResponse::Search MessageOf(SearchEnd end);
// `progress`: of a job that runs; none if it waits.
v1::Operation MessageOf(const SealJob& job,
                        const std::optional<SealProgress>& progress);
v1::Extract MessageOf(const ReleaseRow& row);
v1::Agreement MessageOf(const Catalog& catalog, const AgreementView& view);
// As lists have it; and whole.
v1::Decision ListedOf(const DecisionRow& row);
v1::Decision MessageOf(const DecisionView& view);
// For officers: with the contributor.
v1::Alert MessageOf(const AlertRow& row);
// For recipients. `dataset` is the alerts' dataset.
v1::Alert MessageOf(const AlertView& view, const DatasetId& dataset);
v1::Recall MessageOf(const RecallView& view);
v1::RecallNotice NoticeOf(const RecallView& view);
v1::Statement MessageOf(const StatementRow& row);
// A NOT_SHOWN cell has no value, whatever `value` holds.
v1::FeedItem MessageOf(const FeedItem& item);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RPC_MESSAGES_H_
