#ifndef TOGUNA_TESTS_EXCHANGE_USECASE_GIVEN_ROWS_H_
#define TOGUNA_TESTS_EXCHANGE_USECASE_GIVEN_ROWS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "exchange/base/reason.h"
#include "exchange/usecase/cohort_rows.h"
#include "exchange/usecase/intake.h"
#include "exchange/usecase/releases.h"
#include "gtest/gtest.h"
#include "keys/digest/digest.h"
#include "tests/exchange/usecase/watched_ledger.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {

inline constexpr char kOther[] = "mrm-other";

// A different UUID for every number.
inline std::string Request(int number) {
  std::string text = "48583952-1892-4931-8d9c-000000000000";
  const std::string digits = absl::StrCat(number);
  return text.replace(text.size() - digits.size(), digits.size(), digits);
}

class Packages final : public PackageMaker {
 public:
  absl::StatusOr<std::map<std::string, std::string>> Make(
      const PackageContents& contents) const override {
    rows = contents.selection.cohorts.front().rows;
    return std::map<std::string, std::string>{{"manifest.json", "manifest"},
                                              {"extract.csv.age", "sealed"}};
  }
  mutable std::vector<SelectedCohorts::Row> rows;
};

// Two cohorts of eight records, of two contributors by turns, sealed in April
// for a quarter; two agreements of one recipient each that give both cohorts.
class GivenRowsTest : public ::testing::Test {
 protected:
  GivenRowsTest() {
    CohortPlan leads;
    leads.id = CohortsId("leads");
    leads.purposes = {PurposeId("child-rights")};
    leads.strata = {{"type", {"a"}, ""}};
    leads.attributes = {{.kind = CohortAttribute::Kind::kIncidentQuarter}};
    catalog_.plans.at(PlanId("monthly")).cohorts = {leads};
    Agreement& mine = AgreementOf(catalog_);
    mine.grants[0].cohorts = {leads.id};
    mine.grants[0].extracts_per_month = 50;
    Party other = catalog_.parties.at(PartyId("mrm"));
    other.id = PartyId("mrm2");
    catalog_.parties.emplace(other.id, other);
    Agreement theirs = mine;
    theirs.id = AgreementId(kOther);
    theirs.recipient = other.id;
    for (AgreementSignature& one : theirs.signatures) {
      if (one.role == SignatureRole::kRecipient) one.party = other.id;
    }
    theirs.contacts[1].party = other.id;
    catalog_.agreements.emplace(theirs.id, theirs);
    PutSeal();
    mine_ = Give(recipient_, "mrm-2026");
    theirs_ = Give(other_recipient_, kOther);
  }

  void PutSeal() {
    seal_.dataset = DatasetId("incidents");
    seal_.period = quarter_;
    seal_.id = CohortsId("leads");
    seal_.ladder = {{.k = 5, .s = 2, .c = 0}};
    seal_.key = std::string(32, 'k');
    seal_.attributes = {{.kind = CohortAttribute::Kind::kIncidentQuarter}};
    seal_.nodes.push_back({.code = "all", .rung = 1});
    for (const char* code : {"2026-Q1-1", "2026-Q1-2"}) {
      CohortSeal::Node node{.code = code,
                            .parent = 0,
                            .rung = 0,
                            .box = {{"any"}},
                            .meets = true,
                            .released = {0},
                            .records = {}};
      for (int i = 0; i < 8; ++i) {
        node.records.push_back(
            {.contributor = PartyId(i % 2 == 0 ? "collectors" : "partner"),
             .ref = absl::StrCat("ref1-canary-", code, "-", i),
             .instance = "ins1-canary",
             .month = january_});
        PutRecord(node.records.back());
      }
      seal_.nodes.push_back(std::move(node));
    }
    ledger_.Put(CohortsRow{seal_});
    for (const Period& period : {january_, quarter_}) {
      PeriodRow row;
      row.dataset = seal_.dataset;
      row.period = period;
      row.state = PeriodState::kSealed;
      ledger_.Put(row);
    }
    SealedPeriod sealed = SealedMarch();
    sealed.period = quarter_;
    ledger_.Put(SealRow{sealed});
  }
  void PutRecord(const CohortRecord& record) {
    ledger_.Put(RecordIndex{.dataset = seal_.dataset,
                            .contributor = record.contributor,
                            .ref = record.ref,
                            .instance = record.instance,
                            .period = record.month});
    VaultRecord vault;
    vault.record.dataset = seal_.dataset;
    vault.record.contributor = record.contributor;
    vault.record.ref = record.ref;
    vault.record.instance = record.instance;
    vault.period = record.month;
    ledger_.Put(vault);
  }

  // Makes an extract; the refs of its rows by the record that each stands for.
  std::map<std::string, std::string> Give(const Caller& caller,
                                          const char* agreement) {
    Ask ask = SmallAsk();
    ask.agreement = AgreementId(agreement);
    ask.families.clear();
    ask.cohorts = {CohortsId("leads")};
    ask.levels.clear();
    ask.periods = {quarter_};
    const auto answer = releases_.CreateExtract(caller, NextRequest(), ask);
    EXPECT_THAT(answer, IsOk());
    if (!answer.ok()) return {};
    for (const Finding& one : answer->decision.findings) {
      EXPECT_TRUE(one.passed) << one.rule << " " << one.en;
    }
    std::map<std::string, std::string> refs;
    for (const SelectedCohorts::Row& row : maker_.rows) {
      refs[RecordOfRow(seal_, ask.agreement, row.ref)->ref] = row.ref;
    }
    return refs;
  }

  std::string NextRequest() { return Request(++requests_); }
  // A record of the first cohort, by its place; even ones are the collectors'.
  static std::string Record(int i) {
    return absl::StrCat("ref1-canary-2026-Q1-1-", i);
  }
  void Retract(const std::string& ref) {
    ASSERT_THAT(Intake(catalog_, ledger_, [this] { return now_; })
                    .Retract(collectors_, seal_.dataset, ref),
                IsOk());
  }
  // The vault's part of a record goes, as the end of retention takes it.
  void Destroy(const std::string& ref) {
    VaultRecord vault;
    vault.record.dataset = seal_.dataset;
    vault.record.contributor = PartyId("collectors");
    vault.record.ref = ref;
    vault.period = january_;
    Effects effects;
    effects.erase.push_back(KeyOf(vault));
    ASSERT_THAT(ledger_.FakeLedger::Commit(effects), IsOk());
  }
  static std::string ReasonIn(const absl::Status& status) {
    return ReasonOf(status).code;
  }

  const Period quarter_{Period::Kind::kQuarter, absl::CivilMonth(2026, 1)};
  const Period january_{absl::CivilMonth(2026, 1)};
  Catalog catalog_ = SmallCatalog();
  CohortSeal seal_;
  WatchedLedger ledger_;
  Packages maker_;
  absl::Time now_ = At(10);
  int drawn_ = 0;
  int requests_ = 0;
  RandomBytes random_ = [this](size_t n) {
    return Sha256(absl::StrCat("random ", ++drawn_)).substr(0, n);
  };
  const Caller recipient_{PartyId("mrm"), Role::kRecipient,
                          "spiffe://test.example/recipient/mrm/1"};
  const Caller other_recipient_{PartyId("mrm2"), Role::kRecipient,
                                "spiffe://test.example/recipient/mrm2/1"};
  const Caller collectors_{PartyId("collectors"), Role::kContributor,
                           "spiffe://test.example/contributor/collectors/1"};
  const Caller partner_{PartyId("partner"), Role::kContributor,
                        "spiffe://test.example/contributor/partner/1"};
  const Caller dpo_{PartyId("guardian"), Role::kDpo,
                    "spiffe://test.example/dpo/guardian/1"};
  Releases releases_{catalog_, ledger_, maker_, [this] { return now_; },
                     random_};
  // Record to ref, of each agreement.
  std::map<std::string, std::string> mine_;
  std::map<std::string, std::string> theirs_;
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_EXCHANGE_USECASE_GIVEN_ROWS_H_
