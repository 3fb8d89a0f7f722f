#include "exchange/toguna/help.h"

#include <string>
#include <utility>

#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "exchange/words/help_words.h"

namespace toguna {
namespace {

// What the library says by itself.
constexpr std::pair<const char*, const char*> kLabels[] = {
    {"SUBCOMMAND", "COMMANDE"},
    {"SUBCOMMANDS", "COMMANDES"},
    {"Positionals", "Arguments"},
    {"REQUIRED", "OBLIGATOIRE"},
    {"TEXT", "TEXTE"},
    {"INT", "ENTIER"},
    {"UINT", "ENTIER"}};

// `english` itself where it is not known.
std::string InFrench(const std::string& english) {
  for (const Sentence& sentence : words::kHelp) {
    if (english == sentence.en()) return sentence.fr();
  }
  return english;
}

void SayInFrench(CLI::App& app) {
  app.description(InFrench(app.get_description()));
  app.footer(InFrench(app.get_footer()));
  const auto all = [](const auto*) { return true; };
  for (CLI::Option* option : app.get_options(all)) {
    option->description(InFrench(option->get_description()));
  }
  for (CLI::App* command : app.get_subcommands(all)) SayInFrench(*command);
}

}  // namespace

void SayHelpIn(Language language, CLI::App& app) {
  if (language != Language::kFrench) return;
  for (const auto& [name, label] : kLabels) {
    app.get_formatter()->label(name, label);
  }
  SayInFrench(app);
}

}  // namespace toguna
