#include "policies/load/load.h"

#include <string>
#include <utility>

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
  ReadPlans(loading);
  ReadPurposes(loading);
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

}  // namespace toguna
