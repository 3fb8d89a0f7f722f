#ifndef TOGUNA_KEYS_SODIUM_AGE_HEADER_H_
#define TOGUNA_KEYS_SODIUM_AGE_HEADER_H_

// The text header of an age file, read strictly: every header has one
// spelling, so what is authenticated is what was read.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace toguna {

struct AgeStanza {
  std::vector<std::string> args;  // at least one: the type
  std::string body;               // decoded
};

struct AgeHeader {
  std::vector<AgeStanza> stanzas;
  std::string mac;     // 32 bytes
  size_t covered = 0;  // the MAC is over this many bytes of the file
  size_t size = 0;     // the payload starts here
};

// Base64 without padding, as age writes it.
std::string AgeBase64Of(absl::string_view bytes);
// The bytes of canonical base64 without padding; nothing otherwise.
std::optional<std::string> AgeBase64Bytes(absl::string_view text);

// The header up to and with "---", which is what the MAC covers.
std::string AgeHeaderText(const std::vector<AgeStanza>& stanzas);

// Reads the header at the start of `file`; nothing if it breaks the format.
std::optional<AgeHeader> ParseAgeHeader(absl::string_view file);

}  // namespace toguna

#endif  // TOGUNA_KEYS_SODIUM_AGE_HEADER_H_
