// toguna agreement sign: a minisign signature over the exact bytes of the file.

#include <memory>
#include <string>

#include "CLI/App.hpp"
#include "CLI/Validators.hpp"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/status_macros.h"
#include "exchange/toguna/session.h"
#include "exchange/toguna/sign_agreement.h"
#include "exchange/words/console_words.h"
#include "keys/digest/digest.h"
#include "keys/file/file.h"
#include "keys/sodium/minisign.h"

namespace toguna {

absl::StatusOr<std::string> SignAgreement(const std::string& path,
                                          const std::string& role,
                                          const std::string& key_path) {
  TOGUNA_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  TOGUNA_ASSIGN_OR_RETURN(const std::string key_file, ReadSecretFile(key_path));
  TOGUNA_ASSIGN_OR_RETURN(const MinisignKeyPair key,
                          MinisignKeyPair::ParseSecretKeyFile(key_file));
  const std::string comment =
      absl::StrCat("agreement signed as ", role,
                   "\tagreement:sha256:", HexOf(Sha256(bytes)));
  const std::string signature = absl::StrCat(path, ".", role, ".minisig");
  TOGUNA_RETURN_IF_ERROR(WritePublicFile(
      signature, MakeMinisignSigner(key)->SignFile(bytes, comment)));
  return signature;
}

void AddAgreement(CLI::App& app, Session& session) {
  struct Options {
    std::string file;
    std::string role;
    std::string key;
  };
  auto options = std::make_shared<Options>();
  CLI::App* agreement =
      app.add_subcommand("agreement", "Agreements as files with signatures");
  agreement->require_subcommand(1);
  CLI::App* sign =
      agreement->add_subcommand("sign",
                                "Sign an agreement's file; `minisign -S` with "
                                "the same key does the same");
  sign->add_option("file", options->file, "agreements/<id>.textproto")
      ->required();
  sign->add_option("--role", options->role, "What you sign as")
      ->required()
      ->check(CLI::IsMember({"data-owner", "recipient", "dpo"}));
  sign->add_option("--key", options->key,
                   "minisign secret key without password; default: "
                   "minisign.key of --as");
  Bind(sign, session, [options](Session& s) -> absl::StatusOr<int> {
    const std::string key =
        options->key.empty() ? s.as + "/minisign.key" : options->key;
    TOGUNA_ASSIGN_OR_RETURN(const std::string signature,
                            SignAgreement(options->file, options->role, key));
    s.console().Say(words::kAgreementSigned,
                    {options->role, options->file, signature});
    s.console().Answer(Json().Set("signature", signature));
    return kExitDone;
  });
}

}  // namespace toguna
