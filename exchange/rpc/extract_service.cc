#include <grpcpp/server_context.h>
#include <grpcpp/support/sync_stream.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/rpc/fill_list.h"
#include "exchange/rpc/messages.h"
#include "exchange/rpc/names.h"
#include "exchange/rpc/services.h"
#include "exchange/rpc/status_details.h"
#include "exchange/rpc/write_file.h"
#include "exchange/usecase/releases.h"
#include "toguna/v1/extract_service.grpc.pb.h"

namespace toguna {
namespace {

using Writer = grpc::ServerWriter<v1::DownloadPackageResponse>;

// Levels by name, as people know them, to depths, as the rules count them.
absl::StatusOr<LevelLimit> LevelOf(
    const Catalog& catalog, const Dataset& dataset,
    const v1::CreateExtractRequest::LevelChoice& choice, const char* field) {
  const CodeList* list = catalog.ListOf(dataset, choice.dimension());
  const std::optional<int> depth =
      list == nullptr ? std::nullopt : list->DepthOf(choice.finest_level());
  if (!depth.has_value()) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "UNKNOWN_LEVEL",
                       "the dataset has no such dimension or level",
                       {{"field", field}});
  }
  return LevelLimit{.dimension = choice.dimension(), .finest = *depth};
}

absl::StatusOr<Ask> AskOf(const Catalog& catalog,
                          const v1::CreateExtractRequest& request) {
  Ask ask;
  TOGUNA_ASSIGN_OR_RETURN(ask.agreement,
                          ParseAgreement("agreement", request.agreement()));
  TOGUNA_ASSIGN_OR_RETURN(ask.purpose,
                          ParsePurpose("purpose", request.purpose()));
  TOGUNA_ASSIGN_OR_RETURN(ask.dataset,
                          ParseDataset("dataset", request.dataset()));
  const Dataset* dataset = catalog.FindDataset(ask.dataset);
  if (dataset == nullptr) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "UNKNOWN_DATASET",
                       "there is no such dataset", {{"field", "dataset"}});
  }
  for (const std::string& family : request.families()) {
    ask.families.emplace_back(family);
  }
  for (const std::string& cohorts : request.cohorts()) {
    ask.cohorts.emplace_back(cohorts);
  }
  for (const auto& choice : request.levels()) {
    TOGUNA_ASSIGN_OR_RETURN(LevelLimit level,
                            LevelOf(catalog, *dataset, choice, "levels"));
    ask.levels.push_back(std::move(level));
  }
  for (const auto& choice : request.cohort_levels()) {
    TOGUNA_ASSIGN_OR_RETURN(
        LevelLimit level, LevelOf(catalog, *dataset, choice, "cohort_levels"));
    ask.cohort_levels.push_back(std::move(level));
  }
  for (const auto& filter : request.code_filters()) {
    ask.code_filters.push_back(
        {.dimension = filter.dimension(),
         .codes = {filter.codes().begin(), filter.codes().end()}});
  }
  for (const std::string& text : request.periods()) {
    TOGUNA_ASSIGN_OR_RETURN(const Period period,
                            ParsePeriodText("periods", text));
    ask.periods.push_back(period);
  }
  return ask;
}

absl::Status UnknownFormat(const char* field) {
  return ReasonError(absl::StatusCode::kInvalidArgument, "UNKNOWN_FORMAT",
                     "no such form of a package", {{"field", field}});
}

// What it does not know it refuses: a newer client would get less than it asks.
absl::StatusOr<PackageWish> WishOf(const v1::CreateExtractRequest& request) {
  PackageWish wish;
  wish.hxl = request.hxl();
  switch (request.delimiter()) {
    case v1::CreateExtractRequest::DELIMITER_UNSPECIFIED:
    case v1::CreateExtractRequest::DELIMITER_COMMA:
      break;
    case v1::CreateExtractRequest::DELIMITER_SEMICOLON:
      wish.delimiter = ';';
      break;
    default:
      return UnknownFormat("delimiter");
  }
  for (const int format : request.formats()) {
    if (format == v1::CreateExtractRequest::FORMAT_XLSX) {
      wish.xlsx = true;
    } else if (format == v1::CreateExtractRequest::FORMAT_JSON) {
      wish.json = true;
    } else {
      return UnknownFormat("formats");
    }
  }
  return wish;
}

// Leaves of `files` the one that is asked for, if it is one only.
absl::Status Confine(const v1::DownloadPackageRequest& request,
                     std::map<std::string, std::string>& files) {
  const std::string& name = request.file_name();
  if (request.offset() < 0 || (name.empty() && request.offset() > 0)) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "FIELD_NOT_EXPECTED",
                       "an offset is for one file, and not below 0",
                       {{"field", "offset"}});
  }
  if (name.empty()) return absl::OkStatus();
  const auto found = files.find(name);
  if (found == files.end()) {
    return ReasonError(absl::StatusCode::kNotFound, "NO_SUCH_FILE",
                       "the package has no such file");
  }
  if (static_cast<uint64_t>(request.offset()) > found->second.size()) {
    return ReasonError(absl::StatusCode::kOutOfRange, "OFFSET_BEYOND_FILE",
                       "the file is shorter; take it from its beginning");
  }
  std::string bytes = std::move(found->second);
  files = {{name, std::move(bytes)}};
  return absl::OkStatus();
}

// The other way round.
v1::CreateExtractRequest RequestOf(const Catalog& catalog, const Ask& ask) {
  v1::CreateExtractRequest request;
  request.set_agreement(absl::StrCat("agreements/", ask.agreement.text()));
  request.set_purpose(absl::StrCat("purposes/", ask.purpose.text()));
  request.set_dataset(DatasetName(ask.dataset));
  for (const FamilyId& family : ask.families) {
    request.add_families(family.text());
  }
  for (const CohortsId& cohorts : ask.cohorts) {
    request.add_cohorts(cohorts.text());
  }
  const Dataset& dataset = *catalog.FindDataset(ask.dataset);
  const auto fill = [&](const LevelLimit& level, auto& choice) {
    choice.set_dimension(level.dimension);
    choice.set_finest_level(catalog.ListOf(dataset, level.dimension)
                                ->levels[static_cast<size_t>(level.finest)]);
  };
  for (const LevelLimit& level : ask.levels) fill(level, *request.add_levels());
  for (const LevelLimit& level : ask.cohort_levels) {
    fill(level, *request.add_cohort_levels());
  }
  for (const Grant::CodeFilter& filter : ask.code_filters) {
    auto& one = *request.add_code_filters();
    one.set_dimension(filter.dimension);
    for (const std::string& code : filter.codes) one.add_codes(code);
  }
  for (const Period& period : ask.periods) request.add_periods(period.text());
  return request;
}

class ExtractServiceImpl final : public v1::ExtractService::Service {
 public:
  ExtractServiceImpl(Guard& guard, UseCases uses)
      : guard_(guard), uses_(uses) {}

  grpc::Status CreateExtract(grpc::ServerContext* context,
                             const v1::CreateExtractRequest* request,
                             v1::CreateExtractResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.ExtractService/CreateExtract",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(Ask ask, AskOf(uses_.catalog, *request));
          TOGUNA_ASSIGN_OR_RETURN(const PackageWish wish, WishOf(*request));
          TOGUNA_ASSIGN_OR_RETURN(
              const ExtractAnswer answer,
              uses_.releases.CreateExtract(caller, request->request_id(),
                                           std::move(ask), wish));
          // Both must agree before anything is said: a decision that refused
          // never comes with a release.
          if (!answer.decision.allowed || !answer.release.has_value()) {
            return RefusalOf(answer.decision, answer.id);
          }
          *response->mutable_extract() = MessageOf(*answer.release);
          return absl::OkStatus();
        });
  }

  grpc::Status PreviewExtract(grpc::ServerContext* context,
                              const v1::PreviewExtractRequest* request,
                              v1::PreviewExtractResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.ExtractService/PreviewExtract",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(Ask ask,
                                  AskOf(uses_.catalog, request->ask()));
          TOGUNA_ASSIGN_OR_RETURN(
              const ExtractPreview preview,
              uses_.releases.Preview(caller, std::move(ask)));
          if (!preview.decision.caller_is_party) return UniformRefusal();
          Fill(preview, *response);
          return absl::OkStatus();
        });
  }

  grpc::Status GetExtract(grpc::ServerContext* context,
                          const v1::GetExtractRequest* request,
                          v1::GetExtractResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.ExtractService/GetExtract",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const ReleaseId release,
                                  ParseExtract("name", request->name()));
          TOGUNA_ASSIGN_OR_RETURN(const ReleaseRow row,
                                  uses_.releases.Get(caller, release));
          *response->mutable_extract() = MessageOf(row);
          return absl::OkStatus();
        });
  }

  grpc::Status ListExtracts(grpc::ServerContext* context,
                            const v1::ListExtractsRequest* /*request*/,
                            v1::ListExtractsResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.ExtractService/ListExtracts",
        [this, response](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const std::vector<ReleaseRow> rows,
                                  uses_.releases.List(caller));
          FillList(
              rows, [](const ReleaseRow& row) { return MessageOf(row); },
              *response->mutable_extracts(), *response);
          return absl::OkStatus();
        });
  }

  grpc::Status DownloadPackage(grpc::ServerContext* context,
                               const v1::DownloadPackageRequest* request,
                               Writer* writer) override {
    return guard_.Run(
        *context, "/toguna.v1.ExtractService/DownloadPackage",
        [this, request, writer](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const ReleaseId release,
                                  ParseExtract("name", request->name()));
          TOGUNA_ASSIGN_OR_RETURN(auto files,
                                  uses_.releases.Download(caller, release));
          TOGUNA_RETURN_IF_ERROR(Confine(*request, files));
          return WriteFiles(
              files,
              [&] { return uses_.releases.CheckDownload(caller, release); },
              *writer, static_cast<size_t>(request->offset()));
        });
  }

 private:
  void Fill(const ExtractPreview& preview,
            v1::PreviewExtractResponse& response) const {
    response.set_allowed(preview.decision.allowed);
    for (const Finding& finding : preview.decision.findings) {
      auto& one = *response.add_findings();
      one.set_rule(finding.rule);
      one.set_passed(finding.passed);
      one.set_reason(finding.reason);
      *one.mutable_text() = MessageOf(Label{finding.fr, finding.en});
    }
    for (const PreviewedTable& table : preview.tables) {
      auto& one = *response.add_tables();
      one.set_period(table.period.text());
      one.set_family(table.family.text());
      one.set_cells(table.cells);
      one.set_shown(table.shown);
    }
    for (const PreviewedCohorts& cohorts : preview.cohorts) {
      auto& one = *response.add_cohorts();
      one.set_period(cohorts.period.text());
      one.set_id(cohorts.id.text());
      one.set_cohorts(cohorts.cohorts);
      one.set_rows(cohorts.rows);
    }
    if (!preview.offer.has_value()) return;
    *response.mutable_offer() = RequestOf(uses_.catalog, preview.offer->ask);
    if (preview.offer->from > guard_.options().clock()) {
      *response.mutable_offer_from_time() = TimestampOf(preview.offer->from);
    }
  }

  Guard& guard_;
  UseCases uses_;
};

}  // namespace

std::unique_ptr<grpc::Service> NewExtractService(Guard& guard, UseCases uses) {
  return std::make_unique<ExtractServiceImpl>(guard, uses);
}

}  // namespace toguna
