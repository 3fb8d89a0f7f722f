#ifndef TOGUNA_POLICIES_ODRL_NODE_H_
#define TOGUNA_POLICIES_ODRL_NODE_H_

// Strict reading of a document: every member is known or refused, every value
// has the one form that the profile gives it.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"
#include "policies/odrl/faults.h"
#include "toguna/catalog/v1/catalog.pb.h"

namespace toguna {

// A value and where it stands. Without a value it is one that is missing, which
// was reported, or is optional: reading it gives an empty value and no report.
struct Node {
  const nlohmann::json* value = nullptr;
  std::string path;

  explicit operator bool() const { return value != nullptr; }
};

// An object of which only `names` are known. Must not outlive `faults`.
class OdrlObject {
 public:
  // Reports what is no object, and every other member.
  OdrlObject(const Node& node, std::vector<std::string> names, Faults& faults);

  // The member; Need reports a missing one.
  Node Need(const char* name) const;
  Node May(const char* name) const;

 private:
  Node node_;
  Faults& faults_;
};

// A text that is not empty.
std::string TextOf(const Node& node, Faults& faults);
// Reports anything but `expected`.
void NeedText(const Node& node, absl::string_view expected, Faults& faults);
bool TruthOf(const Node& node, Faults& faults);
// The id in an IRI of `prefix`, itself or as {"@id": …}.
std::string IdOf(const Node& node, absl::string_view prefix, Faults& faults);
std::string IdInReference(const Node& node, absl::string_view prefix,
                          Faults& faults);
// {"@value": …, "@type": …}.
int32_t NumberOf(const Node& node, Faults& faults);
std::string TimeOf(const Node& node, Faults& faults);
std::string DelayOf(const Node& node, Faults& faults);
int32_t DaysOf(const Node& node, Faults& faults);
// A text with its language, French and English, each once.
void ReadLabel(const Node& node, catalog::v1::Label* label, Faults& faults);
// At least one.
std::vector<Node> ListOf(const Node& node, Faults& faults);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_ODRL_NODE_H_
