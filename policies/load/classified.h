#ifndef TOGUNA_POLICIES_LOAD_CLASSIFIED_H_
#define TOGUNA_POLICIES_LOAD_CLASSIFIED_H_

#include <optional>

#include "policies/load/loading.h"
#include "policies/load/spot.h"
#include "policies/model/dataset.h"
#include "toguna/catalog/v1/catalog.pb.h"

namespace toguna {

// None, reported, unless it is one of the four.
std::optional<Sensitivity> ReadSensitivity(const Spot& spot,
                                           catalog::v1::Sensitivity given);

// How sensitive the dataset's counts are, once its dimensions are read.
void ReadClassified(const Loading& loading, const Spot& root,
                    const catalog::v1::DatasetFile& file, Dataset& dataset);

}  // namespace toguna

#endif  // TOGUNA_POLICIES_LOAD_CLASSIFIED_H_
