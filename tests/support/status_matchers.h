#ifndef TOGUNA_TESTS_SUPPORT_STATUS_MATCHERS_H_
#define TOGUNA_TESTS_SUPPORT_STATUS_MATCHERS_H_

// EXPECT_THAT(x, IsOk()); EXPECT_THAT(x, IsOkAndHolds(5));
// EXPECT_THAT(x, StatusIs(absl::StatusCode::kNotFound, HasSubstr("plan")));

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"

namespace toguna::testing {

inline const absl::Status& StatusOf(const absl::Status& status) {
  return status;
}
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

MATCHER(IsOk, "is OK") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

MATCHER_P(StatusIs, code, "") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code;
}
MATCHER_P2(StatusIs, code, message, "") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code &&
         ::testing::ExplainMatchResult(
             message, std::string(StatusOf(arg).message()), result_listener);
}

MATCHER_P(IsOkAndHolds, value, "") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).ok() &&
         ::testing::ExplainMatchResult(value, *arg, result_listener);
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_SUPPORT_STATUS_MATCHERS_H_
