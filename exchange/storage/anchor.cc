#include "exchange/storage/anchor.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"

namespace toguna {
namespace {

// Closes a file descriptor at the end of the scope.
class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }

 private:
  const int fd_;
};

absl::Status AnchorError(int error, absl::string_view what) {
  if (error == ENOSPC || error == EDQUOT) {
    return ReasonError(absl::StatusCode::kResourceExhausted, "DISK_FULL",
                       "the disk of the log's anchor is full: free space");
  }
  return absl::InternalError(
      absl::StrCat("the log's anchor: cannot ", what, ", error ", error));
}

absl::Status WriteWhole(const std::string& path, absl::string_view bytes) {
  const File file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (file.fd() < 0) return AnchorError(errno, "open");
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.fd(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return AnchorError(errno, "write");
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  if (::fsync(file.fd()) != 0) return AnchorError(errno, "sync");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::optional<std::string>> ReadAnchor(const std::string& path) {
  std::error_code error;
  const bool exists = std::filesystem::exists(path, error);
  if (error) return AnchorError(error.value(), "find");
  if (!exists) return std::optional<std::string>();
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  if (!in) return AnchorError(EIO, "read");
  return std::optional(bytes.str());
}

absl::Status WriteAnchor(const std::string& path, absl::string_view note) {
  const std::string next = absl::StrCat(path, ".new");
  TOGUNA_RETURN_IF_ERROR(WriteWhole(next, note));
  if (std::rename(next.c_str(), path.c_str()) != 0) {
    return AnchorError(errno, "rename");
  }
  const std::string parent =
      std::filesystem::absolute(path).parent_path().string();
  const File folder(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.fd() < 0 || ::fsync(folder.fd()) != 0) {
    return AnchorError(errno, "sync the folder");
  }
  return absl::OkStatus();
}

}  // namespace toguna
