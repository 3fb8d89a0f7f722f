#ifndef TOGUNA_EXCHANGE_BASE_JSON_H_
#define TOGUNA_EXCHANGE_BASE_JSON_H_

// Canonical JSON for signed and hashed bytes: the part of RFC 8785 that has
// sorted ASCII keys, strings, integers below 2^53, booleans, lists, objects.

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"

namespace toguna {

// A JSON value. Equal values have equal bytes, whatever order they were built
// in. Reading JSON is an adapter's work (nlohmann-json), not done here.
class Json {
 public:
  using List = std::vector<Json>;
  using Object = std::map<std::string, Json>;

  Json() : value_(Object{}) {}
  Json(const char* text) : value_(std::string(text)) {}  // NOLINT: implicit
  Json(std::string text) : value_(std::move(text)) {}    // NOLINT: so that a
  Json(absl::string_view text) : value_(std::string(text)) {}  // NOLINT: tree
  Json(int64_t number) : value_(number) {}            // NOLINT: of values
  Json(int number) : value_(int64_t{number}) {}       // NOLINT: reads like
  Json(bool truth) : value_(truth) {}                 // NOLINT: JSON
  Json(List list) : value_(std::move(list)) {}        // NOLINT
  Json(Object object) : value_(std::move(object)) {}  // NOLINT

  // Sets a member. Must be an object, which a default Json is.
  Json& Set(std::string key, Json value) {
    std::get<Object>(value_)[std::move(key)] = std::move(value);
    return *this;
  }

  // The canonical bytes: no white space, keys sorted.
  std::string Canonical() const;
  // The same value with two-space indentation, for people.
  std::string Pretty() const;

 private:
  void Write(std::string& out, int indent, bool pretty) const;

  std::variant<std::string, int64_t, bool, List, Object> value_;
};

// `text` as a JSON string literal with its quotes.
std::string JsonQuote(absl::string_view text);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_BASE_JSON_H_
