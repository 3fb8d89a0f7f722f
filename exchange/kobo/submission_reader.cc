#include "exchange/kobo/submission_reader.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/base/reason.h"
#include "nlohmann/json.hpp"

namespace toguna {
namespace {

using nlohmann::json;

absl::Status Invalid(absl::string_view reason, absl::string_view message) {
  return ReasonError(absl::StatusCode::kInvalidArgument, reason, message);
}

// Builds one submission at a time out of the parser's events.
class Reader final : public nlohmann::json_sax<json> {
 public:
  Reader(int most_depth, const SubmissionVisitor& visit)
      : most_depth_(most_depth), visit_(visit) {}

  const absl::Status& status() const { return status_; }

  // After the last event: a file that is one submission, or the envelope.
  absl::Status Finish() {
    if (!root_.is_object()) return absl::OkStatus();
    if (!results_seen_) {
      visit_(root_, repeated_key_);
      return absl::OkStatus();
    }
    for (const auto& [key, value] : root_.items()) {
      if (key != "count" && key != "next" && key != "previous") {
        return NotSubmissions();
      }
    }
    return absl::OkStatus();
  }

  bool null() override { return Scalar(nullptr); }
  bool boolean(bool value) override { return Scalar(value); }
  bool number_integer(int64_t value) override { return Scalar(value); }
  bool number_unsigned(uint64_t value) override { return Scalar(value); }
  bool number_float(double value, const std::string&) override {
    return Scalar(value);
  }
  bool string(std::string& value) override { return Scalar(std::move(value)); }
  bool binary(json::binary_t&) override { return false; }

  bool start_object(size_t) override {
    if (!Deeper()) return false;
    if (depth_ == 1) {
      root_ = json::object();
      open_.push_back(&root_);
    } else if (AtElement()) {
      element_ = json::object();
      repeated_key_ = false;
      open_.push_back(&element_);
    } else {
      open_.push_back(Put(json::object()));
    }
    return true;
  }

  bool end_object() override {
    --depth_;
    open_.pop_back();
    if (AtElement()) visit_(element_, repeated_key_);
    return true;
  }

  bool start_array(size_t) override {
    if (!Deeper()) return false;
    if (depth_ == 1) {
      streaming_ = true;
    } else if (depth_ == 2 && !streaming_ && key_ == "results") {
      if (results_seen_) return Stop(NotSubmissions());
      results_seen_ = streaming_ = true;
      base_ = 1;
    } else if (AtElement()) {
      return Stop(NotSubmissions());
    } else {
      open_.push_back(Put(json::array()));
    }
    return true;
  }

  bool end_array() override {
    --depth_;
    if (AtElement()) {
      streaming_ = false;
    } else {
      open_.pop_back();
    }
    return true;
  }

  bool key(std::string& value) override {
    if (open_.back()->contains(value)) repeated_key_ = true;
    key_ = std::move(value);
    return true;
  }

  // The library's own text repeats what it read, so it is not passed on.
  bool parse_error(size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    return Stop(
        Invalid("MALFORMED_JSON", absl::StrCat("not JSON from byte ", position,
                                               " on; export the file again")));
  }

 private:
  static absl::Status NotSubmissions() {
    return Invalid("NOT_SUBMISSIONS",
                   "expected a list of KoboToolbox submissions, one "
                   "submission, or an answer of its API with \"results\"");
  }

  bool Stop(absl::Status status) {
    status_ = std::move(status);
    return false;
  }

  // True between the submissions of a list.
  bool AtElement() const { return streaming_ && open_.size() == base_; }

  bool Deeper() {
    if (++depth_ <= most_depth_) return true;
    return Stop(
        Invalid("TOO_DEEP", absl::StrCat("lists and objects lie more "
                                         "than ",
                                         most_depth_, " deep in each other")));
  }

  bool Scalar(json value) {
    if (depth_ == 0) return Stop(NotSubmissions());
    if (AtElement()) {
      visit_(value, false);
    } else {
      Put(std::move(value));
    }
    return true;
  }

  json* Put(json value) {
    json& parent = *open_.back();
    if (parent.is_array()) {
      parent.push_back(std::move(value));
      return &parent.back();
    }
    return &(parent[key_] = std::move(value));
  }

  const int most_depth_;
  const SubmissionVisitor& visit_;
  absl::Status status_;
  json root_;     // an object: the envelope, or one submission
  json element_;  // the submission of a list being read
  std::vector<json*> open_;
  std::string key_;
  size_t base_ = 0;  // of open_ between submissions
  int depth_ = 0;
  bool streaming_ = false;
  bool results_seen_ = false;
  bool repeated_key_ = false;
};

}  // namespace

absl::Status ReadSubmissions(absl::string_view bytes, const ReadLimits& limits,
                             const SubmissionVisitor& visit) {
  if (bytes.size() > limits.most_bytes) {
    return Invalid(
        "FILE_TOO_LARGE",
        absl::StrCat("the file is larger than ", limits.most_bytes >> 20U,
                     " MiB; split it, for example by month, and submit the "
                     "parts one after the other"));
  }
  Reader reader(limits.most_depth, visit);
  if (!json::sax_parse(bytes.begin(), bytes.end(), &reader)) {
    return reader.status();
  }
  return reader.Finish();
}

}  // namespace toguna
