// toguna fsck: reads all of an exchange's database, with its keys, and derives
// again whatever can be derived.

#include <cstddef>
#include <cstdint>
#include <filesystem>
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
#include "absl/strings/strip.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/policy.h"
#include "exchange/audit/proof.h"
#include "exchange/audit/tiles.h"
#include "exchange/base/status_macros.h"
#include "exchange/rocksdb/open_rocksdb.h"
#include "exchange/storage/anchor.h"
#include "exchange/storage/read_store.h"
#include "exchange/toguna/session.h"
#include "exchange/togunad/settings.h"
#include "exchange/usecase/store_review.h"
#include "exchange/words/fsck_words.h"
#include "keys/digest/digest.h"
#include "keys/file/file.h"
#include "keys/sodium/minisign.h"
#include "keys/sodium/primitives.h"

namespace toguna {
namespace {

namespace fs = std::filesystem;
namespace words = fsck_words;

struct Options {
  std::string config;
  std::string files;
};

// More faults than a person reads; the count is of all.
constexpr size_t kMostFaults = 50;

// What a person is told while everything is looked at, and what is wrong.
class Check {
 public:
  Check(const Settings& settings, const Console& console)
      : settings_(settings),
        console_(console),
        log_key_{settings.log_origin,
                 settings.keyring->MakeLogSigner()->public_key()} {}

  absl::Status Run(const Options& options) {
    // Before the database: the exchange writes the anchor after it.
    TOGUNA_ASSIGN_OR_RETURN(const std::optional<std::string> anchor,
                            ReadAnchor(settings_.config.anchor_path()));
    TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Store> store,
                            OpenRocksDb(settings_.config.data_dir(),
                                        {.create = false, .read_only = true}));
    console_.Say(words::kReading);
    const auto sealer = settings_.keyring->MakeSealer();
    const auto hasher = settings_.keyring->MakeRowHasher();
    TOGUNA_ASSIGN_OR_RETURN(
        log_,
        ReadStore(
            *store, *sealer, *hasher,
            {.entry = [this](auto bytes) { review_.AddEntry(bytes); },
             .row = [this](const auto& row) { review_.AddRow(row); },
             .fault = [this](auto code, auto what) { Fault(code, what); }}));
    const bool entries_whole = faults_.empty();
    console_.Say(
        entries_whole ? words::kLog : words::kLogBroken,
        entries_whole
            ? std::vector<std::string>{absl::StrCat(log_.tree.size()),
                                       Base64Of(
                                           *log_.tree.Root(log_.tree.size()))}
            : std::vector<std::string>{absl::StrCat(log_.tree.size())});
    const std::optional<LogHead> head = CheckHead();
    CheckCosigned();
    CheckAnchor(anchor, head.has_value());
    TOGUNA_RETURN_IF_ERROR(CheckFiles(options.files));
    const auto package_key = PackageKey();
    review_.Finish(
        {.log_vkey = log_key_.Text(),
         .verify = VerifyEd25519,
         .verify_manifest =
             [&](absl::string_view manifest, absl::string_view signature) {
               return VerifyMinisign(package_key, manifest, signature);
             },
         .proof_of = [&](uint64_t index) { return ProofOf(index, head); }});
    faults_.insert(faults_.end(), review_.faults().begin(),
                   review_.faults().end());
    SayFigures();
    return absl::OkStatus();
  }

  bool whole() const { return faults_.empty(); }

  void SayFaults() const {
    if (faults_.empty()) {
      console_.Say(words::kWhole);
      return;
    }
    console_.Say(words::kFaults, {absl::StrCat(faults_.size())});
    for (size_t i = 0; i < faults_.size() && i < kMostFaults; ++i) {
      const auto& known = words::Faults();
      const auto found = known.find(faults_[i].code);
      console_.Line(absl::StrCat(
          "  ", faults_[i].code, "  ",
          Say(console_.language(),
              found == known.end() ? words::kOtherFault : found->second,
              {faults_[i].what})));
    }
    if (faults_.size() > kMostFaults) {
      console_.Say(words::kMore, {absl::StrCat(faults_.size() - kMostFaults)});
    }
  }

  Json Answer() const {
    Json::List faults;
    for (const StoreFault& fault : faults_) {
      faults.push_back(Json().Set("code", fault.code).Set("what", fault.what));
    }
    const ReviewFigures& figures = review_.figures();
    return Json()
        .Set("whole", whole())
        .Set("entries", static_cast<int64_t>(log_.tree.size()))
        .Set("root", Base64Of(*log_.tree.Root(log_.tree.size())))
        .Set("rows", figures.rows)
        .Set("releases", figures.releases)
        .Set("files", figures.files)
        .Set("feed_items", figures.feed_items)
        .Set("decisions", figures.decisions)
        .Set("statements", figures.statements)
        .Set("seals", figures.seals)
        .Set("rungs", figures.rungs)
        .Set("proofs_verified", figures.proofs_verified)
        .Set("proofs_destroyed", figures.proofs_destroyed)
        .Set("faults", std::move(faults));
  }

 private:
  void Fault(absl::string_view code, std::string what) {
    faults_.push_back({std::string(code), std::move(what)});
  }

  static std::string SizeText(uint64_t size) {
    return absl::StrCat("of ", size, " entries");
  }

  // True if the log that was read begins with the one the head is of.
  bool Extends(const LogHead& head) const {
    const absl::StatusOr<std::string> root = log_.tree.Root(head.size);
    return root.ok() && *root == head.root;
  }

  std::optional<LogHead> CheckHead() {
    if (!log_.checkpoint.has_value()) {
      console_.Say(words::kNoCheckpoint);
      return std::nullopt;
    }
    const absl::StatusOr<LogHead> head =
        VerifyNote(log_key_.Text(), *log_.checkpoint, VerifyEd25519);
    if (!head.ok() || !Extends(*head)) {
      Fault("CHECKPOINT_DIFFERS", head.ok() ? SizeText(head->size) : "note");
      return std::nullopt;
    }
    console_.Say(words::kCheckpoint, {absl::StrCat(head->size), head->origin});
    return *head;
  }

  void CheckCosigned() {
    if (!log_.cosigned.has_value()) return;
    absl::StatusOr<LogHead> head =
        VerifyNote(log_key_.Text(), *log_.cosigned, VerifyEd25519);
    // Whose signatures those are, only a policy says.
    if (head.ok() && settings_.log_policy.has_value()) {
      const auto finding =
          CheckLogPolicy(*settings_.log_policy, *log_.cosigned, VerifyEd25519);
      if (!finding.ok()) head = finding.status();
    }
    if (!head.ok() || !Extends(*head)) {
      Fault("COSIGNED_DIFFERS", head.ok() ? SizeText(head->size) : "note");
      return;
    }
    console_.Say(words::kCosigned, {absl::StrCat(head->size)});
  }

  void CheckAnchor(const std::optional<std::string>& anchor, bool expected) {
    const std::string& path = settings_.config.anchor_path();
    if (!anchor.has_value()) {
      if (expected) Fault("ANCHOR_MISSING", path);
      return;
    }
    const absl::StatusOr<LogHead> head =
        VerifyNote(log_key_.Text(), *anchor, VerifyEd25519);
    if (!head.ok()) {
      Fault("ANCHOR_DIFFERS", path);
    } else if (head->size > log_.tree.size()) {
      Fault("ANCHOR_AHEAD", SizeText(head->size));
    } else if (!Extends(*head)) {
      Fault("ANCHOR_DIFFERS", SizeText(head->size));
    } else {
      console_.Say(words::kAnchor, {absl::StrCat(head->size)});
    }
  }

  // Whether an exported tile or bundle is as it follows from the entries.
  absl::StatusOr<bool> IsAsDerived(const Tile& tile,
                                   absl::string_view bytes) const {
    if (!tile.entries) {
      TOGUNA_ASSIGN_OR_RETURN(const std::string derived,
                              TileBytes(log_.tree, tile));
      return derived == bytes;
    }
    const auto entries = ParseBundle(bytes, tile.width);
    if (!entries.ok()) return false;
    for (size_t i = 0; i < entries->size(); ++i) {
      TOGUNA_ASSIGN_OR_RETURN(
          const std::string leaf,
          log_.tree.Subtree(0, tile.index * kTileWidth + i));
      if (leaf != LeafHash((*entries)[i])) return false;
    }
    return true;
  }

  absl::Status CheckFiles(const std::string& folder) {
    if (folder.empty()) return absl::OkStatus();
    const auto file = [&](const std::string& name) {
      return ReadFile((fs::path(folder) / name).string());
    };
    TOGUNA_ASSIGN_OR_RETURN(const std::string note, file("checkpoint"));
    const absl::StatusOr<LogHead> head =
        VerifyNote(log_key_.Text(), note, VerifyEd25519);
    if (!head.ok() || !Extends(*head)) {
      Fault("FILE_DIFFERS", "checkpoint");
      return absl::OkStatus();
    }
    const size_t before = faults_.size();
    const std::vector<Tile> tiles = TilesOf(head->size);
    for (const Tile& tile : tiles) {
      const std::string path = TilePath(tile);
      const absl::StatusOr<std::string> bytes = file(path);
      if (!bytes.ok()) {
        Fault("FILE_MISSING", path);
        continue;
      }
      TOGUNA_ASSIGN_OR_RETURN(const bool same, IsAsDerived(tile, *bytes));
      if (!same) Fault("FILE_DIFFERS", path);
    }
    if (faults_.size() == before) {
      console_.Say(words::kFiles, {absl::StrCat(tiles.size() + 1), folder});
    }
    return absl::OkStatus();
  }

  // The base64 line of the exchange's own minisign.pub.
  std::string PackageKey() const {
    const std::string file =
        settings_.keyring->MakePackageSigner()->PublicKeyFile();
    const absl::string_view text = absl::StripAsciiWhitespace(file);
    return std::string(text.substr(text.rfind('\n') + 1));
  }

  absl::StatusOr<std::string> ProofOf(
      uint64_t index, const std::optional<LogHead>& head) const {
    if (!head.has_value()) {
      return absl::DataLossError("there is no signed head to prove it under");
    }
    TOGUNA_ASSIGN_OR_RETURN(std::vector<std::string> hashes,
                            log_.tree.InclusionProof(index, head->size));
    return ProofText({index, std::move(hashes), *log_.checkpoint});
  }

  void SayFigures() const {
    const ReviewFigures& figures = review_.figures();
    // What is wrong is said at the end; these sentences are of a whole one.
    if (!faults_.empty()) return;
    console_.Say(words::kRows, {absl::StrCat(figures.rows)});
    console_.Say(words::kReleases,
                 {absl::StrCat(figures.releases), absl::StrCat(figures.files),
                  absl::StrCat(figures.feed_items)});
    console_.Say(words::kDecisions, {absl::StrCat(figures.decisions),
                                     absl::StrCat(figures.statements)});
    console_.Say(words::kSeals,
                 {absl::StrCat(figures.seals), absl::StrCat(figures.rungs),
                  absl::StrCat(figures.proofs_verified),
                  absl::StrCat(figures.proofs_destroyed)});
  }

  const Settings& settings_;
  const Console console_;
  const NoteKey log_key_;
  ReadLog log_;
  StoreReview review_;
  std::vector<StoreFault> faults_;
};

absl::StatusOr<int> Fsck(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const Settings settings,
                          ReadSettings(options.config));
  const Console console = session.console();
  Check check(settings, console);
  TOGUNA_RETURN_IF_ERROR(check.Run(options));
  check.SayFaults();
  console.Answer(check.Answer());
  return check.whole() ? kExitDone : kExitNo;
}

}  // namespace

void AddFsck(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* fsck = app.add_subcommand(
      "fsck",
      "On the exchange's own machine: read all of its database and derive "
      "again the log's hashes, and what it has of releases, decisions and "
      "seals; changes nothing");
  fsck->add_option("--config", options->config,
                   "togunad.textproto, as togunad reads it")
      ->required();
  fsck->add_option("--files", options->files,
                   "Folder of an export of the log, to compare with");
  Bind(fsck, session, [options](Session& s) { return Fsck(s, *options); });
}

}  // namespace toguna
