#include "exchange/observe/event.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "exchange/base/ids.h"
#include "exchange/base/json.h"
#include "exchange/base/reason.h"

namespace toguna {
namespace {

constexpr char kRedacted[] = "[redacted]";

// Lives to the end of the process, so that the last destructor can still log.
spdlog::logger& Log() {
  static spdlog::logger* const log = [] {
    auto* created = new spdlog::logger(
        "toguna", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    created->set_pattern("%v");
    created->set_level(spdlog::level::info);
    created->flush_on(spdlog::level::debug);
    return created;
  }();
  return *log;
}

spdlog::level::level_enum LevelOf(Severity severity) {
  switch (severity) {
    case Severity::kDebug:
      return spdlog::level::debug;
    case Severity::kInfo:
      return spdlog::level::info;
    case Severity::kWarning:
      return spdlog::level::warn;
    case Severity::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

const char* TextOf(Severity severity) {
  switch (severity) {
    case Severity::kDebug:
      return "debug";
    case Severity::kInfo:
      return "info";
    case Severity::kWarning:
      return "warn";
    case Severity::kError:
      return "error";
  }
  return "";
}

bool IsReason(absl::string_view text) {
  if (text.empty() || text.size() > 40) return false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (!absl::ascii_isupper(byte) && !absl::ascii_isdigit(byte) && c != '_') {
      return false;
    }
  }
  return true;
}

}  // namespace

void SetLogSeverity(Severity least) { Log().set_level(LevelOf(least)); }

Event::Event(Literal name, Severity severity) : severity_(severity) {
  fields_ = absl::StrCat("{\"time\":\"",
                         absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(),
                                          absl::UTCTimeZone()),
                         "\",\"level\":\"", TextOf(severity),
                         "\",\"event\":", JsonQuote(name.text()));
}

Event::~Event() {
  fields_ += "}";
  Log().log(LevelOf(severity_), fields_);
}

Event& Event::Add(Literal key, absl::string_view json) {
  absl::StrAppend(&fields_, ",", JsonQuote(key.text()), ":", json);
  return *this;
}

Event& Event::IdText(Literal key, absl::string_view id) {
  return Add(key, JsonQuote(CheckId(id).ok() ? id : kRedacted));
}

Event& Event::Count(Literal key, int64_t count) {
  return Add(key, absl::StrCat(count));
}

Event& Event::Index(Literal key, uint64_t index) {
  return Add(key, absl::StrCat(index));
}

Event& Event::Duration(Literal key, absl::Duration duration) {
  return Add(key, absl::StrCat(absl::ToInt64Milliseconds(duration)));
}

Event& Event::Word(Literal key, Literal word) {
  return Add(key, JsonQuote(word.text()));
}

Event& Event::Yes(Literal key, bool truth) {
  return Add(key, truth ? "true" : "false");
}

Event& Event::Reason(Literal key, absl::string_view reason) {
  return Add(key, JsonQuote(IsReason(reason) ? reason : kRedacted));
}

Event& Event::Error(const absl::Status& status) {
  Add("code", JsonQuote(absl::StatusCodeToString(status.code())));
  const std::string reason = ReasonOf(status).code;
  return reason.empty() ? *this : Reason("reason", reason);
}

Event& Event::Text(Literal key, const std::string&) {
  return Add(key, JsonQuote(kRedacted));
}

}  // namespace toguna
