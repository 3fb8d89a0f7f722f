#include "exchange/usecase/alerts.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/json.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/usecase/feed_log.h"
#include "exchange/usecase/reply.h"
#include "exchange/words/release_words.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

constexpr int kAttempts = 5;

absl::Status Bad(absl::string_view reason, const Sentence& sentence,
                 const std::string& field = "") {
  std::map<std::string, std::string> metadata;
  if (!field.empty()) metadata["field"] = field;
  return ReasonError(absl::StatusCode::kInvalidArgument, reason,
                     Say(Language::kEnglish, sentence, {field}),
                     std::move(metadata));
}

// Closed codes of declared attributes and nothing else. The time of the event
// stands for a date attribute.
absl::Status CheckCodes(const Catalog& catalog, const Dataset& dataset,
                        const std::map<std::string, std::string>& codes) {
  for (const auto& [field, code] : codes) {
    const Attribute* attribute = dataset.FindAttribute(field);
    // The field's name is the caller's own text and is not said again.
    if (attribute == nullptr || attribute->kind != Attribute::Kind::kCode) {
      return Bad("UNKNOWN_FIELD", release_words::kAlertFieldUnknown);
    }
    const CodeList* list = catalog.FindCodeList(attribute->code_list);
    if (list == nullptr || !list->tree.Find(code).has_value()) {
      return Bad("UNKNOWN_CODE", release_words::kAlertCodeUnknown, field);
    }
  }
  for (const Attribute& attribute : dataset.attributes) {
    if (attribute.required && attribute.kind == Attribute::Kind::kCode &&
        !codes.contains(attribute.id)) {
      return Bad("FIELD_MISSING", release_words::kAlertFieldMissing,
                 attribute.id);
    }
  }
  return absl::OkStatus();
}

std::string BodyOf(const DatasetId& dataset,
                   const std::map<std::string, std::string>& codes,
                   absl::Time occurred_at) {
  Json fields;
  for (const auto& [field, code] : codes) fields.Set(field, code);
  return Json()
      .Set("v", 1)
      .Set("act", "alert.raise")
      .Set("dataset", dataset.text())
      .Set("codes", std::move(fields))
      .Set("occurred_at", absl::FormatTime(occurred_at, absl::UTCTimeZone()))
      .Canonical();
}

AuditEntry EntryOf(absl::string_view type, const Caller& caller,
                   const AlertRow& row) {
  return {
      .type = std::string(type),
      .actor = caller.spiffe_id,
      .fields = {{"alert", row.id.text()}, {"dataset", row.dataset.text()}}};
}

absl::StatusOr<std::optional<Versioned<AlertRow>>> FindAlert(
    const Ledger& ledger, const AlertId& id) {
  AlertRow wanted;
  wanted.id = id;
  return Find<AlertRow>(ledger, KeyOf(wanted));
}

// The alert that this request raised before, if it did.
absl::StatusOr<std::optional<AlertRow>> RaisedBefore(
    const Ledger& ledger, const Caller& caller, absl::string_view request_id,
    const std::string& body) {
  TOGUNA_ASSIGN_OR_RETURN(const std::optional<std::string> before,
                          FindReply(ledger, caller, request_id, body));
  if (!before.has_value()) return std::optional<AlertRow>();
  TOGUNA_ASSIGN_OR_RETURN(auto raised, FindAlert(ledger, AlertId(*before)));
  if (!raised.has_value()) {
    return absl::DataLossError("a remembered alert is missing");
  }
  return std::optional(std::move(raised->value));
}

}  // namespace

Alerts::Alerts(const Catalog& catalog, Ledger& ledger, Clock clock,
               RandomBytes random)
    : catalog_(catalog),
      ledger_(ledger),
      clock_(std::move(clock)),
      random_(std::move(random)) {}

absl::StatusOr<AlertRow> Alerts::Raise(const Caller& caller,
                                       absl::string_view request_id,
                                       const DatasetId& dataset,
                                       std::map<std::string, std::string> codes,
                                       absl::Time occurred_at) {
  const std::string body = BodyOf(dataset, codes, occurred_at);
  TOGUNA_ASSIGN_OR_RETURN(auto before,
                          RaisedBefore(ledger_, caller, request_id, body));
  if (before.has_value()) return *std::move(before);
  const Dataset* declared = catalog_.FindDataset(dataset);
  if (declared == nullptr || declared->kind != Dataset::Kind::kAlerts) {
    return Bad("UNKNOWN_DATASET", release_words::kAlertDatasetUnknown);
  }
  TOGUNA_RETURN_IF_ERROR(CheckCodes(catalog_, *declared, codes));
  const absl::Time now = clock_();
  if (now < occurred_at) {
    return Bad("DATE_IN_FUTURE", release_words::kAlertInFuture);
  }
  AlertRow row;
  row.id = AlertId(absl::StrCat(
      "a-", absl::string_view(Base32Of(random_(15))).substr(0, 20)));
  row.dataset = dataset;
  row.contributor = caller.party;
  row.codes = std::move(codes);
  row.occurred_at = occurred_at;
  row.raised_at = now;

  Effects effects;
  effects.time = now;
  effects.entry = EntryOf("alert.raise", caller, row);
  effects.expected.emplace_back(KeyOf(row), 0);
  effects.put.emplace_back(row);
  RememberReply(caller, request_id, body, row.id.text(), effects);
  const absl::Status status = ledger_.Commit(effects).status();
  if (status.ok()) return row;
  // The same request may have been answered in between.
  TOGUNA_ASSIGN_OR_RETURN(before,
                          RaisedBefore(ledger_, caller, request_id, body));
  if (before.has_value()) return *std::move(before);
  return status;
}

absl::StatusOr<AlertRow> Alerts::Clear(const Caller& caller,
                                       const AlertId& alert) {
  absl::Status status = absl::AbortedError("");
  for (int i = 0; i < kAttempts && absl::IsAborted(status); ++i) {
    TOGUNA_ASSIGN_OR_RETURN(auto found, FindAlert(ledger_, alert));
    if (!found.has_value()) {
      return ReasonError(absl::StatusCode::kNotFound, "ALERT_UNKNOWN",
                         release_words::kAlertUnknown.en());
    }
    AlertRow& row = found->value;
    if (row.state == AlertRow::State::kCleared) return std::move(row);
    Effects effects;
    effects.time = clock_();
    effects.expected.emplace_back(KeyOf(row), found->version);
    row.state = AlertRow::State::kCleared;
    row.cleared_at = effects.time;
    row.cleared_by = caller.spiffe_id;
    effects.entry = EntryOf("alert.clear", caller, row);
    effects.put.emplace_back(row);
    FeedRow item;
    item.kind = FeedRow::Kind::kAlert;
    item.dataset = row.dataset;
    item.alert = row.id;
    item.published_at = effects.time;
    TOGUNA_RETURN_IF_ERROR(AppendToFeed(ledger_, std::move(item), effects));
    status = ledger_.Commit(effects).status();
    if (status.ok()) return std::move(row);
  }
  return status;
}

absl::StatusOr<std::vector<AlertRow>> Alerts::List() const {
  std::vector<AlertRow> alerts;
  TOGUNA_RETURN_IF_ERROR(
      ledger_.Scan({.kind = RowKind::kAlert, .texts = {}, .number = {}},
                   [&](const VersionedRow& found) {
                     alerts.push_back(std::get<AlertRow>(found.row));
                     return true;
                   }));
  std::sort(alerts.begin(), alerts.end(),
            [](const AlertRow& a, const AlertRow& b) {
              return a.raised_at != b.raised_at ? a.raised_at > b.raised_at
                                                : a.id < b.id;
            });
  return alerts;
}

}  // namespace toguna
