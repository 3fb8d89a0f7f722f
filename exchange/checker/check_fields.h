#ifndef TOGUNA_EXCHANGE_CHECKER_CHECK_FIELDS_H_
#define TOGUNA_EXCHANGE_CHECKER_CHECK_FIELDS_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "exchange/base/csv.h"
#include "exchange/checker/check_seal.h"

namespace toguna {

// Reads the fields of one line of a check file, front to back. Each returns
// false where the next is none such. `row` must outlive it.
class CheckFields {
 public:
  explicit CheckFields(const CsvRow& row) : row_(row) {}

  bool done() const { return at_ >= row_.size(); }
  bool Text(std::string& text) {
    if (done()) return false;
    text = row_[at_++];
    return true;
  }
  // A number as it is written, and no other spelling of it.
  bool Number(int64_t& number) {
    return !done() && absl::SimpleAtoi(row_[at_], &number) &&
           absl::StrCat(number) == row_[at_++];
  }
  // A position or another number that is never negative.
  template <typename Int>
  bool Natural(Int& number) {
    int64_t read = 0;
    if (!Number(read) || read < 0 ||
        read > std::numeric_limits<int32_t>::max()) {
      return false;
    }
    number = static_cast<Int>(read);
    return true;
  }
  template <typename Int>
  bool Maybe(std::optional<Int>& number) {
    if (!done() && row_[at_].empty()) {
      ++at_;
      return true;
    }
    int64_t read = 0;
    if (!Number(read) || read < 0) return false;
    number = static_cast<Int>(read);
    return true;
  }
  bool Flag(bool& flag) {
    std::string text;
    if (!Text(text)) return false;
    flag = text == "1";
    return flag || text == "0";
  }
  bool OfUnit(bool& victims) {
    std::string text;
    if (!Text(text)) return false;
    victims = text == "V";
    return victims || text == "R";
  }
  bool Positions(std::vector<size_t>& positions) {
    std::string text;
    if (!Text(text)) return false;
    positions.clear();
    for (const absl::string_view one : absl::StrSplit(text, ',')) {
      uint32_t number = 0;
      if (!absl::SimpleAtoi(one, &number)) return false;
      positions.push_back(number);
    }
    return true;
  }
  // All that is left.
  bool ToTexts(std::vector<std::string>& texts) {
    while (!done()) Text(texts.emplace_back());
    return true;
  }
  bool ToCodes(std::vector<std::pair<std::string, std::string>>& codes) {
    while (!done()) {
      auto& [dimension, code] = codes.emplace_back();
      if (!Text(dimension) || !Text(code)) return false;
    }
    return true;
  }
  bool ToCounts(CheckedWitnesses::Counts& counts) {
    while (!done()) {
      auto& [point, units] = counts.emplace_back();
      if (!Natural(point) || !Number(units)) return false;
    }
    return true;
  }

 private:
  const CsvRow& row_;
  size_t at_ = 0;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_CHECKER_CHECK_FIELDS_H_
