#ifndef TOGUNA_EXCHANGE_BASE_PLAIN_TEXT_H_
#define TOGUNA_EXCHANGE_BASE_PLAIN_TEXT_H_

// Text that reads as its bytes say: what people sign, and what is typed.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace toguna {

// True for UTF-8 without control and invisible characters, which make a text
// read otherwise than its bytes say; line ends and tabs are allowed.
bool IsPlainText(absl::string_view text);

// The one of `names` that `wanted` looks like a slip of, regardless of case;
// empty if there is none. A `wanted` of more than 64 bytes is like none, so
// that a hostile file cannot buy time here.
std::string Nearest(absl::string_view wanted,
                    const std::vector<std::string>& names);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_BASE_PLAIN_TEXT_H_
