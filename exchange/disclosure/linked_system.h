#ifndef TOGUNA_EXCHANGE_DISCLOSURE_LINKED_SYSTEM_H_
#define TOGUNA_EXCHANGE_DISCLOSURE_LINKED_SYSTEM_H_

// Everything that hangs together at a seal: periods, units, families, what was
// published before and who knows what, as one system of sums of unknowns.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "exchange/disclosure/cohort_room.h"
#include "exchange/disclosure/columns.h"
#include "exchange/disclosure/cube.h"
#include "exchange/disclosure/history_bounds.h"
#include "exchange/disclosure/incidence.h"
#include "exchange/disclosure/known_cohort.h"
#include "exchange/disclosure/scheme.h"
#include "exchange/disclosure/sealed.h"
#include "exchange/disclosure/secrets.h"
#include "exchange/record/record.h"
#include "policies/model/catalog.h"
#include "policies/model/dataset.h"
#include "policies/model/plan.h"

namespace toguna {

// Limit of a system's size; above, nothing is begun.
inline constexpr int64_t kMaxUnknowns = 4'000'000;

// Records that are counted apart from all others: those of one month, or what
// was taken back in a year. At most one set of columns per unit.
struct Strand {
  std::vector<Columns> columns;
  // The one month that all of them were accepted in, which everybody knows.
  // None: several, or not said; then no family may tell incident months apart,
  // unless the strand holds corrections.
  std::optional<absl::CivilMonth> accepted = std::nullopt;
};

// The records of one period as columns, told apart as finely as `families`,
// `zeros`, `cohorts` to come and what goes with them need. Accepted when all
// the records were, if they say the same month; who knows the month better sets
// it.
//   kInvalidArgument PLAN_INVALID, RECORD_INVALID
//   kResourceExhausted PLAN_TOO_LARGE
absl::StatusOr<Strand> StrandOf(const Catalog& catalog, const Dataset& dataset,
                                std::span<const Family* const> families,
                                std::span<const Record> records,
                                std::span<const StructuralZero> zeros = {},
                                std::span<const CohortPlan> cohorts = {});

// Two strands of what became of the records of others after they were sealed:
// what was taken back of them, and what was put in its place. A record that is
// corrected twice is taken back twice, and both that replace it are added. Each
// contributor corrects only its own.
struct Corrections {
  size_t removed = 0;
  size_t added = 0;
};

// Tables over the records of some strands together.
//
// Sealing a year with its corrections, say over strands 0 to 11 of its months:
// give the records taken back as strand 12 and those added as strand 13 (each
// made by StrandOf from records like any month's, with all families; empty
// where nothing was corrected), .strands = {0..11} and .corrections = {12, 13}.
// Families of Stream::kRemoved and kAdded then count strands 12 and 13, and all
// the plan's families of the year come in the plan's order, as do its tables.
struct Publication {
  std::vector<const Family*> families;
  Minimums minimums;
  std::vector<size_t> strands;  // what families of kAccepted count; ascending
  // One per family where it is sealed already; else this is what is sealed now.
  const std::vector<SealedTable>* published = nullptr;
  // What its plan says cannot be, which everybody knows.
  std::span<const StructuralZero> zeros = {};
  // Of `strands`; needed where a family is not of kAccepted. At most one
  // publication of a system has them.
  std::optional<Corrections> corrections = std::nullopt;
  // Cohorts of these records that rows are released of, which everybody knows;
  // counted by families of kInCohorts. Dimensions of cohorts of different
  // publications are different crosswalks of one attribute, since no record is
  // in two of them. Not in a system that has corrections.
  std::span<const KnownCohort> cohorts = {};
  // Strands of earlier periods whose records may lie in `cohorts`, too: no
  // cohort was formed of them yet. Ascending.
  std::vector<size_t> held_over = {};

  // What is sealed now of a higher rung: only cells that these tables publish,
  // one per family, may be shown. nullptr: any safe one.
  const std::vector<SealedTable>* within = nullptr;

  // Where it is sealed already: the tables that proved it, or nullptr. They
  // save the search for tables that are known to be there; a seal is as safe
  // without.
  const WitnessSet* witnesses = nullptr;
  // The strands that their points lie in, as they are numbered there; kNoStrand
  // where that is none of the system's. Empty: as `strands`, those of
  // corrections after them.
  static constexpr size_t kNoStrand = static_cast<size_t>(-1);
  std::vector<size_t> witness_strands = {};

  // What families of a stream count.
  std::vector<size_t> StrandsOf(Stream stream) const;
  const std::vector<size_t>& WitnessStrands() const {
    return witness_strands.empty() ? strands : witness_strands;
  }
  // Likewise, without those that are none.
  std::vector<size_t> WitnessedStrands() const;
  // The streams that it counts, kAccepted first, kInCohorts where it has any.
  std::vector<Stream> Streams() const;
  // What is not known to be published below may not be shown.
  bool MayShow(size_t family, int64_t cell) const;
};

// A safe cell of what is sealed now.
struct Candidate {
  size_t unit = 0;   // of the system's
  size_t table = 0;  // of the unit's scheme
  int64_t cell = 0;
  size_t family = 0;  // of the publication
  int64_t value = 0;
  int coarseness = 0;  // 0: the grand total
  double weight = 1;   // of its family; of a pool half of that
  bool pooled = false;
};

// One question a contributor, or everybody, may ask of an unsafe cell, and the
// guarded sum that answers it.
struct Question {
  size_t unsafe = 0;  // of unsafe()
  size_t view = 0;
  int64_t value = 0;         // of the cell without what the view has itself
  int64_t largest_part = 0;  // of that, from one source
  size_t guarded = 0;        // of Secrets
  int64_t minimum = 0;       // k of the plan that asks
};

// Immutable after Create but for what TakeSecrets takes.
class LinkedSystem {
 public:
  // Exactly one of `publications` is sealed now. Atoms are told apart by
  // `refining` families too, which are to come. `contributors` have views of
  // their own where the minimums of what is sealed now say so (c > 0). All
  // arguments must outlive the system.
  //
  // Of corrections everybody knows: nothing is taken back that was not accepted
  // or added; no more records are added than taken back; and what is left after
  // them has, record by record, its victims where every record has some, and
  // none where no record is. A record is taken back with exactly its own
  // victims; that takes nothing away as long as no victims of corrections are
  // counted: whichever records go can have had theirs.
  //   kInvalidArgument PLAN_INVALID, COLUMNS_INVALID
  //   kInvalidArgument RECORD_INVALID  taken back was what never was accepted
  //   kInvalidArgument HISTORY_MISMATCH  published tables that do not fit
  //   kFailedPrecondition STRUCTURAL_ZERO_BROKEN  records where the plan says
  //                                               that there can be none
  //   kResourceExhausted PLAN_TOO_LARGE
  //   kOutOfRange COUNT_TOO_LARGE
  static absl::StatusOr<LinkedSystem> Create(
      const Catalog& catalog, const Dataset& dataset,
      std::span<const Family* const> refining, std::span<const Strand> strands,
      std::span<const Publication> publications);

  const std::vector<Candidate>& candidates() const { return candidates_; }
  const std::vector<UnsafeCell>& unsafe() const { return unsafe_; }
  const std::vector<Question>& questions() const { return questions_; }
  // By number of the view; the first is everybody and has no name.
  const std::vector<std::string>& views() const { return views_; }
  const Scheme& scheme(size_t unit) const { return schemes_[unit]; }
  size_t units() const { return schemes_.size(); }
  // Records are told apart by their cohorts, too.
  bool tells_cohorts() const { return tells_cohorts_; }

  // What cannot be in a strand, by when it was accepted: (dimension, code) that
  // nothing lies within all of.
  const std::vector<Impossible>& impossible() const { return impossible_; }

  // Facts of unsafe cells and cells of what is sealed now, for figures.
  int64_t unsafe_cells() const { return unsafe_cells_; }

  // The system over groups of unknowns that nothing tells apart. Showables are
  // the candidates in `order`; only once.
  //   kInvalidArgument RECORD_INVALID  a record without victims, where the
  //                                    dataset says that there is none
  absl::StatusOr<Secrets> TakeSecrets(const std::vector<size_t>& order);

  // Tables over groups in words: only points that anything lies at.
  WitnessSet WitnessesOf(const std::vector<Table>& tables,
                         const std::vector<size_t>& view_of) const;

  // The tables that proved what was published before, publication by
  // publication: changes of the truth of the secrets taken, in some strands.
  // Those that cannot be told in this system's words are left out.
  struct ProvenBefore {
    std::vector<size_t> strands;
    std::vector<Change> changes;
  };
  std::vector<ProvenBefore> EarlierWitnesses() const;

  // Where the secrets taken, with the same `order`, tell records apart by
  // nothing but their cohorts: by the finest that may be shown.
  std::vector<CohortPlace> CohortPlaces(const std::vector<size_t>& order,
                                        const Secrets& secrets) const;

  // A bound of the secrets taken, in words.
  HistoryCertificate NameOf(const HistoryBound& bound) const;

 private:
  // What one stream of a publication counts.
  struct Counted {
    const Publication* publication = nullptr;
    Stream stream = Stream::kAccepted;
    std::vector<size_t> strands;

    bool now() const { return publication->published == nullptr; }
    bool Has(const Family& family, Unit unit) const {
      return family.stream == stream && family.unit == unit;
    }
  };
  // Where a fixed sum was published; `family` is -1 if it was not.
  struct EarlierCell {
    int32_t family = -1;
    int32_t cell = 0;
  };
  // What a relation says.
  struct RelationName {
    enum class Kind { kVictims, kTakenBack, kAdded, kCohorts };
    Kind kind = Kind::kAdded;
    std::optional<int32_t> strand;  // kVictims; none: what corrections leave
    size_t place = 0;               // kVictims: of places_
    size_t unit = 0;                // kTakenBack
    Sum atoms;                      // kTakenBack
  };
  // A sum over the unknowns of all strands, before they are grouped.
  struct Guard {
    Sum sum;
    size_t view = 0;
    int64_t high = 0;
    int64_t low = 0;
    int64_t spread = 0;
  };

  // Number of a family's table in its unit's scheme.
  static size_t TableOf(const Scheme& scheme, const Family* family);
  absl::Status NumberUnknowns();
  void FindContributors();
  absl::Status CountTruth();
  absl::Status Count(const Counted& counted);
  absl::Status AddFixed(const Counted& counted, size_t unit);
  bool HoldsAny(const Sum& sum) const;
  absl::Status AddZeros(const Counted& counted, size_t unit);
  void Guarding(const Counted& counted, size_t unit, Sum sum,
                const CellFacts& facts, Scheme::Codes codes);
  void AddCells(const Counted& counted, size_t unit, const Cube& cube);
  struct FamilyAtoms;
  struct UnitGuards;
  absl::Status FindGuards(const Catalog& catalog, const Dataset& dataset,
                          std::span<const Family* const> families,
                          std::span<const StructuralZero> zeros);
  absl::StatusOr<std::vector<UnitGuards>> GuardsOf(
      const Catalog& catalog, const Dataset& dataset,
      std::span<const Family* const> families,
      std::span<const StructuralZero> zeros,
      std::span<const KnownCohort> cohorts);
  absl::StatusOr<std::vector<Scheme>> ByCoarserCohorts(
      const Catalog& catalog, const Dataset& dataset,
      std::span<const Family* const> families);
  std::vector<const UnitGuards*> GuardsFor(const Counted& counted,
                                           size_t unit) const;
  bool CountsByCohort(const Family& family) const;
  std::vector<bool> InCohortsHeldOver(const Counted& counted,
                                      size_t unit) const;
  bool GuardsAtoms(const Counted& counted, size_t unit) const;
  absl::Status AddFamilyAtoms(const Counted& counted, size_t unit,
                              std::span<const Columns* const> columns);
  absl::Status FindCorrections();
  absl::Status AddImpossible(const Catalog& catalog, const Dataset& dataset);
  absl::Status AddOutside(const Counted& counted, size_t unit);
  absl::Status AddNothing(Sum sum);
  void AddRelations(const Dataset& dataset);
  // For some atoms of victims and records that are compared, at a place.
  void AddVictimsOfRecords(size_t victims_unit, const Sum& victims,
                           size_t records_unit, const Sum& records,
                           size_t place);
  void AddHarms(size_t victims_unit, const Sum& victims, size_t records_unit,
                const Sum& records);
  // What all cohorts tell of victims, by the atoms of records in them.
  struct CohortsAt {
    // Kinds of victims that no record there has, and sets of kinds that a
    // record there has one of.
    std::vector<std::set<std::string>> none_at;
    std::vector<std::vector<const std::vector<std::string>*>> some_at;
  };
  CohortsAt FindCohorts(size_t records_unit) const;
  // At a place likewise, where cohorts tell of victims.
  void AddVictimsOfCohorts(const CohortsAt& cohorts, size_t victims_unit,
                           const Sum& victims, size_t records_unit,
                           const Sum& records);
  // What some atoms of a unit come to when corrections are made.
  Relation LeftOf(size_t unit, const Sum& atoms) const;
  void AddFixedSum(Sum sum, int64_t value, EarlierCell cell);
  absl::Status CheckCorrected(
      const std::vector<std::pair<int32_t, int64_t>>& counts) const;
  std::vector<Relation> TakenBack(const std::vector<int32_t>& group_of);
  size_t TakeGuards(std::vector<Sum>& merged, Secrets& secrets);
  static absl::Status CheckKnown(const Secrets& secrets);
  WitnessSet::Point PointAt(int32_t unknown) const;
  // Witnesses of what was published before cohorts told records further apart,
  // as tables in which what comes to a point comes to no cohort, and what goes
  // from it goes from there first.
  ProvenBefore Lifted(const Publication& publication) const;
  void AddPublishedCohorts(const Scheme& scheme,
                           std::vector<std::set<NodeIndex>>& nodes) const;
  std::vector<int32_t> ShowableCohorts(size_t unit,
                                       const std::vector<size_t>& order) const;
  // What a view's owner has at an unknown.
  int64_t OwnOf(size_t view, int32_t unknown) const;
  // It says in which cohort a record lies.
  bool IsOfCohorts(const std::string& dimension) const;
  // Of each point of earlier witnesses the unknown that it is here, or -1.
  std::vector<int32_t> UnknownsOf(const WitnessSet& witnesses,
                                  const std::vector<size_t>& strands) const;
  int32_t UnknownOf(size_t strand, size_t unit, int64_t atom) const;
  Sum Over(const std::vector<size_t>& strands, size_t unit,
           const Sum& atoms) const;

  // Coarser atoms: of the families alone, and with what compares victims to
  // records, where schemes_ tells more apart than those.
  struct FamilyAtoms {
    Scheme scheme;
    std::vector<Sum> of;  // per family atom, the atoms of the unit's scheme
  };
  // What of a unit is guarded beside the cells of families.
  struct UnitGuards {
    bool atoms = false;  // its atoms as they are
    std::vector<FamilyAtoms> coarser;
  };

  std::vector<Scheme> schemes_;
  std::vector<std::unique_ptr<Family>> coarser_families_;  // of schemes
  // Per unit: as all families but those of cohorts tell apart; and of each
  // publication that has cohorts, as these do, too.
  std::vector<UnitGuards> guards_;
  std::map<const Publication*, std::vector<UnitGuards>> guards_by_cohort_;
  bool tells_cohorts_ = false;
  std::span<const Strand> strands_;
  std::span<const Publication> publications_;
  const Publication* corrected_ = nullptr;  // with corrections, if any
  std::vector<std::string> contributors_;
  std::vector<std::string> views_;
  std::vector<std::vector<int32_t>> first_;  // strand, unit -> first unknown
  int32_t unknowns_ = 0;
  // Unknowns that anything lies at.
  std::vector<std::pair<int32_t, int64_t>> truth_;
  std::vector<std::vector<std::pair<int32_t, int64_t>>> owns_;  // per view
  std::vector<Relation> relations_;
  std::vector<RelationName> relation_names_;  // in the same order
  std::vector<Harm> harms_;
  std::vector<Scheme::Codes> places_;  // where victims and records are compared
  std::vector<Fixed> fixed_;
  std::vector<EarlierCell> fixed_cells_;  // in the same order
  std::vector<Impossible> impossible_;
  std::vector<Guard> guarded_sums_;
  std::vector<Candidate> candidates_;
  std::vector<Sum> candidate_sums_;
  std::vector<UnsafeCell> unsafe_;
  std::vector<Question> questions_;
  int64_t unsafe_cells_ = 0;
  std::vector<int32_t> group_of_;
  std::vector<Table> own_groups_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_DISCLOSURE_LINKED_SYSTEM_H_
