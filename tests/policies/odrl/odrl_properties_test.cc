// Any agreement that says all it has to say comes back with the same terms,
// whatever its texts hold.

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "policies/odrl/odrl.h"
#include "rapidcheck.h"
#include "tests/policies/odrl/templates.h"
#include "toguna/catalog/v1/catalog.pb.h"

namespace toguna {
namespace {

using catalog::v1::AgreementFile;
using google::protobuf::TextFormat;
using google::protobuf::util::MessageDifferencer;

// Read by rapidcheck before its first property.
const int kConfigured =
    setenv("RC_PARAMS", "max_success=1000 max_size=12", /*replace=*/1);

// Texts of what is hard to quote, to encode or to write in an IRI.
std::string Text() {
  const std::vector<std::string> parts =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(
          rc::gen::element<std::string>(
              "a", "Z", "7", " ", "\"", "'", "\\", "\n", "\t", "é", "Ⓐ", "שלום",
              "سلام", "😀", "/", "~", "%", "%41", ":", "#", "-", "{", "}",
              "urn:toguna:party:", "\\n")));
  return absl::StrJoin(parts, "");
}

int Number(int least, int most) { return *rc::gen::inRange(least, most); }
bool Truth() { return *rc::gen::arbitrary<bool>(); }

std::string Time() {
  return *rc::gen::element<std::string>(
      "2026-01-31", "0000-99-99", "2026-01-31T12:00:00Z",
      "2026-01-31T12:00:00.25+05:30", "2026-01-31T12:00:00-00:00");
}

void Fill(catalog::v1::Label* label) {
  label->set_fr(Text());
  label->set_en(Text());
}

void Fill(AgreementFile::Grant& grant) {
  grant.set_dataset(Text());
  for (int n = Number(0, 3); n > 0; --n) grant.add_families(Text());
  for (int n = Number(0, 3); n > 0; --n) {
    auto& limit = *grant.add_level_limits();
    limit.set_dimension(Text());
    limit.set_finest(Text());
  }
  for (int n = Number(0, 2); n > 0; --n) grant.add_cohorts(Text());
  for (int n = grant.cohorts_size() == 0 ? 0 : Number(0, 3); n > 0; --n) {
    auto& limit = *grant.add_cohort_level_limits();
    limit.set_dimension(Text());
    limit.set_finest(Text());
  }
  for (int n = Number(0, 3); n > 0; --n) {
    auto& filter = *grant.add_code_filters();
    filter.set_dimension(Text());
    for (int m = Number(1, 4); m > 0; --m) filter.add_codes(Text());
  }
  grant.set_extracts(Truth());
  grant.set_feed(!grant.extracts() || Truth());
  if (grant.extracts()) grant.set_extracts_per_month(Number(1, 1000));
  if (Truth()) grant.set_rung(Number(-5, 100));
  if (Truth()) grant.set_lag_days(Number(-5, 400));
  if (Truth()) {
    grant.set_delay(*rc::gen::element<std::string>("0s", "2h", "90m", "1h30m5s",
                                                   "007m", "48h0s"));
  }
}

AgreementFile RandomAgreement() {
  AgreementFile file;
  file.set_format(2);
  file.set_id(Text());
  file.set_revision(Number(1, 1'000'000));
  Fill(file.mutable_title());
  file.set_data_owner(Text());
  file.set_recipient(Text());
  file.set_dpo(Text());
  file.set_purpose(Text());
  file.set_legal_basis(Text());
  for (int n = Number(1, 4); n > 0; --n) Fill(*file.add_grants());
  file.set_valid_from(Time());
  file.set_valid_until(Time());
  file.set_review_by(Time());
  file.set_retention_days(Number(1, 10'000));
  file.set_onward_sharing(Text());
  file.set_demo(Truth());
  Fill(file.mutable_intended_use());
  Fill(file.mutable_assessment()->mutable_risk_of_sharing());
  Fill(file.mutable_assessment()->mutable_risk_of_not_sharing());
  file.mutable_assessment()->set_assessed_on(Time());
  for (int n = Number(1, 4); n > 0; --n) {
    auto& contact = *file.add_contacts();
    contact.set_party(Text());
    Fill(contact.mutable_office());
    contact.set_reach(Text());
  }
  Fill(file.mutable_deletion());
  file.set_sensitivity_ceiling(
      static_cast<catalog::v1::Sensitivity>(Number(1, 5)));
  if (Truth()) file.set_succeeds(Text());
  if (Truth()) file.set_recall_days(Number(1, 10'000));
  return file;
}

TEST(OdrlPropertiesTest, AnyAgreementComesBack) {
  ASSERT_EQ(kConfigured, 0);
  EXPECT_TRUE(rc::check("AnyAgreementComesBack", [] {
    const AgreementFile file = RandomAgreement();
    std::string text;
    TextFormat::PrintToString(file, &text);

    const auto offer = OdrlOf(text);
    RC_ASSERT(offer.ok());
    RC_ASSERT(AgreementFileOf(*offer).value().textproto == text);

    const auto terms = testing::TermsFrom(text);
    const auto draft = AgreementFileOf(terms.dump());
    RC_ASSERT(draft.ok());
    AgreementFile back;
    RC_ASSERT(TextFormat::ParseFromString(draft->textproto, &back));
    RC_ASSERT(MessageDifferencer::Equals(file, back));
    RC_ASSERT(testing::TermsFrom(draft->textproto) == terms);
  }));
}

// An agreement that lacks anything required makes no offer.
TEST(OdrlPropertiesTest, NothingIsSupposed) {
  const auto* about = AgreementFile::descriptor();
  EXPECT_TRUE(rc::check("NothingIsSupposed", [about] {
    AgreementFile file = RandomAgreement();
    const auto* field = about->field(Number(0, about->field_count()));
    RC_PRE(field->name() != "demo" && field->name() != "succeeds");
    file.GetReflection()->ClearField(&file, field);
    std::string text;
    TextFormat::PrintToString(file, &text);
    RC_ASSERT(!OdrlOf(text).ok());
  }));
}

}  // namespace
}  // namespace toguna
