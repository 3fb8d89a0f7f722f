#ifndef TOGUNA_POLICIES_LOAD_LOAD_H_
#define TOGUNA_POLICIES_LOAD_LOAD_H_

// Reads a catalog folder into the model and refuses it whole if anything in it
// is wrong.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "exchange/words/words.h"
#include "policies/model/catalog.h"

namespace toguna {

// Something wrong in a catalog, for the person who edits it.
struct LoadProblem {
  std::string file;     // path inside the catalog folder, "plans/x.textproto"
  int line = 0;         // from 1; 0 if the whole file or folder is meant
  std::string text;     // what is wrong, with the field it is about
  std::string allowed;  // what would be right; empty if the text says it
};

// "plans/x.textproto:12: families.unit: … (did you mean …?)".
std::string ProblemText(const LoadProblem& problem);

// A catalog only if there are no problems.
struct LoadResult {
  std::optional<Catalog> catalog;
  std::vector<LoadProblem> problems;  // by file and line
  // Of agreements/templates. They open nothing.
  std::map<AgreementId, Agreement> templates;
  int cases = 0;  // that were checked
};

// OK if `minisig`, the text of a minisign file, signs exactly `file` under
// `public_key`, the base64 line of a minisign .pub file.
using VerifySignature = std::function<absl::Status(absl::string_view public_key,
                                                   absl::string_view file,
                                                   absl::string_view minisig)>;

// Reads every file of the catalog in `dir` and reports all problems at once.
// An agreement that lacks a valid signature is no problem: it is loaded with
// what is missing, and the decision refuses it.
//
// Reads each file once, follows no symbolic link below `dir`, and keeps no
// state; safe to call from several threads if `verify` is.
LoadResult LoadCatalog(const std::string& dir, const VerifySignature& verify,
                       Language language = Language::kEnglish);

// The same for whoever edits it: the examples in cases/ are decided, too, and a
// decision that is not as they say is a problem.
LoadResult CheckCatalog(const std::string& dir, const VerifySignature& verify,
                        Language language = Language::kEnglish);

// One agreement's file that is not in the catalog yet.
struct DraftResult {
  std::optional<Agreement> draft;  // only if there are no problems
  std::vector<LoadProblem> problems;
};

// Reads the text of an agreement's file against the catalog that it would come
// into, as LoadCatalog would. Nobody has signed it. The problems name no file.
DraftResult ReadDraft(const Catalog& catalog, absl::string_view text,
                      Language language = Language::kEnglish);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_LOAD_LOAD_H_
