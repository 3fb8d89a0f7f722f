#ifndef TOGUNA_EXCHANGE_RPC_WRITE_FILE_H_
#define TOGUNA_EXCHANGE_RPC_WRITE_FILE_H_

// Internal: files as a stream of chunks.

#include <grpcpp/support/sync_stream.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "absl/status/status.h"

namespace toguna {

inline constexpr size_t kChunkBytes = size_t{256} << 10;

// Writes `files` (name -> bytes) one after the other, each from byte `begin`
// on, which none is shorter than; one without any left as one chunk without
// data. `still` is asked before each chunk; where it is not OK, nothing more is
// written and its status returned.
//   kCancelled  the caller is gone
template <typename Chunk>
absl::Status WriteFiles(const std::map<std::string, std::string>& files,
                        const std::function<absl::Status()>& still,
                        grpc::ServerWriter<Chunk>& writer, size_t begin = 0) {
  for (const auto& [name, bytes] : files) {
    size_t offset = begin;
    do {
      Chunk chunk;
      const size_t size = std::min(kChunkBytes, bytes.size() - offset);
      chunk.set_file_name(name);
      chunk.set_file_size_bytes(static_cast<int64_t>(bytes.size()));
      chunk.set_offset(static_cast<int64_t>(offset));
      chunk.set_data(bytes.data() + offset, size);
      if (absl::Status now = still(); !now.ok()) return now;
      if (!writer.Write(chunk)) {
        return absl::CancelledError("the caller is gone");
      }
      offset += size;
    } while (offset < bytes.size());
  }
  return absl::OkStatus();
}

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RPC_WRITE_FILE_H_
