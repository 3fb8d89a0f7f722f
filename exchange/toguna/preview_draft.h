#ifndef TOGUNA_EXCHANGE_TOGUNA_PREVIEW_DRAFT_H_
#define TOGUNA_EXCHANGE_TOGUNA_PREVIEW_DRAFT_H_

// toguna agreement preview: what a draft would have let out.

#include "CLI/App.hpp"
#include "exchange/toguna/session.h"

namespace toguna {

void AddPreviewDraft(CLI::App& agreement, Session& session);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_PREVIEW_DRAFT_H_
