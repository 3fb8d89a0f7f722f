#include "keys/digest/digest.h"

#include <sodium.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace toguna {
namespace {

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace

std::string Sha256(absl::string_view bytes) {
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(Bytes(digest), Bytes(bytes), bytes.size());
  return digest;
}

std::string HmacSha256(absl::string_view key, absl::string_view bytes) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, Bytes(key), key.size());
  crypto_auth_hmacsha256_update(&state, Bytes(bytes), bytes.size());
  std::string digest(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_final(&state, Bytes(digest));
  sodium_memzero(&state, sizeof(state));
  return digest;
}

std::string HkdfSha256(absl::string_view key, absl::string_view salt,
                       absl::string_view info) {
  std::string extracted = HmacSha256(salt, key);
  std::string okm = HmacSha256(extracted, absl::StrCat(info, "\x01"));
  sodium_memzero(extracted.data(), extracted.size());
  return okm;
}

std::string Blake2b(absl::string_view bytes, size_t size) {
  std::string digest(size, '\0');
  crypto_generichash(Bytes(digest), size, Bytes(bytes), bytes.size(), nullptr,
                     0);
  return digest;
}

std::string HexOf(absl::string_view bytes) {
  return absl::BytesToHexString(bytes);
}

std::string Base32Of(absl::string_view bytes) {
  constexpr char kAlphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
  std::string text;
  uint32_t buffer = 0;
  int bits = 0;
  for (const char byte : bytes) {
    buffer = (buffer << 8U) | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 5; bits -= 5) {
      text += kAlphabet[(buffer >> static_cast<unsigned>(bits - 5)) & 31U];
    }
  }
  if (bits > 0) {
    text += kAlphabet[(buffer << static_cast<unsigned>(5 - bits)) & 31U];
  }
  return text;
}

std::string Base64Of(absl::string_view bytes) {
  return absl::Base64Escape(bytes);
}

}  // namespace toguna
