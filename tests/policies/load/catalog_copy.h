#ifndef TOGUNA_TESTS_POLICIES_LOAD_CATALOG_COPY_H_
#define TOGUNA_TESTS_POLICIES_LOAD_CATALOG_COPY_H_

#include <filesystem>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "keys/digest/digest.h"
#include "policies/load/load.h"
#include "tests/support/temp_dir.h"

namespace toguna {

// For GoogleTest.
inline void PrintTo(const LoadProblem& problem, std::ostream* out) {
  *out << ProblemText(problem);
}

}  // namespace toguna

namespace toguna::testing {

// A public key of minisign's form that nobody holds.
inline std::string FakeKey(char which) {
  return absl::Base64Escape(absl::StrCat("Ed", std::string(40, which)));
}

// What FakeVerify takes for a signature of `file` under `key`.
inline std::string FakeMinisig(const std::string& key, absl::string_view file) {
  return absl::StrCat(key, " ", HexOf(Sha256(file)), "\n");
}

inline absl::Status FakeVerify(absl::string_view key, absl::string_view file,
                               absl::string_view minisig) {
  if (minisig == FakeMinisig(std::string(key), file)) return absl::OkStatus();
  return absl::InvalidArgumentError("not signed by this key");
}

inline std::string MaliFolder() {
  return absl::StrCat(TOGUNA_SOURCE_DIR, "/policies/catalog/mali");
}

// A copy of the Mali catalog that a test may spoil.
class CatalogCopy {
 public:
  CatalogCopy() {
    std::filesystem::copy(MaliFolder(), path(),
                          std::filesystem::copy_options::recursive);
  }

  std::string path() const { return dir_ / "mali"; }
  std::string At(const std::string& file) const {
    return absl::StrCat(path(), "/", file);
  }
  std::string Read(const std::string& file) const { return ReadFile(At(file)); }
  void Write(const std::string& file, const std::string& bytes) const {
    WriteFile(At(file), bytes);
  }
  // Replaces the first `from`. Returns the line it was on, 0 if nowhere.
  int Edit(const std::string& file, const std::string& from,
           const std::string& to) const {
    std::string text = Read(file);
    const size_t at = text.find(from);
    if (at == std::string::npos) return 0;
    text.replace(at, from.size(), to);
    Write(file, text);
    int line = 1;
    for (size_t i = 0; i < at; ++i) line += text[i] == '\n' ? 1 : 0;
    return line;
  }
  // Makes the template `id` an agreement.
  void Conclude(const std::string& id) const {
    Write(absl::StrCat("agreements/", id, ".textproto"),
          Read(absl::StrCat("agreements/templates/", id, ".textproto")));
  }
  LoadResult Load(Language language = Language::kEnglish) const {
    return LoadCatalog(path(), FakeVerify, language);
  }

 private:
  TempDir dir_;
};

inline std::string ProblemTexts(const LoadResult& result) {
  std::string all;
  for (const LoadProblem& problem : result.problems) {
    absl::StrAppend(&all, "  ", ProblemText(problem), "\n");
  }
  return all;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_POLICIES_LOAD_CATALOG_COPY_H_
