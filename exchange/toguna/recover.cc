// toguna recover: taking up a database that was put back, on the exchange's own
// machine, once two data protection officers have signed what follows.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/witness.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/http/http_client.h"
#include "exchange/rocksdb/open_rocksdb.h"
#include "exchange/storage/anchor.h"
#include "exchange/storage/stored_ledger.h"
#include "exchange/toguna/session.h"
#include "exchange/togunad/settings.h"
#include "exchange/usecase/recovery.h"
#include "exchange/words/recovery_words.h"
#include "keys/digest/digest.h"
#include "keys/file/file.h"
#include "keys/sodium/minisign.h"
#include "keys/sodium/primitives.h"

namespace toguna {
namespace {

namespace words = recovery_words;

struct Options {
  std::string config;
  std::string file = "recovery.txt";
  std::vector<std::string> known;
  std::string role;
  std::string key;
  std::string vkey = "log.vkey";
};

// The roles that sign, in files beside the text: two people, two keys.
constexpr const char* kRoles[] = {"dpo", "dpo-2"};

std::string SignatureOf(const std::string& file, const std::string& role) {
  return absl::StrCat(file, ".", role, ".minisig");
}

// A store that was put back, opened, and what follows from it.
struct Opened {
  std::unique_ptr<Store> store;
  std::unique_ptr<Sealer> sealer;
  std::unique_ptr<RowHasher> hasher;
  std::unique_ptr<Signer> signer;
  std::unique_ptr<StoredLedger> ledger;
  std::string anchor;  // as it is; empty: gone
  PutBack put_back;
  Recovery recovery;
};

// The larger head; notes that the log has not signed count for nothing.
void TakeKnown(const NoteKey& log, const std::string& note,
               std::optional<LogHead>& head, std::string& known) {
  const absl::StatusOr<LogHead> read =
      VerifyNote(log.Text(), note, VerifyEd25519);
  if (!read.ok() || (head.has_value() && head->size >= read->size)) return;
  head = *read;
  known = note;
}

// What the witnesses have signed last, of those that answer.
std::vector<std::string> HeadsOfWitnesses(const Settings& settings) {
  std::vector<std::string> heads;
  if (!settings.log_policy.has_value()) return heads;
  for (const WitnessLine& line : settings.log_policy->witnesses) {
    absl::StatusOr<HttpReply> reply = HttpClient::Make({})->Get(
        absl::StrCat(line.url, WitnessedPath(settings.log_origin)));
    if (reply.ok() && reply->status == 200) {
      heads.push_back(std::move(reply->body));
    }
  }
  return heads;
}

absl::StatusOr<Opened> Open(const Settings& settings, const Options& options,
                            Language language, bool read_only) {
  Opened opened;
  const std::string& anchor_path = settings.config.anchor_path();
  TOGUNA_ASSIGN_OR_RETURN(const std::optional<std::string> anchor,
                          ReadAnchor(anchor_path));
  opened.anchor = anchor.value_or("");
  TOGUNA_ASSIGN_OR_RETURN(
      opened.store, OpenRocksDb(settings.config.data_dir(),
                                {.create = false,
                                 .read_only = read_only,
                                 .min_free_bytes = settings.min_free_bytes}));
  opened.sealer = settings.keyring->MakeSealer();
  opened.hasher = settings.keyring->MakeRowHasher();
  opened.signer = settings.keyring->MakeLogSigner();
  TOGUNA_ASSIGN_OR_RETURN(
      opened.ledger,
      StoredLedger::OpenToRecover(*opened.store, *opened.sealer, *opened.hasher,
                                  *opened.signer, settings.log_origin));
  PutBack& put_back = opened.put_back;
  put_back.store = opened.ledger->Head();
  put_back.origin =
      LogOrigin(settings.catalog.operation, LogVersion(settings.config) + 1);
  const NoteKey log{settings.log_origin, opened.signer->public_key()};
  std::optional<LogHead> known;
  std::vector<std::string> notes = HeadsOfWitnesses(settings);
  notes.push_back(opened.anchor);
  for (const std::string& file : options.known) {
    TOGUNA_ASSIGN_OR_RETURN(notes.emplace_back(), ReadFile(file));
  }
  for (const std::string& note : notes) {
    TakeKnown(log, note, known, put_back.known);
  }
  if (known.has_value()) {
    const absl::StatusOr<std::string> root = opened.ledger->RootOf(known->size);
    const bool anchored =
        VerifyNote(log.Text(), opened.anchor, VerifyEd25519).ok();
    if (root.ok() && *root == known->root && anchored) {
      return ReasonError(absl::StatusCode::kFailedPrecondition, "NOTHING_LOST",
                         Say(language, words::kNothingLost));
    }
  }
  TOGUNA_ASSIGN_OR_RETURN(
      opened.recovery, MakeRecovery(settings.catalog, *opened.ledger, put_back,
                                    settings.clock()));
  return opened;
}

absl::StatusOr<int> Prepare(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const Settings settings,
                          ReadSettings(options.config));
  TOGUNA_ASSIGN_OR_RETURN(
      const Opened opened,
      Open(settings, options, session.language, /*read_only=*/true));
  TOGUNA_RETURN_IF_ERROR(
      WritePublicFile(options.file, opened.recovery.statement));
  const Console console = session.console();
  const uint64_t entries = opened.put_back.store.size;
  const uint64_t lost = opened.recovery.lost_entries;
  console.Say(words::kPrepared,
              {absl::StrCat(entries), absl::StrCat(entries + lost),
               absl::StrCat(lost), options.file});
  console.Say(words::kPreparedNext, {options.file});
  console.Answer(
      Json()
          .Set("statement", options.file)
          .Set("statement_sha256", HexOf(Sha256(opened.recovery.statement)))
          .Set("store_entries", static_cast<int64_t>(entries))
          .Set("lost_entries", static_cast<int64_t>(lost)));
  return kExitDone;
}

absl::StatusOr<int> Sign(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const std::string text, ReadFile(options.file));
  TOGUNA_ASSIGN_OR_RETURN(const std::string key_file,
                          ReadSecretFile(options.key));
  TOGUNA_ASSIGN_OR_RETURN(const MinisignKeyPair key,
                          MinisignKeyPair::ParseSecretKeyFile(key_file));
  const std::string signature = SignatureOf(options.file, options.role);
  TOGUNA_RETURN_IF_ERROR(WritePublicFile(
      signature,
      MakeMinisignSigner(key)->SignFile(
          text, absl::StrCat("recovery signed as ", options.role,
                             "\trecovery:sha256:", HexOf(Sha256(text))))));
  session.console().Say(words::kSigned, {signature});
  session.console().Answer(Json().Set("signature", signature));
  return kExitDone;
}

// A key of a data protection officer of the catalog.
struct Signatory {
  PartyId party;
  std::string key;
};

std::optional<Signatory> WhoSigned(const Catalog& catalog,
                                   const std::string& text,
                                   const std::string& signature) {
  for (const auto& [id, party] : catalog.parties) {
    if (!party.Has(Role::kDpo)) continue;
    for (const SignatoryKey& key : party.signatory_keys) {
      if (!key.revoked &&
          VerifyMinisign(key.minisign_public_key, text, signature).ok()) {
        return Signatory{id, key.minisign_public_key};
      }
    }
  }
  return std::nullopt;
}

absl::StatusOr<std::vector<PartyId>> Signatories(const Session& session,
                                                 const Options& options,
                                                 const Catalog& catalog,
                                                 const std::string& text) {
  std::vector<Signatory> signatories;
  for (const char* role : kRoles) {
    const absl::StatusOr<std::string> signature =
        ReadFile(SignatureOf(options.file, role));
    if (!signature.ok()) continue;
    std::optional<Signatory> one = WhoSigned(catalog, text, *signature);
    if (one.has_value()) signatories.push_back(*std::move(one));
  }
  if (signatories.size() != 2 || signatories[0].key == signatories[1].key) {
    return ReasonError(
        absl::StatusCode::kPermissionDenied, "TWO_SIGNATURES",
        Say(session.language, words::kTwoSignatures, {options.file}));
  }
  return std::vector<PartyId>{signatories[0].party, signatories[1].party};
}

absl::StatusOr<int> Apply(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const Settings settings,
                          ReadSettings(options.config));
  TOGUNA_ASSIGN_OR_RETURN(const std::string text, ReadFile(options.file));
  TOGUNA_ASSIGN_OR_RETURN(
      const std::vector<PartyId> signatories,
      Signatories(session, options, settings.catalog, text));
  TOGUNA_ASSIGN_OR_RETURN(
      Opened opened,
      Open(settings, options, session.language, /*read_only=*/false));
  Recovery& recovery = opened.recovery;
  if (recovery.statement != text) {
    return ReasonError(absl::StatusCode::kFailedPrecondition,
                       "RECOVERY_CHANGED",
                       Say(session.language, words::kOtherText));
  }
  AddSignatories(signatories, recovery);
  const std::string& origin = opened.put_back.origin;
  const NoteKey key{origin, opened.signer->public_key()};
  TOGUNA_RETURN_IF_ERROR(WritePublicFile(options.vkey, key.Text() + "\n"));
  TOGUNA_RETURN_IF_ERROR(
      opened.ledger->Restart(recovery.acts, origin, opened.anchor));
  const Console console = session.console();
  const uint64_t version = LogVersion(settings.config) + 1;
  console.Say(words::kApplied, {origin, absl::StrCat(version), options.vkey});
  console.Say(words::kAppliedSuspended,
              {absl::StrCat(recovery.suspended.size()),
               absl::StrCat(recovery.lost.size())});
  console.Answer(
      Json()
          .Set("log", origin)
          .Set("log_version", static_cast<int64_t>(version))
          .Set("vkey", key.Text())
          .Set("suspended", static_cast<int64_t>(recovery.suspended.size()))
          .Set("periods_lost", static_cast<int64_t>(recovery.lost.size())));
  return kExitDone;
}

void AddConfig(CLI::App* command, Options& options) {
  command
      ->add_option("--config", options.config,
                   "togunad.textproto, as togunad reads it")
      ->required();
  command->add_option(
      "--known", options.known,
      "Also: a signed head of the log that somebody kept; repeat. The anchor "
      "and the witnesses of the configuration are asked anyway");
}

}  // namespace

void AddRecover(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* recover = app.add_subcommand(
      "recover",
      "When the database was put back and nothing newer can be found: prepare "
      "the text that two data protection officers sign, and go on");
  recover->require_subcommand(1);
  CLI::App* prepare = recover->add_subcommand(
      "prepare",
      "On the exchange's machine: write the text that says what follows");
  AddConfig(prepare, *options);
  prepare->add_option("--out", options->file, "File of the text")
      ->capture_default_str();
  Bind(prepare, session,
       [options](Session& s) { return Prepare(s, *options); });
  CLI::App* sign = recover->add_subcommand(
      "sign", "As data protection officer: sign the text");
  sign->add_option("file", options->file, "The text")->required();
  sign->add_option("--role", options->role, "dpo or dpo-2")
      ->required()
      ->check(CLI::IsMember({"dpo", "dpo-2"}));
  sign->add_option("--key", options->key, "Your minisign key")->required();
  Bind(sign, session, [options](Session& s) { return Sign(s, *options); });
  CLI::App* apply = recover->add_subcommand(
      "apply",
      "On the exchange's machine, stopped: check both signatures and go on "
      "under a new log");
  apply->add_option("file", options->file, "The signed text")->required();
  AddConfig(apply, *options);
  apply
      ->add_option("--vkey", options->vkey,
                   "File for the new log's key, for all parties")
      ->capture_default_str();
  Bind(apply, session, [options](Session& s) { return Apply(s, *options); });
}

}  // namespace toguna
