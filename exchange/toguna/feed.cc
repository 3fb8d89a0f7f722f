// toguna feed follow: sealed months and cleared alerts as they come.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/toguna/request_id.h"
#include "exchange/toguna/session.h"
#include "exchange/toguna/show_recalls.h"
#include "exchange/toguna/show_table.h"
#include "exchange/words/agreement_words.h"
#include "exchange/words/console_words.h"
#include "google/protobuf/util/json_util.h"
#include "keys/file/file.h"

namespace toguna {
namespace {

constexpr size_t kMostRows = 8;

struct Options {
  std::string agreement;
  std::string purpose;
  std::string cursor_file;
  std::string out;
  bool until_idle = false;
};

// Follows one feed; keeps the cursor so that a stop loses and repeats nothing.
class Follower {
 public:
  Follower(const Session& session, const Options& options, Labels labels,
           Clock clock)
      : session_(session),
        console_(session.console()),
        options_(options),
        labels_(std::move(labels)),
        clock_(std::move(clock)) {}

  // What to do with one event; false to stop.
  bool Handle(const v1::StreamFeedResponse& event) {
    if (event.has_item()) {
      status_ = Take(event.item());
      return status_.ok();
    }
    if (event.has_bookmark()) {
      status_ = Keep(event.bookmark().cursor());
      if (options_.until_idle) {
        console_.Say(words::kFeedIdle, {event.bookmark().cursor()});
      }
      return status_.ok() && !options_.until_idle;
    }
    if (event.has_notice()) {
      console_.Line(console_.Of({.fr = event.notice().text().fr(),
                                 .en = event.notice().text().en()}));
    }
    if (event.has_end()) {
      console_.Say(words::kFeedEnded,
                   {v1::FeedEnd::Reason_Name(event.end().reason()),
                    event.end().resume_cursor()});
    }
    return true;
  }

  const absl::Status& status() const { return status_; }

 private:
  // An item is written under its cursor before the cursor moves: handling it
  // twice after a stop overwrites the same file.
  absl::Status Take(const v1::FeedItem& item) {
    if (!options_.out.empty()) {
      std::string json;
      google::protobuf::util::JsonPrintOptions format;
      format.add_whitespace = true;
      if (!google::protobuf::util::MessageToJsonString(item, &json, format)
               .ok()) {
        return absl::InternalError("an item cannot be written as JSON");
      }
      std::error_code ignored;
      std::filesystem::create_directories(options_.out, ignored);
      TOGUNA_RETURN_IF_ERROR(WriteSecretFile(
          absl::StrCat(options_.out, "/", item.cursor(), ".json"), json));
    }
    if (item.has_alert()) ShowAlert(item.alert());
    if (item.has_sealed()) ShowSealed(item);
    if (item.has_recall()) ShowNotice(console_, item.recall());
    return Keep(item.cursor());
  }

  absl::Status Keep(const std::string& cursor) {
    if (options_.cursor_file.empty()) return absl::OkStatus();
    return WritePublicFile(options_.cursor_file, cursor + "\n");
  }

  Label LabelOf(const std::string& dataset, const std::string& dimension,
                const std::string& code) const {
    const auto found = labels_.find({dataset, dimension, code});
    return found == labels_.end() ? Label{code, code} : found->second;
  }

  void ShowSealed(const v1::FeedItem& item) const {
    const std::string dataset =
        item.dataset().substr(item.dataset().rfind('/') + 1);
    for (const v1::SealedTable& table : item.sealed().tables()) {
      ShownTable shown{
          .period = table.period().substr(table.period().rfind('/') + 1),
          .family = table.family().substr(table.family().rfind('/') + 1),
          .unit = table.unit() == v1::UNIT_VICTIM ? "VICTIM" : "RECORD",
          .cells = {}};
      for (const v1::SealedCell& cell : table.cells()) {
        ShownCell one;
        for (int i = 0; i < cell.codes_size(); ++i) {
          one.codes.push_back(cell.codes(i));
          one.labels.push_back(
              LabelOf(dataset, table.dimensions(i), cell.codes(i)));
        }
        if (cell.has_value()) one.value = cell.value();
        one.low = cell.low();
        if (cell.has_high()) one.high = cell.high();
        shown.cells.push_back(std::move(one));
      }
      ShowTable(console_, shown, kMostRows);
    }
  }

  void ShowAlert(const v1::Alert& alert) const {
    const int64_t occurred = alert.occur_time().seconds();
    const std::string dataset =
        alert.dataset().substr(alert.dataset().rfind('/') + 1);
    console_.Line("");
    console_.Say(words::kFeedAlert,
                 {alert.name().substr(alert.name().rfind('/') + 1),
                  HoursText(alert.clear_time().seconds() - occurred),
                  HoursText(absl::ToUnixSeconds(clock_()) - occurred)});
    std::vector<std::vector<std::string>> rows;
    for (const auto& [attribute, code] : alert.codes()) {
      rows.push_back(
          {attribute, code, console_.Of(LabelOf(dataset, attribute, code))});
    }
    console_.Table(rows);
  }

  const Session& session_;
  const Console console_;
  const Options& options_;
  const Labels labels_;
  const Clock clock_;
  absl::Status status_;
};

absl::StatusOr<int> Follow(Session& session, const Options& options) {
  TOGUNA_ASSIGN_OR_RETURN(const Profile profile, session.LoadProfile());
  v1::StreamFeedRequest request;
  request.set_agreement(absl::StrCat("agreements/", options.agreement));
  request.set_purpose(absl::StrCat("purposes/", options.purpose));
  request.set_position(v1::StreamFeedRequest::POSITION_EARLIEST);
  if (const auto kept = ReadFile(options.cursor_file); kept.ok()) {
    request.set_cursor(std::string(absl::StripAsciiWhitespace(*kept)));
  }
  TOGUNA_ASSIGN_OR_RETURN(Labels labels, LabelsOfProfile(session.as));
  Follower follower(session, options, std::move(labels),
                    Session::ClockOf(profile));
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  const absl::Status followed = client->FollowFeed(
      request, [&follower](const v1::StreamFeedResponse& event) {
        return follower.Handle(event);
      });
  const std::map<std::string, std::string> about = ReasonOf(followed).metadata;
  if (const auto kept = about.find("decision"); kept != about.end()) {
    session.console().Say(words::kDecisionKept, {kept->second});
  }
  TOGUNA_RETURN_IF_ERROR(followed);
  TOGUNA_RETURN_IF_ERROR(follower.status());
  return kExitDone;
}

}  // namespace

void AddFeed(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* feed = app.add_subcommand("feed", "Feeds: sealed months, alerts");
  feed->require_subcommand(1);
  CLI::App* follow = feed->add_subcommand(
      "follow", "Follow a feed; resumes from --cursor-file without loss");
  follow->add_option("--agreement", options->agreement, "Agreement")
      ->required();
  follow->add_option("--purpose", options->purpose, "Purpose")->required();
  follow->add_option("--cursor-file", options->cursor_file,
                     "Where the place in the feed is kept");
  follow->add_option("--out", options->out,
                     "Folder: each item as a JSON file named by its place");
  follow->add_flag("--until-idle", options->until_idle,
                   "Stop when there is nothing more at the moment");
  Bind(follow, session, [options](Session& s) { return Follow(s, *options); });
}

}  // namespace toguna
