#include "exchange/audit/entry.h"

#include <string>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::toguna::testing::IsOkAndHolds;
using ::toguna::testing::StatusIs;

TEST(EntryTest, ItsTimeIsReadBackWhateverItsFieldsSay) {
  rc::check([](const std::string& key, const std::string& value) {
    const absl::Time time =
        absl::FromUnixSeconds(*rc::gen::inRange<int64_t>(0, 4'000'000'000));
    AuditEntry entry{.type = "test", .actor = value, .fields = {}};
    entry.fields = {{"atime", "2001-01-01T00:00:00Z"},
                    {"text", ",\"time\":\"2001-01-01T00:00:00Z\""},
                    {"a" + key, value}};
    const auto read = TimeOfEntry(EntryBytes(entry, 7, time));
    RC_ASSERT(read.ok() && *read == time);
  });
}

TEST(EntryTest, WhatIsNoEntryHasNoTime) {
  for (const char* bytes : {"", "{}", ",\"time\":\"", ",\"time\":\"yesterday\"",
                            ",\"time\":\"2026-13-01T00:00:00Z\""}) {
    EXPECT_THAT(TimeOfEntry(bytes), StatusIs(absl::StatusCode::kDataLoss));
  }
}

}  // namespace
}  // namespace toguna
