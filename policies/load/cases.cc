// cases/: examples of asks, decided and compared with what was expected.

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "exchange/words/catalog_words.h"
#include "policies/load/loading.h"
#include "policies/rules/counter_offer.h"
#include "policies/rules/decide.h"
#include "policies/rules/life_cycle.h"

namespace toguna {
namespace {

using CaseFile = catalog::v1::CaseFile;

constexpr char kCases[] = "cases";
constexpr char kSomeAgeKey[] = "age1example";

const std::map<std::string, Phase>& Phases() {
  static const auto* const kPhases =
      new std::map<std::string, Phase>{{"preview", Phase::kPreview},
                                       {"extract", Phase::kExtract},
                                       {"download", Phase::kDownload},
                                       {"feed-item", Phase::kFeedItem}};
  return *kPhases;
}

const std::map<std::string, Standing>& Standings() {
  static const auto* const kStandings = new std::map<std::string, Standing>{
      {"", Standing::kStands},
      {"SUSPENDED", Standing::kSuspended},
      {"RENEGOTIATE", Standing::kRenegotiate},
      {"TERMINATED", Standing::kTerminated}};
  return *kStandings;
}

const std::map<std::string, SignatureRole>& SignatureRoles() {
  static const auto* const kRoles = new std::map<std::string, SignatureRole>{
      {"data-owner", SignatureRole::kDataOwner},
      {"recipient", SignatureRole::kRecipient},
      {"dpo", SignatureRole::kDpo},
      {"dpo-2", SignatureRole::kSecondDpo}};
  return *kRoles;
}

// The value called `name`; reports any other.
template <typename T>
std::optional<T> Named(const Spot& spot, const std::map<std::string, T>& names,
                       const std::string& name) {
  const auto found = names.find(name);
  if (found != names.end()) return found->second;
  std::vector<std::string> allowed;
  for (const auto& [one, ignored] : names) {
    if (!one.empty()) allowed.push_back(one);
  }
  if (name.empty()) {
    spot.Report(words::kRequired, {}, spot.Allowed(allowed));
  } else {
    spot.ReportUnknown(name, allowed);
  }
  return std::nullopt;
}

// One case of a file, read and decided.
class CaseReader {
 public:
  // `catalog` has the agreement; its signatures may be changed.
  CaseReader(Loading& loading, const Spot& spot, const CaseFile::Case& one,
             Catalog& catalog, const AgreementId& agreement)
      : loading_(loading),
        spot_(spot),
        one_(one),
        catalog_(catalog),
        agreement_(catalog.agreements.at(agreement)) {}

  void Check(bool decide) {
    ReadLabel(spot_, "title", one_.title());
    ReadAsk();
    ReadFacts();
    if (!one_.has_allowed()) spot_.At("allowed").Report(words::kRequired);
    if (one_.allowed() && one_.reasons_size() > 0) {
      spot_.At("reasons", 0).Report(words::kAllowedHasReasons);
      sound_ = false;
    }
    if (!decide || !sound_ || !one_.has_allowed()) return;
    Compare(Decide(catalog_, ask_, facts_));
    CompareOffer();
  }

 private:
  void ReadAsk() {
    ask_.agreement = agreement_.id;
    ask_.caller = PartyId(one_.caller());
    ask_.purpose = PurposeId(one_.purpose());
    ask_.dataset = DatasetId(one_.dataset());
    const auto phase = Named(spot_.At("phase"), Phases(), one_.phase());
    sound_ = sound_ && phase.has_value();
    ask_.phase = phase.value_or(Phase::kExtract);
    for (const std::string& family : one_.families()) {
      ask_.families.emplace_back(family);
    }
    for (const std::string& cohorts : one_.cohorts()) {
      ask_.cohorts.emplace_back(cohorts);
    }
    ReadLevels("levels", one_.levels(), ask_.levels);
    ReadLevels("cohort_levels", one_.cohort_levels(), ask_.cohort_levels);
    for (const auto& filter : one_.code_filters()) {
      ask_.code_filters.push_back(
          {filter.dimension(), {filter.codes().begin(), filter.codes().end()}});
    }
    ask_.periods = Periods("periods", one_.periods());
  }

  template <typename Levels>
  void ReadLevels(const char* field, const Levels& levels,
                  std::vector<LevelLimit>& out) {
    for (int i = 0; i < levels.size(); ++i) {
      const auto depth =
          LevelOf(spot_.At(field, i).At("level"), levels.Get(i).dimension(),
                  levels.Get(i).level());
      sound_ = sound_ && depth.has_value();
      out.push_back({levels.Get(i).dimension(), depth.value_or(0)});
    }
  }

  void ReadFacts() {
    const absl::TimeZone zone = catalog_.operation.time_zone;
    const auto now = ReadTime(spot_.At("now"), one_.now(), zone);
    sound_ = sound_ && now.has_value();
    facts_.now = now.value_or(absl::UnixEpoch());
    facts_.sealed = Periods("sealed", one_.sealed());
    facts_.approved = Periods("approved", one_.approved());
    facts_.extracts_this_month = one_.extracts_this_month();
    if (ask_.phase == Phase::kFeedItem) {
      const auto event = ReadTime(spot_.At("event"), one_.event(), zone);
      sound_ = sound_ && event.has_value();
      ask_.event_time = event.value_or(absl::InfiniteFuture());
    } else {
      RefuseIf(!one_.event().empty(), spot_.At("event"));
    }
    const auto standing = Named(spot_.At("state"), Standings(), one_.state());
    sound_ = sound_ && standing.has_value();
    facts_.standing = standing.value_or(Standing::kUnknown);
    facts_.recall_due = absl::InfiniteFuture();
    if (!one_.recall_due().empty()) {
      facts_.recall_due =
          ReadTime(spot_.At("recall_due"), one_.recall_due(), zone);
      sound_ = sound_ && facts_.recall_due.has_value();
    }
    agreement_ = AsIfSigned(std::move(agreement_));
    for (int i = 0; i < one_.unsigned__size(); ++i) {
      const auto role =
          Named(spot_.At("unsigned", i), SignatureRoles(), one_.unsigned_(i));
      sound_ = sound_ && role.has_value();
      std::erase_if(agreement_.signatures, [&](const auto& signature) {
        return signature.role == role;
      });
    }
  }

  template <typename Texts>
  std::vector<Period> Periods(const char* field, const Texts& texts) {
    std::vector<Period> periods;
    for (int i = 0; i < texts.size(); ++i) {
      const auto period = Period::Parse(texts[i]);
      if (period.ok()) {
        periods.push_back(*period);
        continue;
      }
      spot_.At(field, i).Report(words::kNotAPeriod, {texts[i]});
      sound_ = false;
    }
    return periods;
  }

  std::optional<int> LevelOf(const Spot& spot, const std::string& dimension,
                             const std::string& level) {
    const Dataset* dataset = catalog_.FindDataset(ask_.dataset);
    const CodeList* list =
        dataset == nullptr ? nullptr : catalog_.ListOf(*dataset, dimension);
    if (list == nullptr) {
      spot.Report(words::kNoDimension, {dimension});
      return std::nullopt;
    }
    return ReadLevel(spot, *list, level);
  }

  // What the decision says, as the case would write it.
  static std::set<std::string> ReasonsOf(const Decision& decision) {
    std::set<std::string> reasons;
    if (decision.allowed) return reasons;
    for (const Finding& finding : decision.findings) {
      if (!finding.passed) reasons.insert(finding.reason);
    }
    // A stranger is told nothing else.
    if (reasons.empty()) reasons.insert(decision.reason);
    return reasons;
  }

  void Compare(const Decision& decision) {
    const std::set<std::string> expected(one_.reasons().begin(),
                                         one_.reasons().end());
    const std::set<std::string> reasons = ReasonsOf(decision);
    if (decision.allowed != one_.allowed()) {
      spot_.At("allowed").Report(
          words::kDecidedOtherwise,
          {decision.allowed ? spot_.InWords(words::kDecidedAllowed)
                            : absl::StrJoin(reasons, ", ")});
    } else if (reasons != expected) {
      spot_.At("reasons").Report(words::kDecidedOtherwise,
                                 {absl::StrJoin(reasons, ", ")});
    }
  }

  // Each level that the case expects of the closest ask which passes.
  void CompareOffer() {
    if (one_.counter_offer_size() + one_.cohort_counter_offer_size() == 0) {
      return;
    }
    const Ask offer =
        FindCounterOffer(catalog_, ask_, facts_).value_or(CounterOffer{}).ask;
    CompareOffered("counter_offer", one_.counter_offer(), offer.levels);
    CompareOffered("cohort_counter_offer", one_.cohort_counter_offer(),
                   offer.cohort_levels);
  }

  template <typename Expected>
  void CompareOffered(const char* field, const Expected& expected,
                      const std::vector<LevelLimit>& levels) {
    std::set<std::string> offered;
    for (const LevelLimit& level : levels) {
      const CodeList* list =
          catalog_.ListOf(*catalog_.FindDataset(ask_.dataset), level.dimension);
      offered.insert(
          absl::StrCat(level.dimension, "=",
                       list->levels[static_cast<size_t>(level.finest)]));
    }
    for (int i = 0; i < expected.size(); ++i) {
      if (offered.contains(expected.Get(i))) continue;
      spot_.At(field, i).Report(
          words::kOffersOtherwise,
          {offered.empty() ? spot_.InWords(words::kOffersNothing)
                           : absl::StrJoin(offered, ", ")});
    }
  }

  Loading& loading_;
  const Spot& spot_;
  const CaseFile::Case& one_;
  Catalog& catalog_;
  Agreement& agreement_;
  Ask ask_;
  Facts facts_;
  bool sound_ = true;  // nothing is wrong with how it is written
};

}  // namespace

void ReadCases(Loading& loading) {
  const bool decide = loading.problems.empty();
  ForEachFile<CaseFile>(
      loading, kCases,
      [&](const Spot& root, const CaseFile& file, const std::string&) {
        const AgreementId id(file.agreement());
        std::map<AgreementId, Agreement> known = loading.templates;
        for (const auto& [name, one] : loading.catalog.agreements) {
          known.insert_or_assign(name, one);
        }
        if (loading.broken.contains(
                absl::StrCat("agreements/templates/", file.agreement()))) {
          return true;
        }
        const Agreement* agreement = Refer(loading, root.At("agreement"), known,
                                           "agreements", file.agreement());
        if (file.cases_size() == 0) root.At("cases").Report(words::kRequired);
        if (agreement == nullptr) return true;
        Catalog catalog = loading.catalog;
        catalog.agreements.insert_or_assign(id, *agreement);
        const auto recipient = catalog.parties.find(agreement->recipient);
        if (recipient != catalog.parties.end()) {
          recipient->second.age_recipient = kSomeAgeKey;
        }
        for (int i = 0; i < file.cases_size(); ++i) {
          CaseReader(loading, root.At("cases", i), file.cases(i), catalog, id)
              .Check(decide);
        }
        loading.cases += file.cases_size();
        return true;
      });
}

}  // namespace toguna
