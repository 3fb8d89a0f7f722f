#include "exchange/usecase/agreements.h"

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/fake_ledger.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::SizeIs;
using ::toguna::testing::FakeLedger;
using ::toguna::testing::IsOk;

absl::Time Now() { return absl::FromUnixSeconds(1'700'000'000); }

Catalog With(int revision, const char* sha256) {
  Catalog catalog;
  Agreement agreement;
  agreement.id = AgreementId("mrm-quarterly");
  agreement.revision = revision;
  agreement.sha256 = sha256;
  catalog.agreements[agreement.id] = agreement;
  return catalog;
}

TEST(NoteAgreementsTest, EachRevisionIsLoggedOnce) {
  FakeLedger ledger;

  ASSERT_THAT(NoteAgreements(With(1, "aa"), ledger, Now), IsOk());
  ASSERT_THAT(NoteAgreements(With(1, "aa"), ledger, Now), IsOk());
  ASSERT_THAT(NoteAgreements(With(2, "bb"), ledger, Now), IsOk());

  ASSERT_THAT(ledger.log, SizeIs(2));
  EXPECT_EQ(ledger.log[1].fields.at("revision"), "2");
  EXPECT_EQ(ledger.log[1].fields.at("agreement_sha256"), "bb");
}

TEST(NoteAgreementsTest, AnOldRevisionPutBackIsRefused) {
  FakeLedger ledger;
  ASSERT_THAT(NoteAgreements(With(2, "bb"), ledger, Now), IsOk());

  EXPECT_EQ(ReasonOf(NoteAgreements(With(1, "aa"), ledger, Now)).code,
            "AGREEMENT_ROLLED_BACK");
  EXPECT_THAT(ledger.log, SizeIs(1));
}

TEST(NoteAgreementsTest, AFileChangedUnderItsRevisionIsRefused) {
  FakeLedger ledger;
  ASSERT_THAT(NoteAgreements(With(1, "aa"), ledger, Now), IsOk());

  EXPECT_EQ(ReasonOf(NoteAgreements(With(1, "cc"), ledger, Now)).code,
            "AGREEMENT_CHANGED");
}

}  // namespace
}  // namespace toguna
