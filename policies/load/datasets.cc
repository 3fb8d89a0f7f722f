// datasets/.

#include <cstddef>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "exchange/words/catalog_words.h"
#include "policies/load/classified.h"
#include "policies/load/loading.h"

namespace toguna {
namespace {

using DatasetFile = catalog::v1::DatasetFile;

constexpr char kLists[] = "code-lists";

// The number of attributes that a source takes: from, to.
std::pair<int, int> AttributesOf(DatasetFile::Dimension::Source source) {
  switch (source) {
    case DatasetFile::Dimension::ATTRIBUTE:
      return {1, 1};
    case DatasetFile::Dimension::CROSSWALK:
      return {1, 2};
    default:
      return {0, 0};
  }
}

class DatasetReader {
 public:
  DatasetReader(Loading& loading, const Spot& root, const DatasetFile& file,
                const std::string& stem)
      : loading_(loading), root_(root), file_(file) {
    dataset_.id = DatasetId(stem);
  }

  Dataset Read() {
    dataset_.version = file_.version();
    NeedVersion(root_.At("version"), file_.version());
    dataset_.title = ReadLabel(root_, "title", file_.title());
    dataset_.description = ReadLabel(root_, "description", file_.description());
    dataset_.public_sources = file_.public_sources();
    dataset_.kind = file_.kind() == DatasetFile::ALERTS
                        ? Dataset::Kind::kAlerts
                        : Dataset::Kind::kIncidents;
    if (file_.kind() != DatasetFile::INCIDENTS &&
        file_.kind() != DatasetFile::ALERTS) {
      root_.At("kind").Report(words::kRequired, {},
                              root_.Allowed({"INCIDENTS", "ALERTS"}));
    }
    ReadLists();
    ReadAttributes();
    if (file_.has_victims_in_every_record()) {
      ReadVictimsRule(root_.At("victims_in_every_record"),
                      file_.victims_in_every_record());
    }
    if (file_.dimensions_size() == 0) {
      root_.At("dimensions").Report(words::kRequired);
    }
    std::set<std::string> seen;
    for (int i = 0; i < file_.dimensions_size(); ++i) {
      ReadDimension(root_.At("dimensions", i), file_.dimensions(i), seen);
    }
    ReadClassified(loading_, root_, file_, dataset_);
    return std::move(dataset_);
  }

 private:
  const CodeList* List(const Spot& spot, const std::string& id) {
    return Refer(loading_, spot, loading_.catalog.code_lists, kLists, id);
  }

  void ReadLists() {
    dataset_.tally_code_list = CodeListId(file_.tally_code_list());
    if (!file_.tally_code_list().empty()) {
      List(root_.At("tally_code_list"), file_.tally_code_list());
    }
    const bool asked =
        file_.kind() != DatasetFile::ALERTS && !file_.public_sources();
    if (asked) {
      dataset_.consent_code_list = CodeListId(file_.consent_code_list());
      const CodeList* list =
          List(root_.At("consent_code_list"), file_.consent_code_list());
      loading_.scopes_unsure = loading_.scopes_unsure || list == nullptr;
    } else {
      RefuseIf(!file_.consent_code_list().empty(),
               root_.At("consent_code_list"));
    }
  }

  void ReadVictimsRule(const Spot& spot,
                       const DatasetFile::VictimsInEveryRecord& rule) {
    VictimsInEveryRecord& read = dataset_.victims_in_every_record.emplace();
    if (file_.tally_code_list().empty()) spot.Report(words::kNeedsTallies);
    std::set<std::string> attributes;
    for (int i = 0; i < rule.unless_size(); ++i) {
      const auto& one = rule.unless(i);
      const Spot at = spot.At("unless", i);
      read.unless.push_back(
          {one.attribute(), {one.codes().begin(), one.codes().end()}});
      if (one.codes_size() == 0) at.At("codes").Report(words::kRequired);
      if (!Need(at.At("attribute"), one.attribute())) continue;
      NeedNew(at.At("attribute"), attributes, one.attribute());
      const CodeList* list =
          ListOfAttribute(at.At("attribute"), one.attribute());
      std::set<std::string> codes;
      for (int j = 0; j < one.codes_size() && list != nullptr; ++j) {
        const Spot code = at.At("codes", j);
        NeedNew(code, codes, one.codes(j));
        if (ReadCode(code, *list, one.codes(j)) == CodeTree::kTop) {
          code.Report(words::kTopIsEverything, {one.codes(j)});
        }
      }
    }
  }

  // The list of a CODE attribute; reports any other. nullptr without a report
  // if the list's file is broken.
  const CodeList* ListOfAttribute(const Spot& spot, const std::string& id) {
    const Attribute* attribute = dataset_.FindAttribute(id);
    if (attribute == nullptr) {
      std::vector<std::string> names;
      for (const Attribute& each : dataset_.attributes) {
        names.push_back(each.id);
      }
      spot.ReportUnknown(id, names);
      return nullptr;
    }
    if (attribute->kind != Attribute::Kind::kCode) {
      spot.Report(words::kNotACode, {id});
      return nullptr;
    }
    return loading_.catalog.FindCodeList(attribute->code_list);
  }

  void ReadAttributes() {
    if (file_.attributes_size() == 0) {
      root_.At("attributes").Report(words::kRequired);
    }
    std::set<std::string> seen;
    int dates = 0;
    bool required = true;
    for (int i = 0; i < file_.attributes_size(); ++i) {
      const Spot spot = root_.At("attributes", i);
      const DatasetFile::Attribute& one = file_.attributes(i);
      if (NeedId(spot.At("id"), one.id())) {
        NeedNew(spot.At("id"), seen, one.id());
      }
      Attribute attribute;
      attribute.id = one.id();
      attribute.label = ReadLabel(spot, "label", one.label());
      attribute.required = one.required();
      attribute.code_list = CodeListId(one.code_list());
      if (one.kind() == DatasetFile::Attribute::DATE) {
        ++dates;
        required = required && one.required();
        attribute.kind = Attribute::Kind::kDate;
        RefuseIf(!one.code_list().empty(), spot.At("code_list"));
      } else if (one.kind() == DatasetFile::Attribute::CODE) {
        List(spot.At("code_list"), one.code_list());
      } else {
        spot.At("kind").Report(words::kRequired, {},
                               spot.Allowed({"CODE", "DATE"}));
      }
      dataset_.attributes.push_back(std::move(attribute));
    }
    const bool incidents = file_.kind() == DatasetFile::INCIDENTS;
    if ((incidents && (dates != 1 || !required)) || dates > 1) {
      root_.At("attributes").Report(words::kOneDate);
    }
  }

  void ReadDimension(const Spot& spot, const DatasetFile::Dimension& one,
                     std::set<std::string>& seen) {
    Dimension dimension;
    dimension.id = one.id();
    if (NeedId(spot.At("id"), one.id())) {
      NeedNew(spot.At("id"), seen, one.id());
    }
    dimension.label = ReadLabel(spot, "label", one.label());
    dimension.code_list = CodeListId(one.code_list());
    dimension.attributes.assign(one.attributes().begin(),
                                one.attributes().end());
    const CodeList* list = List(spot.At("code_list"), one.code_list());
    CheckAttributes(spot, one);
    using Source = Dimension::Source;
    switch (one.source()) {
      case DatasetFile::Dimension::ATTRIBUTE:
        dimension.source = Source::kAttribute;
        CheckSameList(spot, one, dimension);
        break;
      case DatasetFile::Dimension::CROSSWALK:
        dimension.source = Source::kCrosswalk;
        ReadCrosswalk(spot, one, list, dimension);
        break;
      case DatasetFile::Dimension::INCIDENT_YEAR:
        dimension.source = Source::kIncidentYear;
        CheckYears(spot, list, dimension);
        break;
      case DatasetFile::Dimension::INCIDENT_MONTH:
        dimension.source = Source::kIncidentMonth;
        CheckMonths(spot, list, dimension);
        break;
      case DatasetFile::Dimension::WHO:
        dimension.source = Source::kWho;
        if (one.code_list() != file_.tally_code_list() ||
            file_.tally_code_list().empty()) {
          spot.At("code_list")
              .Report(words::kOtherList, {file_.tally_code_list()});
          dimension.code_list = dataset_.tally_code_list;
        }
        break;
      default:
        spot.At("source").Report(
            words::kRequired, {},
            spot.Allowed({"ATTRIBUTE", "CROSSWALK", "INCIDENT_YEAR",
                          "INCIDENT_MONTH", "WHO"}));
    }
    if (one.source() != DatasetFile::Dimension::CROSSWALK) {
      RefuseIf(one.rows_size() > 0, spot.At("rows", 0));
    }
    dataset_.dimensions.push_back(std::move(dimension));
  }

  void CheckAttributes(const Spot& spot, const DatasetFile::Dimension& one) {
    const auto [from, to] = AttributesOf(one.source());
    if (one.attributes_size() < from || one.attributes_size() > to) {
      spot.At("attributes")
          .Report(
              words::kAttributeCount,
              {absl::StrCat(one.attributes_size()),
               from == to ? absl::StrCat(to) : absl::StrCat(from, "–", to)});
    }
    std::set<std::string> seen;
    for (int i = 0; i < one.attributes_size(); ++i) {
      const Spot at = spot.At("attributes", i);
      NeedNew(at, seen, one.attributes(i));
      const Attribute* attribute = dataset_.FindAttribute(one.attributes(i));
      if (attribute == nullptr) {
        std::vector<std::string> names;
        for (const Attribute& each : dataset_.attributes) {
          names.push_back(each.id);
        }
        at.ReportUnknown(one.attributes(i), names);
      } else if (attribute->kind != Attribute::Kind::kCode) {
        at.Report(words::kNotACode, {one.attributes(i)});
      }
    }
  }

  // Goes on with the list that is right, so that levels are checked by it.
  void CheckSameList(const Spot& spot, const DatasetFile::Dimension& one,
                     Dimension& dimension) {
    if (one.attributes_size() != 1) return;
    const Attribute* attribute = dataset_.FindAttribute(one.attributes(0));
    if (attribute != nullptr && attribute->kind == Attribute::Kind::kCode &&
        attribute->code_list.text() != one.code_list()) {
      spot.At("code_list")
          .Report(words::kOtherList, {attribute->code_list.text()});
      dimension.code_list = attribute->code_list;
    }
  }

  void CheckYears(const Spot& spot, const CodeList* list,
                  Dimension& dimension) {
    if (list == nullptr) return;
    for (const NodeIndex leaf : list->tree.Leaves()) {
      const std::string& code = list->tree.code(leaf);
      bool year = code.size() == 4;
      for (const char c : code) {
        year = year && absl::ascii_isdigit(static_cast<unsigned char>(c));
      }
      if (year) continue;
      spot.At("code_list").Report(words::kNotAYear, {code});
      dimension.code_list = CodeListId();
      return;
    }
  }

  // Exactly the leaves of kIncidentMonths, right below the top.
  void CheckMonths(const Spot& spot, const CodeList* list,
                   Dimension& dimension) {
    if (list == nullptr) return;
    std::set<std::string> leaves;
    for (const NodeIndex leaf : list->tree.Leaves()) {
      leaves.insert(list->tree.code(leaf));
    }
    if (list->tree.max_depth() == 1 &&
        leaves == std::set<std::string>(std::begin(kIncidentMonths),
                                        std::end(kIncidentMonths))) {
      return;
    }
    spot.At("code_list")
        .Report(words::kNotIncidentMonths,
                {absl::StrJoin(kIncidentMonths, ", ")});
    dimension.code_list = CodeListId();
  }

  void ReadCrosswalk(const Spot& spot, const DatasetFile::Dimension& one,
                     const CodeList* list, Dimension& dimension) {
    if (one.rows_size() == 0) spot.At("rows").Report(words::kRequired);
    std::set<std::string> seen;
    for (int i = 0; i < one.rows_size(); ++i) {
      const DatasetFile::Dimension::Row& row = one.rows(i);
      const Spot at = spot.At("rows", i);
      bool any = false;
      std::string all;
      if (row.codes_size() != one.attributes_size()) {
        at.Report(words::kCodesPerRow, {absl::StrCat(row.codes_size()),
                                        absl::StrCat(one.attributes_size())});
        continue;
      }
      for (int j = 0; j < row.codes_size(); ++j) {
        absl::StrAppend(&all, j > 0 ? ", " : "", row.codes(j));
        if (row.codes(j).empty()) continue;
        any = true;
        CheckFromCode(at.At("codes", j), one.attributes(j), row.codes(j));
      }
      if (!any) at.Report(words::kRowTakesAll);
      NeedNew(at, seen, all);
      if (list != nullptr) ReadLeaf(at.At("to"), *list, row.to());
      dimension.crosswalk.push_back(
          {{row.codes().begin(), row.codes().end()}, row.to()});
    }
  }

  void CheckFromCode(const Spot& spot, const std::string& attribute_id,
                     const std::string& code) {
    const Attribute* attribute = dataset_.FindAttribute(attribute_id);
    if (attribute == nullptr) return;
    const CodeList* list = loading_.catalog.FindCodeList(attribute->code_list);
    if (list != nullptr) ReadCode(spot, *list, code);
  }

  Loading& loading_;
  const Spot& root_;
  const DatasetFile& file_;
  Dataset dataset_;
};

}  // namespace

void ReadDatasets(Loading& loading) {
  ForEachFile<DatasetFile>(
      loading, "datasets",
      [&](const Spot& root, const DatasetFile& file, const std::string& stem) {
        loading.catalog.datasets.emplace(
            DatasetId(stem), DatasetReader(loading, root, file, stem).Read());
        return true;
      });
}

}  // namespace toguna
