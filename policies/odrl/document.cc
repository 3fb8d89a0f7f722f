#include "policies/odrl/document.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "exchange/base/plain_text.h"
#include "exchange/words/odrl_words.h"
#include "nlohmann/json.hpp"

namespace toguna {
namespace {

using nlohmann::json;

// Documents of the profile nest seven deep.
constexpr size_t kDeepest = 16;

// Finds what nlohmann's parser would take without a word. Called by its parser
// for each token; `false` ends the parse.
class Checker : public nlohmann::json_sax<json> {
 public:
  explicit Checker(Faults& faults) : faults_(faults) {}

  bool null() override { return Value(); }
  bool boolean(bool /*value*/) override { return Value(); }
  bool number_integer(number_integer_t /*value*/) override { return Value(); }
  bool number_unsigned(number_unsigned_t /*value*/) override { return Value(); }
  bool number_float(number_float_t /*value*/,
                    const string_t& /*text*/) override {
    return Value();
  }
  bool binary(binary_t& /*value*/) override { return Value(); }
  bool string(string_t& value) override {
    return Plain(value, Path()) && Value();
  }
  bool key(string_t& name) override {
    Open& top = open_.back();
    const std::string path = PathOf(ParentPath(), name);
    top.name = name;
    if (!Plain(name, ParentPath())) return false;
    if (!top.names.insert(name).second) {
      faults_.Add(kNotReadable, path, words::kOdrlTwice);
    }
    return faults_.ok();
  }
  bool start_object(std::size_t /*size*/) override { return Begin(true); }
  bool start_array(std::size_t /*size*/) override { return Begin(false); }
  bool end_object() override { return End(); }
  bool end_array() override { return End(); }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const json::exception& /*why*/) override {
    faults_.Add(kNotReadable, "", words::kOdrlNotJson,
                {absl::StrCat(position)});
    return false;
  }

 private:
  // An object or list that has begun.
  struct Open {
    bool object;
    std::set<std::string> names;
    std::string name;  // of the member that is read
    size_t index = 0;  // of the element that is read
  };

  static std::string PathIn(const Open& open, const std::string& path) {
    return PathOf(path, open.object ? open.name : absl::StrCat(open.index));
  }
  std::string Path() const {
    std::string path;
    for (const Open& open : open_) path = PathIn(open, path);
    return path.empty() ? "/" : path;
  }
  std::string ParentPath() const {
    std::string path;
    for (size_t i = 0; i + 1 < open_.size(); ++i) path = PathIn(open_[i], path);
    return path;
  }
  bool Plain(const std::string& text, const std::string& path) {
    if (!IsPlainText(text)) {
      faults_.Add(kNotReadable, path.empty() ? "/" : path,
                  words::kOdrlNotPlain);
    }
    return faults_.ok();
  }
  bool Begin(bool object) {
    if (open_.size() == kDeepest) {
      faults_.Add(kNotReadable, Path(), words::kOdrlTooDeep);
      return false;
    }
    open_.push_back({.object = object, .names = {}, .name = {}});
    return true;
  }
  bool End() {
    open_.pop_back();
    return Value();
  }
  // A value has been read.
  bool Value() {
    if (!open_.empty()) ++open_.back().index;
    return true;
  }

  Faults& faults_;
  std::vector<Open> open_;
};

std::string DifferenceOfObjects(const json& expected, const json& given,
                                const std::string& path) {
  for (const auto& [name, value] : expected.items()) {
    const auto found = given.find(name);
    if (found == given.end()) return PathOf(path, name);
    auto inside = FirstDifference(value, *found, PathOf(path, name));
    if (inside.has_value()) return *inside;
  }
  for (const auto& [name, value] : given.items()) {
    if (!expected.contains(name)) return PathOf(path, name);
  }
  return path;
}

std::string DifferenceOfLists(const json& expected, const json& given,
                              const std::string& path) {
  const size_t both = std::min(expected.size(), given.size());
  for (size_t i = 0; i < both; ++i) {
    auto inside =
        FirstDifference(expected[i], given[i], PathOf(path, absl::StrCat(i)));
    if (inside.has_value()) return *inside;
  }
  return PathOf(path, absl::StrCat(both));
}

}  // namespace

json ReadDocument(absl::string_view text, Faults& faults) {
  if (!IsPlainText(text)) {
    faults.Add(kNotReadable, Say(faults.language(), words::kOdrlWholeText),
               words::kOdrlNotPlain);
    return nullptr;
  }
  Checker checker(faults);
  const bool good = json::sax_parse(text.begin(), text.end(), &checker);
  if (!good || !faults.ok()) return nullptr;
  return json::parse(text.begin(), text.end(), nullptr, false);
}

std::string PathOf(absl::string_view path, absl::string_view member) {
  return absl::StrCat(path, "/",
                      absl::StrReplaceAll(member, {{"~", "~0"}, {"/", "~1"}}));
}

std::optional<std::string> FirstDifference(const json& expected,
                                           const json& given,
                                           const std::string& path) {
  if (expected == given) return std::nullopt;
  if (expected.is_object() && given.is_object()) {
    return DifferenceOfObjects(expected, given, path);
  }
  if (expected.is_array() && given.is_array()) {
    return DifferenceOfLists(expected, given, path);
  }
  return path.empty() ? "/" : path;
}

json Sorted(const json& document) {
  json sorted = document;
  if (!sorted.is_structured()) return sorted;
  for (json& value : sorted) value = Sorted(value);
  if (sorted.is_array()) std::sort(sorted.begin(), sorted.end());
  return sorted;
}

}  // namespace toguna
