#include "exchange/kobo/kobo.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <iostream>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "exchange/base/reason.h"
#include "exchange/record/check_record.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/support/small_catalog.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_pseudonymiser.h"

namespace toguna {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Not;
using testing::StatusIs;
using testing::TestPseudonym;
using ::testing::UnorderedElementsAre;

// One submission as KoboToolbox's API gives it, with everything that must stay
// behind.
json Valid() {
  return json::parse(R"({
    "_id": 18, "formhub/uuid": "1511083383a64c9dad1eca3795cd3788",
    "__version__": "vWvkKzNE8xCtfApJvabfjG",
    "start": "2026-03-09T09:40:39.000+00:00",
    "end": "2026-03-09T09:52:13.000+00:00",
    "incident/type": "B2", "incident/date": "2026-03-08",
    "lieu/region": "ML05", "lieu/cercle": "ML0505",
    "victimes/n_filles": "1", "victimes/n_hommes": 2, "victimes/n_femmes": "0",
    "auteur/classe": "armed-group", "source/classe": "point_focal",
    "source/id": "SRC-031", "moniteur/id": "MON-007",
    "consentement/portee": "all-protection",
    "gps": "14.4974 -4.1970 0.0 30.0",
    "victimes/detail": [
      {"victimes/detail/sexe": "f", "victimes/detail/nom": "Aminata"}],
    "meta/instanceID": "uuid:48583952-1892-4931-8d9c-869e7b49bafb",
    "meta/rootUuid": "uuid:48583952-1892-4931-8d9c-869e7b49bafb",
    "_uuid": "48583952-1892-4931-8d9c-869e7b49bafb",
    "_xform_id_string": "aX6CUrtnHfZE64CnNdjzuz",
    "_attachments": [{"filename": "portrait.jpg"}],
    "_status": "submitted_via_web", "_geolocation": [14.4974, -4.1970],
    "_submission_time": "2026-03-09T09:52:19",
    "_validation_status": {"uid": "validation_status_approved",
                           "by_whom": "fatou"},
    "_submitted_by": "fatou", "_tags": [], "_notes": []})");
}

class KoboTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::vector<SubmissionResult>> Parse(
      absl::string_view bytes, const ReadLimits& limits = {}) const {
    return ParseSubmissions(
        bytes,
        {catalog_, *catalog_.FindForm(FormId("incident-mali")), pseudonymiser_,
         absl::CivilDay(2026, 3, 10)},
        limits);
  }

  // The only submission's fate after `change`.
  SubmissionResult After(const std::function<void(json&)>& change) const {
    json submission = Valid();
    change(submission);
    const auto results = Parse(json::array({submission}).dump());
    EXPECT_THAT(results, IsOk());
    EXPECT_EQ(results->size(), 1U);
    return results->at(0);
  }

  // "REASON field" or "record".
  std::string Fate(const std::function<void(json&)>& change) const {
    const SubmissionResult result = After(change);
    const auto* refusal = std::get_if<Refusal>(&result.outcome);
    if (refusal == nullptr) return "record";
    return absl::StrCat(refusal->reason, " ", refusal->field);
  }

  const Catalog catalog_ = testing::SmallCatalog();
  const testing::TestPseudonymiser pseudonymiser_;
};

// Everything a record holds, for searching.
std::string AllText(const Record& r) {
  std::string text =
      absl::StrCat(r.dataset.text(), " ", r.contributor.text(), " ", r.ref, " ",
                   r.instance, " ", r.source, " ", r.monitor, " ", r.consent);
  for (const auto& [a, b] : r.codes) absl::StrAppend(&text, " ", a, " ", b);
  for (const auto& [a, b] : r.tallies) absl::StrAppend(&text, " ", a, " ", b);
  for (const auto& [a, b] : r.list_versions) {
    absl::StrAppend(&text, " ", a, " ", b);
  }
  return text;
}

TEST_F(KoboTest, SubmissionBecomesARecordOfDeclaredFieldsOnly) {
  const SubmissionResult result = After([](json&) {});
  ASSERT_TRUE(std::holds_alternative<Record>(result.outcome));
  const Record& record = std::get<Record>(result.outcome);
  Record expected;
  expected.dataset = DatasetId("protection-incidents");
  expected.ref = TestPseudonym("ref", "48583952-1892-4931-8d9c-869e7b49bafb");
  expected.instance =
      TestPseudonym("ins", "48583952-1892-4931-8d9c-869e7b49bafb");
  expected.codes = {{"type", "B2"},
                    {"place", "ML0505"},
                    {"perpetrator", "armed-group"},
                    {"source-class", "focal-point"}};
  expected.incident_day = absl::CivilDay(2026, 3, 8);
  expected.tallies = {{"girl", 1}, {"man", 2}};
  expected.source = TestPseudonym("src", "SRC-031");
  expected.monitor = TestPseudonym("mon", "MON-007");
  expected.consent = "all-protection";
  expected.list_versions = {{"violation-types", "mlipms-2021-09"},
                            {"mali-places", "2021-12-20"},
                            {"perpetrators", "1"},
                            {"source-classes", "1"},
                            {"who-harmed", "1"},
                            {"consent-scopes", "1"}};
  EXPECT_TRUE(record == expected) << AllText(record);
}

TEST_F(KoboTest, DroppedAnswersAreCountedByReason) {
  const SubmissionResult result = After([](json&) {});
  const auto count = [&](const char* reason) {
    return std::count_if(result.dropped.begin(), result.dropped.end(),
                         [&](const Dropped& d) { return d.reason == reason; });
  };
  EXPECT_EQ(count("geopoint"), 2);
  EXPECT_EQ(count("attachment"), 1);
  EXPECT_EQ(count("person-detail"), 1);
  EXPECT_EQ(count("platform"), 12);
}

TEST_F(KoboTest, TakesAListTheApisAnswerAndASingleSubmission) {
  const json one = Valid();
  const json answer = {{"count", 2},
                       {"next", nullptr},
                       {"previous", nullptr},
                       {"results", json::array({one, one})}};
  EXPECT_EQ(Parse(json::array({one, one, one}).dump())->size(), 3U);
  EXPECT_EQ(Parse(answer.dump())->size(), 2U);
  EXPECT_EQ(Parse(one.dump())->size(), 1U);
  EXPECT_EQ(Parse("[]")->size(), 0U);
}

TEST_F(KoboTest, OtherJsonIsNotTakenForSubmissions) {
  for (const char* text : {"5", "\"text\"", "null", "[[]]",
                           R"({"results": [], "name": "Aminata"})"}) {
    const auto results = Parse(text);
    EXPECT_THAT(results, StatusIs(absl::StatusCode::kInvalidArgument)) << text;
    EXPECT_EQ(ReasonOf(results.status()).code, "NOT_SUBMISSIONS") << text;
  }
  EXPECT_EQ(Parse("[5, \"x\"]")->size(), 2U);
}

TEST_F(KoboTest, MalformedJsonIsAnsweredWithAPositionAndNothingOfTheText) {
  const std::string text = R"([{"incident/type": "B2", "nom": Aminata}])";
  const auto results = Parse(text);
  EXPECT_EQ(ReasonOf(results.status()).code, "MALFORMED_JSON");
  EXPECT_THAT(results.status().message(), HasSubstr("byte"));
  EXPECT_THAT(results.status().message(), Not(HasSubstr("Am")));
  for (const char* bad : {"", "[", "[{}", "{\"a\":}", "[1e999]", "\xff", "[] x",
                          "{\"a\": \"\xc3\x28\"}"}) {
    EXPECT_EQ(ReasonOf(Parse(bad).status()).code, "MALFORMED_JSON") << bad;
  }
}

TEST_F(KoboTest, SizeAndDepthAreLimited) {
  const auto large = Parse(Valid().dump(), {.most_bytes = 100});
  EXPECT_EQ(ReasonOf(large.status()).code, "FILE_TOO_LARGE");
  EXPECT_THAT(large.status().message(), HasSubstr("split"));
  const std::string deep(17, '[');
  EXPECT_EQ(ReasonOf(Parse("{\"a\":" + deep).status()).code, "TOO_DEEP");
  EXPECT_EQ(ReasonOf(Parse(std::string(1'000'000, '[')).status()).code,
            "NOT_SUBMISSIONS");
}

TEST_F(KoboTest, FiftyMegabytesAreReadOneSubmissionAtATime) {
  const std::string one = Valid().dump();
  std::string text = "[" + one;
  while (text.size() < (size_t{50} << 20U)) absl::StrAppend(&text, ",", one);
  text += "]";
  size_t visited = 0;
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(ReadSubmissions(text, {}, [&](const json&, bool) { ++visited; }),
              IsOk());
  const std::chrono::duration<double> took =
      std::chrono::steady_clock::now() - start;
  std::cout << visited << " submissions read in " << took.count() << " s\n";
  EXPECT_EQ(visited, (text.size() - 1) / (one.size() + 1));
}

TEST_F(KoboTest, UndeclaredFieldRefusesTheSubmissionAndNamesOnlyItsPath) {
  EXPECT_EQ(Fate([](json& s) { s["incident/recit"] = "Aminata was"; }),
            "UNDECLARED_FIELD incident/recit");
  EXPECT_EQ(Fate([](json& s) { s["Aminata was"] = "x"; }), "UNDECLARED_FIELD ");
  EXPECT_EQ(Fate([](json& s) { s[std::string(80, 'a')] = "x"; }),
            "UNDECLARED_FIELD ");
  // A rule covers a path and what lies under it, not what begins like it.
  EXPECT_EQ(Fate([](json& s) { s["gps2"] = "x"; }), "UNDECLARED_FIELD gps2");
  EXPECT_EQ(Fate([](json& s) { s["gps/fine"] = "x"; }), "record");
}

TEST_F(KoboTest, NegativeControlWithoutTheRuleTheDetailIsRefused) {
  Catalog catalog = testing::SmallCatalog();
  catalog.forms.at(FormId("incident-mali")).drops.pop_back();
  const auto results = ParseSubmissions(
      Valid().dump(), {catalog, *catalog.FindForm(FormId("incident-mali")),
                       pseudonymiser_, absl::CivilDay(2026, 3, 10)});
  EXPECT_EQ(std::get<Refusal>(results->at(0).outcome).field, "victimes/detail");
}

TEST_F(KoboTest, AnswersAreHeldToTheirForm) {
  const auto with = [&](const char* path, json value) {
    return Fate([&](json& s) { s[path] = value; });
  };
  EXPECT_EQ(with("incident/type", "Z9"), "UNKNOWN_CODE incident/type");
  EXPECT_EQ(with("incident/type", json::array({"B2"})),
            "NOT_AN_ANSWER incident/type");
  EXPECT_EQ(with("incident/date", "09/03/2026"), "BAD_DATE incident/date");
  EXPECT_EQ(with("incident/date", "2026-02-30"), "BAD_DATE incident/date");
  EXPECT_EQ(with("incident/date", "2026-03-09T10:00:00.000+00:00"), "record");
  EXPECT_EQ(with("incident/date", "2026-03-11"),
            "DATE_IN_FUTURE incident/date");
  EXPECT_EQ(with("incident/date", "2009-03-11"), "DATE_TOO_OLD incident/date");
  EXPECT_EQ(with("victimes/n_filles", "-1"),
            "NEGATIVE_TALLY victimes/n_filles");
  EXPECT_EQ(with("victimes/n_filles", -1), "NEGATIVE_TALLY victimes/n_filles");
  EXPECT_EQ(with("victimes/n_filles", "two"), "NOT_A_NUMBER victimes/n_filles");
  EXPECT_EQ(with("victimes/n_filles", 1.5), "NOT_A_NUMBER victimes/n_filles");
  EXPECT_EQ(with("victimes/n_filles", "99999999999999999999"),
            "NOT_A_NUMBER victimes/n_filles");
  EXPECT_EQ(with("victimes/n_filles", "100001"),
            "TALLY_TOO_LARGE victimes/n_filles");
  EXPECT_EQ(with("consentement/portee", "x"),
            "CONSENT_UNKNOWN consentement/portee");
  EXPECT_EQ(with("consentement/portee", ""),
            "CONSENT_MISSING consentement/portee");
  EXPECT_EQ(with("source/id", nullptr), "FIELD_MISSING source/id");
}

TEST_F(KoboTest, FinerPlaceMustLieInTheCoarserOne) {
  EXPECT_EQ(Fate([](json& s) { s["lieu/cercle"] = "ML0601"; }),
            "PLACE_MISMATCH lieu/cercle");
  EXPECT_EQ(Fate([](json& s) { s["lieu/commune"] = "ML0505-x07"; }), "record");
  EXPECT_EQ(Fate([](json& s) { s["lieu/commune"] = "ML0505-x99"; }),
            "UNKNOWN_CODE lieu/commune");
  const SubmissionResult region =
      After([](json& s) { s.erase("lieu/cercle"); });
  EXPECT_EQ(std::get<Record>(region.outcome).codes.at("place"), "ML05");
}

TEST_F(KoboTest, EditsKeepTheirReference) {
  const SubmissionResult edit = After([](json& s) {
    s["meta/deprecatedID"] = s["meta/instanceID"];
    s["meta/instanceID"] = "uuid:99999999-1892-4931-8d9c-869e7b49bafb";
  });
  const SubmissionResult first = After([](json&) {});
  const auto& a = std::get<Record>(first.outcome);
  const auto& b = std::get<Record>(edit.outcome);
  EXPECT_EQ(a.ref, b.ref);
  EXPECT_NE(a.instance, b.instance);
  EXPECT_EQ(Fate([](json& s) {
              s.erase("meta/rootUuid");
              s["meta/deprecatedID"] = "uuid:1";
            }),
            "NO_ROOT_UUID meta/rootUuid");
  EXPECT_EQ(Fate([](json& s) { s.erase("meta/rootUuid"); }), "record");
  EXPECT_EQ(Fate([](json& s) { s.erase("meta/instanceID"); }),
            "NO_INSTANCE_ID meta/instanceID");
}

TEST_F(KoboTest, OnlyApprovedSubmissionsPassTheGate) {
  for (const json& status : {json::object(), json("validation_status_approved"),
                             json{{"uid", "validation_status_on_hold"}}}) {
    EXPECT_EQ(Fate([&](json& s) { s["_validation_status"] = status; }),
              "NOT_APPROVED _validation_status");
  }
  EXPECT_EQ(Fate([&](json& s) { s.erase("_validation_status"); }),
            "NOT_APPROVED _validation_status");
}

TEST_F(KoboTest, ABadSubmissionNeverStopsTheRest) {
  const std::string twice = R"({"incident/type": "B2", "incident/type": "B1"})";
  const auto results =
      Parse(absl::StrCat("[", twice, ",5,", Valid().dump(), "]"));
  ASSERT_EQ(results->size(), 3U);
  EXPECT_EQ(std::get<Refusal>(results->at(0).outcome).reason, "REPEATED_KEY");
  EXPECT_EQ(std::get<Refusal>(results->at(1).outcome).reason,
            "NOT_A_SUBMISSION");
  EXPECT_TRUE(std::holds_alternative<Record>(results->at(2).outcome));
  EXPECT_EQ(results->at(2).position, 3);
}

// Whatever a mutated file gives, a record passes the rules and holds nothing
// that was planted in undeclared, dropped or identifying answers.
TEST_F(KoboTest, TwoThousandMutationsNeverLetUndeclaredContentThrough) {
  const std::string valid = json::array({Valid(), Valid()}).dump();
  std::mt19937 random(20260310);
  const auto below = [&](size_t n) { return random() % n; };
  const std::string bytes = "{}[],:\"\\0-9abB2./_ \xc3\xa9\xff";
  int records = 0;
  for (int i = 0; i < 2'000; ++i) {
    std::string text = valid;
    for (size_t n = 1 + below(3); n > 0; --n) {
      const size_t at = below(text.size());
      switch (below(4)) {
        case 0:
          text[at] = bytes[below(bytes.size())];
          break;
        case 1:
          text.insert(at, 1, bytes[below(bytes.size())]);
          break;
        case 2:
          text.erase(at, 1 + below(40));
          break;
        default:
          text.insert(at, text.substr(below(text.size()), 1 + below(60)));
      }
    }
    const auto results = Parse(text);
    if (!results.ok()) continue;
    for (const SubmissionResult& result : *results) {
      const auto* record = std::get_if<Record>(&result.outcome);
      if (record == nullptr) {
        const Refusal& refusal = std::get<Refusal>(result.outcome);
        EXPECT_THAT(refusal.field, Not(HasSubstr("Aminata")));
        continue;
      }
      ++records;
      EXPECT_THAT(CheckRecord(catalog_, *catalog_.FindDataset(record->dataset),
                              *record, absl::CivilDay(2026, 3, 10)),
                  IsEmpty());
      for (const char* canary : {"Aminata", "SRC", "MON", "fatou", "14.49",
                                 "portrait", "48583952", "vWvk"}) {
        EXPECT_THAT(AllText(*record), Not(HasSubstr(canary)));
      }
    }
  }
  EXPECT_GT(records, 100);  // the mutations leave something to look at
}

}  // namespace
}  // namespace toguna
