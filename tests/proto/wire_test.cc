// The public API as data: rules that hold for every message and service, and a
// list of everything in it, so that a breaking change is a change of this file.

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "tests/exchange/rpc/every_method.h"
#include "tests/support/temp_dir.h"
#include "toguna/v1/record.pb.h"

namespace toguna {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::EnumDescriptor;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::FileDescriptor;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;

std::vector<const FileDescriptor*> Files() {
  std::vector<const FileDescriptor*> files = {
      v1::ListAgreementsRequest::descriptor()->file(),
      v1::ListAlertsRequest::descriptor()->file(),
      v1::ListEntriesRequest::descriptor()->file(),
      v1::ListDatasetsRequest::descriptor()->file(),
      v1::CreateExtractRequest::descriptor()->file(),
      v1::StreamFeedRequest::descriptor()->file(),
      v1::ListInquiriesRequest::descriptor()->file(),
      v1::ListRecallsRequest::descriptor()->file(),
      v1::ListStatementsRequest::descriptor()->file(),
      v1::SubmitRecordsRequest::descriptor()->file(),
      v1::ListOperationsRequest::descriptor()->file(),
      v1::ListPeriodsRequest::descriptor()->file()};
  for (size_t i = 0; i < files.size(); ++i) {
    for (int d = 0; d < files[i]->dependency_count(); ++d) {
      const FileDescriptor* file = files[i]->dependency(d);
      if (file->package() == "toguna.v1" &&
          std::find(files.begin(), files.end(), file) == files.end()) {
        files.push_back(file);
      }
    }
  }
  return files;
}

void AddNested(const Descriptor& message,
               std::vector<const Descriptor*>& messages) {
  if (message.options().map_entry()) return;
  messages.push_back(&message);
  for (int i = 0; i < message.nested_type_count(); ++i) {
    AddNested(*message.nested_type(i), messages);
  }
}

std::vector<const Descriptor*> Messages() {
  std::vector<const Descriptor*> messages;
  for (const FileDescriptor* file : Files()) {
    for (int i = 0; i < file->message_type_count(); ++i) {
      AddNested(*file->message_type(i), messages);
    }
  }
  return messages;
}

std::vector<const EnumDescriptor*> Enums() {
  std::vector<const EnumDescriptor*> enums;
  for (const FileDescriptor* file : Files()) {
    for (int i = 0; i < file->enum_type_count(); ++i) {
      enums.push_back(file->enum_type(i));
    }
  }
  for (const Descriptor* message : Messages()) {
    for (int i = 0; i < message->enum_type_count(); ++i) {
      enums.push_back(message->enum_type(i));
    }
  }
  return enums;
}

// "STATE" for State, "SERVING_STATUS" for ServingStatus.
std::string PrefixOf(const std::string& name) {
  std::string prefix;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isupper(byte) && !prefix.empty()) prefix += '_';
    prefix += absl::ascii_toupper(byte);
  }
  return prefix;
}

TEST(WireTest, EnumsBeginUnspecifiedAndCarryTheirName) {
  ASSERT_FALSE(Enums().empty());
  for (const EnumDescriptor* one : Enums()) {
    const std::string prefix = PrefixOf(one->name());
    EXPECT_EQ(one->FindValueByNumber(0)->name(),
              absl::StrCat(prefix, "_UNSPECIFIED"));
    for (int i = 0; i < one->value_count(); ++i) {
      EXPECT_TRUE(absl::StartsWith(one->value(i)->name(), prefix + "_"))
          << one->value(i)->full_name();
    }
  }
}

TEST(WireTest, ServicesAreNamedServiceAndEveryMethodHasItsOwnRequest) {
  std::map<std::string, int> uses;
  for (const FileDescriptor* file : Files()) {
    for (int s = 0; s < file->service_count(); ++s) {
      EXPECT_THAT(file->service(s)->name(), EndsWith("Service"));
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        const auto* method = file->service(s)->method(m);
        EXPECT_EQ(method->input_type()->name(), method->name() + "Request");
        ++uses[method->input_type()->full_name()];
      }
    }
  }
  EXPECT_EQ(uses.size(), toguna::testing::EveryMethod().size());
}

TEST(WireTest, TimesAreTimestampsThatEndInTime) {
  for (const Descriptor* message : Messages()) {
    for (int i = 0; i < message->field_count(); ++i) {
      const FieldDescriptor* field = message->field(i);
      if (field->message_type() == nullptr ||
          field->message_type()->full_name() != "google.protobuf.Timestamp") {
        continue;
      }
      EXPECT_TRUE(absl::EndsWith(field->name(), "_time") ||
                  field->name() == "time")
          << field->full_name();
    }
  }
}

// protoc leaves comments out of the code it makes, so the files are read.
// Returns the declarations of `text` that no comment stands above.
std::vector<std::string> WithoutComment(const std::string& text) {
  std::vector<std::string> found;
  std::string above;
  for (const absl::string_view full : absl::StrSplit(text, '\n')) {
    const std::string line(absl::StripAsciiWhitespace(full));
    const bool continues = !above.empty() && !absl::StartsWith(above, "//") &&
                           !absl::EndsWith(above, ";") &&
                           !absl::EndsWith(above, "{") &&
                           !absl::EndsWith(above, "}");
    const bool declares = !line.empty() && !absl::StartsWith(line, "//") &&
                          line != "}" && !absl::StartsWith(line, "syntax") &&
                          !absl::StartsWith(line, "package") &&
                          !absl::StartsWith(line, "import");
    // Requests and responses are named after their method, which says what
    // they are for.
    const bool is_named_after_method = absl::StartsWith(line, "message ") &&
                                       (absl::StrContains(line, "Request {") ||
                                        absl::StrContains(line, "Response {"));
    if (declares && !continues && !is_named_after_method &&
        !absl::StartsWith(above, "//")) {
      found.push_back(line);
    }
    above = line;
  }
  return found;
}

TEST(WireTest, EveryDeclarationHasAComment) {
  for (const FileDescriptor* file : Files()) {
    const std::string text = toguna::testing::ReadFile(
        absl::StrCat(TOGUNA_SOURCE_DIR, "/proto/", file->name()));
    ASSERT_FALSE(text.empty()) << file->name();
    EXPECT_THAT(WithoutComment(text), IsEmpty()) << file->name();
  }
}

TEST(WireTest, AMissingCommentIsNoticed) {
  EXPECT_THAT(WithoutComment("// A.\nmessage A {\n  string b = 1;\n}\n"),
              ElementsAre("string b = 1;"));
}

// What a record can carry is the strongest promise of the API.
TEST(WireTest, ARecordHasNoRoomForFreeText) {
  const Descriptor* record = v1::Record::descriptor();
  std::vector<std::string> names;
  for (int i = 0; i < record->field_count(); ++i) {
    names.push_back(record->field(i)->name());
  }
  EXPECT_THAT(
      names, ElementsAre("ref", "instance", "codes", "incident_date", "tallies",
                         "source", "monitor", "consent", "list_versions"));
}

// Numbers of the well-known details: another number, and no other client
// library could read our errors.
TEST(WireTest, ErrorDetailsAreWireCompatible) {
  google::rpc::ErrorInfo info;
  info.set_reason("A");
  info.set_domain("B");
  (*info.mutable_metadata())["k"] = "v";
  EXPECT_EQ(info.SerializeAsString(),
            std::string("\x0a\x01\x41\x12\x01\x42\x1a\x06\x0a\x01k\x12\x01v"));
  google::rpc::PreconditionFailure failure;
  auto& violation = *failure.add_violations();
  violation.set_type("t");
  violation.set_subject("s");
  violation.set_description("d");
  EXPECT_EQ(failure.SerializeAsString(),
            std::string("\x0a\x09\x0a\x01t\x12\x01s\x1a\x01") + "d");
  google::rpc::LocalizedMessage message;
  message.set_locale("fr");
  message.set_message("m");
  EXPECT_EQ(message.SerializeAsString(),
            std::string("\x0a\x02") + "fr\x12\x01m");
  google::rpc::Status status;
  status.set_code(7);
  status.set_message("m");
  status.add_details()->PackFrom(info);
  EXPECT_EQ(status.details(0).type_url(),
            "type.googleapis.com/google.rpc.ErrorInfo");
  EXPECT_EQ(status.SerializeAsString().substr(0, 5),
            std::string("\x08\x07\x12\x01m"));
}

TEST(WireTest, JsonOfAnEventIsAsDocumented) {
  v1::StreamFeedResponse event;
  event.mutable_end()->set_reason(v1::FeedEnd::REASON_DRAINING);
  event.mutable_end()->set_resume_cursor("c1-4");
  std::string json;
  ASSERT_TRUE(google::protobuf::util::MessageToJsonString(event, &json).ok());
  EXPECT_EQ(json,
            "{\"end\":{\"reason\":\"REASON_DRAINING\",\"resumeCursor\":"
            "\"c1-4\"}}");
}

}  // namespace
}  // namespace toguna
