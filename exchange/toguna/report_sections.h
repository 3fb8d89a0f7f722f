#ifndef TOGUNA_EXCHANGE_TOGUNA_REPORT_SECTIONS_H_
#define TOGUNA_EXCHANGE_TOGUNA_REPORT_SECTIONS_H_

// What `toguna audit report` found out, and how it is said.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/policy.h"
#include "exchange/audit/report.h"
#include "exchange/base/json.h"
#include "exchange/toguna/report_page.h"
#include "toguna/v1/agreement.pb.h"
#include "toguna/v1/decision.pb.h"
#include "toguna/v1/recall_service.pb.h"

namespace toguna {

// Of the manifest whose digest the log has.
struct ManifestFacts {
  std::vector<std::string> periods;
  std::vector<std::string> what;  // families and cohorts
  std::string plan;
  std::string plan_version;
  int64_t k = 0;
  int64_t s = 0;
  int64_t c = 0;
  int64_t cells = 0;
  int64_t not_shown = 0;
  std::string delete_by;  // RFC 3339
};

// Everything that the report is made of.
struct AuditFindings {
  v1::Agreement agreement;
  AgreementReport report;
  std::vector<ReportFault> faults;
  LogHead head;
  std::optional<uint64_t> seen_before;  // entries verified an earlier time
  std::optional<PolicyFinding> witnessed;
  absl::TimeZone zone;
  // By release. One that is missing is not the one that the log names.
  std::map<std::string, ManifestFacts> manifests;
  // By decision, as the log names them; and entries whose decision is another.
  std::map<std::string, v1::Decision> decisions;
  std::set<uint64_t> changed_decisions;
  std::vector<v1::Recall> register_of_recalls;
};

ReportPage PageOf(const AuditFindings& findings, const Console& console);
// The same for scripts.
Json JsonOf(const AuditFindings& findings);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_REPORT_SECTIONS_H_
