#ifndef TOGUNA_EXCHANGE_SDC_SETTING_H_
#define TOGUNA_EXCHANGE_SDC_SETTING_H_

// Files put together: what is protected now, and what was published before.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "exchange/base/period.h"
#include "exchange/checker/check_seal.h"
#include "exchange/disclosure/linked_system.h"
#include "exchange/disclosure/protect.h"
#include "exchange/disclosure/sealed.h"
#include "exchange/sdc/file_records.h"
#include "exchange/words/words.h"
#include "policies/model/catalog.h"
#include "policies/model/plan.h"

namespace toguna {

// A folder of an earlier run.
struct EarlierFiles {
  std::string name;  // of the folder, for errors
  Catalog catalog;   // of its plan
  Plan plan;         // with the families that it published alone
  std::vector<Period> months;
  // Per rung of the plan, the lowest first: one table per family.
  std::vector<std::vector<SealedTable>> rungs;
  // The tables that proved them, per rung; of one whose witnesses are not there
  // any more, or are not whole, empty.
  std::vector<WitnessSet> witnesses = {};
  // Of the rung that is history: of SdcSetting::AtRung.
  std::vector<SealedTable> tables = {};
  WitnessSet proven_by = {};
};

// The catalog of `plan` with the dimensions of earlier plans beside its own.
//   kInvalidArgument HISTORY_MISMATCH  another dataset, another tree of a
//     dimension, another dimension of who was harmed
absl::StatusOr<Catalog> JoinCatalogs(const Catalog& now,
                                     std::span<const EarlierFiles> earlier,
                                     Language language);

// True if some family counts victims.
bool CountsVictims(const Plan& plan, std::span<const EarlierFiles> earlier);

// Everything that is protected together, under the minimums of one rung.
// Publications point into it: it must
// not be copied or moved once they are asked for.
struct SdcSetting {
  Catalog catalog;
  Plan plan;                     // with the families that are due alone
  std::vector<Family> refining;  // of the plan, that are not
  std::vector<EarlierFiles> earlier;
  std::vector<Period> months;  // one strand each; none: one empty strand
  size_t rung = 0;

  size_t strands() const { return months.empty() ? 1 : months.size(); }
  const Dataset& dataset() const { return *catalog.FindDataset(plan.dataset); }
  // Families that tell records apart but are not published now.
  std::vector<const Family*> Refining() const;
  // What was published, in order, and last what is published now, of all
  // strands.
  std::vector<Publication> Publications() const;
  // The same of a rung of the plan alone, after the rung of each earlier one
  // that is its history (RungBefore); and of all, the lowest first.
  SdcSetting AtRung(size_t at) const;
  std::vector<SdcSetting> Rungs() const;
  // The strands of `months`.
  std::vector<size_t> StrandsOf(const std::vector<Period>& of) const;
};

// Puts a plan with all its rungs together with the months of its records. Where
// families of several cadences are planned, those are due that the months
// together call for: one month, one quarter, or one year; the others come
// later, or came before. A single cadence is due whatever the months, but no
// quarter or year is longer than it is.
//   kInvalidArgument PERIOD_INVALID
absl::StatusOr<SdcSetting> SettingOf(Catalog joined, const Plan& plan,
                                     std::vector<EarlierFiles> earlier,
                                     const std::vector<Period>& months,
                                     Language language);

// The strands of the records, told apart as all families of `setting` need.
absl::StatusOr<std::vector<Strand>> StrandsOf(const SdcSetting& setting,
                                              const FileRecords& records);

// OK if every value published earlier, in any rung, is that of the records.
// Says of which folder and cell it is not, never what the records say.
//   kInvalidArgument HISTORY_MISMATCH
absl::Status CheckHistory(const SdcSetting& setting,
                          std::span<const Strand> strands, Language language);

// A protection of a setting AtRung in the checker's words, with `tables` as
// they are published. `below` are those of the rung below; nullptr of the
// lowest.
//   kInvalidArgument WITNESSES_INVALID  an unsafe count of nothing published
absl::StatusOr<SealToCheck> ForChecker(const SdcSetting& setting,
                                       const std::vector<SealedTable>& tables,
                                       const std::vector<SealedTable>* below,
                                       const Protected& result);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_SDC_SETTING_H_
