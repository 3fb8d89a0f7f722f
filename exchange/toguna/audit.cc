// toguna audit: the log as files, and (audit_verify.cc) its verification.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/export.h"
#include "exchange/base/status_macros.h"
#include "exchange/toguna/audit_log.h"
#include "exchange/toguna/session.h"
#include "exchange/words/console_words.h"
#include "keys/file/file.h"

namespace toguna {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string out = "export";
};

// The newest head, or one of the same size that witnesses have signed, too.
absl::StatusOr<std::string> HeadToExport(Client& client) {
  TOGUNA_ASSIGN_OR_RETURN(const v1::GetCheckpointResponse head,
                          client.GetCheckpoint());
  const auto newest = ParseCheckpoint(head.checkpoint());
  const auto cosigned = ParseCheckpoint(head.cosigned_checkpoint());
  const bool same =
      newest.ok() && cosigned.ok() && newest->head == cosigned->head;
  return same ? head.cosigned_checkpoint() : head.checkpoint();
}

absl::StatusOr<int> Export(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  TOGUNA_ASSIGN_OR_RETURN(const std::string checkpoint, HeadToExport(*client));
  const auto write = [&options](absl::string_view path,
                                absl::string_view bytes) -> absl::Status {
    const fs::path file = fs::path(options.out) / std::string(path);
    std::error_code failed;
    fs::create_directories(file.parent_path(), failed);
    return WritePublicFile(file.string(), std::string(bytes));
  };
  TOGUNA_RETURN_IF_ERROR(ExportTiles(checkpoint, EntriesOf(*client), write));
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

}  // namespace

void AddAudit(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* audit =
      app.add_subcommand("audit", "The log: export, verify, report");
  audit->require_subcommand(1);
  CLI::App* exporting = audit->add_subcommand(
      "export", "Write the log as static files (c2sp.org/tlog-tiles)");
  exporting->add_option("--out", options->out, "Folder")->capture_default_str();
  Bind(exporting, session,
       [options](Session& s) { return Export(s, *options); });
  AddAuditVerify(*audit, session);
  AddAuditReport(*audit, session);
}

}  // namespace toguna
