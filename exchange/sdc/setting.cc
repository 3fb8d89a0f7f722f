#include "exchange/sdc/setting.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/disclosure/cube.h"
#include "exchange/disclosure/protect_rungs.h"
#include "exchange/disclosure/scheme.h"
#include "exchange/usecase/seal_check.h"
#include "exchange/words/sdc_files_words.h"

namespace toguna {
namespace {

absl::Status Mismatch(Language language, const Sentence& sentence,
                      const std::vector<std::string>& values) {
  return ReasonError(absl::StatusCode::kInvalidArgument, "HISTORY_MISMATCH",
                     Say(language, sentence, values));
}

// The same codes in the same order, so that cells have the same places.
bool SameTree(const CodeList& a, const CodeList& b) {
  if (a.levels != b.levels || a.tree.size() != b.tree.size()) return false;
  for (NodeIndex node = 0; node < a.tree.size(); ++node) {
    if (a.tree.code(node) != b.tree.code(node) ||
        a.tree.parent(node) != b.tree.parent(node)) {
      return false;
    }
  }
  return true;
}

// Adds the dimensions of one earlier plan.
absl::Status Join(const EarlierFiles& earlier, Catalog& joined,
                  Language language) {
  Dataset& dataset = joined.datasets.begin()->second;
  const Dataset& other = earlier.catalog.datasets.begin()->second;
  if (other.id != dataset.id) {
    return Mismatch(language, sdc_words::kOtherDataset,
                    {earlier.name, other.id.text(), dataset.id.text()});
  }
  for (const Dimension& dimension : other.dimensions) {
    const CodeList& list = *earlier.catalog.FindCodeList(dimension.code_list);
    const Dimension* known = dataset.FindDimension(dimension.id);
    if (known == nullptr) {
      dataset.dimensions.push_back(dimension);
      if (const Attribute* attribute = other.FindAttribute(dimension.id)) {
        dataset.attributes.push_back(*attribute);
      }
      joined.code_lists.emplace(list.id, list);
    } else if (known->source != dimension.source ||
               !SameTree(*joined.FindCodeList(known->code_list), list)) {
      return Mismatch(language, sdc_words::kOtherTree,
                      {earlier.name, dimension.id});
    }
  }
  if (!other.tally_code_list.empty()) {
    if (!dataset.tally_code_list.empty() &&
        dataset.tally_code_list != other.tally_code_list) {
      return Mismatch(language, sdc_words::kOtherWho,
                      {earlier.name, other.tally_code_list.text(),
                       dataset.tally_code_list.text()});
    }
    dataset.tally_code_list = other.tally_code_list;
  }
  if (other.victims_in_every_record.has_value()) {
    dataset.victims_in_every_record.emplace();
  }
  return absl::OkStatus();
}

// The shortest kind of period that holds all months; none if a year does not.
std::optional<Period::Kind> SpanOf(const std::vector<Period>& months) {
  if (months.size() <= 1) return Period::Kind::kMonth;
  for (const auto kind : {Period::Kind::kQuarter, Period::Kind::kYear}) {
    const Period whole(kind, months.front().month());
    if (std::all_of(months.begin(), months.end(), [&](const Period& month) {
          return whole.Contains(month);
        })) {
      return kind;
    }
  }
  return std::nullopt;
}

Cadence CadenceOf(Period::Kind kind) {
  switch (kind) {
    case Period::Kind::kMonth:
      return Cadence::kMonth;
    case Period::Kind::kQuarter:
      return Cadence::kQuarter;
    case Period::Kind::kYear:
      return Cadence::kYear;
  }
  return Cadence::kMonth;
}

absl::StatusOr<Cadence> DueCadence(const Plan& plan,
                                   const std::vector<Period>& months,
                                   Language language) {
  std::set<Cadence> planned;
  for (const Family& family : plan.families) planned.insert(family.cadence);
  const std::optional<Period::Kind> span = SpanOf(months);
  const auto wrong = [&](const Sentence& sentence) {
    const auto text = [](const Period& month) { return month.text(); };
    return ReasonError(absl::StatusCode::kInvalidArgument, "PERIOD_INVALID",
                       Say(language, sentence,
                           {months.empty() ? "-" : text(months.front()),
                            months.empty() ? "-" : text(months.back())}));
  };
  if (planned.size() == 1) {
    const Cadence only = *planned.begin();
    // A plan that says nothing of time is for the whole file.
    if (only == Cadence::kMonth) return only;
    if (!span.has_value() || CadenceOf(*span) > only) {
      return wrong(sdc_words::kTooLong);
    }
    return only;
  }
  if (!span.has_value() || !planned.contains(CadenceOf(*span))) {
    return wrong(sdc_words::kNothingDue);
  }
  return CadenceOf(*span);
}

std::vector<const Family*> FamiliesOf(const Plan& plan) {
  std::vector<const Family*> families;
  for (const Family& family : plan.families) families.push_back(&family);
  return families;
}

Publication PublicationOf(const Plan& plan, std::vector<size_t> strands) {
  Publication publication{.families = FamiliesOf(plan),
                          .minimums = plan.minimums,
                          .strands = std::move(strands),
                          .published = nullptr,
                          .zeros = plan.structural_zeros};
  publication.minimums.dominance_percent = plan.dominance_percent.value_or(0);
  return publication;
}

// A published value that the records do not have.
const SealedCell* FindOther(const Scheme& scheme, const Cube& cube,
                            const EarlierFiles& earlier,
                            const std::vector<SealedTable>& tables,
                            size_t& family) {
  size_t t = 0;
  for (family = 0; family < earlier.plan.families.size(); ++family) {
    if (earlier.plan.families[family].unit != scheme.unit()) continue;
    const Scheme::Table& table = scheme.tables()[t];
    const Cube::Facts& facts = cube.tables()[t++];
    const std::vector<SealedCell>& cells = tables[family].cells;
    for (size_t c = 0; c < cells.size(); ++c) {
      if (cells[c].status != CellStatus::kPublished) continue;
      const auto cell = static_cast<int64_t>(c);
      const auto found = facts.find(cell);
      const int64_t value = found == facts.end() ? 0 : found->second.value;
      if (cell >= table.cells || value != cells[c].value) return &cells[c];
      const Scheme::Codes codes = scheme.CodesOfCell(table, cell);
      for (size_t i = 0; i < codes.size(); ++i) {
        if (cells[c].codes[i] != codes[i].second) return &cells[c];
      }
    }
  }
  return nullptr;
}

absl::Status CheckEarlier(const SdcSetting& setting,
                          std::span<const Strand> strands,
                          const EarlierFiles& earlier, Language language) {
  const std::vector<const Family*> families = FamiliesOf(earlier.plan);
  for (const Unit unit : {Unit::kRecord, Unit::kVictim}) {
    TOGUNA_ASSIGN_OR_RETURN(
        const Scheme scheme,
        Scheme::Create(setting.catalog, setting.dataset(), families, unit));
    if (scheme.tables().empty()) continue;
    std::vector<const Columns*> columns;
    std::set<std::string> contributors;
    for (const size_t strand : setting.StrandsOf(earlier.months)) {
      for (const Columns& one : strands[strand].columns) {
        if (one.unit != unit) continue;
        columns.push_back(&one);
        contributors.insert(one.contributors.begin(), one.contributors.end());
      }
    }
    TOGUNA_ASSIGN_OR_RETURN(
        const Cube cube,
        Cube::Create(scheme, columns,
                     {contributors.begin(), contributors.end()},
                     std::vector<bool>(scheme.tables().size(), true)));
    for (const std::vector<SealedTable>& tables : earlier.rungs) {
      size_t family = 0;
      const SealedCell* other =
          FindOther(scheme, cube, earlier, tables, family);
      if (other == nullptr) continue;
      return Mismatch(language, sdc_words::kOtherValue,
                      {earlier.name, earlier.plan.families[family].id.text(),
                       absl::StrJoin(other->codes, ";")});
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Catalog> JoinCatalogs(const Catalog& now,
                                     std::span<const EarlierFiles> earlier,
                                     Language language) {
  Catalog joined = now;
  for (const EarlierFiles& one : earlier) {
    TOGUNA_RETURN_IF_ERROR(Join(one, joined, language));
  }
  return joined;
}

bool CountsVictims(const Plan& plan, std::span<const EarlierFiles> earlier) {
  const auto counts = [](const Plan& one) {
    return std::any_of(
        one.families.begin(), one.families.end(),
        [](const Family& family) { return family.unit == Unit::kVictim; });
  };
  return counts(plan) ||
         std::any_of(earlier.begin(), earlier.end(),
                     [&](const EarlierFiles& one) { return counts(one.plan); });
}

std::vector<const Family*> SdcSetting::Refining() const {
  std::vector<const Family*> families;
  for (const Family& family : refining) families.push_back(&family);
  return families;
}

SdcSetting SdcSetting::AtRung(size_t at) const {
  SdcSetting one = *this;
  const std::vector<Minimums> ladder = plan.Ladder();
  one.rung = at;
  one.plan = plan.AtRung(at);
  for (EarlierFiles& before : one.earlier) {
    const size_t rung_before = RungBefore(before.plan.Ladder(), ladder, at);
    before.plan = before.plan.AtRung(rung_before);
    before.tables = before.rungs[rung_before];
    if (rung_before < before.witnesses.size()) {
      before.proven_by = before.witnesses[rung_before];
    }
  }
  return one;
}

std::vector<SdcSetting> SdcSetting::Rungs() const {
  std::vector<SdcSetting> all;
  for (size_t at = 0; at < plan.Ladder().size(); ++at) {
    all.push_back(AtRung(at));
  }
  return all;
}

std::vector<size_t> SdcSetting::StrandsOf(const std::vector<Period>& of) const {
  std::vector<size_t> strands;
  for (size_t s = 0; s < months.size(); ++s) {
    if (std::find(of.begin(), of.end(), months[s]) != of.end()) {
      strands.push_back(s);
    }
  }
  return strands;
}

std::vector<Publication> SdcSetting::Publications() const {
  std::vector<Publication> publications;
  for (const EarlierFiles& one : earlier) {
    // What held no month published nothing.
    if (one.months.empty()) continue;
    publications.push_back(PublicationOf(one.plan, StrandsOf(one.months)));
    publications.back().published = &one.tables;
    if (!one.proven_by.tables.empty()) {
      publications.back().witnesses = &one.proven_by;
    }
  }
  std::vector<size_t> all(strands());
  std::iota(all.begin(), all.end(), size_t{0});
  publications.push_back(PublicationOf(plan, std::move(all)));
  return publications;
}

absl::StatusOr<SdcSetting> SettingOf(Catalog joined, const Plan& plan,
                                     std::vector<EarlierFiles> earlier,
                                     const std::vector<Period>& months,
                                     Language language) {
  std::set<Period> all(months.begin(), months.end());
  for (const EarlierFiles& one : earlier) {
    all.insert(one.months.begin(), one.months.end());
  }
  SdcSetting setting{.catalog = std::move(joined),
                     .plan = plan,
                     .refining = {},
                     .earlier = std::move(earlier),
                     .months = {all.begin(), all.end()}};
  TOGUNA_ASSIGN_OR_RETURN(const Cadence due,
                          DueCadence(plan, setting.months, language));
  setting.plan.families.clear();
  for (const Family& family : plan.families) {
    (family.cadence == due ? setting.plan.families : setting.refining)
        .push_back(family);
  }
  return setting;
}

absl::StatusOr<std::vector<Strand>> StrandsOf(const SdcSetting& setting,
                                              const FileRecords& records) {
  std::vector<const Family*> families = setting.Refining();
  const std::vector<Publication> publications = setting.Publications();
  std::vector<StructuralZero> zeros;
  for (const Publication& publication : publications) {
    families.insert(families.end(), publication.families.begin(),
                    publication.families.end());
    zeros.insert(zeros.end(), publication.zeros.begin(),
                 publication.zeros.end());
  }
  std::vector<Strand> strands(setting.strands());
  for (size_t s = 0; s < strands.size(); ++s) {
    std::span<const Record> of_month;
    for (size_t m = 0; m < records.months.size(); ++m) {
      if (records.months[m] == setting.months[s]) of_month = records.records[m];
    }
    TOGUNA_ASSIGN_OR_RETURN(
        strands[s], StrandOf(setting.catalog, setting.dataset(), families,
                             of_month, zeros));
  }
  return strands;
}

absl::Status CheckHistory(const SdcSetting& setting,
                          std::span<const Strand> strands, Language language) {
  for (const EarlierFiles& one : setting.earlier) {
    TOGUNA_RETURN_IF_ERROR(CheckEarlier(setting, strands, one, language));
  }
  return absl::OkStatus();
}

absl::StatusOr<SealToCheck> ForChecker(const SdcSetting& setting,
                                       const std::vector<SealedTable>& tables,
                                       const std::vector<SealedTable>* below,
                                       const Protected& result) {
  SealedPeriod sealed{.dataset = setting.plan.dataset,
                      .rung = static_cast<int>(setting.rung),
                      .plan = setting.plan.id,
                      .plan_version = setting.plan.version,
                      .minimums = setting.plan.minimums,
                      .list_versions = {},
                      .sealed_at = {},
                      .tables = tables};
  if (!setting.months.empty()) sealed.period = setting.months.front();
  for (const auto& [id, list] : setting.catalog.code_lists) {
    sealed.list_versions[id.text()] = list.version;
  }
  const std::vector<Publication> publications = setting.Publications();
  // Which k a count needs is its plan's to say, not the witnesses'.
  for (const UnsafeCell& cell : result.unsafe) {
    const bool known = std::any_of(
        publications.begin(), publications.end(),
        [&](const Publication& publication) {
          const int k =
              cell.minimum > 0 ? cell.minimum : setting.plan.minimums.k;
          return k == publication.minimums.k &&
                 std::equal(cell.strands.begin(), cell.strands.end(),
                            publication.strands.begin(),
                            publication.strands.end(), [](int32_t a, size_t b) {
                              return static_cast<size_t>(a) == b;
                            });
        });
    if (!known) {
      return ReasonError(absl::StatusCode::kInvalidArgument,
                         "WITNESSES_INVALID",
                         "an unsafe count is of no plan and months");
    }
  }
  SealToCheck check =
      ForChecker(setting.catalog, setting.plan, sealed, result,
                 setting.Refining(), publications, setting.strands());
  if (below != nullptr) SetBelow(setting.plan, *below, check);
  return check;
}

}  // namespace toguna
