// What a package is wished to hold, and what of its releases a recipient sees.

#include <map>
#include <string>
#include <vector>

#include "exchange/base/reason.h"
#include "exchange/usecase/releases.h"
#include "exchange/usecase/reply.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/exchange/usecase/watched_ledger.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kFirst[] = "48583952-1892-4931-8d9c-869e7b49bafb";
constexpr char kSecond[] = "58583952-1892-4931-8d9c-869e7b49bafb";

class WishMaker : public PackageMaker {
 public:
  absl::StatusOr<std::map<std::string, std::string>> Make(
      const PackageContents& contents) const override {
    wish = contents.wish;
    return std::map<std::string, std::string>{{"manifest.json", "manifest"},
                                              {"extract.csv.age", "sealed"}};
  }
  mutable PackageWish wish;
};

class ReleaseWishesTest : public ::testing::Test {
 protected:
  ReleaseWishesTest() { PutSealedMarch(ledger_); }

  absl::StatusOr<ExtractAnswer> Create(const char* request,
                                       const PackageWish& wish) {
    return releases_.CreateExtract(recipient_, request, SmallAsk(), wish);
  }
  std::vector<std::string> ListedFor(const Caller& caller) {
    std::vector<std::string> ids;
    const auto rows = releases_.List(caller);
    EXPECT_THAT(rows, IsOk());
    for (const ReleaseRow& row : *rows) {
      EXPECT_THAT(row.files, IsEmpty());
      ids.push_back(row.id.text());
    }
    return ids;
  }

  Catalog catalog_ = SmallCatalog();
  WatchedLedger ledger_;
  WishMaker maker_;
  absl::Time now_ = At(10);
  int drawn_ = 0;
  Caller recipient_{PartyId("mrm"), Role::kRecipient,
                    "spiffe://test.example/recipient/mrm/1"};
  Caller stranger_{PartyId("stranger"), Role::kRecipient,
                   "spiffe://test.example/recipient/stranger/1"};
  Releases releases_{
      catalog_, ledger_, maker_, [this] { return now_; },
      [this](size_t n) { return std::string(n, static_cast<char>(++drawn_)); }};
};

TEST_F(ReleaseWishesTest, TheWishReachesThePackage) {
  ASSERT_THAT(
      Create(kFirst,
             {.hxl = true, .delimiter = ';', .xlsx = true, .json = true}),
      IsOk());
  EXPECT_TRUE(maker_.wish.hxl && maker_.wish.xlsx && maker_.wish.json);
  EXPECT_EQ(maker_.wish.delimiter, ';');
}

// Requests that were remembered before there were wishes are the same requests
// today: these are the bytes that were remembered then.
TEST_F(ReleaseWishesTest, ARequestWithoutWishesIsRememberedAsItAlwaysWas) {
  const auto answer = Create(kFirst, {});
  ASSERT_THAT(answer, IsOk());
  const auto remembered = FindReply(
      ledger_, recipient_, kFirst,
      R"({"act":"extract","agreement":"mrm-2026","dataset":"incidents",)"
      R"("families":["place-type"],"filters":[],"hxl":false,)"
      R"("levels":[{"dimension":"place","finest":1},)"
      R"({"dimension":"type","finest":1}],"periods":["2026-03"],)"
      R"("purpose":"child-rights","v":1})");
  ASSERT_THAT(remembered, IsOk());
  EXPECT_EQ(*remembered, answer->release->id.text());
}

TEST_F(ReleaseWishesTest, AnotherWishIsAnotherRequest) {
  const auto first = Create(kFirst, {.xlsx = true});
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(Create(kFirst, {.xlsx = true})->release->id, first->release->id);
  for (const PackageWish& other :
       std::vector<PackageWish>{{},
                                {.json = true},
                                {.xlsx = true, .json = true},
                                {.hxl = true, .xlsx = true},
                                {.delimiter = ';', .xlsx = true}}) {
    EXPECT_EQ(ReasonOf(Create(kFirst, other).status()).code,
              "REQUEST_ID_REUSED");
  }
}

TEST_F(ReleaseWishesTest, ARecipientListsItsOwnReleasesTheNewestFirst) {
  EXPECT_THAT(ListedFor(recipient_), IsEmpty());
  const auto first = Create(kFirst, {});
  const auto second = Create(kSecond, {});
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(ListedFor(recipient_), ElementsAre(second->release->id.text(),
                                                 first->release->id.text()));
  EXPECT_THAT(ListedFor(stranger_), IsEmpty());
  Caller nobody = recipient_;
  nobody.party = PartyId();
  EXPECT_THAT(ListedFor(nobody), IsEmpty());
  // What was delivered by a feed has no package.
  ReleaseRow item;
  item.id = ReleaseId("r-item");
  item.kind = ReleaseRow::Kind::kFeedItem;
  item.recipient = recipient_.party;
  ledger_.Put(item);
  EXPECT_EQ(ListedFor(recipient_).size(), 2u);
}

// What can no longer be downloaded is listed: its copies must be deleted.
TEST_F(ReleaseWishesTest, AReleaseStaysListedAndIsDescribedOnlyWhileItIsGiven) {
  const auto answer = Create(kFirst, {});
  ASSERT_THAT(answer, IsOk());
  const ReleaseId id = answer->release->id;
  const auto got = releases_.Get(recipient_, id);
  ASSERT_THAT(got, IsOk());
  EXPECT_EQ(got->files.size(), 2u);
  const auto theirs = releases_.Get(stranger_, id);
  const auto none = releases_.Get(stranger_, ReleaseId("r-none"));
  EXPECT_EQ(ReasonOf(theirs.status()).code, "REFUSED");
  EXPECT_EQ(theirs.status().ToString(), none.status().ToString());

  now_ = At(10) + absl::Hours(24 * 91);
  EXPECT_EQ(ReasonOf(releases_.Get(recipient_, id).status()).code, "REFUSED");
  EXPECT_THAT(ListedFor(recipient_), ElementsAre(id.text()));
}

}  // namespace
}  // namespace toguna::testing
