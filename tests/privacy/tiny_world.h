#ifndef TOGUNA_TESTS_PRIVACY_TINY_WORLD_H_
#define TOGUNA_TESTS_PRIVACY_TINY_WORLD_H_

// Worlds so small that every table that could be true can be tried: two or
// three places and types, a few records of two contributors in up to three
// months. Codes and their trees are kept as plain strings here, so that the
// attacker needs nothing of the engine's.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "exchange/disclosure/protect.h"
#include "policies/model/catalog.h"
#include "tests/support/seal_samples.h"

namespace toguna::testing {

struct TinyRecord {
  std::string contributor;
  std::string source;
  std::string place;
  std::string type;
  std::map<std::string, int64_t> victims;  // by who they are
  // Where incident months are told apart: the month it was accepted in, and
  // which of kIncidentMonths it happened in, seen from there.
  size_t accepted = 0;
  std::string when = "";
};
using TinyMonth = std::vector<TinyRecord>;

// Months that hold what became of the records of others later.
struct TinyCorrections {
  std::vector<size_t> of;
  size_t removed = 0;
  size_t added = 0;

  bool Holds(size_t month) const {
    return month == removed || month == added ||
           std::count(of.begin(), of.end(), month) > 0;
  }
};

// Codes of a dimension and their parents; the top has none.
using StringTree = std::vector<std::pair<std::string, std::string>>;

struct TinyWorld {
  std::map<std::string, StringTree> trees;  // by dimension
  // Dimensions that follow from the place, by place; none: nowhere.
  std::map<std::string, std::map<std::string, std::string>> by_place;
  bool victims_rule = false;  // everybody knows: every record has a victim
  std::map<std::string, std::vector<AxisPool>> pools;  // by dimension
  std::vector<StructuralZero> zeros;  // of every plan; everybody knows them
  std::deque<Family> families;
  std::vector<TinyMonth> months;
  // Which of the months are corrections, as everybody knows.
  std::optional<TinyCorrections> corrections = std::nullopt;
  // The first of the months in the calendar, which everybody knows; none:
  // incident months are not told apart.
  std::optional<absl::CivilMonth> first_month = std::nullopt;

  absl::CivilMonth CalendarOf(size_t month) const {
    return *first_month + static_cast<int>(month);
  }
  // When incidents can have happened that are counted in one of the months. A
  // month that begins its quarter or year has no earlier ones there.
  std::vector<std::string> WhensOf(size_t month) const {
    if (!first_month.has_value()) return {""};
    const bool known =
        !corrections.has_value() ||
        (month != corrections->removed && month != corrections->added);
    const int in_year = known ? CalendarOf(month).month() : 12;
    std::vector<std::string> whens = {"this-period", "earlier-year"};
    if (in_year % 3 != 1) whens.emplace_back("earlier-this-quarter");
    if (in_year > 3) whens.emplace_back("earlier-quarter");
    return whens;
  }

  const std::string& ParentOf(const std::string& dimension,
                              const std::string& code) const {
    for (const auto& [one, parent] : trees.at(dimension)) {
      if (one == code) return parent;
    }
    static const std::string* const none = new std::string;
    return *none;
  }
  int DepthOf(const std::string& dimension, std::string code) const {
    int depth = -1;
    for (; !code.empty(); ++depth) code = ParentOf(dimension, code);
    return depth;
  }
  bool LiesWithin(const std::string& dimension, std::string code,
                  const std::string& of) const {
    for (const AxisPool& pool : PoolsOf(dimension)) {
      if (pool.code != of) continue;
      return std::any_of(pool.codes.begin(), pool.codes.end(),
                         [&](const std::string& member) {
                           return LiesWithin(dimension, code, member);
                         });
    }
    while (!code.empty() && code != of) code = ParentOf(dimension, code);
    return code == of;
  }
  // The code that `code` lies in at `depth`; itself where it is no deeper.
  std::string At(const std::string& dimension, std::string code,
                 int depth) const {
    while (!code.empty() && DepthOf(dimension, code) > depth) {
      code = ParentOf(dimension, code);
    }
    return code;
  }
  std::vector<AxisPool> PoolsOf(const std::string& dimension) const {
    const auto found = pools.find(dimension);
    return found == pools.end() ? std::vector<AxisPool>() : found->second;
  }
  std::vector<std::string> LeavesOf(const std::string& dimension) const {
    std::vector<std::string> leaves;
    for (const auto& [code, ignored] : trees.at(dimension)) {
      const bool inner = std::any_of(
          trees.at(dimension).begin(), trees.at(dimension).end(),
          [&, here = code](const auto& one) { return one.second == here; });
      if (!inner) leaves.push_back(code);
    }
    return leaves;
  }
  const Family* Add(Unit unit, std::vector<Axis> axes,
                    Stream stream = Stream::kAccepted) {
    families.push_back(
        FamilyOf("f" + std::to_string(families.size()), unit, std::move(axes)));
    families.back().stream = stream;
    return &families.back();
  }
};

// Tables over some months together, and what they had to keep to.
struct Release {
  std::vector<const Family*> families;
  Minimums minimums;
  std::vector<size_t> months;
  std::vector<SealedTable> tables;  // none yet: not sealed
  // Families of corrections count these months; none: there are none.
  std::optional<TinyCorrections> corrections = std::nullopt;

  std::vector<size_t> MonthsOf(Stream stream) const {
    if (stream == Stream::kAccepted) return months;
    if (!corrections.has_value()) return {};
    return {stream == Stream::kRemoved ? corrections->removed
                                       : corrections->added};
  }
  bool Counts(const std::optional<TinyCorrections>& some) const {
    return some.has_value() &&
           (corrections.has_value() ||
            std::count(months.begin(), months.end(), some->removed) +
                    std::count(months.begin(), months.end(), some->added) >
                0);
  }
};

inline Catalog CatalogOf(const TinyWorld& world) {
  Catalog catalog;
  Dataset dataset;
  dataset.id = DatasetId("incidents");
  dataset.version = "1";
  for (const auto& [dimension, tree] : world.trees) {
    std::vector<CodeDeclaration> declared;
    for (const auto& [code, parent] : tree) {
      declared.push_back({code, parent, {}});
    }
    CodeList list{.id = CodeListId(dimension),
                  .version = "1",
                  .title = {},
                  .source = "",
                  .levels = {},
                  .tree = *CodeTree::Create(std::move(declared), false)};
    catalog.code_lists.emplace(list.id, std::move(list));
    using Source = Dimension::Source;
    const auto mapped = world.by_place.find(dimension);
    if (mapped != world.by_place.end()) {
      dataset.dimensions.push_back(
          DimensionOf(dimension, Source::kCrosswalk, {"place"}, dimension));
      for (const auto& [place, code] : mapped->second) {
        dataset.dimensions.back().crosswalk.push_back({{place}, code});
      }
    } else if (dimension == "when") {
      dataset.dimensions.push_back(
          DimensionOf(dimension, Source::kIncidentMonth, {}, dimension));
    } else if (dimension == "who") {
      dataset.dimensions.push_back(
          DimensionOf(dimension, Source::kWho, {}, dimension));
    } else {
      dataset.attributes.push_back(CodeAttribute(dimension, dimension, true));
      dataset.dimensions.push_back(
          DimensionOf(dimension, Source::kAttribute, {dimension}, dimension));
    }
  }
  dataset.tally_code_list = CodeListId("who");
  if (world.victims_rule) {
    dataset.victims_in_every_record = VictimsInEveryRecord{};
  }
  catalog.datasets.emplace(dataset.id, std::move(dataset));
  return catalog;
}

// A day that an incident can have happened on.
inline absl::CivilDay DayOf(const std::string& when,
                            absl::CivilMonth accepted) {
  if (when == "earlier-this-quarter") return absl::CivilDay(accepted - 1);
  if (when == "earlier-quarter") return absl::CivilDay(accepted.year(), 1, 9);
  if (when == "earlier-year") return absl::CivilDay(accepted - 12);
  return absl::CivilDay(accepted);
}

inline std::vector<Record> RecordsOf(const TinyWorld& world,
                                     const TinyMonth& month) {
  std::vector<Record> records;
  for (const TinyRecord& one : month) {
    Record record = SampleRecord(records.size(), 0, 0);
    record.contributor = PartyId(one.contributor);
    record.source = one.source;
    record.codes = {{"place", one.place}, {"type", one.type}};
    for (const auto& [who, victims] : one.victims) {
      if (victims > 0) record.tallies[who] = victims;
    }
    if (world.first_month.has_value()) {
      record.accepted = world.CalendarOf(one.accepted);
      record.incident_day = DayOf(one.when, *record.accepted);
    }
    records.push_back(std::move(record));
  }
  return records;
}

// What the engine is told of the records of every month.
inline absl::StatusOr<std::vector<Strand>> StrandsOf(const TinyWorld& world) {
  const Catalog catalog = CatalogOf(world);
  const Dataset& dataset = *catalog.FindDataset(DatasetId("incidents"));
  std::vector<const Family*> all;
  for (const Family& family : world.families) all.push_back(&family);
  std::vector<Strand> strands;
  for (const TinyMonth& month : world.months) {
    auto strand =
        StrandOf(catalog, dataset, all, RecordsOf(world, month), world.zeros);
    if (!strand.ok()) return strand.status();
    const size_t m = strands.size();
    strands.push_back(*std::move(strand));
    if (!world.first_month.has_value()) continue;
    const bool corrects =
        world.corrections.has_value() &&
        (m == world.corrections->removed || m == world.corrections->added);
    // At its end a year has had everything.
    strands[m].accepted =
        corrects ? absl::CivilMonth(2026, 12) : world.CalendarOf(m);
  }
  return strands;
}

// What the engine makes of `now`, after `earlier`; `refining` is to come.
inline absl::StatusOr<std::vector<SealedTable>> Seal(
    const TinyWorld& world, std::span<const Release> earlier,
    const Release& now, const std::vector<const Family*>& refining,
    uint64_t key) {
  const Catalog catalog = CatalogOf(world);
  const Dataset& dataset = *catalog.FindDataset(DatasetId("incidents"));
  const auto strands = StrandsOf(world);
  if (!strands.ok()) return strands.status();
  std::vector<Publication> publications;
  for (const Release& one : earlier) {
    publications.push_back(
        {one.families, one.minimums, one.months, &one.tables, world.zeros});
  }
  publications.push_back(
      {now.families, now.minimums, now.months, nullptr, world.zeros});
  if (now.corrections.has_value()) {
    publications.back().corrections = {now.corrections->removed,
                                       now.corrections->added};
  }
  auto sealed = Protect(catalog, dataset, refining, *strands, publications,
                        ProtectOptions{.tie_break = key});
  if (!sealed.ok()) return sealed.status();
  return std::move(sealed->tables);
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_PRIVACY_TINY_WORLD_H_
