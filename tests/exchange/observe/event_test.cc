#include "exchange/observe/event.h"

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/base/ids.h"
#include "exchange/base/reason.h"
#include "exchange/observe/crash_policy.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::toguna::testing::IsOk;

constexpr char kSecret[] = "Aminata Traoré +223 70 00 00 00";

template <typename Act>
std::string LinesOf(Act act) {
  ::testing::internal::CaptureStderr();
  act();
  return ::testing::internal::GetCapturedStderr();
}

// The rule that matters most holds at compile time.
static_assert(!std::is_convertible_v<std::string, Literal>);
static_assert(!std::is_convertible_v<const char*, Literal>);
static_assert(!std::is_convertible_v<absl::string_view, Literal>);

TEST(EventTest, OneEventIsOneLineOfJson) {
  const std::string line = LinesOf([] {
    Event("seal done")
        .Id("dataset", DatasetId("open-incidents"))
        .Count("cells", 1234)
        .Index("entry", 17)
        .Duration("took_ms", absl::Milliseconds(250))
        .Word("kind", "table")
        .Yes("checked", true);
  });
  ASSERT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  const auto json = nlohmann::json::parse(line);
  EXPECT_EQ(json["event"], "seal done");
  EXPECT_EQ(json["level"], "info");
  EXPECT_EQ(json["dataset"], "open-incidents");
  EXPECT_EQ(json["cells"], 1234);
  EXPECT_EQ(json["entry"], 17);
  EXPECT_EQ(json["took_ms"], 250);
  EXPECT_EQ(json["kind"], "table");
  EXPECT_EQ(json["checked"], true);
  EXPECT_TRUE(json.contains("time"));
}

TEST(EventTest, ATextFromOutsideNeverAppears) {
  const std::string line = LinesOf([] {
    Event("intake")
        .Text("note", kSecret)
        .Id("party", PartyId(kSecret))
        .Reason("why", kSecret)
        .Error(absl::InternalError(kSecret))
        .Error(ReasonError(absl::StatusCode::kInternal, kSecret, kSecret,
                           {{"field", kSecret}}));
  });
  // Without the event's own time, whose digits are anybody's.
  auto fields = nlohmann::json::parse(line);
  fields.erase("time");
  const std::string said = fields.dump();
  EXPECT_THAT(said, Not(HasSubstr("Aminata")));
  EXPECT_THAT(said, Not(HasSubstr("223")));
  EXPECT_THAT(said, HasSubstr("[redacted]"));
}

TEST(EventTest, AnErrorIsItsCodeAndReason) {
  const std::string line = LinesOf([] {
    Event("refused", Severity::kWarning)
        .Error(ReasonError(absl::StatusCode::kNotFound, "PERIOD_UNKNOWN",
                           "something long"));
  });
  const auto json = nlohmann::json::parse(line);
  EXPECT_EQ(json["level"], "warn");
  EXPECT_EQ(json["code"], "NOT_FOUND");
  EXPECT_EQ(json["reason"], "PERIOD_UNKNOWN");
  EXPECT_THAT(line, Not(HasSubstr("long")));
}

TEST(EventTest, EventsBelowTheSeverityAreDropped) {
  SetLogSeverity(Severity::kError);
  EXPECT_THAT(LinesOf([] { Event("quiet", Severity::kWarning).Count("n", 1); }),
              IsEmpty());
  EXPECT_THAT(LinesOf([] { Event("loud", Severity::kError).Count("n", 1); }),
              HasSubstr("loud"));
  SetLogSeverity(Severity::kInfo);
}

TEST(CrashPolicyTest, NoCoreFileIsLeft) {
  EXPECT_EXIT(
      {
        const bool ok = InstallCrashPolicy().ok();
        std::exit(ok ? 0 : 1);
      },
      ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace toguna
