#ifndef TOGUNA_POLICIES_RULES_TOGETHER_H_
#define TOGUNA_POLICIES_RULES_TOGETHER_H_

// What agreements of one recipient give together.
//
// Each agreement's risk was assessed for itself and for one purpose. Who holds
// two over the same dataset may hold more than either was assessed for, or take
// the one with less strict terms. No protection is broken by that: tables are
// sealed once, and any union of what they show is safe. But who signs should
// see it. These are findings, never mistakes.

#include <compare>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "exchange/base/ids.h"
#include "policies/model/agreement.h"
#include "policies/model/catalog.h"

namespace toguna {

// Of one recipient and dataset at most this many different grants, by what they
// give and on which terms, are compared with each other, as far as agreements
// in force at the same time, directly or through others, hang together. Where
// there are more, a finding says so.
inline constexpr int kMostCompared = 16;

// In what one agreement can be less strict than another.
enum class Term {
  kExtracts,          // may pull, where the other may not
  kFeed,              // may follow, likewise
  kExtractsPerMonth,  // more of them
  kLag,               // periods are given earlier
  kDelay,             // alerts are sent earlier
  kRetention,         // is kept for longer
};

// A finding about agreements over one dataset with the same recipient that are
// in force at the same time. A recipient reaches the cells that an agreement
// gives: its tables and cohorts, to its levels, within its codes, at its rung.
struct Together {
  enum class Kind {
    // Both reach the same cells.
    kSame,
    // The first reaches all that the second does, and more.
    kCovers,
    // Each reaches something that the other does not, be it that they have
    // nothing in common: together more than either alone.
    kCombine,
    // More different grants than kMostCompared: those of the first were not
    // compared with anything.
    kTooMany,
  };

  struct Named {
    AgreementId id;
    bool is_template = false;  // a file of agreements/templates

    friend auto operator<=>(const Named&, const Named&) = default;
  };

  // What one reaches that the other does not, each part for itself.
  struct Beyond {
    struct Level {
      std::string dimension;
      std::string level;  // by name
    };
    std::vector<FamilyId> families;
    std::vector<CohortsId> cohorts;
    std::vector<Level> levels;  // of tables, to which only this one goes down
    std::vector<Level> cohort_levels;  // likewise of rows
    // Codes of those levels that both go to, topmost only.
    std::vector<Grant::CodeFilter> codes;
    std::optional<int> rung = std::nullopt;  // k, where it is the smaller
  };

  struct Side {
    // All give the same on the same terms. Each is in force together with some
    // agreement of the other side, or of this one if the other is empty.
    std::vector<Named> agreements;
    PurposeId purpose;
    Beyond beyond;             // kCombine; and of the first, kCovers
    std::vector<Term> looser;  // kSame; and of the first, kCovers
  };

  Kind kind = Kind::kSame;
  PartyId recipient;
  DatasetId dataset;
  Side first;
  Side second;  // empty for kTooMany, and where all terms are the same
};

// All findings of a catalog: by recipient, dataset and agreement. `templates`
// are compared, too, since they are what will be signed; but one that was
// concluded under its id gives way to the agreement. What opens nothing, as an
// agreement of format 1, is left out; so is a succession, unless both are in
// force for a while. With n grants it takes about n log n steps, however many
// are of one recipient.
std::vector<Together> FindTogether(
    const Catalog& catalog,
    const std::map<AgreementId, Agreement>& templates = {});

// Of `agreement` with those of the catalog, which need not have it. What the
// catalog has under its id is not compared with it, nor is what `counts` is
// false of; that is asked only of what is over the same data at the same time.
std::vector<Together> FindTogetherWith(
    const Catalog& catalog, const Agreement& agreement,
    const std::function<bool(const Agreement& other)>& counts = {});

}  // namespace toguna

#endif  // TOGUNA_POLICIES_RULES_TOGETHER_H_
