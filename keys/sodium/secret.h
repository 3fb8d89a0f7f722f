#ifndef TOGUNA_KEYS_SODIUM_SECRET_H_
#define TOGUNA_KEYS_SODIUM_SECRET_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace toguna {

// Key bytes in guarded memory: locked where the system allows it, left out of
// core dumps, wiped at the end. It cannot be copied or printed; every place
// that reads the bytes says RevealSecret, so that grep finds them all.
// Immutable after construction, so safe for concurrent use.
class Secret {
 public:
  // Takes the bytes over and wipes `bytes`.
  explicit Secret(std::string&& bytes);
  ~Secret();
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  // A view that lives as long as this object. Do not copy it into a string.
  absl::string_view RevealSecret() const;
  size_t size() const { return size_; }

 private:
  unsigned char* data_ = nullptr;
  size_t size_ = 0;
};

}  // namespace toguna

#endif  // TOGUNA_KEYS_SODIUM_SECRET_H_
