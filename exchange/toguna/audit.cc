// toguna audit export (from the exchange) and verify (offline, from files).

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/export.h"
#include "exchange/audit/proof.h"
#include "exchange/audit/tiles.h"
#include "exchange/audit/verify.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/toguna/session.h"
#include "exchange/words/console_words.h"
#include "keys/digest/digest.h"
#include "keys/file/file.h"
#include "keys/sodium/primitives.h"

namespace toguna {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string out = "export";
  std::string dir;
  std::string key;
  std::string packages;
  std::string previous;
};

// Entries [first, first + count), page by page.
absl::StatusOr<std::vector<std::string>> ReadEntriesOf(Client& client,
                                                       uint64_t first,
                                                       uint64_t count) {
  std::vector<std::string> entries;
  while (entries.size() < count) {
    v1::ListEntriesRequest request;
    request.set_first_index(first + entries.size());
    request.set_page_size(
        static_cast<int32_t>(std::min<uint64_t>(count - entries.size(), 256)));
    TOGUNA_ASSIGN_OR_RETURN(const v1::ListEntriesResponse response,
                            client.ListEntries(request));
    if (response.entries_size() == 0) break;
    for (const auto& entry : response.entries()) {
      entries.push_back(entry.leaf());
    }
  }
  return entries;
}

absl::StatusOr<int> Export(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  TOGUNA_ASSIGN_OR_RETURN(const v1::GetCheckpointResponse head,
                          client->GetCheckpoint());
  const std::string& checkpoint = head.checkpoint();
  const auto write = [&options](absl::string_view path,
                                absl::string_view bytes) -> absl::Status {
    const fs::path file = fs::path(options.out) / std::string(path);
    std::error_code failed;
    fs::create_directories(file.parent_path(), failed);
    return WritePublicFile(file.string(), std::string(bytes));
  };
  TOGUNA_RETURN_IF_ERROR(ExportTiles(
      checkpoint,
      [&client](uint64_t first, uint64_t count) {
        return ReadEntriesOf(*client, first, count);
      },
      write));
  for (const char* root : {"log.vkey", "minisign.pub"}) {
    TOGUNA_ASSIGN_OR_RETURN(const std::string bytes,
                            ReadFile(absl::StrCat(session.as, "/", root)));
    TOGUNA_RETURN_IF_ERROR(write(root, bytes));
  }
  TOGUNA_ASSIGN_OR_RETURN(const CheckpointNote note,
                          ParseCheckpoint(checkpoint));
  session.console().Say(words::kLogExported,
                        {options.out, absl::StrCat(note.head.size)});
  session.console().Answer(
      Json()
          .Set("out", options.out)
          .Set("entries", static_cast<int64_t>(note.head.size)));
  return kExitDone;
}

// The package's entry must be the one the exported log has at its index.
absl::StatusOr<uint64_t> VerifyPackageEntry(const fs::path& package,
                                            const Options& options,
                                            const std::string& vkey,
                                            const LogHead& head) {
  TOGUNA_ASSIGN_OR_RETURN(const std::string entry,
                          ReadFile((package / "release.entry").string()));
  TOGUNA_ASSIGN_OR_RETURN(const std::string proof_text,
                          ReadFile((package / "release.tlog-proof").string()));
  TOGUNA_RETURN_IF_ERROR(
      VerifyProof(proof_text, entry, vkey, VerifyEd25519).status());
  TOGUNA_ASSIGN_OR_RETURN(const LogProof proof, ParseProof(proof_text));
  if (proof.index >= head.size) {
    return ReasonError(absl::StatusCode::kDataLoss, "PACKAGE_NOT_IN_LOG",
                       "a package is newer than this export; export the log "
                       "again");
  }
  const uint64_t tile = proof.index / kTileWidth;
  const uint64_t width = std::min(kTileWidth, head.size - tile * kTileWidth);
  TOGUNA_ASSIGN_OR_RETURN(
      const std::string bytes,
      ReadFile(absl::StrCat(
          options.dir, "/",
          TilePath(
              {.entries = true, .level = 0, .index = tile, .width = width}))));
  TOGUNA_ASSIGN_OR_RETURN(const std::vector<std::string> bundle,
                          ParseBundle(bytes, width));
  const uint64_t at = proof.index % kTileWidth;
  if (bundle[at] != entry) {
    return ReasonError(absl::StatusCode::kDataLoss, "PACKAGE_NOT_IN_LOG",
                       "a package's entry is not in this log where its proof "
                       "says; keep the package and ask the DPO");
  }
  TOGUNA_ASSIGN_OR_RETURN(const std::string manifest,
                          ReadFile((package / "manifest.json").string()));
  if (!absl::StrContains(entry, HexOf(Sha256(manifest)))) {
    return ReasonError(absl::StatusCode::kDataLoss, "PACKAGE_CHANGED",
                       "a package's manifest is not the one its log entry "
                       "names");
  }
  return proof.index;
}

absl::StatusOr<int> Verify(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(std::string vkey, ReadFile(options.key));
  vkey = std::string(absl::StripTrailingAsciiWhitespace(vkey));
  std::optional<std::string> previous;
  if (!options.previous.empty()) {
    TOGUNA_ASSIGN_OR_RETURN(previous, ReadFile(options.previous));
  }
  const auto read = [&options](absl::string_view path)
      -> absl::StatusOr<std::optional<std::string>> {
    const std::string file = absl::StrCat(options.dir, "/", path);
    if (!fs::exists(file)) return std::optional<std::string>();
    TOGUNA_ASSIGN_OR_RETURN(std::string bytes, ReadFile(file));
    return std::optional(std::move(bytes));
  };
  TOGUNA_ASSIGN_OR_RETURN(const LogHead head,
                          VerifyExport(read, vkey, VerifyEd25519, previous));
  const Console console = session.console();
  console.Say(words::kLogVerified,
              {absl::StrCat(head.size), Base64Of(head.root)});
  console.Say(previous.has_value() ? words::kLogContinues
                                   : words::kLogNotCompared);
  Json::List packages;
  if (!options.packages.empty()) {
    std::vector<fs::path> folders;
    for (const auto& one : fs::directory_iterator(options.packages)) {
      if (one.is_directory()) folders.push_back(one.path());
    }
    std::sort(folders.begin(), folders.end());
    for (const fs::path& folder : folders) {
      TOGUNA_ASSIGN_OR_RETURN(const uint64_t index,
                              VerifyPackageEntry(folder, options, vkey, head));
      const std::string name = folder.filename().string();
      console.Say(words::kPackageInLog, {name, absl::StrCat(index)});
      packages.push_back(Json()
                             .Set("package", name)
                             .Set("index", static_cast<int64_t>(index)));
    }
  }
  console.Answer(Json()
                     .Set("size", static_cast<int64_t>(head.size))
                     .Set("root", Base64Of(head.root))
                     .Set("packages", packages));
  return kExitDone;
}

}  // namespace

void AddAudit(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* audit = app.add_subcommand("audit", "The log: export and verify");
  audit->require_subcommand(1);
  CLI::App* exporting = audit->add_subcommand(
      "export", "Write the log as static files (c2sp.org/tlog-tiles)");
  exporting->add_option("--out", options->out, "Folder")->capture_default_str();
  Bind(exporting, session,
       [options](Session& s) { return Export(s, *options); });
  CLI::App* verify = audit->add_subcommand(
      "verify", "Verify exported files offline: every entry, tile, signature");
  verify->add_option("dir", options->dir, "Folder of the export")->required();
  verify
      ->add_option("--key", options->key,
                   "log.vkey, received when you were enrolled")
      ->required();
  verify->add_option("--packages", options->packages,
                     "Folder of packages that must be in the log");
  verify->add_option("--previous", options->previous,
                     "A checkpoint kept from before; the log must extend it");
  Bind(verify, session, [options](Session& s) { return Verify(s, *options); });
}

}  // namespace toguna
