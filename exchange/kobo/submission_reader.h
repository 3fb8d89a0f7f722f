#ifndef TOGUNA_EXCHANGE_KOBO_SUBMISSION_READER_H_
#define TOGUNA_EXCHANGE_KOBO_SUBMISSION_READER_H_

#include <cstddef>
#include <functional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json_fwd.hpp"

namespace toguna {

// What a file of submissions may be at most.
struct ReadLimits {
  size_t most_bytes = size_t{64} << 20U;
  int most_depth = 16;  // lists and objects inside each other
};

// Called for each submission in order. `repeated_key` is true if an object in
// it names a key twice, so that its meaning is in doubt.
using SubmissionVisitor =
    std::function<void(const nlohmann::json& submission, bool repeated_key)>;

// Reads the submissions in `bytes`: a JSON list of them, the answer of
// KoboToolbox's API ({"count": …, "results": [ … ]}), or one alone. Holds one
// submission in memory at a time.
//
// Submissions before a mistake may have been visited when it is found; callers
// must then let go of them. Returns kInvalidArgument; texts name positions
// only:
//   FILE_TOO_LARGE, MALFORMED_JSON (byte offset), TOO_DEEP, NOT_SUBMISSIONS
absl::Status ReadSubmissions(absl::string_view bytes, const ReadLimits& limits,
                             const SubmissionVisitor& visit);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_KOBO_SUBMISSION_READER_H_
