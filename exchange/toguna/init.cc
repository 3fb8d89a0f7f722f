// toguna init --demo: a whole operation in a folder, everything marked DEMO.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/toguna/enrol.h"
#include "exchange/toguna/session.h"
#include "exchange/toguna/sign_agreement.h"
#include "exchange/words/console_words.h"
#include "keys/digest/digest.h"
#include "keys/file/file.h"
#include "keys/sodium/keyring.h"
#include "keys/sodium/minisign.h"
#include "keys/sodium/pseudonyms.h"
#include "keys/sodium/random.h"
#include "keys/x509/authority.h"

namespace toguna {
namespace {

namespace fs = std::filesystem;

constexpr char kMarker[] = "DEMO.txt";
constexpr int kDemoDays = 30;

struct InitOptions {
  bool demo = false;
  std::string dir = "toguna-demo";
  std::string catalog = "policies/catalog/mali";
  std::string listen = "127.0.0.1:7443";
  uint64_t seed = 0;
};

// A folder that a demonstration made may be made anew; any other is refused.
absl::Status MakeRoom(const std::string& dir) {
  std::error_code failed;
  if (fs::exists(dir) && !fs::is_empty(dir, failed)) {
    if (!fs::exists(fs::path(dir) / kMarker)) {
      return ReasonError(absl::StatusCode::kAlreadyExists, "FOLDER_NOT_EMPTY",
                         "the folder holds something that is no demonstration; "
                         "name another one with --dir");
    }
    fs::remove_all(dir, failed);
  }
  fs::create_directories(dir, failed);
  if (failed) return absl::InvalidArgumentError("the folder cannot be made");
  return WritePublicFile(
      absl::StrCat(dir, "/", kMarker),
      "DEMO. Démonstration de Toguna : clés, accords et données générées ne "
      "valent rien.\nDEMO. A demonstration of Toguna: keys, agreements and "
      "generated data are worth nothing.\n");
}

constexpr char kSecondKey[] = "/minisign-2.key";

// Where a party's own things lie: recipients/poc-unit,
// contributors/collecting-org.
std::string FolderOf(const Party& party, Role role) {
  const std::string& id = party.id.text();
  switch (role) {
    case Role::kContributor:
      return absl::StrCat("contributors/", id);
    case Role::kRecipient:
      return absl::StrCat("recipients/", id);
    case Role::kOfficer:
      return "officer";
    case Role::kDpo:
      return "dpo";
  }
  return id;
}

absl::Status WriteServerKeys(const std::string& dir, const Catalog& catalog,
                             const InitOptions& options,
                             const RandomBytes& random) {
  const std::string operation = absl::StrCat(dir, "/operation");
  for (const char* folder : {"ca", "public", "tls"}) {
    fs::create_directories(absl::StrCat(operation, "/", folder));
  }
  const std::string passphrase = HexOf(random(24));
  const Keyring keyring = Keyring::Generate(random);
  TOGUNA_ASSIGN_OR_RETURN(const std::string sealed,
                          SealKeyring(keyring, passphrase, {}, random));
  TOGUNA_RETURN_IF_ERROR(WriteSecretFile(operation + "/keyring", sealed));
  TOGUNA_RETURN_IF_ERROR(
      WriteSecretFile(operation + "/passphrase", passphrase + "\n"));
  const NoteKey log_key = {.name = catalog.operation.trust_domain + "/audit/v1",
                           .public_key = keyring.MakeLogSigner()->public_key()};
  TOGUNA_RETURN_IF_ERROR(
      WritePublicFile(operation + "/public/log.vkey", log_key.Text() + "\n"));
  TOGUNA_RETURN_IF_ERROR(
      WritePublicFile(operation + "/public/minisign.pub",
                      keyring.MakePackageSigner()->PublicKeyFile()));
  TOGUNA_ASSIGN_OR_RETURN(
      const Authority authority,
      CreateAuthority("Toguna DEMO authority",
                      DaysFrom(absl::Now(), kDemoDays + 1)));
  TOGUNA_RETURN_IF_ERROR(
      WritePublicFile(operation + "/ca/authority.pem", authority.cert_pem));
  TOGUNA_RETURN_IF_ERROR(
      WriteSecretFile(operation + "/ca/authority.key", authority.key_pem));
  const std::string identity = absl::StrCat(
      "spiffe://", catalog.operation.trust_domain, "/service/togunad/1");
  TOGUNA_ASSIGN_OR_RETURN(const Request server, CreateRequest(identity));
  TOGUNA_ASSIGN_OR_RETURN(
      const std::string certificate,
      IssueCertificate(authority, server.csr_pem,
                       {.spiffe_uri = identity,
                        .validity = DaysFrom(absl::Now(), kDemoDays),
                        .server = true,
                        .dns_names = {"localhost"},
                        .ip_addresses = {"127.0.0.1"}}));
  TOGUNA_RETURN_IF_ERROR(
      WriteSecretFile(operation + "/tls/server.key", server.key_pem));
  TOGUNA_RETURN_IF_ERROR(
      WritePublicFile(operation + "/tls/server.pem", certificate));
  return WritePublicFile(
      operation + "/togunad.textproto",
      absl::StrCat("# DEMO. Paths are relative to the folder togunad is "
                   "started in.\ndata_dir: \"operation/store\"\n"
                   "anchor_path: \"anchor/checkpoint\"\n"
                   "catalog_dir: \"catalog\"\n"
                   "keyring_path: \"operation/keyring\"\n"
                   "passphrase_file: \"operation/passphrase\"\n"
                   "listen_address: \"",
                   options.listen,
                   "\"\ntls {\n  ca: \"operation/ca/authority.pem\"\n"
                   "  certificate: \"operation/tls/server.pem\"\n"
                   "  key: \"operation/tls/server.key\"\n}\n"
                   "log_level: \"info\"\nmin_free_bytes: 268435456\n"
                   "demo_clock_file: \"clock\"\ndemo_seed: ",
                   options.seed, "\n"));
}

// A second person at the data protection office, who signs what one alone must
// not: a key in the office's folder, and its public half in the catalog.
absl::Status AddSecondSignatory(const std::string& dir, const Party& party,
                                const std::string& folder,
                                const RandomBytes& random) {
  const MinisignKeyPair key = MinisignKeyPair::Generate(random);
  TOGUNA_RETURN_IF_ERROR(
      WriteSecretFile(folder + kSecondKey, key.RevealSecretKeyFile()));
  const std::string file =
      absl::StrCat(dir, "/catalog/recipients/", party.id.text(), ".textproto");
  TOGUNA_ASSIGN_OR_RETURN(const std::string text, ReadFile(file));
  return WritePublicFile(
      file, absl::StrCat(text, "signatory_keys {\n  minisign_public_key: \"",
                         key.PublicKeyLine(), "\"\n}\n"));
}

// Keys and certificates of every party; returns each party's folder.
absl::StatusOr<std::map<PartyId, std::string>> EnrolAll(
    const std::string& dir, const Catalog& catalog, const std::string& listen,
    const RandomBytes& random) {
  const OperationFolder operation = {
      .root = dir, .server = listen, .certificate_days = kDemoDays};
  std::map<PartyId, std::string> folders;
  for (const auto& [id, party] : catalog.parties) {
    const Role role = party.roles.front();
    const std::string folder = absl::StrCat(dir, "/", FolderOf(party, role));
    TOGUNA_RETURN_IF_ERROR(
        MakeKeys(folder, id.text(), absl::Now(), random).status());
    TOGUNA_RETURN_IF_ERROR(
        AnswerRequest(operation, folder + "/enrol.request", folder, role, true)
            .status());
    if (party.Has(Role::kContributor)) {
      TOGUNA_RETURN_IF_ERROR(WriteSecretFile(
          folder + "/contributor.key",
          RevealContributorKeyFile(GenerateContributorKey(random))));
    }
    if (party.Has(Role::kDpo)) {
      TOGUNA_RETURN_IF_ERROR(AddSecondSignatory(dir, party, folder, random));
    }
    folders[id] = folder;
  }
  return folders;
}

// Puts every template in force: copied as it is and signed by its parties.
absl::Status SignTemplates(const std::string& dir,
                           const std::map<PartyId, std::string>& folders) {
  const std::string agreements = dir + "/catalog/agreements";
  for (const auto& file : fs::directory_iterator(agreements + "/templates")) {
    if (file.path().extension() != ".textproto") continue;
    fs::copy_file(file.path(), fs::path(agreements) / file.path().filename());
  }
  TOGUNA_ASSIGN_OR_RETURN(const Catalog catalog, ReadCatalog(dir + "/catalog"));
  for (const auto& [id, agreement] : catalog.agreements) {
    const std::string path =
        absl::StrCat(agreements, "/", id.text(), ".textproto");
    const std::map<std::string, PartyId> signatories = {
        {"data-owner", agreement.data_owner},
        {"recipient", agreement.recipient},
        {"dpo", agreement.dpo}};
    for (const auto& [role, party] : signatories) {
      TOGUNA_RETURN_IF_ERROR(
          SignAgreement(path, role, folders.at(party) + "/minisign.key")
              .status());
    }
    if (!agreement.needs_second_dpo) continue;
    TOGUNA_RETURN_IF_ERROR(
        SignAgreement(path, "dpo-2", folders.at(agreement.dpo) + kSecondKey)
            .status());
  }
  return absl::OkStatus();
}

absl::StatusOr<int> Init(Session& session, const InitOptions& options) {
  if (!options.demo) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "DEMO_ONLY",
                       "Toguna is not for real data yet: `toguna init --demo` "
                       "makes a demonstration operation");
  }
  const RandomBytes random = SystemRandom();
  TOGUNA_RETURN_IF_ERROR(MakeRoom(options.dir));
  std::error_code failed;
  fs::copy(options.catalog, options.dir + "/catalog",
           fs::copy_options::recursive, failed);
  if (failed) {
    return ReasonError(absl::StatusCode::kNotFound, "CATALOG_MISSING",
                       "the catalog to start from cannot be copied; name its "
                       "folder with --catalog");
  }
  TOGUNA_ASSIGN_OR_RETURN(const Catalog catalog,
                          ReadCatalog(options.dir + "/catalog"));
  fs::create_directories(options.dir + "/anchor");
  TOGUNA_RETURN_IF_ERROR(
      WritePublicFile(options.dir + "/clock",
                      absl::FormatTime("%Y-%m-%dT%H:%M:%SZ\n", absl::Now(),
                                       absl::UTCTimeZone())));
  TOGUNA_RETURN_IF_ERROR(
      WriteServerKeys(options.dir, catalog, options, random));
  TOGUNA_ASSIGN_OR_RETURN(const auto folders, EnrolAll(options.dir, catalog,
                                                       options.listen, random));
  TOGUNA_RETURN_IF_ERROR(SignTemplates(options.dir, folders));
  TOGUNA_ASSIGN_OR_RETURN(const Catalog ready,
                          ReadCatalog(options.dir + "/catalog"));
  const Console console = session.console();
  console.Say(words::kInitDone, {options.dir});
  console.Answer(Json().Set("dir", options.dir).Set("demo", true));
  return kExitDone;
}

}  // namespace

void AddInit(CLI::App& app, Session& session) {
  auto options = std::make_shared<InitOptions>();
  CLI::App* init = app.add_subcommand(
      "init", "Make a new operation: catalog, keyring, certificates");
  init->add_flag("--demo", options->demo,
                 "A demonstration (required: not for real data yet)");
  init->add_option("--dir", options->dir, "Folder to make")
      ->capture_default_str();
  init->add_option("--catalog", options->catalog, "Catalog to start from")
      ->capture_default_str();
  init->add_option("--seed", options->seed,
                   "Draw ids and ties from this seed (keys never); 0: random")
      ->capture_default_str();
  init->add_option("--listen", options->listen, "Address of the exchange")
      ->capture_default_str();
  Bind(init, session, [options](Session& s) { return Init(s, *options); });
}

}  // namespace toguna
