// The feed as a subscriber meets it: in order, whole, resumable, ended in
// words.

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/reason.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/rpc/rpc_fixture.h"

namespace toguna::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

FeedItem Item(uint64_t sequence) {
  FeedItem item;
  item.sequence = sequence;
  item.dataset = DatasetId("open-incidents");
  item.audit_index = 100 + sequence;
  SelectedTable table;
  table.period = *Period::Parse("2026-03");
  table.table.family = FamilyId("by-place");
  table.table.dimensions = {"place"};
  table.table.cells = {
      {.codes = {"ML"}, .status = CellStatus::kPublished, .value = 12},
      {.codes = {"ML01"}, .status = CellStatus::kNotShown, .value = 3},
      {.codes = {"ML02"}, .low = 2, .high = 9}};
  item.content = Selection{.tables = {table}};
  return item;
}

// A feed of `last` items, of which only even ones are for this agreement.
absl::StatusOr<FeedStep> EvenItems(uint64_t after, uint64_t last) {
  for (uint64_t i = after + 1; i <= last; ++i) {
    if (i % 2 == 0) return FeedStep{.item = Item(i), .cursor = i};
  }
  return FeedStep{.item = {}, .cursor = std::max(after, last)};
}

v1::StreamFeedRequest From(const std::string& cursor) {
  v1::StreamFeedRequest request;
  request.set_agreement("agreements/agr-one");
  request.set_purpose("purposes/reporting");
  if (cursor.empty()) {
    request.set_position(v1::StreamFeedRequest::POSITION_EARLIEST);
  } else {
    request.set_cursor(cursor);
  }
  return request;
}

class FeedTest : public RpcFixture {
 protected:
  // Follows until a bookmark, and returns the cursors of all events.
  std::vector<std::string> Cursors(const v1::StreamFeedRequest& request) {
    std::vector<std::string> cursors;
    EXPECT_THAT(
        ClientAs("recipient")
            ->FollowFeed(request,
                         [&](const v1::StreamFeedResponse& event) {
                           cursors.push_back(event.has_item()
                                                 ? event.item().cursor()
                                                 : event.bookmark().cursor());
                           return event.has_item();
                         }),
        IsOk());
    return cursors;
  }
  absl::Status Follow(const v1::StreamFeedRequest& request,
                      std::vector<v1::StreamFeedResponse>& events) {
    return ClientAs("recipient")
        ->FollowFeed(request, [&](const v1::StreamFeedResponse& event) {
          events.push_back(event);
          return true;
        });
  }
};

TEST_F(FeedTest, ItemsComeInOrderThenABookmarkAndAnyCursorResumes) {
  Answers().next = [](uint64_t after) { return EvenItems(after, 5); };
  Start();
  EXPECT_THAT(Cursors(From("")), ElementsAre("c1-2", "c1-4", "c1-5"));
  EXPECT_THAT(Cursors(From("c1-2")), ElementsAre("c1-4", "c1-5"));
  EXPECT_THAT(Cursors(From("c1-5")), ElementsAre("c1-5"));
}

TEST_F(FeedTest, ARecallIsAnItemThatNamesReleasesAndADay) {
  Answers().next = [](uint64_t) {
    FeedItem item = Item(3);
    item.content =
        RecallView{.name = "release:r-one",
                   .dataset = DatasetId("open-incidents"),
                   .period = std::nullopt,
                   .reason = RecallRow::Reason::kOfficer,
                   .releases = {{.id = ReleaseId("r-one"),
                                 .due_on = absl::CivilDay(2026, 4, 24)}}};
    return FeedStep{.item = item, .cursor = 3};
  };
  Start();
  v1::FeedItem item;
  ASSERT_THAT(ClientAs("recipient")
                  ->FollowFeed(From(""),
                               [&](const v1::StreamFeedResponse& event) {
                                 item = event.item();
                                 return false;
                               }),
              IsOk());
  EXPECT_EQ(item.cursor(), "c1-3");
  EXPECT_FALSE(item.has_sealed());
  EXPECT_EQ(item.recall().DebugString(),
            "recall: \"recalls/release:r-one\"\n"
            "reason: REASON_OFFICER\n"
            "extracts: \"extracts/r-one\"\n"
            "due_date: \"2026-04-24\"\n");
}

TEST_F(FeedTest, ACellThatIsNotShownHasNoNumber) {
  Answers().next = [](uint64_t after) { return EvenItems(after, 2); };
  Start();
  v1::FeedItem item;
  ASSERT_THAT(ClientAs("recipient")
                  ->FollowFeed(From(""),
                               [&](const v1::StreamFeedResponse& event) {
                                 item = event.item();
                                 return false;
                               }),
              IsOk());
  ASSERT_EQ(item.sealed().tables_size(), 1);
  const v1::SealedTable& table = item.sealed().tables(0);
  EXPECT_EQ(table.cells(0).value(), 12);
  EXPECT_TRUE(table.cells(0).has_value());
  EXPECT_FALSE(table.cells(0).has_high());
  EXPECT_FALSE(table.cells(1).has_value());
  EXPECT_EQ(table.cells(1).low(), 0);
  EXPECT_FALSE(table.cells(1).has_high()) << "no limit is known";
  EXPECT_FALSE(table.cells(2).has_value());
  EXPECT_EQ(table.cells(2).low(), 2);
  EXPECT_EQ(table.cells(2).high(), 9);
  EXPECT_EQ(item.audit_index(), 102u);
}

TEST_F(FeedTest, NewItemsReachAFollowerThatWaits) {
  std::atomic<uint64_t> last = 2;
  Answers().next = [&](uint64_t after) { return EvenItems(after, last); };
  Start();
  std::vector<std::string> items;
  ASSERT_THAT(ClientAs("recipient")
                  ->FollowFeed(From(""),
                               [&](const v1::StreamFeedResponse& event) {
                                 if (event.has_bookmark()) last = 4;
                                 if (event.has_item()) {
                                   items.push_back(event.item().cursor());
                                 }
                                 return items.size() < 2;
                               }),
              IsOk());
  EXPECT_THAT(items, ElementsAre("c1-2", "c1-4"));
}

TEST_F(FeedTest, DrainingEndsTheStreamWithItsCursor) {
  Answers().next = [](uint64_t after) { return EvenItems(after, 4); };
  Start();
  std::vector<v1::StreamFeedResponse> events;
  std::atomic<bool> caught_up = false;
  absl::Status status;
  std::thread follower([&] {
    status = ClientAs("recipient")
                 ->FollowFeed(From(""), [&](const v1::StreamFeedResponse& one) {
                   events.push_back(one);
                   if (one.has_bookmark()) caught_up = true;
                   return true;
                 });
  });
  while (!caught_up) std::this_thread::yield();
  server_->Drain(absl::Seconds(10));
  follower.join();
  EXPECT_THAT(status, IsOk());
  ASSERT_TRUE(events.back().has_end());
  EXPECT_EQ(events.back().end().reason(), v1::FeedEnd::REASON_DRAINING);
  EXPECT_EQ(events.back().end().resume_cursor(), "c1-4");
  server_->Drain(absl::ZeroDuration());  // twice is OK
}

TEST_F(FeedTest, AnAgreementThatEndsEndsTheStreamAndSaysWhy) {
  Answers().next = [](uint64_t after) -> absl::StatusOr<FeedStep> {
    if (after < 2) return EvenItems(after, 2);
    return ReasonError(absl::StatusCode::kPermissionDenied, "AGREEMENT_EXPIRED",
                       "it expired");
  };
  Start();
  std::vector<v1::StreamFeedResponse> events;
  const absl::Status status = Follow(From(""), events);
  EXPECT_EQ(ReasonOf(status).code, "AGREEMENT_EXPIRED");
  ASSERT_THAT(events, SizeIs(2));
  EXPECT_EQ(events[1].end().reason(), v1::FeedEnd::REASON_AGREEMENT_ENDED);
  EXPECT_EQ(events[1].end().resume_cursor(), "c1-2");
}

TEST_F(FeedTest, AFaultEndsTheStreamWithoutItsText) {
  Answers().next = [](uint64_t after) -> absl::StatusOr<FeedStep> {
    if (after < 2) return EvenItems(after, 2);
    return absl::DataLossError("row secret does not open");
  };
  Start();
  std::vector<v1::StreamFeedResponse> events;
  const absl::Status status = Follow(From(""), events);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss,
                               ::testing::Not(::testing::HasSubstr("secret"))));
  EXPECT_EQ(events.back().end().reason(), v1::FeedEnd::REASON_FAILED);
}

TEST_F(FeedTest, ARefusalBeforeAnythingIsJustTheError) {
  Answers().next = [](uint64_t) -> absl::StatusOr<FeedStep> {
    return ReasonError(absl::StatusCode::kPermissionDenied,
                       "PURPOSE_NOT_COVERED", "not for this");
  };
  Start();
  std::vector<v1::StreamFeedResponse> events;
  EXPECT_EQ(ReasonOf(Follow(From(""), events)).code, "PURPOSE_NOT_COVERED");
  EXPECT_THAT(events, IsEmpty());
}

TEST_F(FeedTest, ABadBeginningIsRefused) {
  Start();
  std::vector<v1::StreamFeedResponse> events;
  EXPECT_EQ(ReasonOf(Follow(From("c1-04"), events)).code, "INVALID_CURSOR");
  v1::StreamFeedRequest request = From("");
  request.clear_start();
  EXPECT_EQ(ReasonOf(Follow(request, events)).code, "START_REQUIRED");
  EXPECT_THAT(events, IsEmpty());
}

TEST_F(FeedTest, OnlyTheRecipientLearnsHowFarTheFeedReaches) {
  Effects effects;
  effects.put.emplace_back(FeedHeadRow{.last = 5});
  ASSERT_THAT(ledger_.Commit(effects), IsOk());
  Start();
  const auto client = ClientAs("recipient");
  v1::GetFeedBoundsRequest request;
  request.set_agreement("agreements/agr-one");
  const auto bounds = client->GetFeedBounds(request);
  ASSERT_THAT(bounds, IsOk());
  EXPECT_EQ(bounds->oldest_cursor(), "c1-0");
  EXPECT_EQ(bounds->newest_cursor(), "c1-5");
  catalog_.agreements[AgreementId("agr-one")].recipient = PartyId("other-one");
  const absl::Status other = client->GetFeedBounds(request).status();
  request.set_agreement("agreements/agr-none");
  const absl::Status unknown = client->GetFeedBounds(request).status();
  EXPECT_EQ(ReasonOf(other).code, "REFUSED");
  EXPECT_EQ(other, unknown);
  v1::StreamFeedRequest latest = From("");
  latest.set_position(v1::StreamFeedRequest::POSITION_LATEST);
  std::vector<v1::StreamFeedResponse> events;
  EXPECT_EQ(Follow(latest, events), unknown);
  EXPECT_THAT(events, IsEmpty());
}

TEST_F(FeedTest, LatestBeginsAfterTheNewestItem) {
  Effects effects;
  effects.put.emplace_back(FeedHeadRow{.last = 4});
  ASSERT_THAT(ledger_.Commit(effects), IsOk());
  Answers().next = [](uint64_t after) { return EvenItems(after, 4); };
  Start();
  v1::StreamFeedRequest latest = From("");
  latest.set_position(v1::StreamFeedRequest::POSITION_LATEST);
  EXPECT_THAT(Cursors(latest), ElementsAre("c1-4"));
}

TEST_F(FeedTest, ADemoSaysSoFirst) {
  catalog_.operation.demo = true;
  Start();
  std::vector<v1::StreamFeedResponse> events;
  ASSERT_THAT(ClientAs("recipient")
                  ->FollowFeed(From(""),
                               [&](const v1::StreamFeedResponse& event) {
                                 events.push_back(event);
                                 return false;
                               }),
              IsOk());
  EXPECT_EQ(events[0].notice().reason(), "DEMO");
}

TEST_F(FeedTest, AnOldStreamEndsWithItsCursor) {
  options_.max_stream_age = absl::Milliseconds(50);
  Answers().next = [](uint64_t after) { return EvenItems(after, 4); };
  Start();
  std::vector<v1::StreamFeedResponse> events;
  EXPECT_THAT(Follow(From("c1-2"), events), IsOk());
  EXPECT_EQ(events.back().end().reason(), v1::FeedEnd::REASON_AGE);
}

TEST_F(FeedTest, OneIdentityMayNotTakeEveryStream) {
  options_.max_calls_per_caller = 1;
  Start();
  const auto client = ClientAs("recipient");
  absl::Status second;
  ASSERT_THAT(client->FollowFeed(From(""),
                                 [&](const v1::StreamFeedResponse&) {
                                   second = client->ListDatasets().status();
                                   return false;
                                 }),
              IsOk());
  EXPECT_EQ(ReasonOf(second).code, "TOO_MANY_CALLS");
}

}  // namespace
}  // namespace toguna::testing
