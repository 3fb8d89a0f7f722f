#ifndef TOGUNA_EXCHANGE_TOGUNA_SHOW_AGREEMENT_H_
#define TOGUNA_EXCHANGE_TOGUNA_SHOW_AGREEMENT_H_

#include <string>

#include "exchange/base/json.h"
#include "exchange/toguna/console.h"
#include "toguna/v1/agreement.pb.h"

namespace toguna {

// An agreement as a page to read.
void ShowAgreement(const Console& console, const v1::Agreement& agreement);

// One line for a list; and the same for scripts.
std::string StateText(const Console& console, const v1::Agreement& agreement);
Json JsonOf(const v1::Agreement& agreement);

// "2026-03-01", in UTC.
std::string DayOf(const google::protobuf::Timestamp& time);

// "agreements/x" -> "x".
std::string LastPart(const std::string& name);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_SHOW_AGREEMENT_H_
