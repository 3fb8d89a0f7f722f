#include "keys/file/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"

namespace toguna {
namespace {

absl::Status Failed(absl::string_view act, const std::string& path) {
  return absl::ErrnoToStatus(errno, absl::StrCat("cannot ", act, " ", path));
}

// An open file that is closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool open() const { return fd_ >= 0; }
  int get() const { return fd_; }
  // Some file systems say only here that a write was lost.
  int Close() { return ::close(std::exchange(fd_, -1)); }

 private:
  int fd_;
};

absl::Status WriteAll(int fd, absl::string_view bytes,
                      const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Failed("write", path);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

std::string FolderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

absl::Status SyncFolder(const std::string& path) {
  const std::string folder = FolderOf(path);
  const Descriptor fd(
      ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.open() || ::fsync(fd.get()) != 0) return Failed("sync", folder);
  return absl::OkStatus();
}

// Writes and syncs the whole of a file that mkstemp made.
absl::Status FillTemporary(Descriptor& fd, absl::string_view bytes, mode_t mode,
                           const std::string& path) {
  if (::fchmod(fd.get(), mode) != 0) return Failed("set the mode of", path);
  TOGUNA_RETURN_IF_ERROR(WriteAll(fd.get(), bytes, path));
  if (::fsync(fd.get()) != 0 || fd.Close() != 0) return Failed("write", path);
  return absl::OkStatus();
}

absl::Status WriteWhole(const std::string& path, absl::string_view bytes,
                        mode_t mode) {
  std::string temporary = absl::StrCat(path, ".XXXXXX");
  Descriptor fd(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!fd.open()) return Failed("write", path);
  absl::Status status = FillTemporary(fd, bytes, mode, path);
  if (status.ok() && ::rename(temporary.c_str(), path.c_str()) != 0) {
    status = Failed("write", path);
  }
  if (!status.ok()) {
    ::unlink(temporary.c_str());
    return status;
  }
  return SyncFolder(path);
}

absl::StatusOr<std::string> ReadAll(int fd, const std::string& path) {
  std::string bytes;
  std::array<char, 65536> buffer{};
  while (true) {
    const ssize_t got = ::read(fd, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Failed("read", path);
    if (got == 0) return bytes;
    bytes.append(buffer.data(), static_cast<size_t>(got));
  }
}

}  // namespace

absl::Status WriteSecretFile(const std::string& path, absl::string_view bytes) {
  return WriteWhole(path, bytes, S_IRUSR | S_IWUSR);
}

absl::Status WritePublicFile(const std::string& path, absl::string_view bytes) {
  return WriteWhole(path, bytes, S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH);
}

absl::StatusOr<std::string> ReadSecretFile(const std::string& path) {
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.open()) return Failed("read", path);
  // Asked of the open file, so that it cannot be exchanged in between.
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return Failed("read", path);
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return ReasonError(absl::StatusCode::kFailedPrecondition,
                       "SECRET_FILE_OPEN",
                       absl::StrCat("others than its owner may use the secret "
                                    "file ",
                                    path, ": run chmod 600 ", path));
  }
  return ReadAll(fd.get(), path);
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.open()) return Failed("read", path);
  return ReadAll(fd.get(), path);
}

}  // namespace toguna
