#include "exchange/observe/config.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "exchange/base/seal_work.h"
#include "exchange/observe/event.h"
#include "toguna/config/v1/config.pb.h"

namespace toguna {
namespace {

using config::v1::ServerConfig;

constexpr int64_t kDefaultMinFreeBytes = int64_t{1} << 30;

class Mistakes final : public google::protobuf::io::ErrorCollector {
 public:
  explicit Mistakes(absl::string_view file) : file_(file) {}

  // Lines come from 0; -1 means none in particular.
  void AddError(int line, google::protobuf::io::ColumnNumber,
                const std::string& message) override {
    list_.push_back(line < 0
                        ? absl::StrCat(file_, ": ", message)
                        : absl::StrCat(file_, ":", line + 1, ": ", message));
  }
  void AddWarning(int line, google::protobuf::io::ColumnNumber column,
                  const std::string& message) override {
    AddError(line, column, message);
  }

  void Require(const std::string& value, absl::string_view field) {
    if (value.empty()) Add(absl::StrCat(field, " is required"));
  }
  void Add(const std::string& message) { AddError(-1, 0, message); }

  absl::Status status() const {
    if (list_.empty()) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrJoin(list_, "\n"));
  }

 private:
  std::string file_;
  std::vector<std::string> list_;
};

void CheckValues(const ServerConfig& config, Mistakes& mistakes) {
  mistakes.Require(config.data_dir(), "data_dir");
  mistakes.Require(config.anchor_path(), "anchor_path");
  mistakes.Require(config.catalog_dir(), "catalog_dir");
  mistakes.Require(config.keyring_path(), "keyring_path");
  mistakes.Require(config.passphrase_file(), "passphrase_file");
  mistakes.Require(config.listen_address(), "listen_address");
  mistakes.Require(config.tls().ca(), "tls.ca");
  mistakes.Require(config.tls().certificate(), "tls.certificate");
  mistakes.Require(config.tls().key(), "tls.key");
  const std::string& level = config.log_level();
  if (!level.empty() && level != "debug" && level != "info" &&
      level != "warn" && level != "error") {
    mistakes.Add("log_level must be debug, info, warn or error");
  }
  if (config.min_free_bytes() < 0) {
    mistakes.Add("min_free_bytes must not be negative");
  }
  if (config.seal_work_million_steps() != 0 &&
      !IsSealWork(config.seal_work_million_steps())) {
    mistakes.Add(absl::StrCat("seal_work_million_steps must be 1 to ",
                              kMostSealWork, ", or 0 for ", kDefaultSealWork));
  }
  if (!config.admin_address().empty() &&
      config.admin_address() == config.listen_address()) {
    mistakes.Add("admin_address must differ from listen_address");
  }
}

}  // namespace

absl::StatusOr<ServerConfig> ParseServerConfig(absl::string_view text,
                                               absl::string_view file) {
  Mistakes mistakes(file);
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&mistakes);
  ServerConfig config;
  if (parser.ParseFromString(std::string(text), &config)) {
    CheckValues(config, mistakes);
  }
  if (const absl::Status status = mistakes.status(); !status.ok()) {
    return status;
  }
  if (config.log_level().empty()) config.set_log_level("info");
  if (config.min_free_bytes() == 0) {
    config.set_min_free_bytes(kDefaultMinFreeBytes);
  }
  if (config.seal_work_million_steps() == 0) {
    config.set_seal_work_million_steps(kDefaultSealWork);
  }
  return config;
}

Severity SeverityOf(const ServerConfig& config) {
  if (config.log_level() == "debug") return Severity::kDebug;
  if (config.log_level() == "warn") return Severity::kWarning;
  if (config.log_level() == "error") return Severity::kError;
  return Severity::kInfo;
}

}  // namespace toguna
