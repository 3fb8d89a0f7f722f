#ifndef TOGUNA_TESTS_SUPPORT_CRASH_OPERATION_H_
#define TOGUNA_TESTS_SUPPORT_CRASH_OPERATION_H_

// The small operation with real keys, for a program that is killed and started
// again: everything here is the same in every process that makes it. Months
// are numbered from 0, each with the same few records.

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "exchange/package/package_maker.h"
#include "exchange/record/record.h"
#include "exchange/usecase/caller.h"
#include "keys/sodium/age.h"
#include "keys/sodium/keyring.h"
#include "keys/sodium/minisign.h"
#include "keys/sodium/pseudonyms.h"
#include "keys/sodium/random.h"
#include "policies/rules/decide.h"
#include "tests/support/small_operation.h"

namespace toguna::testing {

class CrashOperation {
 public:
  explicit CrashOperation(std::string origin)
      : keyring_(Keyring::Generate(SeededRandom(7))),
        identity_(GenerateAgeIdentity(SeededRandom(8))),
        pseudonymiser_(
            MakePseudonymiser(GenerateContributorKey(SeededRandom(9)))),
        age_(MakeAgeSealer(SystemRandom())),
        signer_(keyring_.MakePackageSigner()),
        recipient_key_(MinisignKeyPair::Generate(SeededRandom(10))),
        catalog_(
            MakeCatalog(identity_.recipient(), recipient_key_.PublicKeyLine())),
        maker_(MakePackageMaker(catalog_, *signer_, *age_, std::move(origin))) {
  }
  CrashOperation(const CrashOperation&) = delete;
  CrashOperation& operator=(const CrashOperation&) = delete;

  const Keyring& keyring() const { return keyring_; }
  const AgeIdentity& identity() const { return identity_; }
  const FileSigner& signer() const { return *signer_; }
  // That the recipient signs with.
  const MinisignKeyPair& recipient_key() const { return recipient_key_; }
  const Catalog& catalog() const { return catalog_; }
  const PackageMaker& maker() const { return *maker_; }

  static DatasetId Incidents() { return DatasetId("incidents"); }
  static Period Month(uint64_t month) {
    return Period(absl::CivilMonth(2026, 1) + static_cast<int64_t>(month));
  }
  // Noon of a day of a month.
  static Clock ClockAt(uint64_t month, int day) {
    const absl::CivilMonth civil =
        absl::CivilMonth(2026, 1) + static_cast<int64_t>(month);
    const absl::Time now = absl::FromCivil(
        absl::CivilSecond(civil.year(), civil.month(), day, 12, 0, 0),
        absl::UTCTimeZone());
    return [now] { return now; };
  }

  static Caller Contributor() {
    return {PartyId("collectors"), Role::kContributor,
            "spiffe://test.example/contributor/collectors/1"};
  }
  static Caller Officer() {
    return {PartyId("guardian"), Role::kOfficer,
            "spiffe://test.example/officer/guardian/1"};
  }
  static Caller Dpo() {
    return {PartyId("guardian"), Role::kDpo,
            "spiffe://test.example/dpo/guardian/1"};
  }
  static Caller Recipient() {
    return {PartyId("mrm"), Role::kRecipient,
            "spiffe://test.example/recipient/mrm/1"};
  }
  static std::string RequestId(uint64_t month) {
    return absl::StrFormat("48583952-1892-4931-8d9c-%012d", month);
  }
  static Ask AskFor(uint64_t month) {
    Ask ask = SmallAsk();
    ask.periods = {Month(month)};
    return ask;
  }

  // Record number `i` of a month, in an edition.
  Record RecordOf(uint64_t month, int i, bool edited = false) const {
    const std::string id = absl::StrCat(month, "/", i);
    Record record;
    record.dataset = Incidents();
    record.contributor = Contributor().party;
    record.ref = pseudonymiser_->Pseudonym("ref", id);
    record.instance =
        pseudonymiser_->Pseudonym("ins", absl::StrCat(id, "/", edited));
    record.codes = {{"place", "ML0501"}, {"type", edited ? "b" : "a"}};
    record.source = pseudonymiser_->Pseudonym("src", absl::StrCat(i));
    record.monitor = pseudonymiser_->Pseudonym("mon", "1");
    record.consent = "aggregate";
    record.list_versions = {
        {"places", "v1"}, {"types", "v1"}, {"scopes", "v1"}};
    return record;
  }
  // What the second batch edits, and what is retracted after it.
  static constexpr int kEdited = 1;
  static constexpr int kRetracted = 0;
  // The first batch takes records 0 to 2; the second 3 to 5 and an edit.
  std::vector<Record> Batch(uint64_t month, int batch) const {
    std::vector<Record> records;
    for (int i = 0; i < 3; ++i) {
      records.push_back(RecordOf(month, 3 * batch + i));
    }
    if (batch == 1) records.push_back(RecordOf(month, kEdited, true));
    return records;
  }

 private:
  static Catalog MakeCatalog(const std::string& age_recipient,
                             const std::string& minisign_key) {
    Catalog catalog = SmallCatalog();
    Plan& plan = catalog.plans.at(PlanId("monthly"));
    plan.minimums = {2, 1, 0};
    plan.families.pop_back();  // counts victims, which the records have not
    Agreement& agreement = AgreementOf(catalog);
    agreement.valid_from = absl::FromUnixSeconds(0);
    agreement.valid_until = agreement.review_by =
        absl::FromCivil(absl::CivilDay(2100, 1, 1), absl::UTCTimeZone());
    for (Grant& grant : agreement.grants) {
      if (!grant.families.empty()) grant.families.pop_back();
    }
    Party& recipient = catalog.parties.at(PartyId("mrm"));
    recipient.age_recipient = age_recipient;
    recipient.signatory_keys = {{.minisign_public_key = minisign_key}};
    return catalog;
  }

  const Keyring keyring_;
  const AgeIdentity identity_;
  const std::unique_ptr<Pseudonymiser> pseudonymiser_;
  const std::unique_ptr<FileSealer> age_;
  const std::unique_ptr<FileSigner> signer_;
  const MinisignKeyPair recipient_key_;
  const Catalog catalog_;
  const std::unique_ptr<PackageMaker> maker_;
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_SUPPORT_CRASH_OPERATION_H_
