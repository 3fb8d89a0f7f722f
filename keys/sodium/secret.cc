#include "keys/sodium/secret.h"

#include <sodium.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "keys/sodium/bytes.h"

namespace toguna {

Secret::Secret(std::string&& bytes) : size_(bytes.size()) {
  EnsureSodium();
  data_ = static_cast<unsigned char*>(sodium_malloc(size_));
  // As with any failed allocation there is no way on.
  if (data_ == nullptr) std::abort();
  if (size_ > 0) std::memcpy(data_, bytes.data(), size_);
  sodium_mprotect_readonly(data_);
  Wipe(bytes);
}

Secret::~Secret() { sodium_free(data_); }

Secret::Secret(Secret&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

absl::string_view Secret::RevealSecret() const {
  return {reinterpret_cast<const char*>(data_), size_};
}

}  // namespace toguna
