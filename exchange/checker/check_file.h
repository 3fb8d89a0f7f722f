#ifndef TOGUNA_EXCHANGE_CHECKER_CHECK_FILE_H_
#define TOGUNA_EXCHANGE_CHECKER_CHECK_FILE_H_

// What the checker verified, as a text: so that whoever may see witnesses can
// verify it again on another machine, with nothing else at hand.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/base/code_tree.h"
#include "exchange/checker/check_seal.h"

namespace toguna {

// A seal to check with the code trees that it points to.
struct CheckFile {
  std::string salt;  // 64 hexadecimal digits
  std::vector<std::unique_ptr<CodeTree>> trees;
  SealToCheck seal;
};

// All of `seal`, a line per fact, CSV with ';'. Line 1 names the version, line
// 2 has `salt` (32 random bytes in hexadecimal), so that no digest of the text
// can be compared with guesses of what is hidden.
//
// The same seal and salt give the same text: v4 of a seal with cohorts; v3 of a
// seal whose witnesses keep
// to it that where there are no records there are no victims. Of one made
// before they did v2 where something is said to be confined by what was
// published earlier, with the reasons, else v1; texts of v1 written before
// there were reasons may say it without any.
std::string WriteCheckFile(const SealToCheck& seal, absl::string_view salt);

// Reads what WriteCheckFile writes; code trees without labels. Whether it fits
// together is CheckSeal's to say.
//   kInvalidArgument  with the line that is no such line
absl::StatusOr<CheckFile> ReadCheckFile(absl::string_view text);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_CHECKER_CHECK_FILE_H_
