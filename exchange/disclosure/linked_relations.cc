// LinkedSystem: what everybody knows without its being published.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "exchange/base/reason.h"
#include "exchange/disclosure/elimination.h"
#include "exchange/disclosure/exempting.h"
#include "exchange/disclosure/linked_system.h"

namespace toguna {
namespace {

size_t UnitAt(const std::vector<Scheme>& schemes, Unit unit) {
  size_t at = 0;
  while (at < schemes.size() && schemes[at].unit() != unit) ++at;
  return at;
}

// A record at `point` harms at least one person, as everybody knows.
bool IsPersonal(const Dataset& dataset, const Scheme& records,
                const Point& point) {
  if (!dataset.victims_in_every_record.has_value()) return false;
  const std::vector<std::string> ids = records.DimensionIds();
  for (const auto& exemption : dataset.victims_in_every_record->unless) {
    const Dimension* exempting = ExemptingDimension(dataset, exemption);
    if (exempting == nullptr) return false;
    const auto at = static_cast<size_t>(
        std::find(ids.begin(), ids.end(), exempting->id) - ids.begin());
    if (at == ids.size() || point[at] == kNowhere) return false;
    const CodeTree& tree = records.TreeOf(at);
    for (const std::string& code : exemption.codes) {
      const auto node = tree.Find(code);
      if (node.has_value() && tree.IsWithin(point[at], *node)) return false;
    }
  }
  return true;
}

void Append(const Sum& more, Sum& sum) {
  sum.insert(sum.end(), more.begin(), more.end());
}

bool AllAmong(const std::vector<std::string>& some,
              const std::vector<std::string>& codes) {
  return std::all_of(some.begin(), some.end(), [&](const std::string& code) {
    return std::count(codes.begin(), codes.end(), code) > 0;
  });
}

Sum AllAtoms(const Scheme& scheme) {
  Sum atoms(static_cast<size_t>(scheme.atoms()));
  for (size_t i = 0; i < atoms.size(); ++i) {
    atoms[i] = static_cast<int32_t>(i);
  }
  return atoms;
}

}  // namespace

// Finds what has corrections, and whether they can be linked.
absl::Status LinkedSystem::FindCorrections() {
  const auto wrong = [](const char* what) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "PLAN_INVALID",
                       what);
  };
  const auto corrects = [](const Family* family) {
    return family->stream == Stream::kRemoved ||
           family->stream == Stream::kAdded;
  };
  for (const Publication& publication : publications_) {
    // Counts do not say which victims were whose. Where none is shown of
    // corrections, whichever records are taken back can have had theirs.
    if (std::any_of(publication.families.begin(), publication.families.end(),
                    [&](const Family* family) {
                      return corrects(family) && family->unit == Unit::kVictim;
                    })) {
      return wrong(
          "corrections are counted in records, and a family counts "
          "their victims");
    }
    if (!publication.corrections.has_value()) {
      if (std::any_of(publication.families.begin(), publication.families.end(),
                      corrects)) {
        return wrong("a family counts corrections, and none are given");
      }
      continue;
    }
    const auto& [removed, added] = *publication.corrections;
    if (corrected_ != nullptr || removed == added ||
        std::max(removed, added) >= strands_.size() ||
        std::count(publication.strands.begin(), publication.strands.end(),
                   removed) +
                std::count(publication.strands.begin(),
                           publication.strands.end(), added) >
            0) {
      return absl::InternalError("corrections are given wrongly");
    }
    corrected_ = &publication;
  }
  return absl::OkStatus();
}

// Wherever victims and records are told apart: victims are at least as many as
// the records that harm somebody, and there are none where no record is.
void LinkedSystem::AddRelations(const Dataset& dataset) {
  const size_t r = UnitAt(schemes_, Unit::kRecord);
  const size_t v = UnitAt(schemes_, Unit::kVictim);
  if (corrected_ != nullptr && r < schemes_.size()) {
    const auto& [removed, added] = *corrected_->corrections;
    const Sum all = AllAtoms(schemes_[r]);
    relations_.push_back({Over({removed}, r, all), Over({added}, r, all)});
    relation_names_.push_back({.kind = RelationName::Kind::kAdded});
  }
  if (r == schemes_.size() || v == schemes_.size()) return;
  const std::vector<Scheme::Refinement> joined =
      schemes_[v].RefinementsOfRecords();
  const auto place = [&](const Scheme& scheme, const Point& point) {
    const std::vector<std::string> ids = scheme.DimensionIds();
    Point nodes;
    for (const Scheme::Refinement& one : joined) {
      const auto at = static_cast<size_t>(
          std::find(ids.begin(), ids.end(), one.dimension) - ids.begin());
      nodes.push_back(point[at] == kNowhere
                          ? kNowhere
                          : scheme.TreeOf(at).AtDepth(point[at], one.finest));
    }
    return nodes;
  };
  struct Place {
    Sum victims;
    Sum records;
    Sum personal;  // records that harm somebody, as everybody knows
  };
  std::map<Point, Place> places;
  for (int64_t atom = 0; atom < schemes_[v].atoms(); ++atom) {
    places[place(schemes_[v], schemes_[v].PointOfAtom(atom))].victims.push_back(
        static_cast<int32_t>(atom));
  }
  for (int64_t atom = 0; atom < schemes_[r].atoms(); ++atom) {
    const Point point = schemes_[r].PointOfAtom(atom);
    Place& at = places[place(schemes_[r], point)];
    at.records.push_back(static_cast<int32_t>(atom));
    if (IsPersonal(dataset, schemes_[r], point)) {
      at.personal.push_back(static_cast<int32_t>(atom));
    }
  }
  const CohortsAt cohorts = FindCohorts(r);
  const std::vector<std::string> ids = schemes_[v].DimensionIds();
  for (const auto& [nodes, at] : places) {
    if (at.victims.empty()) continue;
    AddHarms(v, at.victims, r, at.records);
    AddVictimsOfCohorts(cohorts, v, at.victims, r, at.records);
    if (at.personal.empty()) continue;
    Scheme::Codes codes;
    for (size_t i = 0; i < joined.size(); ++i) {
      const auto d = static_cast<size_t>(
          std::find(ids.begin(), ids.end(), joined[i].dimension) - ids.begin());
      codes.emplace_back(
          joined[i].dimension,
          nodes[i] == kNowhere ? "" : schemes_[v].TreeOf(d).code(nodes[i]));
    }
    places_.push_back(std::move(codes));
    AddVictimsOfRecords(v, at.victims, r, at.personal, places_.size() - 1);
  }
}

LinkedSystem::CohortsAt LinkedSystem::FindCohorts(size_t records_unit) const {
  const Scheme& scheme = schemes_[records_unit];
  CohortsAt cohorts;
  if (!tells_cohorts_) return cohorts;
  cohorts.none_at.resize(static_cast<size_t>(scheme.atoms()));
  cohorts.some_at.resize(cohorts.none_at.size());
  for (const Publication& publication : publications_) {
    for (const KnownCohort& one : publication.cohorts) {
      const Scheme::Codes cohort = {{one.dimension, one.code}};
      for (const int32_t atom : scheme.AtomsWithin(cohort)) {
        cohorts.none_at[static_cast<size_t>(atom)].insert(one.none.begin(),
                                                          one.none.end());
      }
      for (const KnownCohort::Some& some : one.some) {
        Scheme::Codes codes = cohort;
        codes.insert(codes.end(), some.within.begin(), some.within.end());
        for (const int32_t atom : scheme.AtomsWithin(codes)) {
          cohorts.some_at[static_cast<size_t>(atom)].push_back(&some.who);
        }
      }
    }
  }
  return cohorts;
}

Relation LinkedSystem::LeftOf(size_t unit, const Sum& atoms) const {
  const auto& [removed, added] = *corrected_->corrections;
  std::vector<size_t> had = corrected_->strands;
  had.push_back(added);
  Relation left{Over(had, unit, atoms), Over({removed}, unit, atoms)};
  std::sort(left.more.begin(), left.more.end());
  return left;
}

// Of every strand, and of what is left when corrections are made.
void LinkedSystem::AddVictimsOfRecords(size_t victims_unit, const Sum& victims,
                                       size_t records_unit, const Sum& records,
                                       size_t place) {
  const auto add = [&](Relation relation, std::optional<int32_t> strand) {
    relations_.push_back(std::move(relation));
    relation_names_.push_back({.kind = RelationName::Kind::kVictims,
                               .strand = strand,
                               .place = place});
  };
  for (size_t s = 0; s < strands_.size(); ++s) {
    add({Over({s}, victims_unit, victims), Over({s}, records_unit, records)},
        static_cast<int32_t>(s));
  }
  if (corrected_ == nullptr) return;
  Relation left = LeftOf(victims_unit, victims);
  const Relation records_left = LeftOf(records_unit, records);
  Append(records_left.less, left.more);
  Append(records_left.more, left.less);
  std::sort(left.more.begin(), left.more.end());
  std::sort(left.less.begin(), left.less.end());
  add(std::move(left), std::nullopt);
}

// Likewise.
void LinkedSystem::AddHarms(size_t victims_unit, const Sum& victims,
                            size_t records_unit, const Sum& records) {
  for (size_t s = 0; s < strands_.size(); ++s) {
    harms_.push_back({.victims = {Over({s}, victims_unit, victims), {}},
                      .records = {Over({s}, records_unit, records), {}}});
  }
  if (corrected_ == nullptr) return;
  harms_.push_back({.victims = LeftOf(victims_unit, victims),
                    .records = LeftOf(records_unit, records)});
}

// Victims among some are at least as many as records that each have one among
// them; and victims of a kind are none where all records lie in cohorts that
// have none of it. Since the sets of victims that cohorts tell of are equal,
// disjoint or hold one another, whatever keeps to this can be shared out to
// records so that each keeps to its cohort's.
void LinkedSystem::AddVictimsOfCohorts(const CohortsAt& cohorts,
                                       size_t victims_unit, const Sum& victims,
                                       size_t records_unit,
                                       const Sum& records) {
  if (!tells_cohorts_) return;
  const Scheme& scheme = schemes_[victims_unit];
  const std::vector<std::string> ids = scheme.DimensionIds();
  const auto who = [&](int32_t atom) {
    const Point point = scheme.PointOfAtom(atom);
    for (size_t d = 0; d < ids.size(); ++d) {
      if (scheme.IsWho(d)) return scheme.TreeOf(d).code(point[d]);
    }
    return std::string();
  };
  const auto among = [&](const std::vector<std::string>& codes) {
    Sum sum;
    for (const int32_t atom : victims) {
      if (std::count(codes.begin(), codes.end(), who(atom)) > 0) {
        sum.push_back(atom);
      }
    }
    return sum;
  };
  std::set<std::vector<std::string>> sets;
  std::set<std::string> kinds;
  for (const Publication& publication : publications_) {
    for (const KnownCohort& cohort : publication.cohorts) {
      for (const KnownCohort::Some& some : cohort.some) sets.insert(some.who);
      kinds.insert(cohort.none.begin(), cohort.none.end());
    }
  }
  for (const std::vector<std::string>& codes : sets) {
    Sum harming;
    for (const int32_t atom : records) {
      const auto& some = cohorts.some_at[static_cast<size_t>(atom)];
      if (std::any_of(some.begin(), some.end(),
                      [&](const auto* one) { return AllAmong(*one, codes); })) {
        harming.push_back(atom);
      }
    }
    if (harming.empty()) continue;
    for (size_t s = 0; s < strands_.size(); ++s) {
      relations_.push_back({.more = Over({s}, victims_unit, among(codes)),
                            .less = Over({s}, records_unit, harming),
                            .nameable = false});
      relation_names_.push_back({.kind = RelationName::Kind::kCohorts});
    }
  }
  for (const std::string& kind : kinds) {
    Sum others;
    for (const int32_t atom : records) {
      if (cohorts.none_at[static_cast<size_t>(atom)].count(kind) == 0) {
        others.push_back(atom);
      }
    }
    if (others.size() == records.size()) continue;
    for (size_t s = 0; s < strands_.size(); ++s) {
      harms_.push_back({.victims = {Over({s}, victims_unit, among({kind})), {}},
                        .records = {Over({s}, records_unit, others), {}}});
    }
  }
}

// Atom by atom, what was taken back was accepted or added. Atoms that nothing
// tells apart in any strand, by groups so far, share one relation: a table that
// keeps it keeps those of its atoms, too, where all lies at the first of them.
std::vector<Relation> LinkedSystem::TakenBack(
    const std::vector<int32_t>& group_of) {
  const auto& [removed, added] = *corrected_->corrections;
  std::vector<size_t> had = corrected_->strands;
  had.push_back(added);
  std::sort(had.begin(), had.end());
  std::vector<size_t> all = had;
  all.push_back(removed);
  std::vector<Relation> relations;
  for (size_t u = 0; u < schemes_.size(); ++u) {
    std::map<std::vector<int32_t>, Sum> alike;
    for (int64_t atom = 0; atom < schemes_[u].atoms(); ++atom) {
      std::vector<int32_t> groups;
      for (const size_t s : all) {
        groups.push_back(group_of[static_cast<size_t>(UnknownOf(s, u, atom))]);
      }
      alike[std::move(groups)].push_back(static_cast<int32_t>(atom));
    }
    for (const auto& [ignored, atoms] : alike) {
      relations.push_back({Over(had, u, atoms), Over({removed}, u, atoms)});
      relation_names_.push_back(
          {.kind = RelationName::Kind::kTakenBack, .unit = u, .atoms = atoms});
    }
  }
  return relations;
}

// `counts`, by unknown, ascending, take back only what was there.
absl::Status LinkedSystem::CheckCorrected(
    const std::vector<std::pair<int32_t, int64_t>>& counts) const {
  const auto& [removed, added] = *corrected_->corrections;
  const auto count = [&](int32_t unknown) {
    const auto found = std::lower_bound(counts.begin(), counts.end(),
                                        std::pair(unknown, int64_t{0}));
    return found == counts.end() || found->first != unknown ? 0 : found->second;
  };
  for (const auto& [unknown, taken] : counts) {
    for (size_t u = 0; u < schemes_.size(); ++u) {
      const int64_t atom = unknown - first_[removed][u];
      if (atom < 0 || atom >= schemes_[u].atoms()) continue;
      int64_t left = count(UnknownOf(added, u, atom)) - taken;
      for (const size_t s : corrected_->strands) {
        left += count(UnknownOf(s, u, atom));
      }
      if (left >= 0) continue;
      return ReasonError(absl::StatusCode::kInvalidArgument, "RECORD_INVALID",
                         "a correction takes back what was not accepted",
                         {{"field", "corrections"}});
    }
  }
  return absl::OkStatus();
}

// Sums that were not published hold nothing, and bounds do not rest on them.
HistoryCertificate LinkedSystem::NameOf(const HistoryBound& bound) const {
  HistoryCertificate named{.denominator = bound.denominator, .cells = {}};
  for (const auto& [fixed, multiplier] : bound.fixed) {
    const EarlierCell& at = fixed_cells_[fixed];
    if (at.family < 0) continue;
    named.cells.push_back({at.family, at.cell, multiplier});
  }
  for (const auto& [relation, multiplier] : bound.relations) {
    const RelationName& name = relation_names_[relation];
    switch (name.kind) {
      case RelationName::Kind::kVictims:
        named.victims.push_back({name.strand, places_[name.place], multiplier});
        break;
      case RelationName::Kind::kTakenBack:
        for (const int32_t atom : name.atoms) {
          named.taken_back.push_back({schemes_[name.unit].unit(),
                                      schemes_[name.unit].CodesOfAtom(atom),
                                      multiplier});
        }
        break;
      case RelationName::Kind::kAdded:
        named.added += multiplier;
        break;
      case RelationName::Kind::kCohorts:
        break;  // in no bound
    }
  }
  return named;
}

}  // namespace toguna
