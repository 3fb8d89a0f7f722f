#include "policies/load/folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "exchange/base/plain_text.h"
#include "exchange/words/catalog_words.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

namespace fs = std::filesystem;

struct FolderRule {
  const char* name;
  std::vector<std::string> endings;
};

const std::vector<FolderRule>& FolderRules() {
  static const auto* const kRules = new std::vector<FolderRule>{
      {"code-lists", {".textproto", ".csv"}},
      {"datasets", {".textproto"}},
      {"plans", {".textproto"}},
      {"purposes", {".textproto"}},
      {"recipients", {".textproto"}},
      {"agreements",
       {".textproto", ".textproto.data-owner.minisig",
        ".textproto.recipient.minisig", ".textproto.dpo.minisig",
        ".textproto.dpo-2.minisig"}},
      {"agreements/templates", {".textproto"}},
      {"forms", {".textproto"}},
  };
  return *kRules;
}

// Examples of decisions lie here; the service never reads them.
constexpr char kCases[] = "cases";

// Reads a regular file; one that is too large only until that is certain.
std::optional<std::string> ReadBytes(const std::string& path) {
  // O_NONBLOCK: opening a pipe must not wait for its other end.
  const int file =
      ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  struct stat about = {};
  std::string bytes;
  char chunk[16384];
  bool good = ::fstat(file, &about) == 0 && S_ISREG(about.st_mode);
  while (good && bytes.size() <= kLargestCatalogFile) {
    const ssize_t got = ::read(file, chunk, sizeof chunk);
    if (got == 0) break;
    good = got > 0;
    if (good) bytes.append(chunk, static_cast<size_t>(got));
  }
  ::close(file);
  if (!good) return std::nullopt;
  return bytes;
}

std::vector<fs::directory_entry> Entries(const std::string& dir,
                                         std::error_code& error) {
  std::vector<fs::directory_entry> entries;
  for (fs::directory_iterator at(dir, error), end; !error && at != end;
       at.increment(error)) {
    entries.push_back(*at);
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

class Reader {
 public:
  Reader(const std::string& dir, Problems& problems)
      : dir_(dir), problems_(problems) {}

  CatalogFiles Read() {
    std::error_code error;
    const auto entries = Entries(dir_, error);
    if (error) problems_.Add(".", 0, "", words::kNoFolder);
    for (const fs::directory_entry& entry : entries) {
      const std::string name = entry.path().filename().string();
      if (IsLink(entry, name) || name == kCases) continue;
      if (name == "operation.textproto") {
        Take(name);
      } else if (!IsFolder(name)) {
        Unexpected(name, absl::StrCat("operation.textproto, ", FolderNames()));
      }
    }
    for (const FolderRule& rule : FolderRules()) ReadOne(rule);
    return std::move(files_);
  }

  CatalogFiles ReadCases() {
    ReadOne({kCases, {kFileEnding}});
    return std::move(files_);
  }

 private:
  static std::string FolderNames() {
    std::vector<std::string> names;
    for (const FolderRule& rule : FolderRules()) {
      names.push_back(absl::StrCat(rule.name, "/"));
    }
    return absl::StrJoin(names, ", ");
  }

  static bool IsFolder(absl::string_view path) {
    for (const FolderRule& rule : FolderRules()) {
      if (rule.name == path) return true;
    }
    return false;
  }

  bool IsLink(const fs::directory_entry& entry, const std::string& path) {
    std::error_code error;
    if (!fs::is_symlink(entry.symlink_status(error)) && !error) return false;
    problems_.Add(path, 0, "", words::kSymlink);
    return true;
  }

  void Unexpected(const std::string& path, const std::string& allowed) {
    problems_.Add(path, 0, "", words::kUnexpectedFile, {},
                  problems_.InWords(words::kOneOf, {allowed}));
  }

  // False for a folder that is not there (then it is empty), is reached by a
  // link (reported where the link lies), or is no folder (reported here).
  bool IsReadable(const std::string& path) {
    const size_t slash = path.find('/');
    std::error_code error;
    if (slash != std::string::npos &&
        !fs::is_directory(fs::symlink_status(
            absl::StrCat(dir_, "/", path.substr(0, slash)), error))) {
      return false;
    }
    const auto type =
        fs::symlink_status(absl::StrCat(dir_, "/", path), error).type();
    if (type == fs::file_type::directory) return true;
    if (type != fs::file_type::not_found && type != fs::file_type::symlink) {
      Unexpected(path, absl::StrCat(path, "/"));
    }
    return false;
  }

  void ReadOne(const FolderRule& rule) {
    const std::string folder = absl::StrCat(dir_, "/", rule.name);
    std::error_code error;
    if (!IsReadable(rule.name)) return;
    for (const fs::directory_entry& entry : Entries(folder, error)) {
      const std::string name = entry.path().filename().string();
      const std::string path = absl::StrCat(rule.name, "/", name);
      if (IsLink(entry, path) || IsFolder(path)) continue;
      const bool fits =
          std::any_of(rule.endings.begin(), rule.endings.end(),
                      [&name](const std::string& ending) {
                        return name[0] != '.' && absl::EndsWith(name, ending);
                      });
      if (fits) {
        Take(path);
      } else {
        Unexpected(path, absl::StrCat("*", absl::StrJoin(rule.endings, ", *")));
      }
    }
    if (error) problems_.Add(rule.name, 0, "", words::kNoFolder);
  }

  void Take(const std::string& path) {
    const auto bytes = ReadBytes(absl::StrCat(dir_, "/", path));
    if (!bytes.has_value()) {
      problems_.Add(path, 0, "", words::kNotAFile);
    } else if (bytes->size() > kLargestCatalogFile) {
      problems_.Add(path, 0, "", words::kTooLarge);
    } else if (!IsPlainText(*bytes)) {
      problems_.Add(path, 0, "", words::kNotText);
    } else if (bytes->empty() || bytes->back() != '\n') {
      const auto lines = std::count(bytes->begin(), bytes->end(), '\n');
      problems_.Add(path, static_cast<int>(lines) + 1, "",
                    words::kNoFinalNewline);
    } else {
      files_[path] = *bytes;
      return;
    }
    // Other files may name it: that is no second mistake.
    files_[path] = "";
  }

  const std::string& dir_;
  Problems& problems_;
  CatalogFiles files_;
};

}  // namespace

CatalogFiles ReadFolder(const std::string& dir, Problems& problems) {
  return Reader(dir, problems).Read();
}

CatalogFiles ReadCaseFiles(const std::string& dir, Problems& problems) {
  return Reader(dir, problems).ReadCases();
}

std::string StemOf(absl::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash != absl::string_view::npos) path.remove_prefix(slash + 1);
  absl::ConsumeSuffix(&path, kFileEnding);
  return std::string(path);
}

std::string DigestOf(const CatalogFiles& files) {
  std::string all = "toguna/catalog/1\n";
  for (const auto& [path, bytes] : files) {
    absl::StrAppend(&all, HexOf(Sha256(bytes)), " ", path, "\n");
  }
  return HexOf(Sha256(all));
}

}  // namespace toguna
