#ifndef TOGUNA_EXCHANGE_SDC_WITNESS_FILE_H_
#define TOGUNA_EXCHANGE_SDC_WITNESS_FILE_H_

// witnesses.dpo: why nothing can be worked out, for the data protection officer
// alone.

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/base/period.h"
#include "exchange/disclosure/protect.h"
#include "exchange/words/words.h"

namespace toguna {

// The file as a value. Of `result` the unsafe cells, proofs, witnesses and
// reasons of ranges; its tables are in files of their own.
struct WitnessFile {
  // SHA-256 in hex of each file that it goes with, by name: tables, plan,
  // trees, earlier folders.
  std::map<std::string, std::string> files;
  std::vector<Period> months;  // of the strands, in order
  Protected result;
};

// Text, a line per fact, CSV with ';', closed by a digest of all before it.
std::string WriteWitnessFile(const WitnessFile& file);

// Reads what WriteWitnessFile writes. The digest at the end is only compared by
// IsWhole: who changed a fact is first told what is wrong with it.
//   kInvalidArgument WITNESSES_INVALID  with `name` and the line
absl::StatusOr<WitnessFile> ReadWitnessFile(const std::string& name,
                                            absl::string_view text,
                                            Language language);

// True if not a byte of the file was changed since it was written.
bool IsWhole(absl::string_view text);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_SDC_WITNESS_FILE_H_
