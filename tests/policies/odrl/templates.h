#ifndef TOGUNA_TESTS_POLICIES_ODRL_TEMPLATES_H_
#define TOGUNA_TESTS_POLICIES_ODRL_TEMPLATES_H_

#include <filesystem>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "google/protobuf/text_format.h"
#include "nlohmann/json.hpp"
#include "policies/odrl/odrl.h"
#include "tests/policies/load/catalog_copy.h"
#include "toguna/catalog/v1/catalog.pb.h"

namespace toguna::testing {

// Agreements of the Mali catalog by their id: "poc-feed" -> bytes.
inline std::map<std::string, std::string> Templates() {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(
           MaliFolder() + "/agreements/templates")) {
    files[entry.path().stem().string()] = ReadFile(entry.path().string());
  }
  return files;
}

// The offer of an agreement's file, which must be one.
inline nlohmann::json OfferFrom(const std::string& agreement) {
  return nlohmann::json::parse(OdrlOf(agreement).value());
}

// The same without its signed text.
inline nlohmann::json TermsFrom(const std::string& agreement) {
  nlohmann::json offer = OfferFrom(agreement);
  offer.erase("toguna:signedText");
  offer.erase("toguna:signedSha256");
  return offer;
}

inline catalog::v1::AgreementFile Parsed(const std::string& text) {
  catalog::v1::AgreementFile file;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &file));
  return file;
}

// "ODRL_UNKNOWN_TERM /permission/0/x"; "" if it was taken.
template <typename T>
std::string RefusalIn(const absl::StatusOr<T>& result) {
  if (result.ok()) return "";
  const Reason reason = ReasonOf(result.status());
  const auto path = reason.metadata.find("path");
  return path == reason.metadata.end() ? reason.code
                                       : reason.code + " " + path->second;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_POLICIES_ODRL_TEMPLATES_H_
