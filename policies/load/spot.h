#ifndef TOGUNA_POLICIES_LOAD_SPOT_H_
#define TOGUNA_POLICIES_LOAD_SPOT_H_

// Where in a textproto file a value stands, so that a problem with its meaning
// has a line as a problem with its spelling has.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "exchange/words/words.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "policies/load/problems.h"

namespace toguna {

// A message or field of a parsed file. Cheap to copy; valid as long as the
// parsed file and the problems are.
class Spot {
 public:
  // The message that is the whole file.
  Spot(std::string file, const google::protobuf::Descriptor* message,
       const google::protobuf::TextFormat::ParseInfoTree* tree,
       Problems* problems)
      : file_(std::move(file)),
        message_(message),
        tree_(tree),
        problems_(problems) {}

  // The field `name` of this message, number `index` where it is repeated. An
  // unset field is reported at the line where its message begins.
  Spot At(const char* name, int index = -1) const;

  void Report(const Sentence& sentence,
              const std::vector<std::string>& values = {},
              std::string allowed = "") const {
    problems_->Add(file_, line_, path_, sentence, values, std::move(allowed));
  }
  // Reports `wanted` as unknown, with the nearest of `names`.
  void ReportUnknown(absl::string_view wanted,
                     const std::vector<std::string>& names) const;
  std::string InWords(const Sentence& sentence,
                      const std::vector<std::string>& values = {}) const {
    return problems_->InWords(sentence, values);
  }
  // "allowed: a, b".
  std::string Allowed(const std::vector<std::string>& names) const;

  const std::string& file() const { return file_; }
  int line() const { return line_; }
  // For lines of a file beside this one.
  Problems* problems() const { return problems_; }

 private:
  std::string file_;
  const google::protobuf::Descriptor* message_;  // nullptr for a plain value
  const google::protobuf::TextFormat::ParseInfoTree* tree_;
  Problems* problems_;
  int line_ = 1;
  std::string path_;
};

// Parses `bytes` into `message`. Reports every unknown field and the first
// other mistake; false if there was any.
bool ParseText(const std::string& path, const std::string& bytes,
               google::protobuf::Message* message,
               google::protobuf::TextFormat::ParseInfoTree* tree,
               Problems* problems);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_LOAD_SPOT_H_
