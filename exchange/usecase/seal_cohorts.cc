#include "exchange/usecase/seal_cohorts.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/status_macros.h"
#include "exchange/cohort/hold_over.h"
#include "exchange/disclosure/schemes_of.h"

namespace toguna {
namespace {

// Of a seal with cohorts: few counts to choose among, each judged against all
// that was published of their months.
constexpr int64_t kLeastWorkWithCohorts = 20'000;

// Where a record of a stratum is: its month's strand, and its entity there.
struct EntityAt {
  size_t strand = 0;
  int32_t entity = 0;
};

// No finer than what tables that count by the same tell apart.
void SetFinest(const Catalog& catalog, const Dataset& dataset,
               std::span<const Family* const> families, CohortPlan& plan) {
  for (CohortAttribute& attribute : plan.attributes) {
    if (attribute.kind != CohortAttribute::Kind::kDimension) continue;
    attribute.finest =
        DepthBeside(catalog, dataset, families, attribute.dimension);
  }
}

CohortSeal SealOf(const Catalog& catalog, const Plan& plan,
                  const CohortPlan& cohorts, const FormedCohorts& formed,
                  const std::vector<StratumRecord>& records, Period period) {
  const Dataset& dataset = *catalog.FindDataset(plan.dataset);
  CohortSeal seal{.dataset = plan.dataset,
                  .period = period,
                  .id = cohorts.id,
                  .plan = plan.id,
                  .plan_version = plan.version,
                  .ladder = plan.Ladder(),
                  .list_versions = {},
                  .sealed_at = {},
                  .attributes = cohorts.attributes,
                  .nodes = {},
                  .held_over = {}};
  const auto note = [&](const CodeList* list) {
    if (list != nullptr) seal.list_versions[list->id.text()] = list->version;
  };
  for (const CohortAttribute& one : cohorts.attributes) {
    const Dimension* dimension = dataset.FindDimension(one.dimension);
    if (dimension == nullptr) continue;
    note(catalog.ListOf(dataset, one.dimension));
    for (const std::string& id : dimension->attributes) {
      const Attribute* attribute = dataset.FindAttribute(id);
      if (attribute == nullptr) continue;
      note(catalog.FindCodeList(attribute->code_list));
    }
  }
  for (const CohortPlan::Stratum& one : cohorts.strata) {
    note(catalog.ListOf(dataset, one.dimension));
  }
  for (const FormedCohorts::Node& node : formed.nodes) {
    CohortSeal::Node& sealed = seal.nodes.emplace_back();
    sealed = {.code = node.code,
              .parent = node.parent,
              .rung = node.rung,
              .box = node.box,
              .meets = node.meets,
              .released = {},
              .records = {}};
    for (const size_t record : node.records) {
      sealed.records.push_back(records[record].record);
    }
  }
  for (const size_t record : formed.held_over) {
    seal.held_over.push_back(records[record].record);
  }
  return seal;
}

// True of each node that is seen: rows are given of it, of one that it lies in
// or of one that it holds.
std::vector<bool> SeenOf(const CohortSeal& seal) {
  const std::vector<CohortSeal::Node>& nodes = seal.nodes;
  std::vector<bool> given(nodes.size(), false);  // it, or one that it lies in
  std::vector<bool> seen(nodes.size(), false);
  for (size_t n = 0; n < nodes.size(); ++n) {
    given[n] = nodes[n].IsGiven() || (n > 0 && given[nodes[n].parent]);
    if (!given[n]) continue;
    for (size_t up = n; !seen[up]; up = nodes[up].parent) seen[up] = true;
  }
  return seen;
}

// What of earlier cohorts anybody has seen, as if no others had been formed.
FormedCohorts SeenCohorts(const CohortSeal& seal) {
  const std::vector<bool> seen = SeenOf(seal);
  FormedCohorts formed;
  std::vector<size_t> place(seal.nodes.size(), 0);
  for (size_t n = 0; n < seal.nodes.size(); ++n) {
    if (!seen[n] && n > 0) continue;
    const CohortSeal::Node& node = seal.nodes[n];
    place[n] = formed.nodes.size();
    formed.nodes.push_back({.code = node.code,
                            .parent = place[node.parent],
                            .rung = node.rung,
                            .box = node.box,
                            .meets = node.meets,
                            .records = {}});
  }
  return formed;
}

// How many records lie in each node of a seal.
std::map<std::string, int64_t> CountsOf(const CohortSeal& seal) {
  std::map<std::string, int64_t> counts;
  for (const CohortSeal::Node& node : seal.nodes) {
    const auto here = static_cast<int64_t>(node.records.size());
    for (size_t up = static_cast<size_t>(&node - seal.nodes.data()); up > 0;
         up = seal.nodes[up].parent) {
      counts[seal.nodes[up].code] += here;
    }
  }
  return counts;
}

// The table that counts what was given out by cohort, as whoever has rung
// `rung` of it knows it.
SealedTable TableOf(const Catalog& catalog, const Dataset& dataset,
                    const Family& family, const CohortSeal& seal, int rung) {
  const std::string& dimension = family.axes[0].dimension;
  const CodeTree& tree = catalog.ListOf(dataset, dimension)->tree;
  const std::map<std::string, int64_t> counts = CountsOf(seal);
  std::set<std::string> published;
  for (const CohortSeal::Node& node : seal.nodes) {
    if (node.IsGiven() &&
        std::count(node.released.begin(), node.released.end(), rung) > 0) {
      published.insert(node.code);
    }
  }
  SealedTable table{.family = family.id,
                    .unit = family.unit,
                    .dimensions = {dimension},
                    .cells = {}};
  for (NodeIndex node = 1; node < tree.size(); ++node) {
    const std::string& code = tree.code(node);
    SealedCell& cell = table.cells.emplace_back();
    cell.codes = {code};
    if (published.count(code) == 0) continue;
    cell.status = CellStatus::kPublished;
    cell.value = counts.at(code);
  }
  return table;
}

// Leaves out the first `strands` strands, and what was sealed of them alone.
void ForgetFirst(size_t strands, SealInput& input) {
  const auto cut = [&](auto& all) {
    const size_t some = std::min(strands, all.size());
    all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(some));
  };
  cut(input.strands);
  cut(input.strata);
  input.before -= strands;
  std::erase_if(input.earlier, [&](const EarlierSeal& earlier) {
    return earlier.strands.back() < strands;
  });
  for (EarlierSeal& earlier : input.earlier) {
    for (size_t& strand : earlier.strands) strand -= strands;
    for (size_t& strand : earlier.witness_strands) {
      strand = strand < strands || strand == Publication::kNoStrand
                   ? Publication::kNoStrand
                   : strand - strands;
    }
    for (EarlierCohorts& cohorts : earlier.cohorts) cut(cohorts.codes);
  }
}

// The first strand of a whole quarter on from which all strands hang together
// with `first`: cohorts that were given of them have records there alone.
size_t FirstTogether(const SealInput& input, size_t first) {
  for (size_t before = input.strands.size(); before != first;) {
    before = first;
    for (const EarlierSeal& earlier : input.earlier) {
      if (earlier.cohorts.empty() || earlier.strands.back() < first) continue;
      first = std::min(first, earlier.strands.front());
      for (const EarlierCohorts& cohorts : earlier.cohorts) {
        for (size_t s = 0; s < first && s < cohorts.codes.size(); ++s) {
          if (!cohorts.codes[s].empty()) first = s;
        }
      }
    }
  }
  return first;
}

// Builds a SealCohorts.
class Forming {
 public:
  Forming(const Catalog& catalog, const Plan& plan, const SealInput& input)
      : catalog_(catalog),
        dataset_(*catalog.FindDataset(plan.dataset)),
        with_{.catalog = catalog,
              .plan = plan,
              .input = input,
              .known = {},
              .known_before = {},
              .made = {}} {
    with_.input.work = std::max(input.work, kLeastWorkWithCohorts);
    for (const Family& family : plan.families) families_.push_back(&family);
    // What its months, and earlier ones, were tabulated by tells of them, too.
    for (const EarlierSeal& earlier : input.earlier) {
      for (const Family& family : earlier.plan.families) {
        families_.push_back(&family);
      }
    }
  }

  absl::StatusOr<SealCohorts> Form() {
    for (size_t c = 0; c < with_.plan.cohorts.size(); ++c) {
      TOGUNA_RETURN_IF_ERROR(FormOne(c));
    }
    ForgetWhatJoinsNothing();
    with_.known_before.resize(with_.input.earlier.size());
    for (size_t c = 0; c < with_.plan.cohorts.size(); ++c) {
      TOGUNA_RETURN_IF_ERROR(FindEarlier(c));
      TOGUNA_RETURN_IF_ERROR(TellOne(c));
    }
    std::vector<CohortsInTables> tables;
    for (const Earlier& one : earlier_) tables.push_back(one.in_tables);
    for (const MadeCohorts& made : with_.made) {
      if (made.IsCounted()) tables.push_back(InTables(made));
    }
    TOGUNA_ASSIGN_OR_RETURN(with_.catalog,
                            WithCohorts(catalog_, with_.plan.dataset, tables));
    for (const MadeCohorts& made : with_.made) {
      if (!made.IsCounted()) continue;
      with_.plan.families.push_back(FamilyOfCohorts(InTables(made)));
    }
    for (const Earlier& one : earlier_) AddTables(one);
    return std::move(with_);
  }

 private:
  // Cohorts of the plan that an earlier quarter was sealed with.
  struct Earlier {
    size_t number = 0;  // of the input's earlier seals
    const CohortSeal* seal = nullptr;
    FormedCohorts seen;
    CohortsInTables in_tables;
  };

  CohortsInTables InTables(const MadeCohorts& made) const {
    return {.plan = made.plan,
            .dimension = made.plan.id.text(),
            .rungs = with_.plan.Ladder().size(),
            .formed = &made.formed};
  }

  const std::vector<size_t>& StrandsOf(size_t earlier) const {
    return with_.input.earlier[earlier].strands;
  }

  // What the same cohorts were sealed to before.
  absl::Status FindEarlier(size_t number) {
    const CohortPlan& plan = with_.plan.cohorts[number];
    quarters_.clear();
    std::vector<const CohortSeal*> before;
    for (size_t e = 0; e < with_.input.earlier.size(); ++e) {
      for (const EarlierCohorts& cohorts : with_.input.earlier[e].cohorts) {
        if (cohorts.seal.id != plan.id) continue;
        Earlier& one = earlier_.emplace_back();
        one.number = e;
        one.seal = &cohorts.seal;
        one.seen = SeenCohorts(cohorts.seal);
        one.in_tables = {.plan = plan,
                         .dimension = DimensionBefore(cohorts.seal),
                         .rungs = cohorts.seal.ladder.size(),
                         .formed = &one.seen};
        TellApart(one.in_tables, cohorts.codes);
        Rename(cohorts.seal, with_.input.earlier[e]);
        quarters_.push_back(&one);
        before.push_back(&cohorts.seal);
      }
    }
    TOGUNA_ASSIGN_OR_RETURN(hold_over_,
                            HoldOver::Create(catalog_, dataset_, plan, before));
    for (size_t of = 0; of < quarters_.size(); ++of) {
      const Earlier& one = *quarters_[of];
      TOGUNA_ASSIGN_OR_RETURN(std::vector<KnownCohort> known,
                              Known(one.in_tables, StrandsOf(one.number), of));
      auto& all = with_.known_before[one.number];
      all.insert(all.end(), known.begin(), known.end());
    }
    return absl::OkStatus();
  }

  // Of `cohorts`: of the quarter `of` of those before, or formed now; `own` are
  // the strands of their quarter.
  absl::StatusOr<std::vector<KnownCohort>> Known(
      const CohortsInTables& cohorts, const std::vector<size_t>& own,
      std::optional<size_t> of) const {
    TOGUNA_ASSIGN_OR_RETURN(std::vector<KnownCohort> known,
                            KnownOf(catalog_, dataset_, families_, cohorts));
    if (with_.input.before == 0) return known;
    for (KnownCohort& one : known) {
      const auto node = std::find_if(
          cohorts.formed->nodes.begin(), cohorts.formed->nodes.end(),
          [&](const auto& it) { return it.code == one.code; });
      TOGUNA_ASSIGN_OR_RETURN(const std::vector<size_t> from,
                              hold_over_->MayComeFrom(node->box, of));
      one.strands = own;
      for (const size_t quarter : from) {
        const std::vector<size_t>& its = StrandsOf(quarters_[quarter]->number);
        one.strands.insert(one.strands.end(), its.begin(), its.end());
      }
      std::sort(one.strands.begin(), one.strands.end());
    }
    return known;
  }

  absl::Status FormOne(size_t number) {
    CohortPlan plan = with_.plan.cohorts[number];
    SetFinest(catalog_, dataset_, families_, plan);
    MadeCohorts made{.plan = plan, .formed = {}, .seal = {}};
    std::vector<StratumRecord> records;
    std::vector<EntityAt> at;
    for (size_t s = 0; s < with_.input.strata.size(); ++s) {
      if (number >= with_.input.strata[s].size()) continue;
      for (const StratumRecord& record :
           with_.input.strata[s][number].records) {
        records.push_back(record);
        at.push_back({s, record.entity});
      }
    }
    TOGUNA_ASSIGN_OR_RETURN(
        made.formed, FormStratum(catalog_, dataset_, plan, with_.plan.Ladder(),
                                 with_.input.period, records));
    made.seal = SealOf(catalog_, with_.plan, plan, made.formed, records,
                       with_.input.period);
    with_.made.push_back(std::move(made));
    at_.push_back(std::move(at));
    return absl::OkStatus();
  }

  // Where nothing that waits has joined a cohort, what is sealed now has
  // nothing to do with the quarters that it waited since: nobody knows that,
  // and it is proven against somebody who does.
  void ForgetWhatJoinsNothing() {
    size_t first = with_.input.before;
    for (size_t c = 0; c < with_.made.size(); ++c) {
      for (const FormedCohorts::Node& node : with_.made[c].formed.nodes) {
        for (const size_t record : node.records) {
          first = std::min(first, at_[c][record].strand);
        }
      }
    }
    if (first < with_.input.before) first = FirstTogether(with_.input, first);
    ForgetFirst(first, with_.input);
    for (std::vector<EntityAt>& all : at_) {
      // What still waits is in no cohort, and is not looked at any more.
      for (EntityAt& one : all) one.strand -= std::min(first, one.strand);
    }
  }

  // Tells records apart by the cohorts that were formed of them.
  absl::Status TellOne(size_t number) {
    const MadeCohorts& made = with_.made[number];
    if (!made.IsCounted()) return absl::OkStatus();
    Codes codes(with_.input.strands.size());
    for (const FormedCohorts::Node& node : made.formed.nodes) {
      for (const size_t record : node.records) {
        const EntityAt& at = at_[number][record];
        codes[at.strand][at.entity] = node.code;
      }
    }
    TellApart(InTables(made), codes);
    std::vector<size_t> own(with_.input.months() - with_.input.before);
    std::iota(own.begin(), own.end(), with_.input.before);
    TOGUNA_ASSIGN_OR_RETURN(std::vector<KnownCohort> known,
                            Known(InTables(made), own, std::nullopt));
    with_.known.insert(with_.known.end(), known.begin(), known.end());
    return absl::OkStatus();
  }

  // By strand and entity.
  using Codes = std::vector<std::map<int32_t, std::string>>;

  void TellApart(const CohortsInTables& cohorts, const Codes& codes) {
    for (size_t s = 0; s < with_.input.strands.size(); ++s) {
      for (Columns& columns : with_.input.strands[s].columns) {
        if (columns.unit != Unit::kRecord) continue;
        AddCodes(cohorts.dimension,
                 s < codes.size() ? codes[s] : Codes::value_type(), columns);
      }
    }
  }

  // Witnesses of an earlier quarter speak of its cohorts as of those sealed
  // then, and of all that were formed.
  static void Rename(const CohortSeal& seal, EarlierSeal& earlier) {
    const std::vector<std::string> seen = CodesSeen(seal);
    for (WitnessSet& witnesses : earlier.witnesses) {
      for (WitnessSet::Point& point : witnesses.points) {
        for (auto& [dimension, code] : point.codes) {
          if (dimension != seal.id.text()) continue;
          dimension = DimensionBefore(seal);
          if (std::count(seen.begin(), seen.end(), code) == 0) code.clear();
        }
      }
    }
  }

  void AddTables(const Earlier& one) {
    EarlierSeal& seal = with_.input.earlier[one.number];
    const Family family = FamilyOfCohorts(one.in_tables);
    for (size_t rung = 0; rung < seal.rungs.size(); ++rung) {
      seal.rungs[rung].push_back(
          TableOf(with_.catalog, *with_.catalog.FindDataset(with_.plan.dataset),
                  family, *one.seal, static_cast<int>(rung)));
    }
    seal.plan.families.push_back(family);
  }

  const Catalog& catalog_;
  const Dataset& dataset_;
  SealCohorts with_;
  std::vector<const Family*> families_;    // the plans' own
  std::vector<std::vector<EntityAt>> at_;  // of the records of each of `made`
  std::list<Earlier> earlier_;             // of all the plan's cohorts
  // Of those that are being formed.
  std::vector<const Earlier*> quarters_;
  std::optional<HoldOver> hold_over_;
};

}  // namespace

absl::StatusOr<SealCohorts> FormSealCohorts(const Catalog& catalog,
                                            const Plan& plan,
                                            const SealInput& input) {
  return Forming(catalog, plan, input).Form();
}

std::string DimensionBefore(const CohortSeal& seal) {
  return absl::StrCat(seal.id.text(), ".", seal.period.text());
}

std::vector<std::string> CodesSeen(const CohortSeal& seal) {
  const std::vector<bool> seen = SeenOf(seal);
  std::vector<std::string> codes;
  for (size_t n = 1; n < seal.nodes.size(); ++n) {
    if (seen[n]) codes.push_back(seal.nodes[n].code);
  }
  return codes;
}

void TakeCohorts(size_t rung, std::vector<MadeCohorts>& cohorts,
                 MadeRung& made) {
  std::vector<SealedTable>& tables = made.sealed.tables;
  const auto counted = static_cast<size_t>(
      std::count_if(cohorts.begin(), cohorts.end(),
                    [](const MadeCohorts& one) { return one.IsCounted(); }));
  const size_t first = tables.size() - counted;
  size_t next = first;
  for (MadeCohorts& one : cohorts) {
    if (!one.IsCounted()) continue;
    std::set<std::string> published;
    for (const SealedCell& cell : tables[next++].cells) {
      if (cell.status == CellStatus::kPublished)
        published.insert(cell.codes[0]);
    }
    for (CohortSeal::Node& node : one.seal.nodes) {
      if (published.count(node.code) == 0) continue;
      node.released.push_back(static_cast<int>(rung));
    }
    const SealedCohorts given = SealedRung(one.seal, static_cast<int>(rung));
    for (const SealedCohort& cohort : given.cohorts) {
      ++made.figures.cohorts;
      made.figures.cohort_rows += static_cast<int64_t>(cohort.records.size());
    }
    made.figures.published -= static_cast<int64_t>(published.size());
  }
  tables.resize(first);
  for (const MadeCohorts& one : cohorts) {
    made.sealed.list_versions.erase(one.plan.id.text());
  }
  for (RangeProof& ranges : made.proof.ranges) {
    std::erase_if(ranges.cells, [&](const RangeProof::Cell& cell) {
      return static_cast<size_t>(cell.table) >= first;
    });
  }
}

}  // namespace toguna
