// `toguna`: everything a person types. This file lists the commands.

#include <malloc.h>

#include <cstdlib>
#include <string>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "exchange/toguna/help.h"
#include "exchange/toguna/session.h"
#include "exchange/toguna/statement.h"
#include "exchange/words/words.h"

namespace {

// The first of LC_ALL, LC_MESSAGES and LANG that is set decides the language.
std::string Locale() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return "";
}

constexpr char kFooter[] =
    "Exit codes: 0 done, 1 refused or a verification failed, 2 wrong usage or "
    "value,\n3 exchange not reachable, 4 certificate or role, 5 anything else. "
    "Commands "
    "of\n'sdc' reach no exchange: 3 says there that nothing can protect the "
    "table.";

}  // namespace

int main(int argc, char** argv) {
  // Solvers ask at once for what they gave back: keep it.
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  toguna::Session session;
  session.language = toguna::LanguageOf(Locale());
  CLI::App app{
      "Toguna: protection data, released only as agreed. NOT FOR REAL DATA "
      "YET."};
  app.footer(kFooter);
  app.require_subcommand(1);
  app.add_option("--as", session.as, "Folder of whoever types (profile, keys)")
      ->envname("TOGUNA_AS");
  app.add_flag("--json", session.json, "Answer in JSON, for scripts");
  toguna::AddInit(app, session);
  toguna::AddCatalog(app, session);
  toguna::AddSample(app, session);
  toguna::AddIntake(app, session);
  toguna::AddPlan(app, session);
  toguna::AddPeriod(app, session);
  toguna::AddRecipient(app, session);
  toguna::AddAgreement(app, session);
  toguna::AddExtract(app, session);
  toguna::AddFeed(app, session);
  toguna::AddInquiry(app, session);
  toguna::AddRecall(app, session);
  toguna::AddStatement(app, session);
  toguna::AddAlert(app, session);
  toguna::AddAudit(app, session);
  toguna::AddFsck(app, session);
  toguna::AddRecover(app, session);
  toguna::AddHealth(app, session);
  toguna::AddSdc(app, session);
  toguna::SayHelpIn(session.language, app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : toguna::kExitBadInput;
  }
  return session.exit_code;
}
