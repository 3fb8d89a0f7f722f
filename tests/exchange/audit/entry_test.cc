#include "exchange/audit/entry.h"

#include <map>
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

TEST(EntryTest, ItIsReadBackWhateverItsFieldsSay) {
  rc::check([](const std::map<std::string, std::string>& fields,
               const std::string& actor) {
    AuditEntry entry{.type = "test", .actor = actor, .fields = {}};
    for (const auto& [key, value] : fields) entry.fields["f" + key] = value;
    const absl::Time time =
        absl::FromUnixSeconds(*rc::gen::inRange<int64_t>(0, 4'000'000'000));
    const std::string bytes = EntryBytes(entry, 7, time);
    const auto read = ParseEntry(bytes);
    RC_ASSERT(read.ok());
    RC_ASSERT(read->sequence == 7);
    RC_ASSERT(read->time == time);
    RC_ASSERT(read->entry.type == "test");
    RC_ASSERT(read->entry.actor == actor);
    RC_ASSERT(read->entry.fields == entry.fields);
  });
}

TEST(EntryTest, NoOtherSpellingIsRead) {
  const std::string bytes =
      EntryBytes({.type = "t", .actor = "a", .fields = {{"k", "v\n"}}}, 3,
                 absl::FromUnixSeconds(1'760'000'000));
  ASSERT_TRUE(ParseEntry(bytes).ok());
  for (size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_FALSE(ParseEntry(bytes.substr(0, i)).ok());
    std::string cut = bytes;
    cut.erase(i, 1);
    const auto read = ParseEntry(cut);
    // What is left of a text is another text, and never passes for this one.
    if (read.ok()) {
      EXPECT_EQ(EntryBytes(read->entry, read->sequence, read->time), cut);
    }
  }
  for (const char* other : {"{}", "[]", "", "{\"v\":1}", "{\"a\":{}}",
                            "{\"a\":1,}", "{\"a\"}", "{\"v\":1,\"v\":1}"}) {
    EXPECT_FALSE(ParseEntry(other).ok()) << other;
  }
}

TEST(EntryTest, WhatIsNoEntryHasNoTime) {
  for (const char* bytes : {"", "{}", ",\"time\":\"", ",\"time\":\"yesterday\"",
                            ",\"time\":\"2026-13-01T00:00:00Z\""}) {
    EXPECT_THAT(TimeOfEntry(bytes), StatusIs(absl::StatusCode::kDataLoss));
  }
}

}  // namespace
}  // namespace toguna
