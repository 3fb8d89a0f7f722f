#ifndef TOGUNA_POLICIES_ODRL_ODRL_H_
#define TOGUNA_POLICIES_ODRL_ODRL_H_

// Agreements as ODRL 2.2 offers (JSON-LD) and back, in the profile that
// PROFILE.md describes. Whether an agreement fits a catalog is for its loader
// to say, not for this.
//
// Both return, with a text in `language` and where it is as "path":
//   ODRL_NOT_READABLE   no agreement's file, no JSON, a member twice, nested
//                       too deep, larger than kLargestOdrl, or characters that
//                       nobody sees
//   ODRL_OLD_FORMAT     the agreement is not of format 2
//   ODRL_TERM_MISSING   something that an agreement has to say is not said
//   ODRL_UNKNOWN_TERM   a member, operand, operator, action, datatype, context
//                       or value that the profile does not know
//   ODRL_TERMS_DISAGREE the document says one thing in two ways
//   ODRL_TEXT_DIFFERS   the document is not what its signed text says

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/words/words.h"

namespace toguna {

// As large as a file of a catalog may be; a document, too.
inline constexpr size_t kLargestOdrl = size_t{1} << 20;

// The offer that the agreement's file (.textproto, format 2) makes, with the
// file itself in it. Equal bytes give equal bytes; ends with a line break.
absl::StatusOr<std::string> OdrlOf(absl::string_view agreement_file,
                                   Language language = Language::kEnglish);

// What an offer became.
struct AgreementText {
  std::string textproto;
  // True: the very bytes that the offer was made of, so that signatures of them
  // hold. False: the offer did not have them; a draft, made of its terms.
  bool as_signed = false;
};

// The agreement's file that an offer was made of, or else one that gives the
// same offer. Nothing of the document is passed over: it is taken whole or not
// at all.
absl::StatusOr<AgreementText> AgreementFileOf(
    absl::string_view json, Language language = Language::kEnglish);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_ODRL_ODRL_H_
