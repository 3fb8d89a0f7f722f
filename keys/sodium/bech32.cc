#include "keys/sodium/bech32.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace toguna {
namespace {

constexpr absl::string_view kAlphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr size_t kChecksumSize = 6;

using Groups = std::vector<uint8_t>;  // five bits each

uint32_t Polymod(const Groups& groups) {
  constexpr std::array<uint32_t, 5> kGenerator = {
      0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
  uint32_t state = 1;
  for (const uint8_t group : groups) {
    const uint32_t top = state >> 25U;
    state = ((state & 0x1ffffffU) << 5U) ^ group;
    for (size_t i = 0; i < kGenerator.size(); ++i) {
      if (((top >> i) & 1U) != 0) state ^= kGenerator[i];
    }
  }
  return state;
}

// What the checksum covers before the data.
Groups Expanded(absl::string_view prefix) {
  Groups groups;
  for (const char c : prefix) groups.push_back(static_cast<uint8_t>(c) >> 5U);
  groups.push_back(0);
  for (const char c : prefix) groups.push_back(static_cast<uint8_t>(c) & 31U);
  return groups;
}

Groups GroupsOf(absl::string_view bytes) {
  Groups groups;
  uint32_t buffer = 0;
  unsigned bits = 0;
  for (const char byte : bytes) {
    buffer = (buffer << 8U) | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 5; bits -= 5) {
      groups.push_back((buffer >> (bits - 5)) & 31U);
    }
  }
  if (bits > 0) groups.push_back((buffer << (5 - bits)) & 31U);
  return groups;
}

std::optional<std::string> BytesOfGroups(const Groups& groups) {
  std::string bytes;
  uint32_t buffer = 0;
  unsigned bits = 0;
  for (const uint8_t group : groups) {
    buffer = (buffer << 5U) | group;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>((buffer >> bits) & 0xFFU);
    }
  }
  if (bits >= 5 || (buffer & ((1U << bits) - 1)) != 0) return std::nullopt;
  return bytes;
}

}  // namespace

std::string Bech32Of(absl::string_view prefix, absl::string_view bytes) {
  const Groups data = GroupsOf(bytes);
  Groups covered = Expanded(prefix);
  covered.insert(covered.end(), data.begin(), data.end());
  covered.insert(covered.end(), kChecksumSize, 0);
  const uint32_t checksum = Polymod(covered) ^ 1U;
  std::string text = absl::StrCat(prefix, "1");
  for (const uint8_t group : data) text += kAlphabet[group];
  for (size_t i = 0; i < kChecksumSize; ++i) {
    text += kAlphabet[(checksum >> (5 * (kChecksumSize - 1 - i))) & 31U];
  }
  return text;
}

std::optional<std::string> Bech32Bytes(absl::string_view prefix,
                                       absl::string_view text) {
  const std::string lower = absl::AsciiStrToLower(text);
  if (lower != text && absl::AsciiStrToUpper(text) != text) return std::nullopt;
  const std::string start = absl::StrCat(prefix, "1");
  if (lower.size() < start.size() + kChecksumSize ||
      lower.compare(0, start.size(), start) != 0) {
    return std::nullopt;
  }
  Groups data;
  for (const char c : absl::string_view(lower).substr(start.size())) {
    const size_t value = kAlphabet.find(c);
    if (value == absl::string_view::npos) return std::nullopt;
    data.push_back(static_cast<uint8_t>(value));
  }
  Groups covered = Expanded(prefix);
  covered.insert(covered.end(), data.begin(), data.end());
  if (Polymod(covered) != 1) return std::nullopt;
  data.resize(data.size() - kChecksumSize);
  return BytesOfGroups(data);
}

}  // namespace toguna
