#ifndef TOGUNA_TESTS_SUPPORT_REASON_MATCHER_H_
#define TOGUNA_TESTS_SUPPORT_REASON_MATCHER_H_

// EXPECT_THAT(x, ReasonIs("FORKED")); link toguna::base.

#include <string>

#include "exchange/base/reason.h"
#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace toguna::testing {

MATCHER_P(ReasonIs, code, "") {
  *result_listener << StatusOf(arg).ToString();
  return ReasonOf(StatusOf(arg)).code == code;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_SUPPORT_REASON_MATCHER_H_
