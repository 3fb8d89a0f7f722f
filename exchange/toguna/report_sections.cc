#include "exchange/toguna/report_sections.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "exchange/toguna/show_agreement.h"
#include "exchange/toguna/show_decision.h"
#include "exchange/words/recall_words.h"
#include "exchange/words/report_words.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

namespace words = report_words;

std::string FieldOf(const LoggedEntry& entry, const std::string& name) {
  const auto found = entry.entry.fields.find(name);
  return found == entry.entry.fields.end() ? "" : Plain(found->second);
}

// Whom an actor stands for: "recipient/poc-unit".
std::string WhoOf(const LoggedEntry& entry) {
  const std::string& actor = entry.entry.actor;
  const size_t scheme = actor.find("://");
  if (scheme == std::string::npos) return Plain(actor);
  const size_t role = actor.find('/', scheme + 3);
  const size_t number = actor.rfind('/');
  return Plain(role == std::string::npos || number <= role
                   ? actor
                   : actor.substr(role + 1, number - role - 1));
}

std::string MonthText(absl::CivilMonth month) {
  return absl::StrFormat("%d-%02d", month.year(), month.month());
}

class Sections {
 public:
  Sections(const AuditFindings& findings, const Console& console)
      : one_(findings), console_(console) {}

  ReportPage Page() const {
    ReportPage page;
    page.title = In(words::kTitle, {one_.report.agreement});
    page.subtitle =
        In(words::kSubtitle,
           {Day(one_.report.from), Day(one_.report.until - absl::Seconds(1)),
            absl::StrCat(one_.head.size), Base64Of(one_.head.root)});
    if (one_.agreement.demo()) page.mark = In(words::kDemo);
    page.sections = {Respected(),  Received(), ByMonth(), Refused(),
                     Downloads(),  Reads(),    Acts(),    Register(),
                     Statements(), Rests()};
    return page;
  }

 private:
  std::string In(const Sentence& sentence,
                 const std::vector<std::string>& values = {}) const {
    return Say(console_.language(), sentence, values);
  }
  std::string Day(absl::Time time) const {
    return absl::FormatTime("%Y-%m-%d", time, one_.zone);
  }
  absl::CivilMonth MonthOf(const LoggedEntry& entry) const {
    return absl::CivilMonth(absl::ToCivilSecond(entry.time, one_.zone));
  }

  // One promise, and the entries that break it.
  void Check(const Sentence& promise, const std::set<uint64_t>& broken_by,
             ReportSection& section) const {
    section.paragraphs.push_back(
        broken_by.empty() ? In(words::kPassed, {In(promise)})
                          : In(words::kFailed,
                               {In(promise), absl::StrJoin(broken_by, ", ")}));
  }
  std::set<uint64_t> Broken(ReportFault::Kind kind) const {
    std::set<uint64_t> entries;
    for (const ReportFault& fault : one_.faults) {
      if (fault.kind == kind) entries.insert(fault.entry);
    }
    return entries;
  }
  std::set<uint64_t> WithoutManifest() const {
    std::set<uint64_t> entries;
    for (const LoggedEntry& entry : one_.report.releases) {
      if (!one_.manifests.contains(FieldOf(entry, "release"))) {
        entries.insert(entry.sequence);
      }
    }
    return entries;
  }
  static std::set<uint64_t> SequencesOf(
      const std::vector<LoggedEntry>& entries) {
    std::set<uint64_t> sequences;
    for (const LoggedEntry& entry : entries) sequences.insert(entry.sequence);
    return sequences;
  }

  ReportSection Respected() const {
    ReportSection section{In(words::kRespected)};
    section.paragraphs = {
        In(words::kParties, {LastPart(one_.agreement.data_owner()),
                             LastPart(one_.agreement.recipient()),
                             LastPart(one_.agreement.purpose()),
                             LastPart(one_.agreement.dpo())}),
        In(words::kCounts, {absl::StrCat(one_.report.releases.size()),
                            absl::StrCat(one_.report.feed_items.size()),
                            absl::StrCat(one_.report.refusals.size())})};
    if (one_.report.releases.empty() && one_.report.feed_items.empty() &&
        one_.report.refusals.empty()) {
      section.paragraphs.push_back(In(words::kNothingHappened));
    }
    using Kind = ReportFault::Kind;
    Check(words::kOnlyRecipient, Broken(Kind::kNotRecipient), section);
    Check(words::kOnlyInForce, Broken(Kind::kOtherRevision), section);
    Check(words::kOnlyStanding, Broken(Kind::kWhileNotStanding), section);
    Check(words::kWithinQuota, Broken(Kind::kQuota), section);
    Check(words::kNothingLost, Broken(Kind::kEntriesLost), section);
    Check(words::kManifestsSame, WithoutManifest(), section);
    Check(words::kDecisionsSame, one_.changed_decisions, section);
    Check(words::kNothingUnknown, SequencesOf(one_.report.others), section);
    return section;
  }

  std::string ReceiptOf(const std::string& release) const {
    for (const LoggedEntry& entry : one_.report.receipts) {
      if (FieldOf(entry, "release") == release) {
        return absl::StrCat(Day(entry.time), " (", entry.sequence, ")");
      }
    }
    return In(words::kNoReceipt);
  }

  ReportSection Received() const {
    ReportSection section{In(words::kReceived)};
    if (!one_.report.earlier.empty()) {
      std::vector<std::string> before;
      for (const LoggedEntry& entry : one_.report.earlier) {
        before.push_back(absl::StrCat(FieldOf(entry, "release"), " (",
                                      Day(entry.time), ")"));
      }
      section.paragraphs.push_back(
          In(words::kGivenBefore, {absl::StrJoin(before, ", ")}));
    }
    if (!one_.report.feed_items.empty()) {
      section.paragraphs.push_back(
          In(words::kFeedItemsGiven,
             {absl::StrCat(one_.report.feed_items.size())}));
    }
    if (one_.report.releases.empty()) {
      section.paragraphs.push_back(In(words::kNothingReceived));
      return section;
    }
    section.table = {
        {In(words::kHeadEntry), In(words::kHeadDay), In(words::kHeadRelease),
         In(words::kHeadRevision), In(words::kHeadPeriods),
         In(words::kHeadWhat), In(words::kHeadPlan), In(words::kHeadMinimums),
         In(words::kHeadShown), In(words::kHeadWithheld), In(words::kHeadShare),
         In(words::kHeadRows), In(words::kHeadRisk), In(words::kHeadDeleteBy),
         In(words::kHeadReceipt)}};
    section.chart.series = {In(words::kHeadShown), In(words::kHeadWithheld)};
    for (const LoggedEntry& entry : one_.report.releases) {
      AddRelease(entry, section);
    }
    section.paragraphs.push_back(In(words::kMinimumsMean));
    return section;
  }

  void AddRelease(const LoggedEntry& entry, ReportSection& section) const {
    const std::string release = FieldOf(entry, "release");
    std::vector<std::string> row = {absl::StrCat(entry.sequence),
                                    Day(entry.time), release,
                                    FieldOf(entry, "revision")};
    const auto found = one_.manifests.find(release);
    if (found == one_.manifests.end()) {
      row.push_back(In(words::kManifestMissing));
      row.resize(section.table.front().size());
      section.table.push_back(std::move(row));
      return;
    }
    const ManifestFacts& facts = found->second;
    const int64_t shown = facts.cells - facts.not_shown;
    const auto percent = [&](int64_t part) {
      return facts.cells == 0
                 ? std::string("–")
                 : absl::StrFormat("%.0f %%",
                                   100.0 * static_cast<double>(part) /
                                       static_cast<double>(facts.cells));
    };
    const std::string rows = FieldOf(entry, "cohort_rows");
    row.insert(
        row.end(),
        {absl::StrJoin(facts.periods, " "), absl::StrJoin(facts.what, " "),
         absl::StrCat(facts.plan, " ", facts.plan_version),
         absl::StrCat(facts.k, "/", facts.s, "/", facts.c), absl::StrCat(shown),
         absl::StrCat(facts.not_shown), percent(facts.not_shown),
         rows.empty() ? "–" : rows,
         // Rounded up: never less than the truth.
         facts.k > 0
             ? absl::StrFormat(
                   "%.1f %%",
                   std::ceil(1000.0 / static_cast<double>(facts.k)) / 10)
             : "–",
         facts.delete_by.substr(0, 10), ReceiptOf(release)});
    section.table.push_back(std::move(row));
    section.chart.labels.push_back(
        absl::StrCat(Day(entry.time), " ", entry.sequence));
    section.chart.values.push_back(
        {static_cast<double>(shown), static_cast<double>(facts.not_shown)});
  }

  ReportSection ByMonth() const {
    ReportSection section{In(words::kByMonth)};
    std::vector<std::string> quotas;
    for (const auto& grant : one_.agreement.grants()) {
      if (!grant.extracts()) continue;
      quotas.push_back(absl::StrCat(LastPart(grant.dataset()), " ",
                                    grant.extracts_per_month()));
    }
    if (!quotas.empty()) {
      section.paragraphs.push_back(
          In(words::kQuotaOf, {absl::StrJoin(quotas, ", ")}));
    }
    struct Counts {
      int extracts = 0;
      int feed = 0;
      int refused = 0;
    };
    std::map<absl::CivilMonth, Counts> months;
    for (const auto& [month, n] : one_.report.extracts_by_month) {
      months[month].extracts = n;
    }
    for (const auto& one : one_.report.feed_items) ++months[MonthOf(one)].feed;
    for (const auto& one : one_.report.refusals) ++months[MonthOf(one)].refused;
    section.table = {{In(words::kHeadMonth), In(words::kHeadExtracts),
                      In(words::kHeadFeed), In(words::kHeadRefused)}};
    section.chart.series = {In(words::kHeadExtracts), In(words::kHeadFeed),
                            In(words::kHeadRefused)};
    for (const auto& [month, counts] : months) {
      const std::string name = MonthText(month);
      section.table.push_back({name, absl::StrCat(counts.extracts),
                               absl::StrCat(counts.feed),
                               absl::StrCat(counts.refused)});
      section.chart.labels.push_back(name);
      section.chart.values.push_back({static_cast<double>(counts.extracts),
                                      static_cast<double>(counts.feed),
                                      static_cast<double>(counts.refused)});
    }
    return section;
  }

  // What the rules that refused found, in the reader's language.
  std::string FoundOf(const LoggedEntry& entry) const {
    const auto decision = one_.decisions.find(FieldOf(entry, "decision"));
    if (decision == one_.decisions.end()) return "";
    std::vector<std::string> found;
    for (const auto& finding : decision->second.findings()) {
      if (finding.passed()) continue;
      found.push_back(Plain(console_.language() == Language::kFrench
                                ? finding.text().fr()
                                : finding.text().en()));
    }
    return absl::StrJoin(found, " ");
  }

  ReportSection Refused() const {
    ReportSection section{In(words::kRefused)};
    if (one_.report.refusals.empty()) {
      section.paragraphs.push_back(In(words::kNothingRefused));
      return section;
    }
    section.table = {{In(words::kHeadEntry), In(words::kHeadDay),
                      In(words::kHeadWho), In(words::kHeadReason),
                      In(words::kHeadFinding)}};
    int unexplained = 0;
    for (const LoggedEntry& entry : one_.report.refusals) {
      if (!one_.decisions.contains(FieldOf(entry, "decision"))) ++unexplained;
      section.table.push_back({absl::StrCat(entry.sequence), Day(entry.time),
                               WhoOf(entry), FieldOf(entry, "reason"),
                               FoundOf(entry)});
    }
    if (unexplained > 0) {
      section.paragraphs.push_back(
          In(words::kNotExplained, {absl::StrCat(unexplained)}));
    }
    return section;
  }

  const Sentence& WhyOf(const std::string& reason) const {
    for (const words::DownloadReason& one : words::kDownloadReasons) {
      if (reason == one.reason) return one.sentence;
    }
    return words::kRuleRefused;
  }

  ReportSection Downloads() const {
    ReportSection section{In(words::kDownloads)};
    if (one_.report.downloads.empty()) {
      section.paragraphs.push_back(In(words::kNoDownloads));
      return section;
    }
    section.paragraphs.push_back(In(words::kDownloadsOnceADay));
    section.table = {{In(words::kHeadEntry), In(words::kHeadDay),
                      In(words::kHeadWho), In(words::kHeadRelease),
                      In(words::kHeadReason), In(words::kHeadWhy)}};
    for (const LoggedEntry& entry : one_.report.downloads) {
      const std::string reason = FieldOf(entry, "reason");
      section.table.push_back({absl::StrCat(entry.sequence), Day(entry.time),
                               WhoOf(entry), FieldOf(entry, "release"), reason,
                               In(WhyOf(reason))});
    }
    return section;
  }

  ReportSection Reads() const {
    ReportSection section{In(words::kReads)};
    section.paragraphs.push_back(
        In(words::kReadsMean, {LastPart(one_.agreement.recipient())}));
    if (one_.report.reads_by_month.empty()) {
      section.paragraphs.push_back(In(words::kNoReads));
      return section;
    }
    section.table = {{In(words::kHeadMonth), In(words::kHeadPreviews),
                      In(words::kHeadReads), In(words::kHeadNotAnswered)}};
    for (const auto& [month, reads] : one_.report.reads_by_month) {
      section.table.push_back({MonthText(month), absl::StrCat(reads.previews),
                               absl::StrCat(reads.reads),
                               absl::StrCat(reads.not_answered)});
    }
    return section;
  }

  ReportSection Acts() const {
    ReportSection section{In(words::kActs)};
    if (one_.report.acts.empty()) {
      section.paragraphs.push_back(In(words::kNoActs));
      return section;
    }
    section.table = {{In(words::kHeadEntry), In(words::kHeadDay),
                      In(words::kHeadWho), In(words::kHeadAct),
                      In(words::kHeadReason)}};
    for (const LoggedEntry& entry : one_.report.acts) {
      std::string act =
          absl::StrJoin({FieldOf(entry, "act"), FieldOf(entry, "dataset"),
                         FieldOf(entry, "periods")},
                        " ");
      absl::StripAsciiWhitespace(&act);
      if (entry.entry.type == "agreement.set") {
        act = In(words::kActSet, {FieldOf(entry, "revision")});
      } else if (entry.entry.type == "log.recover") {
        act = In(words::kActRecovered,
                 {FieldOf(entry, "old_log"), FieldOf(entry, "store_entries")});
      }
      section.table.push_back({absl::StrCat(entry.sequence), Day(entry.time),
                               WhoOf(entry), std::move(act),
                               FieldOf(entry, "reason")});
    }
    return section;
  }

  std::string StateOf(const v1::Recall::Holding& holding) const {
    switch (holding.state()) {
      case v1::Recall::STATE_OVERDUE:
        return In(recall_words::kStateOverdue);
      case v1::Recall::STATE_ATTESTED:
        return In(recall_words::kStateAttested, {holding.attest_date()});
      default:
        return In(recall_words::kStateOutstanding);
    }
  }

  // What the holder owes, as the exchange keeps it.
  ReportSection Register() const {
    ReportSection section{In(words::kRegister)};
    if (one_.register_of_recalls.empty()) {
      section.paragraphs.push_back(In(words::kNoRecalls));
      return section;
    }
    section.paragraphs.push_back(In(words::kRegisterSaid));
    section.table = {{In(recall_words::kHeadingSince),
                      In(recall_words::kHeadingCohort), In(words::kHeadRelease),
                      In(recall_words::kHeadingDue), In(words::kHeadState)}};
    for (const v1::Recall& recall : one_.register_of_recalls) {
      for (const v1::Recall::Holding& holding : recall.holdings()) {
        section.table.push_back({recall.open_date(),
                                 recall.of_release()
                                     ? In(recall_words::kWholeRelease)
                                     : Plain(recall.cohort()),
                                 LastPart(holding.extract()),
                                 holding.due_date(), StateOf(holding)});
      }
    }
    return section;
  }

  std::string ActOf(const LoggedEntry& entry) const {
    const std::string& type = entry.entry.type;
    if (type == "recall.open") return In(words::kActRecall);
    if (type == "recall.notify") return In(words::kActNotice);
    if (type == "release.ack") return In(words::kActReceipt);
    if (type == "recall.attest") return In(words::kActAttestation);
    if (type == "statement.refuse") return In(words::kActStatementRefused);
    return In(words::kActInquiry);
  }

  // What of recalls and receipts the log has of this agreement.
  ReportSection Statements() const {
    ReportSection section{In(words::kRecalls)};
    std::vector<LoggedEntry> acts;
    for (const auto* list :
         {&one_.report.recalls, &one_.report.receipts,
          &one_.report.attestations, &one_.report.inquiries}) {
      acts.insert(acts.end(), list->begin(), list->end());
    }
    if (acts.empty()) {
      section.paragraphs.push_back(In(words::kNoRecalls));
      return section;
    }
    std::sort(acts.begin(), acts.end(),
              [](const LoggedEntry& a, const LoggedEntry& b) {
                return a.sequence < b.sequence;
              });
    section.table = {{In(words::kHeadEntry), In(words::kHeadDay),
                      In(words::kHeadWho), In(words::kHeadAct),
                      In(words::kHeadRelease), In(words::kHeadReason)}};
    for (const LoggedEntry& entry : acts) {
      section.table.push_back(
          {absl::StrCat(entry.sequence), Day(entry.time), WhoOf(entry),
           ActOf(entry), FieldOf(entry, "release"), FieldOf(entry, "reason")});
    }
    return section;
  }

  ReportSection Rests() const {
    ReportSection section{In(words::kRests)};
    section.paragraphs = {
        In(words::kRestsLog),
        one_.seen_before.has_value()
            ? In(words::kRestsSeen, {absl::StrCat(*one_.seen_before)})
            : In(words::kRestsFirst),
        one_.witnessed.has_value()
            ? In(words::kRestsWitnessed,
                 {absl::StrCat(one_.witnessed->head.size),
                  absl::StrJoin(one_.witnessed->cosigned, ", ")})
            : In(words::kRestsNoWitness),
        In(words::kRestsSeals), In(words::kRestsNot)};
    return section;
  }

  const AuditFindings& one_;
  const Console& console_;
};

Json::List EntriesJson(const std::vector<LoggedEntry>& entries) {
  Json::List list;
  for (const LoggedEntry& one : entries) {
    Json fields;
    for (const auto& [key, value] : one.entry.fields) fields.Set(key, value);
    list.push_back(
        Json()
            .Set("entry", static_cast<int64_t>(one.sequence))
            .Set("time", absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", one.time,
                                          absl::UTCTimeZone()))
            .Set("type", one.entry.type)
            .Set("actor", one.entry.actor)
            .Set("fields", std::move(fields)));
  }
  return list;
}

Json::List ReadsJson(const std::map<absl::CivilMonth, ReadsOfMonth>& months) {
  Json::List list;
  for (const auto& [month, reads] : months) {
    list.push_back(
        Json()
            .Set("month", MonthText(month))
            .Set("previews", static_cast<int64_t>(reads.previews))
            .Set("reads", static_cast<int64_t>(reads.reads))
            .Set("not_answered", static_cast<int64_t>(reads.not_answered)));
  }
  return list;
}

Json::List TextsJson(const std::vector<std::string>& texts) {
  Json::List list;
  for (const std::string& text : texts) list.push_back(text);
  return list;
}

const char* FaultText(ReportFault::Kind kind) {
  switch (kind) {
    case ReportFault::Kind::kNotRecipient:
      return "NOT_RECIPIENT";
    case ReportFault::Kind::kOtherRevision:
      return "OTHER_REVISION";
    case ReportFault::Kind::kWhileNotStanding:
      return "WHILE_NOT_STANDING";
    case ReportFault::Kind::kQuota:
      return "QUOTA";
    case ReportFault::Kind::kEntriesLost:
      return "ENTRIES_LOST";
  }
  return "";
}

}  // namespace

ReportPage PageOf(const AuditFindings& findings, const Console& console) {
  return Sections(findings, console).Page();
}

Json JsonOf(const AuditFindings& findings) {
  Json manifests;
  for (const auto& [release, one] : findings.manifests) {
    manifests.Set(release, Json()
                               .Set("periods", TextsJson(one.periods))
                               .Set("what", TextsJson(one.what))
                               .Set("plan", one.plan)
                               .Set("plan_version", one.plan_version)
                               .Set("k", one.k)
                               .Set("s", one.s)
                               .Set("c", one.c)
                               .Set("cells", one.cells)
                               .Set("not_shown", one.not_shown)
                               .Set("delete_by", one.delete_by));
  }
  Json::List faults;
  for (const ReportFault& fault : findings.faults) {
    faults.push_back(Json()
                         .Set("fault", FaultText(fault.kind))
                         .Set("entry", static_cast<int64_t>(fault.entry)));
  }
  for (const uint64_t entry : findings.changed_decisions) {
    faults.push_back(Json()
                         .Set("fault", "DECISION_CHANGED")
                         .Set("entry", static_cast<int64_t>(entry)));
  }
  for (const LoggedEntry& entry : findings.report.releases) {
    const auto release = entry.entry.fields.find("release");
    if (release == entry.entry.fields.end() ||
        !findings.manifests.contains(release->second)) {
      faults.push_back(Json()
                           .Set("fault", "MANIFEST_CHANGED")
                           .Set("entry", static_cast<int64_t>(entry.sequence)));
    }
  }
  Json::List held;
  for (const v1::Recall& recall : findings.register_of_recalls) {
    for (const v1::Recall::Holding& holding : recall.holdings()) {
      held.push_back(
          Json()
              .Set("recall", LastPart(recall.name()))
              .Set("release", LastPart(holding.extract()))
              .Set("due", holding.due_date())
              .Set("attested", holding.attest_date())
              .Set("overdue", holding.state() == v1::Recall::STATE_OVERDUE));
    }
  }
  const AgreementReport& report = findings.report;
  Json answer;
  if (findings.witnessed.has_value()) {
    answer.Set("witnessed",
               static_cast<int64_t>(findings.witnessed->head.size));
  }
  return answer.Set("agreement", report.agreement)
      .Set("demo", findings.agreement.demo())
      .Set("log_entries", static_cast<int64_t>(findings.head.size))
      .Set("root", Base64Of(findings.head.root))
      .Set("respected", faults.empty() && report.others.empty())
      .Set("faults", std::move(faults))
      .Set("releases", EntriesJson(report.releases))
      .Set("manifests", std::move(manifests))
      .Set("feed_items", EntriesJson(report.feed_items))
      .Set("refusals", EntriesJson(report.refusals))
      .Set("refused_downloads", EntriesJson(report.downloads))
      .Set("recipient_reads", ReadsJson(report.reads_by_month))
      .Set("acts", EntriesJson(report.acts))
      .Set("inquiries", EntriesJson(report.inquiries))
      .Set("held", std::move(held))
      .Set("recalls", EntriesJson(report.recalls))
      .Set("receipts", EntriesJson(report.receipts))
      .Set("attestations", EntriesJson(report.attestations))
      .Set("others", EntriesJson(report.others));
}

}  // namespace toguna
