#ifndef TOGUNA_EXCHANGE_DISCLOSURE_KNOWN_COHORT_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_KNOWN_COHORT_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace toguna {

// What everybody knows of the records of one cohort from the box that its rows
// are released with, beside how many they are.
struct KnownCohort {
  using Codes = std::vector<std::pair<std::string, std::string>>;

  // The dimension that says in which cohort a record lies, and the code there;
  // no other lies below it.
  std::string dimension;
  std::string code;
  // Its records lie in these strands alone, some of those that are counted by
  // cohort; ascending. Empty: in any of them.
  std::vector<size_t> strands = {};
  // Its records lie nowhere within all of (dimension, code), for each of
  // these; an empty code is what the dimension's crosswalk gives nothing for.
  std::vector<Codes> outside;
  // Each of its records that lies within all of (dimension, code) has at least
  // one victim among leaves of the dimension of who was harmed. Of two such
  // sets of a seal one holds the other, or they have nothing in common.
  struct Some {
    Codes within;  // empty: all of them
    std::vector<std::string> who;

    friend bool operator==(const Some&, const Some&) = default;
  };
  std::vector<Some> some;
  // None of its records has a victim of these leaves.
  std::vector<std::string> none;

  friend bool operator==(const KnownCohort&, const KnownCohort&) = default;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_KNOWN_COHORT_H_
