#include "exchange/package/receive_package.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/package/layout.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

namespace fs = std::filesystem;

// A package is small: counts, a manifest and signatures.
constexpr int64_t kMostBytes = int64_t{1} << 30;
constexpr const char* kOfTheLog[] = {kEntryFile, kProofFile};

absl::Status Broken() {
  return ReasonError(absl::StatusCode::kDataLoss, "PACKAGE_BROKEN",
                     "the package did not arrive whole; download it again");
}

absl::Status CannotWrite(const std::string& path) {
  return absl::FailedPreconditionError(
      absl::StrCat("cannot write ", path, ": ", std::strerror(errno)));
}

// A name from elsewhere stays in the folder, and is no half of another file.
bool IsFileName(absl::string_view name) {
  return !name.empty() && name.size() <= 255 && name.front() != '.' &&
         name.find('/') == absl::string_view::npos &&
         name.find('\0') == absl::string_view::npos &&
         !absl::EndsWith(name, kPartEnding);
}

// Bytes of a file; -1 if there is none.
int64_t SizeOf(const std::string& path) {
  struct stat about = {};
  if (::lstat(path.c_str(), &about) != 0 || !S_ISREG(about.st_mode)) return -1;
  return static_cast<int64_t>(about.st_size);
}

// A file that grows at its end.
class PartFile {
 public:
  explicit PartFile(std::string path)
      : path_(std::move(path)),
        descriptor_(::open(
            path_.c_str(),
            O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0644)) {}
  ~PartFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;

  absl::Status Append(absl::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t done = ::write(descriptor_, bytes.data(), bytes.size());
      if (done < 0 && errno == EINTR) continue;
      if (done <= 0) return CannotWrite(path_);
      bytes.remove_prefix(static_cast<size_t>(done));
    }
    return absl::OkStatus();
  }
  // Gives the file its name, once its bytes are on the disk.
  absl::Status Finish(const std::string& name) {
    if (descriptor_ < 0 || ::fsync(descriptor_) != 0 ||
        std::rename(path_.c_str(), name.c_str()) != 0) {
      return CannotWrite(name);
    }
    return absl::OkStatus();
  }

 private:
  std::string path_;
  int descriptor_;
};

class Receiver {
 public:
  Receiver(std::string folder, const FetchFile& fetch,
           const ReceiveOptions& options)
      : folder_(std::move(folder)), fetch_(fetch), options_(options) {}

  // Goes on with what is there of the file. `size`: as announced; -1: unknown.
  absl::Status Get(const std::string& name, int64_t size) {
    const std::string part = absl::StrCat(Path(name), kPartEnding);
    if (size < 0 || SizeOf(part) > size) std::remove(part.c_str());
    int left = options_.patience;
    while (size < 0 || SizeOf(part) != size) {
      const int64_t before = SizeOf(part);
      const absl::Status fetched = Fetch(name, part, size);
      if (fetched.ok()) break;
      // Another cause than the line is not mended by asking again.
      if (!absl::IsUnavailable(fetched)) return fetched;
      if (size < 0) std::remove(part.c_str());
      left = SizeOf(part) > before ? options_.patience : left - 1;
      if (left < 0) return fetched;
      if (options_.wait) options_.wait();
    }
    return PartFile(part).Finish(Path(name));
  }

  // The same from its beginning.
  absl::Status GetAnew(const std::string& name, int64_t size) {
    std::remove(absl::StrCat(Path(name), kPartEnding).c_str());
    return Get(name, size);
  }

  std::string Path(const std::string& name) const {
    return absl::StrCat(folder_, "/", name);
  }
  std::string Sha256Of(const std::string& name) const {
    std::ifstream in(Path(name), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)),
                            std::istreambuf_iterator<char>());
    return in.bad() ? "" : HexOf(Sha256(bytes));
  }

 private:
  // Asks once, from the end of what is there. A stream that ends well but short
  // is a line that broke.
  absl::Status Fetch(const std::string& name, const std::string& path,
                     int64_t size) {
    PartFile part(path);
    int64_t have = SizeOf(path);
    if (have < 0) return CannotWrite(path);
    int64_t whole = size;
    const absl::Status fetched =
        fetch_(name, have,
               [&](int64_t offset, int64_t file_size,
                   absl::string_view bytes) -> absl::Status {
                 if (whole < 0) whole = file_size;
                 const auto more = static_cast<int64_t>(bytes.size());
                 if (offset != have || file_size != whole ||
                     whole > kMostBytes || more > whole - have) {
                   return Broken();
                 }
                 TOGUNA_RETURN_IF_ERROR(part.Append(bytes));
                 have += more;
                 return absl::OkStatus();
               });
    TOGUNA_RETURN_IF_ERROR(fetched);
    return have == whole ? absl::OkStatus()
                         : absl::UnavailableError("the package broke off");
  }

  const std::string folder_;
  const FetchFile& fetch_;
  const ReceiveOptions& options_;
};

// File -> digest, as the manifest in the folder says. None where it is no
// manifest, which whoever opens the package will say.
std::map<std::string, std::string> DigestsIn(const std::string& path) {
  std::map<std::string, std::string> digests;
  std::ifstream in(path, std::ios::binary);
  const nlohmann::json manifest = nlohmann::json::parse(in, nullptr, false);
  const auto subjects = nlohmann::json::json_pointer("/subject");
  if (!manifest.is_object() || !manifest.contains(subjects)) return digests;
  for (const nlohmann::json& one : manifest[subjects]) {
    const auto digest = nlohmann::json::json_pointer("/digest/sha256");
    if (one.is_object() && one.contains("name") && one["name"].is_string() &&
        one.contains(digest) && one[digest].is_string()) {
      digests[one["name"]] = one[digest];
    }
  }
  return digests;
}

absl::Status CheckAnnounced(const AnnouncedPackage& announced) {
  int64_t total = 0;
  for (const auto& [name, size] : announced.sizes) {
    if (!IsFileName(name) || size < 0 || size > kMostBytes) return Broken();
    total += size;
  }
  return total <= kMostBytes && announced.sizes.contains(kManifestFile)
             ? absl::OkStatus()
             : Broken();
}

// Whether the file is the one that `digest` is of; asked for once more if not.
absl::Status Settle(Receiver& receiver, const std::string& name, int64_t size,
                    const std::string& digest) {
  if (receiver.Sha256Of(name) == digest) return absl::OkStatus();
  TOGUNA_RETURN_IF_ERROR(receiver.GetAnew(name, size));
  return receiver.Sha256Of(name) == digest ? absl::OkStatus() : Broken();
}

}  // namespace

absl::Status ReceivePackage(const AnnouncedPackage& announced,
                            const std::string& folder, const FetchFile& fetch,
                            const ReceiveOptions& options) {
  TOGUNA_RETURN_IF_ERROR(CheckAnnounced(announced));
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot make ", folder, ": ", failed.message()));
  }
  Receiver receiver(folder, fetch, options);
  for (const auto& [name, size] : announced.sizes) {
    if (SizeOf(receiver.Path(name)) == size) continue;
    TOGUNA_RETURN_IF_ERROR(receiver.Get(name, size));
  }
  TOGUNA_RETURN_IF_ERROR(Settle(receiver, kManifestFile,
                                announced.sizes.at(kManifestFile),
                                announced.manifest_sha256));
  for (const auto& [name, digest] : DigestsIn(receiver.Path(kManifestFile))) {
    const auto size = announced.sizes.find(name);
    if (size == announced.sizes.end()) return Broken();
    TOGUNA_RETURN_IF_ERROR(Settle(receiver, name, size->second, digest));
  }
  for (const char* name : kOfTheLog) {
    TOGUNA_RETURN_IF_ERROR(receiver.Get(name, -1));
  }
  return absl::OkStatus();
}

}  // namespace toguna
