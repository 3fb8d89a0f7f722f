// toguna extract receipt: verify a package, and sign that it was received.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/toguna/extract_files.h"
#include "exchange/toguna/session.h"
#include "exchange/toguna/statement.h"
#include "exchange/words/statement_words.h"
#include "keys/digest/digest.h"
#include "keys/file/file.h"

namespace toguna {
namespace {

namespace fs = std::filesystem;

constexpr char kManifest[] = "manifest.json";

struct Options {
  std::string package;
  std::string out;
  std::string date;
  bool no_send = false;
};

// Beside the folder: in it, it would be a file that the package does not have.
std::string PathOf(const Options& options) {
  if (!options.out.empty()) return options.out;
  std::string folder = options.package;
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  return folder + ".receipt.txt";
}

absl::StatusOr<int> Receipt(Session& session, const Options& options) {
  const std::string path = PathOf(options);
  // Signed already: the same receipt is sent again, whatever day it is.
  if (!fs::exists(path + ".minisig")) {
    TOGUNA_ASSIGN_OR_RETURN(const Profile profile, session.LoadProfile());
    // A receipt says that all of it was verified, so it is.
    TOGUNA_ASSIGN_OR_RETURN(const auto files, ReadPackage(options.package));
    TOGUNA_ASSIGN_OR_RETURN(const OpenedPackage opened,
                            VerifyPackage(session, files));
    TOGUNA_ASSIGN_OR_RETURN(const absl::CivilDay day,
                            DayOrToday(session, options.date));
    TOGUNA_RETURN_IF_ERROR(
        WriteStatement(session,
                       {.kind = StatementRow::Kind::kReceipt,
                        .release = ReleaseId(opened.release),
                        .agreement = AgreementId(opened.agreement),
                        .recipient = PartyId(profile.party),
                        .manifest_sha256 = HexOf(Sha256(files.at(kManifest))),
                        .date = day,
                        .demo = opened.demo},
                       path));
  }
  if (!options.no_send) return DeliverStatement(session, path);
  session.console().Say(statement_words::kNotSent, {path});
  session.console().Answer(Json().Set("file", path).Set("sent", false));
  return kExitDone;
}

}  // namespace

void AddReceipt(CLI::App& extract, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* receipt = extract.add_subcommand(
      "receipt",
      "Verify a package, sign that you received it, and send the receipt");
  receipt->add_option("package", options->package, "Folder R-…")->required();
  receipt->add_option("--out", options->out,
                      "File of the receipt; default: beside the package");
  receipt->add_option("--date", options->date,
                      "Day of it, YYYY-MM-DD; default: today");
  receipt->add_flag("--no-send", options->no_send,
                    "Only write and sign: the files are carried by hand");
  Bind(receipt, session,
       [options](Session& s) { return Receipt(s, *options); });
}

}  // namespace toguna
