#ifndef TOGUNA_TESTS_EXCHANGE_ROCKSDB_STORE_CONTRACT_H_
#define TOGUNA_TESTS_EXCHANGE_ROCKSDB_STORE_CONTRACT_H_

// What every Store must do. A store's test names a maker:
//
//   struct Maker { Store& store(); void Reopen(); };
//   INSTANTIATE_TYPED_TEST_SUITE_P(RocksDb, StoreContract, Maker);

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "exchange/usecase/store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {

template <typename Maker>
class StoreContract : public ::testing::Test {
 protected:
  using Value = std::optional<std::string>;
  static constexpr ColumnFamily kFamily = ColumnFamily::kRecords;

  Store& store() { return maker_.store(); }
  Value Get(const std::string& key, ColumnFamily family = kFamily) {
    return store().Get(family, key).value();
  }
  void Put(const std::string& key, const std::string& value) {
    ASSERT_THAT(store().Write({{kFamily, key, value}}, {}), IsOk());
  }
  std::vector<std::string> Keys(const std::string& first,
                                const std::string& end) {
    std::vector<std::string> keys;
    EXPECT_THAT(store().Scan(kFamily, first, end,
                             [&](absl::string_view key, absl::string_view) {
                               keys.emplace_back(key);
                               return true;
                             }),
                IsOk());
    return keys;
  }

  Maker maker_;
};

TYPED_TEST_SUITE_P(StoreContract);

TYPED_TEST_P(StoreContract, AValueIsReadBackAndErased) {
  EXPECT_EQ(this->Get("a"), std::nullopt);
  this->Put("a", std::string("\0x\xff", 3));
  EXPECT_EQ(this->Get("a"), std::string("\0x\xff", 3));
  EXPECT_EQ(this->Get("a", ColumnFamily::kMeta), std::nullopt);
  ASSERT_THAT(this->store().Write({{this->kFamily, "a", std::nullopt}}, {}),
              IsOk());
  EXPECT_EQ(this->Get("a"), std::nullopt);
}

TYPED_TEST_P(StoreContract, AnEmptyValueIsNotAnAbsentOne) {
  this->Put("a", "");
  EXPECT_EQ(this->Get("a"), "");
}

TYPED_TEST_P(StoreContract, ScanVisitsAHalfOpenRangeInByteOrder) {
  for (const char* key : {"b", "a", "c", "ab", "\xff"}) this->Put(key, "v");
  EXPECT_THAT(this->Keys("a", "c"), ::testing::ElementsAre("a", "ab", "b"));
  EXPECT_THAT(this->Keys("b", ""), ::testing::ElementsAre("b", "c", "\xff"));
  EXPECT_THAT(this->Keys("x", "y"), ::testing::IsEmpty());
}

TYPED_TEST_P(StoreContract, ScanStopsWhenTold) {
  for (const char* key : {"a", "b", "c"}) this->Put(key, "v");
  int visited = 0;
  EXPECT_THAT(this->store().Scan(this->kFamily, "", "",
                                 [&](absl::string_view, absl::string_view) {
                                   return ++visited < 2;
                                 }),
              IsOk());
  EXPECT_EQ(visited, 2);
}

TYPED_TEST_P(StoreContract, ScanSeesOneMoment) {
  for (const char* key : {"a", "b"}) this->Put(key, "old");
  std::vector<std::string> values;
  EXPECT_THAT(
      this->store().Scan(this->kFamily, "", "",
                         [&](absl::string_view, absl::string_view value) {
                           values.emplace_back(value);
                           this->Put("b", "new");
                           this->Put("c", "new");
                           return true;
                         }),
      IsOk());
  EXPECT_THAT(values, ::testing::ElementsAre("old", "old"));
}

TYPED_TEST_P(StoreContract, ABatchIsWrittenAcrossFamiliesOrNotAtAll) {
  ASSERT_THAT(
      this->store().Write({{ColumnFamily::kMeta, "head", "1"},
                           {ColumnFamily::kAudit, "0", "entry"}},
                          {{ColumnFamily::kMeta, "head", std::nullopt}}),
      IsOk());
  EXPECT_THAT(this->store().Write({{ColumnFamily::kMeta, "head", "2"},
                                   {ColumnFamily::kAudit, "1", "entry"}},
                                  {{ColumnFamily::kMeta, "head", "0"}}),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(this->Get("head", ColumnFamily::kMeta), "1");
  EXPECT_EQ(this->Get("1", ColumnFamily::kAudit), std::nullopt);
}

TYPED_TEST_P(StoreContract, AConditionOfAbsenceHolds) {
  this->Put("a", "1");
  EXPECT_THAT(this->store().Write({{this->kFamily, "b", "2"}},
                                  {{this->kFamily, "a", std::nullopt}}),
              StatusIs(absl::StatusCode::kAborted));
}

TYPED_TEST_P(StoreContract, LimitsOfKeysAreKept) {
  EXPECT_THAT(this->store().Write({{this->kFamily, "", "v"}}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(
      this->store().Write({{this->kFamily, "fine", "v"},
                           {this->kFamily, std::string(1025, 'k'), "v"}},
                          {}),
      StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(this->Get("fine"), std::nullopt);
  this->Put(std::string(1024, 'k'), "v");
}

TYPED_TEST_P(StoreContract, OfManyWritersOnOneConditionOneWins) {
  std::atomic<int> winners = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 10; ++round) {
        const absl::Status status = this->store().Write(
            {{this->kFamily, absl::StrCat("round", round), absl::StrCat(i)}},
            {{this->kFamily, absl::StrCat("round", round), std::nullopt}});
        if (status.ok()) ++winners;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(winners, 10);
}

TYPED_TEST_P(StoreContract, WhatWasWrittenIsThereAfterReopening) {
  this->Put("a", "1");
  this->maker_.Reopen();
  EXPECT_EQ(this->Get("a"), "1");
}

REGISTER_TYPED_TEST_SUITE_P(StoreContract, AValueIsReadBackAndErased,
                            AnEmptyValueIsNotAnAbsentOne,
                            ScanVisitsAHalfOpenRangeInByteOrder,
                            ScanStopsWhenTold, ScanSeesOneMoment,
                            ABatchIsWrittenAcrossFamiliesOrNotAtAll,
                            AConditionOfAbsenceHolds, LimitsOfKeysAreKept,
                            OfManyWritersOnOneConditionOneWins,
                            WhatWasWrittenIsThereAfterReopening);

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_EXCHANGE_ROCKSDB_STORE_CONTRACT_H_
