#ifndef TOGUNA_EXCHANGE_TOGUNA_HELP_H_
#define TOGUNA_EXCHANGE_TOGUNA_HELP_H_

#include "CLI/App.hpp"
#include "exchange/words/words.h"

namespace toguna {

// Has `app` and all its commands say their --help in `language`: what
// exchange/words/help_words.h knows. Anything else stays in English. Call it
// once all commands are there.
void SayHelpIn(Language language, CLI::App& app);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_HELP_H_
