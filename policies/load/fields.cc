// The checks that every kind of file shares.

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "exchange/base/ids.h"
#include "exchange/base/period.h"
#include "exchange/words/catalog_words.h"
#include "policies/load/loading.h"

namespace toguna {

bool Need(const Spot& spot, absl::string_view text) {
  if (!text.empty()) return true;
  spot.Report(words::kRequired);
  return false;
}

bool NeedId(const Spot& spot, absl::string_view id) {
  if (!Need(spot, id)) return false;
  if (CheckId(id).ok()) return true;
  spot.Report(words::kBadId, {std::string(id)}, spot.InWords(words::kIdRule));
  return false;
}

bool NeedVersion(const Spot& spot, absl::string_view version) {
  if (!Need(spot, version)) return false;
  bool good = version.size() <= 64;
  for (const char c : version) {
    good = good && (absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
                    c == '.' || c == '-');
  }
  if (!good) {
    spot.Report(words::kBadVersion, {std::string(version)},
                spot.InWords(words::kVersionRule));
  }
  return good;
}

bool NeedAtLeast(const Spot& spot, int value, int least) {
  if (value >= least) return true;
  spot.Report(words::kTooSmall, {absl::StrCat(value)},
              spot.InWords(words::kAtLeast, {absl::StrCat(least)}));
  return false;
}

void RefuseIf(bool given, const Spot& spot) {
  if (given) spot.Report(words::kRefused);
}

bool NeedNew(const Spot& spot, std::set<std::string>& seen,
             const std::string& name) {
  if (seen.insert(name).second) return true;
  spot.Report(words::kTwice, {name});
  return false;
}

Label ReadLabel(const Spot& in, const char* field,
                const catalog::v1::Label& label) {
  const Spot spot = in.At(field);
  if (label.fr().empty() && label.en().empty()) {
    spot.Report(words::kRequired);
  } else {
    Need(spot.At("fr"), label.fr());
    Need(spot.At("en"), label.en());
  }
  return {.fr = label.fr(), .en = label.en()};
}

std::optional<int> ReadLevel(const Spot& spot, const CodeList& list,
                             absl::string_view name) {
  if (!Need(spot, name)) return std::nullopt;
  const std::optional<int> depth = list.DepthOf(name);
  if (!depth.has_value()) spot.ReportUnknown(name, list.levels);
  return depth;
}

std::optional<absl::Time> ReadTime(const Spot& spot, absl::string_view text,
                                   absl::TimeZone zone) {
  if (!Need(spot, text)) return std::nullopt;
  if (const auto day = ParseDay(text); day.ok()) {
    return absl::FromCivil(*day, zone);
  }
  absl::Time time;
  std::string error;
  // ParseTime also reads "infinite-future": no agreement is without end.
  if (text.size() < 20 || text[4] != '-' ||
      !absl::ParseTime(absl::RFC3339_full, text, &time, &error)) {
    spot.Report(words::kBadTime, {std::string(text)},
                spot.InWords(words::kTimeRule));
    return std::nullopt;
  }
  return time;
}

bool IsCode(absl::string_view code) {
  if (code.empty() || code.size() > 32) return false;
  return std::all_of(code.begin(), code.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' ||
           c == '-';
  });
}

std::optional<NodeIndex> ReadCode(const Spot& spot, const CodeList& list,
                                  absl::string_view code) {
  if (!Need(spot, code)) return std::nullopt;
  const std::optional<NodeIndex> node = list.tree.Find(code);
  if (!node.has_value()) {
    std::vector<std::string> codes;
    for (NodeIndex i = 0; i < list.tree.size(); ++i) {
      codes.push_back(list.tree.code(i));
    }
    spot.ReportUnknown(code, codes);
  }
  return node;
}

std::optional<NodeIndex> ReadLeaf(const Spot& spot, const CodeList& list,
                                  absl::string_view code) {
  const std::optional<NodeIndex> node = ReadCode(spot, list, code);
  if (!node.has_value() || list.tree.is_leaf(*node)) return node;
  std::vector<std::string> below;
  for (const NodeIndex child : list.tree.children(*node)) {
    below.push_back(list.tree.code(child));
  }
  spot.Report(words::kNotALeaf, {std::string(code)}, spot.Allowed(below));
  return std::nullopt;
}

void CheckDemo(const Loading& loading, const Spot& spot, bool demo) {
  if (demo && !loading.catalog.operation.demo) {
    spot.Report(words::kDemoInReal);
  }
}

bool CheckFormat(const Spot& root, int format, int newest) {
  const Spot spot = root.At("format");
  if (format >= 1 && format <= newest) return true;
  std::vector<std::string> formats;
  for (int i = 1; i <= newest; ++i) formats.push_back(absl::StrCat(i));
  const std::string allowed = spot.Allowed(formats);
  if (format > newest) {
    spot.Report(words::kNewerFormat, {absl::StrCat(format)}, allowed);
  } else {
    spot.Report(words::kRequired, {}, allowed);
  }
  return false;
}

void CheckFileId(const Spot& root, const std::string& stem,
                 const std::string& id) {
  const Spot spot = root.At("id");
  if (!NeedId(spot, id)) return;
  if (id != stem) {
    spot.Report(words::kIdIsFileName, {id}, spot.Allowed({stem}));
  }
}

}  // namespace toguna
