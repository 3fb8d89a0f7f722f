#ifndef TOGUNA_EXCHANGE_BASE_STATUS_MACROS_H_
#define TOGUNA_EXCHANGE_BASE_STATUS_MACROS_H_

// The only macros of the project: leave the function with an error status.

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define TOGUNA_CONCAT_INNER(a, b) a##b
#define TOGUNA_CONCAT(a, b) TOGUNA_CONCAT_INNER(a, b)

// TOGUNA_RETURN_IF_ERROR(Write(row));
#define TOGUNA_RETURN_IF_ERROR(expression)         \
  do {                                             \
    absl::Status toguna_status = (expression);     \
    if (!toguna_status.ok()) return toguna_status; \
  } while (false)

// TOGUNA_ASSIGN_OR_RETURN(const Plan plan, FindPlan(id));
#define TOGUNA_ASSIGN_OR_RETURN(declaration, expression)                 \
  TOGUNA_ASSIGN_OR_RETURN_INNER(TOGUNA_CONCAT(toguna_result_, __LINE__), \
                                declaration, expression)
#define TOGUNA_ASSIGN_OR_RETURN_INNER(result, declaration, expression) \
  auto result = (expression);                                          \
  if (!result.ok()) return std::move(result).status();                 \
  declaration = *std::move(result)

#endif  // TOGUNA_EXCHANGE_BASE_STATUS_MACROS_H_
