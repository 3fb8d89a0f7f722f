#include "policies/load/spot.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "exchange/words/catalog_words.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace toguna {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::EnumDescriptor;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::FileDescriptor;
using ::google::protobuf::TextFormat;

// Messages of a catalog nest four deep; unknown fields might nest without end.
constexpr int kDeepest = 16;

std::vector<std::string> FieldNames(const Descriptor& message) {
  std::vector<std::string> names;
  for (int i = 0; i < message.field_count(); ++i) {
    names.push_back(message.field(i)->name());
  }
  return names;
}

std::vector<std::string> ValueNames(const EnumDescriptor& values) {
  std::vector<std::string> names;
  for (int i = 1; i < values.value_count(); ++i) {  // 0 is "unspecified"
    names.push_back(values.value(i)->name());
  }
  return names;
}

// Values of the enum fields called `field` in `message` and below.
void EnumNames(const Descriptor& message, absl::string_view field,
               std::vector<std::string>& names) {
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& one = *message.field(i);
    if (one.message_type() != nullptr && one.message_type() != &message) {
      EnumNames(*one.message_type(), field, names);
    } else if (one.enum_type() != nullptr && one.name() == field) {
      for (std::string& name : ValueNames(*one.enum_type())) {
        names.push_back(std::move(name));
      }
    }
  }
}

// Turns the parser's English messages into ours where it can say more.
class Collector : public google::protobuf::io::ErrorCollector {
 public:
  Collector(const std::string& path, const std::string& bytes,
            const Descriptor& root, Problems* problems)
      : path_(path),
        lines_(absl::StrSplit(bytes, '\n')),
        root_(root),
        problems_(problems) {}

  void AddError(int line, google::protobuf::io::ColumnNumber /*column*/,
                const std::string& message) override {
    failed_ = true;
    const std::vector<std::string> quoted = absl::StrSplit(message, '"');
    if (absl::StartsWith(message, "Unknown enumeration value") &&
        quoted.size() >= 4) {
      std::vector<std::string> names;
      EnumNames(root_, quoted[3], names);
      problems_->Add(path_, LineOf(quoted[1], line), quoted[3],
                     words::kUnknownValue, {quoted[1]},
                     problems_->Suggest(quoted[1], names));
      return;
    }
    if (absl::StrContains(message, "has no field named") &&
        quoted.size() >= 4) {
      const Descriptor* in =
          root_.file()->pool()->FindMessageTypeByName(quoted[1]);
      problems_->Add(
          path_, line + 1, "", words::kUnknownField, {quoted[3]},
          in == nullptr ? "" : problems_->Suggest(quoted[3], FieldNames(*in)));
      return;
    }
    problems_->Add(path_, line + 1, "", words::kNotRead, {message});
  }
  // An unknown field is a warning to the parser, so that it reads on and finds
  // the others. Here it is an error.
  void AddWarning(int line, google::protobuf::io::ColumnNumber column,
                  const std::string& message) override {
    AddError(line, column, message);
  }

  bool failed() const { return failed_; }

 private:
  // The parser names the token after a wrong value, often a line too late.
  int LineOf(const std::string& value, int line) const {
    const int last = std::min(line, static_cast<int>(lines_.size()) - 1);
    for (int i = last; i >= 0; --i) {
      if (absl::StrContains(lines_[static_cast<size_t>(i)], value)) {
        return i + 1;
      }
    }
    return line + 1;
  }

  const std::string& path_;
  const std::vector<absl::string_view> lines_;
  const Descriptor& root_;
  Problems* problems_;
  bool failed_ = false;
};

}  // namespace

Spot Spot::At(const char* name, int index) const {
  Spot spot = *this;
  absl::StrAppend(&spot.path_, path_.empty() ? "" : ".", name);
  if (index >= 0) absl::StrAppend(&spot.path_, "[", index + 1, "]");
  spot.message_ = nullptr;
  spot.tree_ = nullptr;
  if (message_ == nullptr || tree_ == nullptr) return spot;
  const FieldDescriptor* field = message_->FindFieldByName(name);
  if (field == nullptr) return spot;
  if (!field->is_repeated()) index = -1;
  if (field->is_repeated() && index < 0) index = 0;
  int line = tree_->GetLocation(field, index).line;
  // In `codes: ["a", "b"]` the parser notes one place for all.
  while (line < 0 && index > 0) {
    line = tree_->GetLocation(field, --index).line;
  }
  if (line >= 0) spot.line_ = line + 1;
  if (field->message_type() != nullptr && line >= 0) {
    spot.message_ = field->message_type();
    spot.tree_ = tree_->GetTreeForNested(field, index);
  }
  return spot;
}

void Spot::ReportUnknown(absl::string_view wanted,
                         const std::vector<std::string>& names) const {
  if (wanted.find_first_of("*?%") != absl::string_view::npos) {
    Report(words::kWildcard, {std::string(wanted)});
  } else {
    Report(words::kUnknown, {std::string(wanted)},
           problems_->Suggest(wanted, names));
  }
}

std::string Spot::Allowed(const std::vector<std::string>& names) const {
  return InWords(words::kOneOf, {absl::StrJoin(names, ", ")});
}

bool ParseText(const std::string& path, const std::string& bytes,
               google::protobuf::Message* message,
               TextFormat::ParseInfoTree* tree, Problems* problems) {
  Collector collector(path, bytes, *message->GetDescriptor(), problems);
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.WriteLocationsTo(tree);
  parser.AllowUnknownField(true);
  parser.SetRecursionLimit(kDeepest);
  google::protobuf::io::ArrayInputStream in(bytes.data(),
                                            static_cast<int>(bytes.size()));
  return parser.Parse(&in, message) && !collector.failed();
}

}  // namespace toguna
