#include "exchange/base/json.h"

#include <cstdint>
#include <string>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"

namespace toguna {

std::string JsonQuote(absl::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          absl::StrAppendFormat(&out, "\\u%04x", static_cast<unsigned char>(c));
        } else {
          out += c;
        }
    }
  }
  out += '"';
  return out;
}

void Json::Write(std::string& out, int indent, bool pretty) const {
  const auto line = [&out, pretty](int depth) {
    if (pretty) absl::StrAppend(&out, "\n", std::string(2 * depth, ' '));
  };
  if (const auto* text = std::get_if<std::string>(&value_)) {
    out += JsonQuote(*text);
  } else if (const auto* number = std::get_if<int64_t>(&value_)) {
    absl::StrAppend(&out, *number);
  } else if (const auto* truth = std::get_if<bool>(&value_)) {
    out += *truth ? "true" : "false";
  } else if (const auto* list = std::get_if<List>(&value_)) {
    out += '[';
    const char* separator = "";
    for (const Json& item : *list) {
      out += separator;
      separator = ",";
      line(indent + 1);
      item.Write(out, indent + 1, pretty);
    }
    if (!list->empty()) line(indent);
    out += ']';
  } else {
    const auto& object = std::get<Object>(value_);
    out += '{';
    const char* separator = "";
    for (const auto& [key, value] : object) {
      out += separator;
      separator = ",";
      line(indent + 1);
      absl::StrAppend(&out, JsonQuote(key), pretty ? ": " : ":");
      value.Write(out, indent + 1, pretty);
    }
    if (!object.empty()) line(indent);
    out += '}';
  }
}

std::string Json::Canonical() const {
  std::string out;
  Write(out, 0, false);
  return out;
}

std::string Json::Pretty() const {
  std::string out;
  Write(out, 0, true);
  return out;
}

}  // namespace toguna
