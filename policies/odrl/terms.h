#ifndef TOGUNA_POLICIES_ODRL_TERMS_H_
#define TOGUNA_POLICIES_ODRL_TERMS_H_

// How names, days and durations of an agreement are written in the profile,
// and read back: each has one spelling, so that both ways lose nothing.

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace toguna {

inline constexpr char kOdrlContext[] = "http://www.w3.org/ns/odrl.jsonld";
inline constexpr char kOdrlProfile[] = "urn:toguna:odrl:1";
// What "toguna:" stands for in a document.
inline constexpr char kOdrlPrefix[] = "urn:toguna:odrl:1#";

inline constexpr char kPartyIri[] = "urn:toguna:party:";
inline constexpr char kDatasetIri[] = "urn:toguna:dataset:";
inline constexpr char kPurposeIri[] = "urn:toguna:purpose:";
inline constexpr char kAgreementIri[] = "urn:toguna:agreement:";
// Begins the name of each level of sensitivity, "toguna:MODERATE".
inline constexpr char kSensitivityTerm[] = "toguna:";
// Begin left operands that end in a dimension, "toguna:level-place".
inline constexpr char kLevelOperand[] = "toguna:level-";
inline constexpr char kCohortLevelOperand[] = "toguna:cohort-level-";
inline constexpr char kCodeOperand[] = "toguna:code-";

inline constexpr char kXsdDate[] = "xsd:date";
inline constexpr char kXsdDateTime[] = "xsd:dateTime";
inline constexpr char kXsdInteger[] = "xsd:integer";
inline constexpr char kXsdDuration[] = "xsd:duration";

// `prefix` and `id`, with %XX for all that an IRI may not hold.
std::string IriOf(absl::string_view prefix, absl::string_view id);
// The id in it; nothing if IriOf would not have written `iri`.
std::optional<std::string> IdIn(absl::string_view prefix,
                                absl::string_view iri);

// xsd:date for "2026-01-31", xsd:dateTime for an instant of RFC 3339, nullptr
// for anything else. Whether there is such a day is not looked at.
const char* TimeTypeOf(absl::string_view text);

// "1h30m" -> "PT1H30M" and back.
std::optional<std::string> DurationOf(absl::string_view delay);
std::optional<std::string> DelayIn(absl::string_view duration);

// 90 -> "P90D" and back.
std::string DurationOfDays(int32_t days);
std::optional<int32_t> DaysIn(absl::string_view duration);

// The number that is written as `text`; nothing if it is spelt otherwise.
std::optional<int32_t> NumberIn(absl::string_view text);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_ODRL_TERMS_H_
