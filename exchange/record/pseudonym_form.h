#ifndef TOGUNA_EXCHANGE_RECORD_PSEUDONYM_FORM_H_
#define TOGUNA_EXCHANGE_RECORD_PSEUDONYM_FORM_H_

#include "absl/strings/string_view.h"

namespace toguna {

// True if `text` is a pseudonym of `kind` ("ref", "ins", "src", "mon"): its
// kind and version, 32 characters and 4 check characters that fit them. The
// check tells a pseudonym from a raw id without any key, so that an id that
// was typed or copied by mistake is refused; it does not prove who made it.
bool IsPseudonym(absl::string_view kind, absl::string_view text);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RECORD_PSEUDONYM_FORM_H_
