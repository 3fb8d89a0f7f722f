#include "policies/odrl/node.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/words/odrl_words.h"
#include "nlohmann/json.hpp"
#include "policies/odrl/document.h"
#include "policies/odrl/terms.h"

namespace toguna {
namespace {

using nlohmann::json;

// "@value" of a value whose "@type" is one of `types`; the type in `type`.
Node TypedValue(const Node& node, const std::vector<std::string>& types,
                std::string& type, Faults& faults) {
  const OdrlObject object(node, {"@value", "@type"}, faults);
  const Node stated = object.Need("@type");
  type = TextOf(stated, faults);
  if (!type.empty() &&
      std::find(types.begin(), types.end(), type) == types.end()) {
    faults.Unknown(stated.path, type, types);
  }
  return object.Need("@value");
}

template <typename T>
T ValueOr(const std::optional<T>& value, const Node& node,
          const Sentence& expected, Faults& faults) {
  if (!value.has_value() && node) faults.Wrong(node.path, expected);
  return value.value_or(T());
}

}  // namespace

OdrlObject::OdrlObject(const Node& node, std::vector<std::string> names,
                       Faults& faults)
    : node_(node), faults_(faults) {
  if (!node) return;
  if (!node.value->is_object()) {
    faults.Wrong(node.path, words::kOdrlObject);
    node_.value = nullptr;
    return;
  }
  for (const auto& [name, value] : node.value->items()) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      faults.Unknown(PathOf(node.path, name), name, names);
    }
  }
}

Node OdrlObject::May(const char* name) const {
  if (!node_) return {};
  const auto found = node_.value->find(name);
  if (found == node_.value->end()) return {};
  return {&*found, PathOf(node_.path, name)};
}

Node OdrlObject::Need(const char* name) const {
  Node member = May(name);
  if (node_ && !member) faults_.Missing(PathOf(node_.path, name));
  return member;
}

std::string TextOf(const Node& node, Faults& faults) {
  if (!node) return "";
  const auto* text = node.value->get_ptr<const json::string_t*>();
  if (text == nullptr) {
    faults.Wrong(node.path, words::kOdrlText);
    return "";
  }
  if (text->empty()) faults.Missing(node.path);
  return *text;
}

void NeedText(const Node& node, absl::string_view expected, Faults& faults) {
  const std::string text = TextOf(node, faults);
  if (node && text != expected) faults.WrongText(node.path, expected);
}

bool TruthOf(const Node& node, Faults& faults) {
  if (!node) return false;
  const auto* truth = node.value->get_ptr<const json::boolean_t*>();
  if (truth == nullptr) faults.Wrong(node.path, words::kOdrlTruth);
  return truth != nullptr && *truth;
}

std::string IdOf(const Node& node, absl::string_view prefix, Faults& faults) {
  if (!node) return "";
  const std::string iri = TextOf(node, faults);
  const std::optional<std::string> id = IdIn(prefix, iri);
  if (!id.has_value()) {
    faults.Wrong(node.path, words::kOdrlIri, {std::string(prefix)});
  }
  return id.value_or("");
}

std::string IdInReference(const Node& node, absl::string_view prefix,
                          Faults& faults) {
  const OdrlObject object(node, {"@id"}, faults);
  return IdOf(object.Need("@id"), prefix, faults);
}

int32_t NumberOf(const Node& node, Faults& faults) {
  std::string type;
  const Node value = TypedValue(node, {kXsdInteger}, type, faults);
  return ValueOr(NumberIn(TextOf(value, faults)), value, words::kOdrlNumber,
                 faults);
}

std::string TimeOf(const Node& node, Faults& faults) {
  std::string type;
  const Node value = TypedValue(node, {kXsdDate, kXsdDateTime}, type, faults);
  std::string text = TextOf(value, faults);
  const char* its_type = TimeTypeOf(text);
  if (value && (its_type == nullptr || its_type != type)) {
    faults.Wrong(value.path, words::kOdrlTime);
  }
  return text;
}

std::string DelayOf(const Node& node, Faults& faults) {
  std::string type;
  const Node value = TypedValue(node, {kXsdDuration}, type, faults);
  return ValueOr(DelayIn(TextOf(value, faults)), value, words::kOdrlDelay,
                 faults);
}

int32_t DaysOf(const Node& node, Faults& faults) {
  std::string type;
  const Node value = TypedValue(node, {kXsdDuration}, type, faults);
  return ValueOr(DaysIn(TextOf(value, faults)), value, words::kOdrlDays,
                 faults);
}

void ReadLabel(const Node& node, catalog::v1::Label* label, Faults& faults) {
  if (!node) return;
  for (const Node& one : ListOf(node, faults)) {
    const OdrlObject object(one, {"@value", "@language"}, faults);
    const Node tag = object.Need("@language");
    const std::string language = TextOf(tag, faults);
    std::string text = TextOf(object.Need("@value"), faults);
    if (language == "fr") {
      label->set_fr(std::move(text));
    } else if (language == "en") {
      label->set_en(std::move(text));
    } else if (!language.empty()) {
      faults.Unknown(tag.path, language, {"fr", "en"});
    }
  }
  if (label->fr().empty()) faults.Missing(absl::StrCat(node.path, " (fr)"));
  if (label->en().empty()) faults.Missing(absl::StrCat(node.path, " (en)"));
}

std::vector<Node> ListOf(const Node& node, Faults& faults) {
  std::vector<Node> list;
  if (!node) return list;
  if (!node.value->is_array() || node.value->empty()) {
    faults.Wrong(node.path, words::kOdrlList);
    return list;
  }
  for (size_t i = 0; i < node.value->size(); ++i) {
    list.push_back({&(*node.value)[i], PathOf(node.path, absl::StrCat(i))});
  }
  return list;
}

}  // namespace toguna
