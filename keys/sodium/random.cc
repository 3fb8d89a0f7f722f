#include "keys/sodium/random.h"

#include <sodium.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "keys/digest/digest.h"
#include "keys/ring/ring.h"
#include "keys/sodium/bytes.h"

namespace toguna {
namespace {

// Each call has its own nonce, so calls never overlap.
struct Stream {
  std::string key;
  std::atomic<uint64_t> calls = 0;
};

}  // namespace

RandomBytes SystemRandom() {
  EnsureSodium();
  return [](size_t n) {
    std::string bytes(n, '\0');
    randombytes_buf(bytes.data(), n);
    return bytes;
  };
}

RandomBytes SeededRandom(uint64_t seed) {
  EnsureSodium();
  auto stream = std::make_shared<Stream>();
  stream->key =
      Sha256(absl::StrCat("toguna/seeded-random/v1", BigEndian(seed, 8)));
  return [stream](size_t n) {
    const std::string nonce =
        BigEndian(stream->calls++, crypto_stream_chacha20_NONCEBYTES);
    std::string bytes(n, '\0');
    crypto_stream_chacha20(BytesOf(bytes), n, BytesOf(nonce),
                           BytesOf(stream->key));
    return bytes;
  };
}

}  // namespace toguna
