#ifndef TOGUNA_EXCHANGE_TOGUNA_SHOW_TOGETHER_H_
#define TOGUNA_EXCHANGE_TOGUNA_SHOW_TOGETHER_H_

// What agreements give together, for people and for scripts.

#include <string>
#include <vector>

#include "exchange/base/json.h"
#include "exchange/words/words.h"
#include "policies/rules/together.h"
#include "toguna/v1/agreement.pb.h"

namespace toguna {

// A few lines, the first one by itself enough. Agreements are called as their
// files are, "agreements/x"; of many some are named and the others counted.
std::vector<std::string> TogetherLines(Language language,
                                       const Together& together);

Json JsonOf(const Together& together);

// All findings of an agreement that its exchange sent, with a heading; nothing
// if there are none.
std::vector<std::string> TogetherLines(Language language,
                                       const v1::Agreement& agreement);
Json::List TogetherJson(const v1::Agreement& agreement);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_SHOW_TOGETHER_H_
