#ifndef TOGUNA_POLICIES_LOAD_FOLDER_H_
#define TOGUNA_POLICIES_LOAD_FOLDER_H_

// The bytes of a catalog folder, before anything is made of them.

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "policies/load/problems.h"

namespace toguna {

// Files by their path inside the folder: "plans/x.textproto" -> bytes.
using CatalogFiles = std::map<std::string, std::string>;

inline constexpr size_t kLargestCatalogFile = size_t{1} << 20;
inline constexpr char kFileEnding[] = ".textproto";

// Reads all files that may lie in a catalog folder and reports everything else
// in it. A file that cannot be used is reported and left out.
CatalogFiles ReadFolder(const std::string& dir, Problems& problems);
// Only those of cases/, likewise.
CatalogFiles ReadCaseFiles(const std::string& dir, Problems& problems);

// "plans/x.textproto" -> "x".
std::string StemOf(absl::string_view path);

// Hex SHA-256 over all paths and bytes, in order of the paths.
std::string DigestOf(const CatalogFiles& files);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_LOAD_FOLDER_H_
