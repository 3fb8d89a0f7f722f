#include "exchange/record/check_record.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "exchange/base/code_tree.h"
#include "exchange/base/ids.h"
#include "exchange/record/record.h"
#include "keys/ring/pseudonym.h"
#include "policies/model/catalog.h"
#include "policies/model/dataset.h"

namespace toguna {
namespace {

// Collects the problems of one record.
class Check {
 public:
  Check(const Catalog& catalog, const Dataset& dataset, const Record& record)
      : catalog_(catalog), dataset_(dataset), record_(record) {}

  std::vector<RecordProblem> Run(absl::CivilDay today) {
    if (record_.dataset != dataset_.id) Add("UNKNOWN_FIELD", "dataset");
    Codes();
    Date(today);
    Tallies();
    Victims();
    References();
    if (dataset_.public_sources) {
      NoSources();
    } else {
      Sources();
      Consent();
    }
    Versions();
    return std::move(problems_);
  }

 private:
  void Add(absl::string_view reason, absl::string_view field) {
    problems_.push_back({std::string(reason), std::string(field)});
  }

  // A code that a person may give: in the list, countable, and not one of the
  // "not specified" leaves, which the tree makes itself.
  static bool IsCode(const CodeList* list, absl::string_view code) {
    if (list == nullptr || absl::EndsWith(code, "~")) return false;
    const std::optional<NodeIndex> node = list->tree.Find(code);
    return node.has_value() && list->tree.LeafFor(*node).has_value();
  }

  // The record's version of a list that it uses must be the catalog's.
  void Version(const CodeListId& id) {
    const CodeList* list = catalog_.FindCodeList(id);
    const auto given = record_.list_versions.find(id.text());
    if (list == nullptr || given == record_.list_versions.end() ||
        given->second != list->version) {
      Add("LIST_VERSION", id.text());
    }
  }

  void Codes() {
    for (const auto& [id, code] : record_.codes) {
      const Attribute* attribute = dataset_.FindAttribute(id);
      // The name is not repeated: an undeclared one may itself tell something.
      if (attribute == nullptr || attribute->kind != Attribute::Kind::kCode) {
        Add("UNKNOWN_FIELD", "codes");
      }
    }
    for (const Attribute& attribute : dataset_.attributes) {
      if (attribute.kind != Attribute::Kind::kCode) continue;
      const auto given = record_.codes.find(attribute.id);
      if (given == record_.codes.end()) {
        if (attribute.required) Add("FIELD_MISSING", attribute.id);
        continue;
      }
      Version(attribute.code_list);
      if (!IsCode(catalog_.FindCodeList(attribute.code_list), given->second)) {
        Add("UNKNOWN_CODE", attribute.id);
      }
    }
  }

  void Date(absl::CivilDay today) {
    const Attribute* date = nullptr;
    for (const Attribute& attribute : dataset_.attributes) {
      if (attribute.kind == Attribute::Kind::kDate) date = &attribute;
    }
    if (date == nullptr) {
      if (record_.incident_day != absl::CivilDay()) {
        Add("UNKNOWN_FIELD", "incident_day");
      }
      return;
    }
    if (record_.incident_day == absl::CivilDay()) {
      if (date->required) Add("FIELD_MISSING", date->id);
    } else if (record_.incident_day > today) {
      Add("DATE_IN_FUTURE", date->id);
    } else if (record_.incident_day < absl::CivilDay(kEarliestYear)) {
      Add("DATE_TOO_OLD", date->id);
    }
  }

  // True if the record's code for an attribute lies within one of those that
  // may be without victims.
  bool MayLackVictims(const VictimsInEveryRecord& rule) const {
    for (const VictimsInEveryRecord::Exemption& one : rule.unless) {
      const Attribute* attribute = dataset_.FindAttribute(one.attribute);
      const auto given = record_.codes.find(one.attribute);
      const CodeList* list = attribute == nullptr
                                 ? nullptr
                                 : catalog_.FindCodeList(attribute->code_list);
      if (list == nullptr || given == record_.codes.end()) continue;
      const auto node = list->tree.Find(given->second);
      for (const std::string& code : one.codes) {
        const auto within = list->tree.Find(code);
        if (node.has_value() && within.has_value() &&
            list->tree.IsWithin(*node, *within)) {
          return true;
        }
      }
    }
    return false;
  }

  void Victims() {
    if (!dataset_.victims_in_every_record.has_value()) return;
    for (const auto& [who, victims] : record_.tallies) {
      if (victims != 0) return;  // a wrong number is reported as such
    }
    if (!MayLackVictims(*dataset_.victims_in_every_record)) {
      Add("VICTIMS_MISSING", "tallies");
    }
  }

  void Tallies() {
    if (record_.tallies.empty()) return;
    const CodeList* list =
        dataset_.tally_code_list.empty()
            ? nullptr
            : catalog_.FindCodeList(dataset_.tally_code_list);
    if (list == nullptr) return Add("UNKNOWN_TALLY", "tallies");
    Version(dataset_.tally_code_list);
    int64_t total = 0;
    for (const auto& [who, victims] : record_.tallies) {
      const std::optional<NodeIndex> node = list->tree.Find(who);
      if (!node.has_value() || !list->tree.is_leaf(*node)) {
        Add("UNKNOWN_TALLY", "tallies");
      } else if (victims < 0) {
        Add("NEGATIVE_TALLY", who);
      } else if (victims > kMostVictims) {
        Add("TALLY_TOO_LARGE", who);
      } else {
        total += victims;  // at most kMostVictims each, so it cannot overflow
      }
    }
    if (total > kMostVictims) Add("TALLY_TOTAL", "tallies");
  }

  void References() {
    if (!IsPseudonym("ref", record_.ref)) Add("RAW_REFERENCE", "ref");
    if (!IsPseudonym("ins", record_.instance)) Add("RAW_REFERENCE", "instance");
  }

  void NoSources() {
    if (!record_.source.empty()) Add("SOURCE_PRESENT", "source");
    if (!record_.monitor.empty()) Add("SOURCE_PRESENT", "monitor");
    if (!record_.consent.empty()) Add("SOURCE_PRESENT", "consent");
  }

  void Sources() {
    if (record_.source.empty()) {
      Add("FIELD_MISSING", "source");
    } else if (!IsPseudonym("src", record_.source)) {
      Add("RAW_SOURCE_ID", "source");
    }
    if (record_.monitor.empty()) {
      Add("FIELD_MISSING", "monitor");
    } else if (!IsPseudonym("mon", record_.monitor)) {
      Add("RAW_MONITOR_ID", "monitor");
    }
  }

  void Consent() {
    if (record_.consent.empty()) return Add("CONSENT_MISSING", "consent");
    Version(dataset_.consent_code_list);
    if (!IsCode(catalog_.FindCodeList(dataset_.consent_code_list),
                record_.consent)) {
      Add("CONSENT_UNKNOWN", "consent");
    }
  }

  // Versions of lists that no rule above asked for.
  void Versions() {
    for (const auto& [id, version] : record_.list_versions) {
      if (!Declares(CodeListId(id))) Add("UNKNOWN_FIELD", "list_versions");
    }
  }

  bool Declares(const CodeListId& list) const {
    for (const Attribute& attribute : dataset_.attributes) {
      if (attribute.kind == Attribute::Kind::kCode &&
          attribute.code_list == list) {
        return true;
      }
    }
    return !list.empty() && (list == dataset_.tally_code_list ||
                             list == dataset_.consent_code_list);
  }

  const Catalog& catalog_;
  const Dataset& dataset_;
  const Record& record_;
  std::vector<RecordProblem> problems_;
};

}  // namespace

std::vector<RecordProblem> CheckRecord(const Catalog& catalog,
                                       const Dataset& dataset,
                                       const Record& record,
                                       absl::CivilDay today) {
  return Check(catalog, dataset, record).Run(today);
}

}  // namespace toguna
