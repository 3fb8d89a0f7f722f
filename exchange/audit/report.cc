#include "exchange/audit/report.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "exchange/audit/read_tally.h"
#include "exchange/base/status_macros.h"

namespace toguna {
namespace {

std::string FieldOf(const LoggedEntry& entry, const std::string& name) {
  const auto found = entry.entry.fields.find(name);
  return found == entry.entry.fields.end() ? "" : found->second;
}

}  // namespace

bool IsOfParty(absl::string_view spiffe_id, absl::string_view party) {
  // "spiffe:", "", domain, role, party, number
  const std::vector<absl::string_view> parts = absl::StrSplit(spiffe_id, '/');
  return parts.size() == 6 && parts[4] == party;
}

ReportReader::ReportReader(std::string agreement, std::string recipient,
                           std::map<std::string, int> quota, absl::Time from,
                           absl::Time until, absl::TimeZone zone)
    : recipient_(std::move(recipient)), quota_(std::move(quota)), zone_(zone) {
  report_.agreement = std::move(agreement);
  report_.from = from;
  report_.until = until;
}

absl::Status ReportReader::Take(absl::string_view bytes) {
  TOGUNA_ASSIGN_OR_RETURN(const LoggedEntry entry, ParseEntry(bytes));
  if (entry.sequence != next_) {
    return absl::DataLossError("the log's entries are not in order");
  }
  ++next_;
  if (entry.entry.type == "log.lost") return absl::OkStatus();
  // Of everybody: what was given in between is not known any more.
  if (entry.entry.type == "log.recover" && entry.time >= report_.from &&
      kept_until_ < report_.until) {
    report_.acts.push_back(entry);
    faults_.push_back({ReportFault::Kind::kEntriesLost, entry.sequence});
  }
  kept_until_ = entry.time;
  if (entry.entry.type == "reads.hour") {
    if (FieldOf(entry, "party") == recipient_) CountReads(entry);
    return absl::OkStatus();
  }
  if (FieldOf(entry, "agreement") != report_.agreement) {
    return absl::OkStatus();
  }
  Judge(entry);
  Follow(entry);
  if (entry.time >= report_.from && entry.time < report_.until) Keep(entry);
  if (entry.time < report_.from && entry.entry.type == "release.extract") {
    report_.earlier.push_back(entry);
  }
  return absl::OkStatus();
}

// What of the agreement is in force after the entry.
void ReportReader::Follow(const LoggedEntry& entry) {
  if (entry.entry.type == "agreement.set") {
    sha256_ = FieldOf(entry, "agreement_sha256");
    // A later revision stands, whatever was decided of an earlier one, but for
    // what is terminated: that is judged by the act below alone.
    if (!terminated_) stands_ = true;
    return;
  }
  if (entry.entry.type != "agreement.standing") return;
  const std::string act = FieldOf(entry, "act");
  stands_ = act == "RESUME";
  if (act == "TERMINATE") terminated_ = true;
}

void ReportReader::Judge(const LoggedEntry& entry) {
  const bool extract = entry.entry.type == "release.extract";
  if (!extract && entry.entry.type != "release.feed-item") return;
  const auto fault = [&](ReportFault::Kind kind) {
    if (entry.time >= report_.from && entry.time < report_.until) {
      faults_.push_back({kind, entry.sequence});
    }
  };
  if (!IsOfParty(entry.entry.actor, recipient_)) {
    fault(ReportFault::Kind::kNotRecipient);
  }
  if (FieldOf(entry, "agreement_sha256") != sha256_) {
    fault(ReportFault::Kind::kOtherRevision);
  }
  if (!stands_) fault(ReportFault::Kind::kWhileNotStanding);
  if (!extract) return;
  const int used =
      ++counted_[absl::CivilMonth(absl::ToCivilSecond(entry.time, zone_))];
  const auto quota = quota_.find(FieldOf(entry, "dataset"));
  if (quota == quota_.end() || used > quota->second) {
    fault(ReportFault::Kind::kQuota);
  }
}

void ReportReader::Keep(const LoggedEntry& entry) {
  const std::map<std::string, std::vector<LoggedEntry>*> lists = {
      {"release.extract", &report_.releases},
      {"release.feed-item", &report_.feed_items},
      {"release.refuse", &report_.refusals},
      {"download.refuse", &report_.downloads},
      {"agreement.set", &report_.acts},
      {"agreement.standing", &report_.acts},
      {"agreement.approval", &report_.acts},
      {"inquiry.open", &report_.inquiries},
      {"recall.open", &report_.recalls},
      {"release.ack", &report_.receipts},
      {"recall.attest", &report_.attestations},
      {"recall.notify", &report_.recalls},
      {"statement.refuse", &report_.attestations}};
  const auto list = lists.find(entry.entry.type);
  (list == lists.end() ? report_.others : *list->second).push_back(entry);
  if (entry.entry.type == "release.extract") {
    ++report_.extracts_by_month[absl::CivilMonth(
        absl::ToCivilSecond(entry.time, zone_))];
  }
}

void ReportReader::CountReads(const LoggedEntry& entry) {
  const absl::StatusOr<ReadHour> one = ReadsOfEntry(entry.entry);
  if (!one.ok()) {
    report_.others.push_back(entry);
    return;
  }
  if (one->hour < report_.from || one->hour >= report_.until) return;
  ReadsOfMonth& month = report_.reads_by_month[absl::CivilMonth(
      absl::ToCivilSecond(one->hour, zone_))];
  for (const auto& [method, outcomes] : one->calls) {
    for (const auto& [outcome, calls] : outcomes) {
      if (outcome != kReadAnswered) {
        month.not_answered += calls;
      } else if (absl::StrContains(method, ".Preview")) {
        month.previews += calls;
      } else {
        month.reads += calls;
      }
    }
  }
}

}  // namespace toguna
