#ifndef TOGUNA_EXCHANGE_TOGUNA_LINE_CHANGES_H_
#define TOGUNA_EXCHANGE_TOGUNA_LINE_CHANGES_H_

#include <string>
#include <vector>

namespace toguna {

// What has to be taken from a page ("- …") and put there instead ("+ …") to
// make it another, in order and with as few lines as can be. Time and space are
// the product of their lengths: for pages that people read.
std::vector<std::string> LineChanges(const std::vector<std::string>& before,
                                     const std::vector<std::string>& after);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_LINE_CHANGES_H_
