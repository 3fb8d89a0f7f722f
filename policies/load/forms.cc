// forms/.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "exchange/words/catalog_words.h"
#include "policies/load/loading.h"

namespace toguna {
namespace {

using FormFile = catalog::v1::FormFile;

bool IsPath(absl::string_view path) {
  if (path.empty() || path.size() > 255) return false;
  for (const absl::string_view part : absl::StrSplit(path, '/')) {
    if (part.empty()) return false;
    for (const char c : part) {
      if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '_' &&
          c != '-' && c != '.') {
        return false;
      }
    }
  }
  return true;
}

// Identify a submission through its edits; intake turns them into references.
bool IsReadByIntake(absl::string_view path) {
  return path == "meta" || path == "meta/instanceID" || path == "meta/rootUuid";
}

bool IsReason(absl::string_view reason) {
  for (const char c : reason) {
    if (!absl::ascii_islower(static_cast<unsigned char>(c)) && c != '-') {
      return false;
    }
  }
  return reason.size() <= 32;
}

// True if `path` is `group` or lies in it.
bool LiesIn(absl::string_view path, absl::string_view group) {
  return path == group || absl::StartsWith(path, absl::StrCat(group, "/"));
}

class FormReader {
 public:
  FormReader(Loading& loading, const Spot& root, const FormFile& file)
      : loading_(loading), root_(root), file_(file) {}

  Form Read(const std::string& stem) {
    form_.id = FormId(stem);
    form_.version = file_.version();
    form_.dataset = DatasetId(file_.dataset());
    form_.approved_only = file_.approved_only();
    NeedVersion(root_.At("version"), file_.version());
    if (!file_.has_approved_only()) {
      root_.At("approved_only").Report(words::kRequired);
    }
    dataset_ = Refer(loading_, root_.At("dataset"), loading_.catalog.datasets,
                     "datasets", file_.dataset());
    if (dataset_ != nullptr && dataset_->kind != Dataset::Kind::kIncidents) {
      root_.At("dataset").Report(words::kOnlyIncidents, {file_.dataset()});
      dataset_ = nullptr;
    }
    for (int i = 0; i < file_.fields_size(); ++i) {
      ReadField(root_.At("fields", i), file_.fields(i));
    }
    CheckComplete();
    ReadDrops();
    return std::move(form_);
  }

 private:
  bool NeedPath(const Spot& spot, const std::string& path) {
    if (!Need(spot, path)) return false;
    if (!IsPath(path)) {
      spot.Report(words::kBadPath, {path});
    } else if (IsReadByIntake(path)) {
      spot.Report(words::kReadByIntake, {path});
    } else {
      return true;
    }
    return false;
  }

  void ReadField(const Spot& spot, const FormFile::Field& one) {
    if (NeedPath(spot.At("path"), one.path())) {
      NeedNew(spot.At("path"), paths_, one.path());
    }
    FormField field;
    field.path = one.path();
    field.to = one.to();
    const CodeList* list = nullptr;
    using Target = FormField::Target;
    switch (one.target()) {
      case FormFile::ATTRIBUTE:
        list = ReadAttribute(spot, one.to());
        break;
      case FormFile::TALLY:
        field.target = Target::kTally;
        ReadTally(spot, one.to());
        break;
      case FormFile::SOURCE:
        field.target = Target::kSource;
        ReadOnce(spot, one, "SOURCE");
        break;
      case FormFile::MONITOR:
        field.target = Target::kMonitor;
        ReadOnce(spot, one, "MONITOR");
        break;
      case FormFile::CONSENT:
        field.target = Target::kConsent;
        ReadOnce(spot, one, "CONSENT");
        if (dataset_ != nullptr) {
          list = loading_.catalog.FindCodeList(dataset_->consent_code_list);
        }
        break;
      default:
        spot.At("target").Report(words::kRequired, {},
                                 spot.Allowed({"ATTRIBUTE", "TALLY", "SOURCE",
                                               "MONITOR", "CONSENT"}));
        return;
    }
    ReadRecodes(spot, one, list, field);
    form_.fields.push_back(std::move(field));
  }

  // The list of the attribute's codes; nullptr if it has none.
  const CodeList* ReadAttribute(const Spot& spot, const std::string& to) {
    if (!Need(spot.At("to"), to) || dataset_ == nullptr) return nullptr;
    const Attribute* attribute = dataset_->FindAttribute(to);
    if (attribute == nullptr) {
      std::vector<std::string> names;
      for (const Attribute& one : dataset_->attributes) {
        names.push_back(one.id);
      }
      spot.At("to").ReportUnknown(to, names);
      return nullptr;
    }
    fed_.insert(to);
    return loading_.catalog.FindCodeList(attribute->code_list);
  }

  void ReadTally(const Spot& spot, const std::string& to) {
    if (!Need(spot.At("to"), to) || dataset_ == nullptr) return;
    if (dataset_->tally_code_list.empty()) {
      spot.At("target").Report(words::kRefused);
      return;
    }
    NeedNew(spot.At("to"), tallies_, to);
    const CodeList* list =
        loading_.catalog.FindCodeList(dataset_->tally_code_list);
    if (list != nullptr) ReadLeaf(spot.At("to"), *list, to);
  }

  // SOURCE, MONITOR, CONSENT: one each, where the sources are people.
  void ReadOnce(const Spot& spot, const FormFile::Field& one,
                const char* target) {
    RefuseIf(!one.to().empty(), spot.At("to"));
    NeedNew(spot.At("target"), targets_, target);
    if (dataset_ != nullptr && dataset_->public_sources) {
      spot.At("target").Report(words::kPublicSources, {dataset_->id.text()});
    }
  }

  void ReadRecodes(const Spot& spot, const FormFile::Field& one,
                   const CodeList* list, FormField& field) {
    std::set<std::string> answers;
    for (int i = 0; i < one.recodes_size(); ++i) {
      const FormFile::Recode& recode = one.recodes(i);
      const Spot at = spot.At("recodes", i);
      if (Need(at.At("answer"), recode.answer())) {
        NeedNew(at.At("answer"), answers, recode.answer());
      }
      if (list != nullptr) {
        ReadCode(at.At("code"), *list, recode.code());
      } else if (dataset_ != nullptr) {
        at.Report(words::kRefused);
      }
      field.recodes.push_back({recode.answer(), recode.code()});
    }
  }

  void CheckComplete() {
    if (dataset_ == nullptr) return;
    const Spot fields = root_.At("fields");
    for (const Attribute& attribute : dataset_->attributes) {
      if (attribute.required && !fed_.contains(attribute.id)) {
        fields.Report(words::kNoFieldFor, {attribute.id});
      }
    }
    if (dataset_->public_sources) return;
    for (const char* target : {"SOURCE", "MONITOR", "CONSENT"}) {
      if (!targets_.contains(target)) {
        fields.Report(words::kNoFieldFor, {target});
      }
    }
  }

  void ReadDrops() {
    for (int i = 0; i < file_.drops_size(); ++i) {
      const FormFile::Drop& drop = file_.drops(i);
      const Spot spot = root_.At("drops", i);
      if (Need(spot.At("reason"), drop.reason()) && !IsReason(drop.reason())) {
        spot.At("reason").Report(words::kUnknownValue, {drop.reason()},
                                 spot.InWords(words::kReasonRule));
      }
      if (NeedPath(spot.At("path"), drop.path())) {
        CheckDrop(spot.At("path"), drop.path());
      }
      form_.drops.push_back({drop.path(), drop.reason()});
    }
  }

  // Two rules for one answer would count it under either reason.
  void CheckDrop(const Spot& spot, const std::string& path) {
    for (const DropRule& other : form_.drops) {
      if (LiesIn(path, other.path)) {
        spot.Report(words::kDropCovers, {path, other.path});
      } else if (LiesIn(other.path, path)) {
        spot.Report(words::kDropCovers, {other.path, path});
      }
    }
    for (const std::string& field : paths_) {
      if (LiesIn(field, path)) {
        spot.Report(words::kDropsField, {path, field});
        return;
      }
    }
  }

  Loading& loading_;
  const Spot& root_;
  const FormFile& file_;
  const Dataset* dataset_ = nullptr;
  Form form_;
  std::set<std::string> paths_;
  std::set<std::string> fed_;
  std::set<std::string> tallies_;
  std::set<std::string> targets_;
};

}  // namespace

void ReadForms(Loading& loading) {
  ForEachFile<FormFile>(
      loading, "forms",
      [&](const Spot& root, const FormFile& file, const std::string& stem) {
        loading.catalog.forms.emplace(
            FormId(stem), FormReader(loading, root, file).Read(stem));
        return true;
      });
}

}  // namespace toguna
