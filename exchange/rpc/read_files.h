#ifndef TOGUNA_EXCHANGE_RPC_READ_FILES_H_
#define TOGUNA_EXCHANGE_RPC_READ_FILES_H_

// Internal: files that arrive in chunks, as write_file.h sends them.

#include <grpcpp/client_context.h>
#include <grpcpp/support/sync_stream.h>

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/reason.h"
#include "exchange/rpc/grpc_status.h"

namespace toguna {

// A package is small: counts, a manifest and signatures.
inline constexpr int64_t kMaxPackageBytes = int64_t{1} << 30;

// The files of a stream of chunks, by name.
//   kDataLoss PACKAGE_BROKEN  it ended within a file, or is too large
template <typename Chunk>
absl::StatusOr<std::map<std::string, std::string>> ReadFiles(
    grpc::ClientReader<Chunk>& stream, grpc::ClientContext& context) {
  std::map<std::string, std::string> files;
  std::map<std::string, int64_t> sizes;
  int64_t total = 0;
  bool whole = true;
  Chunk chunk;
  while (whole && stream.Read(&chunk)) {
    std::string& file = files[chunk.file_name()];
    total += static_cast<int64_t>(chunk.data().size());
    whole = chunk.offset() == static_cast<int64_t>(file.size()) &&
            total <= kMaxPackageBytes;
    sizes[chunk.file_name()] = chunk.file_size_bytes();
    file += chunk.data();
  }
  if (!whole) context.TryCancel();
  const grpc::Status status = stream.Finish();
  if (whole && !status.ok()) return FromGrpcStatus(status);
  for (const auto& [name, bytes] : files) {
    whole = whole && static_cast<int64_t>(bytes.size()) == sizes[name];
  }
  if (whole) return files;
  return ReasonError(absl::StatusCode::kDataLoss, "PACKAGE_BROKEN",
                     "the package did not arrive whole; download it again");
}

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RPC_READ_FILES_H_
