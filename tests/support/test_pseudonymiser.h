#ifndef TOGUNA_TESTS_SUPPORT_TEST_PSEUDONYMISER_H_
#define TOGUNA_TESTS_SUPPORT_TEST_PSEUDONYMISER_H_

#include <string>

#include "keys/ring/ring.h"
#include "tests/support/small_catalog.h"

namespace toguna::testing {

// Pseudonyms of the right form without a key: equal ids, equal pseudonyms.
class TestPseudonymiser : public Pseudonymiser {
 public:
  std::string Pseudonym(absl::string_view kind,
                        absl::string_view id) const override {
    return TestPseudonym(kind, id);
  }
};

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_SUPPORT_TEST_PSEUDONYMISER_H_
