#ifndef TOGUNA_EXCHANGE_TOGUNA_SHOW_AGREEMENT_H_
#define TOGUNA_EXCHANGE_TOGUNA_SHOW_AGREEMENT_H_

#include <string>
#include <vector>

#include "exchange/base/json.h"
#include "exchange/toguna/console.h"
#include "exchange/toguna/show_table.h"
#include "toguna/v1/agreement.pb.h"

namespace toguna {

// An agreement as a page to read. Codes are named where `labels` names them.
void ShowAgreement(const Console& console, const v1::Agreement& agreement,
                   const Labels& labels);

// What its parties agree on, line by line as the page has it: all but its
// state, signatures and history.
std::vector<std::string> TermsOf(const Console& console,
                                 const v1::Agreement& agreement,
                                 const Labels& labels);

// "ML05 Mopti"; the code alone where it has no name.
std::string NameOf(const Console& console, const Labels& labels,
                   const std::string& dataset, const std::string& dimension,
                   const std::string& code);

// One line for a list; and the same for scripts.
std::string StateText(const Console& console, const v1::Agreement& agreement);
Json JsonOf(const v1::Agreement& agreement);

// "2026-03-01", in UTC.
std::string DayOf(const google::protobuf::Timestamp& time);

// "agreements/x" -> "x".
std::string LastPart(const std::string& name);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_SHOW_AGREEMENT_H_
