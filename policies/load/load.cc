#include "policies/load/load.h"

#include <string>
#include <utility>

#include "exchange/base/plain_text.h"
#include "exchange/words/catalog_words.h"
#include "policies/load/folder.h"
#include "policies/load/loading.h"

namespace toguna {

namespace {

LoadResult Load(const std::string& dir, const VerifySignature& verify,
                Language language, bool cases) {
  Loading loading(language, verify);
  loading.files = ReadFolder(dir, loading.problems);
  loading.catalog.sha256 = DigestOf(loading.files);
  ReadOperation(loading);
  ReadCodeLists(loading);
  ReadDatasets(loading);
  ReadPurposes(loading);
  ReadPlans(loading);
  ReadParties(loading);
  ReadForms(loading);
  ReadAgreements(loading);
  if (cases) {
    loading.files.merge(ReadCaseFiles(dir, loading.problems));
    ReadCases(loading);
  }
  LoadResult result;
  result.templates = std::move(loading.templates);
  result.cases = loading.cases;
  result.problems = loading.problems.Take();
  if (result.problems.empty()) result.catalog = std::move(loading.catalog);
  return result;
}

}  // namespace

LoadResult LoadCatalog(const std::string& dir, const VerifySignature& verify,
                       Language language) {
  return Load(dir, verify, language, /*cases=*/false);
}

LoadResult CheckCatalog(const std::string& dir, const VerifySignature& verify,
                        Language language) {
  return Load(dir, verify, language, /*cases=*/true);
}

DraftResult ReadDraft(const Catalog& catalog, absl::string_view text,
                      Language language) {
  const VerifySignature nobody = [](absl::string_view, absl::string_view,
                                    absl::string_view) {
    return absl::InvalidArgumentError("a draft has no signatures");
  };
  Loading loading(language, nobody);
  loading.catalog = catalog;
  DraftResult result;
  if (text.size() > kLargestCatalogFile) {
    loading.problems.Add("", 0, "", words::kTooLarge);
  } else if (!IsPlainText(text)) {
    loading.problems.Add("", 0, "", words::kNotText);
  } else {
    result.draft = ReadOneAgreement(loading, std::string(text));
  }
  result.problems = loading.problems.Take();
  if (!result.problems.empty()) result.draft.reset();
  return result;
}

}  // namespace toguna
