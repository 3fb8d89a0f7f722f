// toguna extract list, download: what was received; get it again.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/package/receive_package.h"
#include "exchange/toguna/extract_files.h"
#include "exchange/toguna/show_agreement.h"
#include "exchange/toguna/show_recalls.h"
#include "exchange/words/extract_words.h"

namespace toguna {
namespace {

namespace words = extract_words;

std::string IdOf(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

AnnouncedPackage AnnouncedIn(const v1::Extract& extract) {
  AnnouncedPackage announced;
  announced.manifest_sha256 = extract.manifest_sha256();
  for (const v1::PackageFile& file : extract.files()) {
    announced.sizes[file.name()] = file.size_bytes();
  }
  return announced;
}

}  // namespace

std::string ReleaseIdOf(const v1::Extract& extract) {
  return IdOf(extract.name());
}

absl::StatusOr<std::string> DownloadInto(const Session& session, Client& client,
                                         const v1::Extract& extract,
                                         const std::string& out) {
  const std::string id = ReleaseIdOf(extract);
  const std::string folder =
      absl::StrCat(out, "/R-", absl::StripPrefix(id, "r-"));
  const FetchFile fetch = [&](const std::string& name, int64_t offset,
                              const TakePart& take) {
    v1::DownloadPackageRequest request;
    request.set_name(extract.name());
    request.set_file_name(name);
    request.set_offset(offset);
    return client.StreamPackage(
        request, [&](const v1::DownloadPackageResponse& part) {
          return take(part.offset(), part.file_size_bytes(), part.data());
        });
  };
  const absl::Status received = ReceivePackage(
      AnnouncedIn(extract), folder, fetch,
      {.patience = 3, .wait = [] { absl::SleepFor(absl::Seconds(1)); }});
  if (absl::IsUnavailable(received)) {
    session.console().Say(words::kGoOn, {id, out});
  }
  TOGUNA_RETURN_IF_ERROR(received);
  return folder;
}

absl::StatusOr<int> DownloadExtract(Session& session,
                                    const std::string& release,
                                    const std::string& out) {
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  v1::GetExtractRequest request;
  request.set_name(absl::StrCat("extracts/", release));
  TOGUNA_ASSIGN_OR_RETURN(const v1::GetExtractResponse response,
                          client->GetExtract(request));
  const v1::Extract& extract = response.extract();
  TOGUNA_ASSIGN_OR_RETURN(const std::string folder,
                          DownloadInto(session, *client, extract, out));
  session.console().Say(words::kDownloaded,
                        {release, folder, DayOf(extract.delete_by_time())});
  SayOutstanding(session.console(), *client, "");
  session.console().Answer(
      Json().Set("release", release).Set("folder", folder));
  return kExitDone;
}

absl::StatusOr<int> ListExtracts(Session& session) {
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  TOGUNA_ASSIGN_OR_RETURN(const v1::ListExtractsResponse response,
                          client->ListExtracts());
  const Language language = session.language;
  std::vector<std::vector<std::string>> rows = {
      {Say(language, words::kHeadingRelease),
       Say(language, words::kHeadingAgreement),
       Say(language, words::kHeadingDataset),
       Say(language, words::kHeadingMade),
       Say(language, words::kHeadingDeleteBy)}};
  Json::List list;
  for (const v1::Extract& one : response.extracts()) {
    const std::string made = DayOf(one.create_time());
    const std::string delete_by = DayOf(one.delete_by_time());
    rows.push_back({ReleaseIdOf(one), IdOf(one.agreement()),
                    IdOf(one.dataset()), made, delete_by});
    list.push_back(Json()
                       .Set("release", ReleaseIdOf(one))
                       .Set("agreement", IdOf(one.agreement()))
                       .Set("dataset", IdOf(one.dataset()))
                       .Set("made", made)
                       .Set("delete_by", delete_by));
  }
  const Console console = session.console();
  if (response.extracts().empty()) {
    console.Say(words::kNone);
  } else {
    console.Table(rows);
  }
  if (response.truncated()) console.Say(words::kMore);
  SayOutstanding(console, *client, "");
  console.Answer(Json()
                     .Set("releases", std::move(list))
                     .Set("truncated", response.truncated()));
  return kExitDone;
}

}  // namespace toguna
