#include "exchange/checker/check_nested.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace toguna {
namespace {

bool SameAxes(const CheckedFamily& one, const CheckedFamily& other) {
  if (one.axes.size() != other.axes.size()) return false;
  for (size_t i = 0; i < one.axes.size(); ++i) {
    if (one.axes[i].dimension != other.axes[i].dimension ||
        one.axes[i].coarsest != other.axes[i].coarsest ||
        one.axes[i].finest != other.axes[i].finest) {
      return false;
    }
  }
  return true;
}

bool SameFamily(const CheckedFamily& one, const CheckedFamily& other) {
  return one.id == other.id && one.victims == other.victims &&
         one.strands == other.strands && SameAxes(one, other);
}

}  // namespace

absl::Status CheckNested(const SealToCheck& seal) {
  if (!seal.nested) {
    return seal.below.empty()
               ? absl::OkStatus()
               : absl::InvalidArgumentError("the lowest rung has one below");
  }
  if (seal.below.size() != seal.families.size()) {
    return absl::InvalidArgumentError("the rung below has other families");
  }
  for (size_t f = 0; f < seal.families.size(); ++f) {
    if (!SameFamily(seal.families[f], seal.below[f])) {
      return absl::InvalidArgumentError("the rung below has other families");
    }
    std::map<std::vector<std::string>, int64_t> published;
    for (const CheckedCell& cell : seal.below[f].cells) {
      if (!cell.published) continue;
      if (!published.emplace(cell.codes, cell.value).second) {
        return absl::InvalidArgumentError("a cell of the rung below is twice");
      }
    }
    for (size_t c = 0; c < seal.families[f].cells.size(); ++c) {
      const CheckedCell& cell = seal.families[f].cells[c];
      if (!cell.published) continue;
      const auto found = published.find(cell.codes);
      if (found == published.end() || found->second != cell.value) {
        return absl::FailedPreconditionError(
            absl::StrCat("cell ", c + 1, " of family ", f + 1,
                         " is not published so by the rung below"));
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace toguna
