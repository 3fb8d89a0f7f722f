#include "policies/odrl/odrl.h"

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/plain_text.h"
#include "exchange/words/odrl_words.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/text_format.h"
#include "keys/digest/digest.h"
#include "nlohmann/json.hpp"
#include "policies/odrl/document.h"
#include "policies/odrl/faults.h"
#include "policies/odrl/node.h"
#include "policies/odrl/read_offer.h"
#include "policies/odrl/write_offer.h"
#include "toguna/catalog/v1/catalog.pb.h"

namespace toguna {
namespace {

using catalog::v1::AgreementFile;
using google::protobuf::TextFormat;
using nlohmann::json;
using nlohmann::ordered_json;

constexpr char kSignedText[] = "toguna:signedText";
constexpr char kSignedSha256[] = "toguna:signedSha256";

// Messages of an agreement nest three deep.
constexpr int kDeepest = 16;

// A draft's first lines, as those of the templates.
constexpr char kDraftHead[] =
    "# proto-file: proto/toguna/catalog/v1/catalog.proto\n"
    "# proto-message: toguna.catalog.v1.AgreementFile\n"
    "#\n"
    "# DRAFT, made from an ODRL offer. No signature of another file holds of\n"
    "# this one: read it, and have it signed.\n\n";

// Keeps the parser's first error; without it they go to standard error.
class Collector : public google::protobuf::io::ErrorCollector {
 public:
  explicit Collector(Faults& faults) : faults_(faults) {}
  void AddError(int line, google::protobuf::io::ColumnNumber /*column*/,
                const std::string& message) override {
    faults_.Add(kNotReadable, "", words::kOdrlNotAgreement,
                {absl::StrCat(line + 1), message});
  }

 private:
  Faults& faults_;
};

AgreementFile ParseAgreement(absl::string_view text, Faults& faults) {
  AgreementFile file;
  if (text.size() > kLargestOdrl) {
    faults.Add(kNotReadable, "", words::kOdrlTooLarge);
    return file;
  }
  if (!IsPlainText(text)) {
    faults.Add(kNotReadable, Say(faults.language(), words::kOdrlWholeText),
               words::kOdrlNotPlain);
    return file;
  }
  Collector collector(faults);
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.SetRecursionLimit(kDeepest);
  google::protobuf::io::ArrayInputStream in(text.data(),
                                            static_cast<int>(text.size()));
  if (!parser.Parse(&in, &file)) {
    // Without an error of its own, which the parser never leaves out.
    faults.Add(kNotReadable, "", words::kOdrlNotAgreement, {"1", "?"});
  } else if (file.format() != 2) {
    faults.Add(kOldFormat, "", words::kOdrlOldFormat,
               {absl::StrCat(file.format())});
  }
  return file;
}

std::string TextOf(const AgreementFile& file) {
  TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(file, &text);
  return absl::StrCat(kDraftHead, text);
}

ordered_json SignedOfferOf(absl::string_view agreement, Faults& faults) {
  const AgreementFile file = ParseAgreement(agreement, faults);
  if (!faults.ok()) return {};
  ordered_json offer = OfferOf(file, faults);
  offer[kSignedSha256] = HexOf(Sha256(agreement));
  offer[kSignedText] = std::string(agreement);
  return offer;
}

// An offer that says what it was made of: the text is right if it makes this
// very offer again.
std::string SignedTextIn(const json& document, Faults& faults) {
  const auto part = [&](const char* name) {
    const auto found = document.find(name);
    if (found != document.end()) return Node{&*found, PathOf("", name)};
    faults.Missing(PathOf("", name));
    return Node();
  };
  const std::string digest = TextOf(part(kSignedSha256), faults);
  std::string text = TextOf(part(kSignedText), faults);
  if (!faults.ok()) return text;
  if (digest != HexOf(Sha256(text))) {
    faults.Add(kTextDiffers, PathOf("", kSignedSha256),
               words::kOdrlTextDiffers);
    return text;
  }
  const json expected = SignedOfferOf(text, faults);
  if (!faults.ok()) return text;
  const auto other = FirstDifference(expected, document);
  if (other.has_value()) {
    faults.Add(kTextDiffers, *other, words::kOdrlTextDiffers);
  }
  return text;
}

// An offer of terms alone. It is written again and compared, so that nothing
// that was read is passed over, and what it says twice is the same.
std::string DraftOf(const json& document, Faults& faults) {
  const AgreementFile file = AgreementOf(document, faults);
  if (!faults.ok()) return "";
  const json again = OfferOf(file, faults);
  if (!faults.ok()) return "";
  if (Sorted(again) != Sorted(document)) {
    faults.Add(kTermsDisagree, FirstDifference(again, document).value_or("/"),
               words::kOdrlDisagrees);
  }
  return TextOf(file);
}

}  // namespace

absl::StatusOr<std::string> OdrlOf(absl::string_view agreement_file,
                                   Language language) {
  Faults faults(language);
  const ordered_json offer = SignedOfferOf(agreement_file, faults);
  if (!faults.ok()) return faults.status();
  // All texts are UTF-8, so nothing is replaced.
  std::string text = absl::StrCat(
      offer.dump(2, ' ', false, ordered_json::error_handler_t::replace), "\n");
  if (text.size() > kLargestOdrl) {
    faults.Add(kNotReadable, "", words::kOdrlTooLarge);
    return faults.status();
  }
  return text;
}

absl::StatusOr<AgreementText> AgreementFileOf(absl::string_view text,
                                              Language language) {
  Faults faults(language);
  if (text.size() > kLargestOdrl) {
    faults.Add(kNotReadable, "", words::kOdrlTooLarge);
    return faults.status();
  }
  const json document = ReadDocument(text, faults);
  if (!faults.ok()) return faults.status();
  AgreementText agreement;
  agreement.as_signed =
      document.contains(kSignedText) || document.contains(kSignedSha256);
  agreement.textproto = agreement.as_signed ? SignedTextIn(document, faults)
                                            : DraftOf(document, faults);
  if (!faults.ok()) return faults.status();
  return agreement;
}

}  // namespace toguna
