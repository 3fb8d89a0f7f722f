// toguna plan show: what a seal counts and protects, in words.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "exchange/base/status_macros.h"
#include "exchange/toguna/session.h"
#include "exchange/words/plan_words.h"
#include "nlohmann/json.hpp"

namespace toguna {
namespace {

using Report = nlohmann::ordered_json;

const Sentence& WordsOf(v1::Cadence cadence) {
  if (cadence == v1::CADENCE_QUARTER) return words::kPlanQuarterly;
  if (cadence == v1::CADENCE_YEAR) return words::kPlanYearly;
  return words::kPlanMonthly;
}

const Sentence& WordsOf(v1::Stream stream) {
  if (stream == v1::STREAM_REMOVED) return words::kPlanRemoved;
  if (stream == v1::STREAM_ADDED) return words::kPlanAdded;
  return words::kPlanAccepted;
}

const std::string& In(Language language, const v1::LocalizedText& text) {
  return language == Language::kFrench ? text.fr() : text.en();
}

std::string TextOf(const v1::Axis& axis) {
  if (axis.coarsest_level() == axis.finest_level()) {
    return absl::StrCat(axis.dimension(), " (", axis.finest_level(), ")");
  }
  return absl::StrCat(axis.dimension(), " (", axis.coarsest_level(), " › ",
                      axis.finest_level(), ")");
}

std::string TextOf(const v1::StructuralZero& zero) {
  std::vector<std::string> codes;
  for (const auto& code : zero.codes()) {
    codes.push_back(absl::StrCat(code.dimension(), " ", code.code()));
  }
  return absl::StrJoin(codes, ", ");
}

void SayMinimums(const Console& console, const v1::Plan& plan) {
  const v1::Minimums& own = plan.minimums();
  console.Say(words::kPlanMinimums,
              {absl::StrCat(own.k()), absl::StrCat(own.s())});
  if (own.c() > 0) {
    console.Say(words::kPlanOthers, {absl::StrCat(own.c())});
  } else {
    console.Say(words::kPlanNoOthers);
  }
  int number = 0;
  for (const v1::Minimums& rung : plan.rungs()) {
    console.Say(words::kPlanRung,
                {absl::StrCat(++number), absl::StrCat(rung.k()),
                 absl::StrCat(rung.s()), absl::StrCat(rung.c())});
  }
  if (plan.has_max_global_risk()) {
    console.Say(words::kPlanRisk,
                {absl::StrFormat("%.4g", 100 * plan.max_global_risk())});
  }
  if (plan.has_dominance_percent()) {
    console.Say(words::kPlanDominance,
                {absl::StrCat(plan.dominance_percent())});
  }
}

void SayFamilies(const Console& console, const v1::Plan& plan) {
  const Language language = console.language();
  std::vector<std::vector<std::string>> rows = {
      {Say(language, words::kPlanFamilyHeading),
       Say(language, words::kPlanUnitHeading),
       Say(language, words::kPlanAxesHeading),
       Say(language, words::kPlanCadenceHeading),
       Say(language, words::kPlanStreamHeading),
       Say(language, words::kPlanWeightHeading)}};
  for (const v1::Family& family : plan.families()) {
    std::vector<std::string> axes;
    for (const v1::Axis& axis : family.axes()) axes.push_back(TextOf(axis));
    rows.push_back(
        {family.id(),
         Say(language, family.unit() == v1::UNIT_VICTIM ? words::kPlanVictims
                                                        : words::kPlanRecords),
         absl::StrJoin(axes, " × "), Say(language, WordsOf(family.cadence())),
         Say(language, WordsOf(family.stream())),
         absl::StrFormat("%g", family.weight())});
  }
  console.Say(words::kPlanFamilies);
  console.Table(rows);
}

std::string TextOf(Language language, const v1::Cohorts::Attribute& one) {
  if (one.incident_quarter()) {
    return Say(language, words::kPlanShowsIncidentQuarter);
  }
  if (one.acceptance_quarter()) {
    return Say(language, words::kPlanShowsAcceptanceQuarter);
  }
  if (!one.victims().empty()) {
    return Say(language, words::kPlanShowsVictims, {one.victims()});
  }
  if (!one.coarsest_level().empty()) {
    return Say(language, words::kPlanShowsWithin,
               {one.dimension(), one.coarsest_level()});
  }
  return one.dimension();
}

void SayCohorts(const Console& console, const v1::Plan& plan) {
  const Language language = console.language();
  for (const v1::Cohorts& cohorts : plan.cohorts()) {
    console.Say(words::kPlanCohorts,
                {cohorts.id(), In(language, cohorts.title()),
                 absl::StrCat(plan.minimums().k() + 1),
                 absl::StrCat(plan.minimums().s())});
    std::vector<std::string> purposes;
    for (const std::string& name : cohorts.purposes()) {
      purposes.push_back(name.substr(name.find('/') + 1));
    }
    console.Say(words::kPlanCohortsFor, {absl::StrJoin(purposes, ", ")});
    for (const auto& stratum : cohorts.strata()) {
      console.Say(
          stratum.who().empty() ? words::kPlanStratum : words::kPlanStratumWho,
          {stratum.dimension(), absl::StrJoin(stratum.codes(), ", "),
           stratum.who()});
    }
    std::vector<std::string> shown;
    for (const auto& one : cohorts.attributes()) {
      shown.push_back(TextOf(language, one));
    }
    console.Say(words::kPlanShows, {absl::StrJoin(shown, " · ")});
    if (cohorts.has_diversity()) {
      console.Say(words::kPlanDiverse,
                  {cohorts.diversity().attribute(),
                   absl::StrFormat("%g", cohorts.diversity().l())});
    }
    console.Say(words::kPlanHeldOver);
  }
}

// "CADENCE_MONTH" -> "MONTH".
std::string After(const std::string& name) {
  return name.substr(name.find('_') + 1);
}

Report ReportOf(const v1::Minimums& minimums) {
  return {{"k", minimums.k()}, {"s", minimums.s()}, {"c", minimums.c()}};
}

Report ReportOf(const v1::Cohorts& cohorts) {
  Report purposes = Report::array();
  for (const std::string& name : cohorts.purposes()) {
    purposes.push_back(name.substr(name.find('/') + 1));
  }
  Report strata = Report::array();
  for (const auto& one : cohorts.strata()) {
    strata.push_back({{"dimension", one.dimension()},
                      {"codes", std::vector<std::string>(one.codes().begin(),
                                                         one.codes().end())},
                      {"who", one.who()}});
  }
  Report attributes = Report::array();
  for (const auto& one : cohorts.attributes()) {
    Report attribute = {{"weight", one.weight()}};
    if (!one.dimension().empty()) attribute["dimension"] = one.dimension();
    if (!one.victims().empty()) attribute["victims"] = one.victims();
    if (one.incident_quarter()) attribute["incident_quarter"] = true;
    if (one.acceptance_quarter()) attribute["acceptance_quarter"] = true;
    if (!one.coarsest_level().empty()) {
      attribute["coarsest"] = one.coarsest_level();
    }
    attributes.push_back(std::move(attribute));
  }
  Report diversity = nullptr;
  if (cohorts.has_diversity()) {
    const v1::Cohorts::Diversity& one = cohorts.diversity();
    diversity = {{"attribute", one.attribute()},
                 {"kind", After(v1::Cohorts::Diversity::Kind_Name(one.kind()))},
                 {"l", one.l()},
                 {"c", one.c()}};
  }
  return {{"cohorts", cohorts.id()},
          {"cadence", After(v1::Cadence_Name(cohorts.cadence()))},
          {"purposes", std::move(purposes)},
          {"strata", std::move(strata)},
          {"attributes", std::move(attributes)},
          {"diversity", std::move(diversity)}};
}

Report ReportOf(const v1::Plan& plan) {
  Report report = {{"plan", plan.plan_id()},
                   {"version", plan.version()},
                   {"minimums", ReportOf(plan.minimums())},
                   {"rungs", Report::array()},
                   {"max_global_risk", nullptr},
                   {"dominance_percent", nullptr},
                   {"families", Report::array()},
                   {"pools", Report::array()},
                   {"structural_zeros", Report::array()},
                   {"cohorts", Report::array()}};
  for (const auto& rung : plan.rungs()) {
    report["rungs"].push_back(ReportOf(rung));
  }
  if (plan.has_max_global_risk()) {
    report["max_global_risk"] = plan.max_global_risk();
  }
  if (plan.has_dominance_percent()) {
    report["dominance_percent"] = plan.dominance_percent();
  }
  for (const v1::Family& family : plan.families()) {
    Report axes = Report::array();
    for (const v1::Axis& axis : family.axes()) {
      axes.push_back({{"dimension", axis.dimension()},
                      {"coarsest", axis.coarsest_level()},
                      {"finest", axis.finest_level()}});
    }
    report["families"].push_back(
        {{"family", family.id()},
         {"unit", After(v1::Unit_Name(family.unit()))},
         {"axes", std::move(axes)},
         {"cadence", After(v1::Cadence_Name(family.cadence()))},
         {"stream", After(v1::Stream_Name(family.stream()))},
         {"weight", family.weight()}});
  }
  for (const v1::Pool& pool : plan.pools()) {
    report["pools"].push_back(
        {{"dimension", pool.dimension()},
         {"code", pool.code()},
         {"codes",
          std::vector<std::string>(pool.codes().begin(), pool.codes().end())}});
  }
  for (const v1::StructuralZero& zero : plan.structural_zeros()) {
    Report codes = Report::object();
    for (const auto& code : zero.codes()) {
      codes[code.dimension()] = code.code();
    }
    report["structural_zeros"].push_back(
        {{"codes", std::move(codes)}, {"reason", zero.reason()}});
  }
  for (const v1::Cohorts& cohorts : plan.cohorts()) {
    report["cohorts"].push_back(ReportOf(cohorts));
  }
  return report;
}

absl::StatusOr<int> Show(Session& session, const std::string& dataset) {
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  v1::GetPlanRequest request;
  request.set_name(absl::StrCat("datasets/", dataset, "/plan"));
  TOGUNA_ASSIGN_OR_RETURN(const v1::Plan plan, client->GetPlan(request));
  const Console console = session.console();
  console.Say(words::kPlanTitle, {plan.plan_id(), plan.version(), dataset});
  SayMinimums(console, plan);
  SayFamilies(console, plan);
  for (const v1::Pool& pool : plan.pools()) {
    console.Say(words::kPlanPool,
                {In(session.language, pool.label()), pool.dimension(),
                 absl::StrJoin(pool.codes(), ", ")});
  }
  for (const v1::StructuralZero& zero : plan.structural_zeros()) {
    console.Say(words::kPlanZero, {TextOf(zero), zero.reason()});
  }
  SayCohorts(console, plan);
  console.Say(words::kPlanHidden);
  console.AnswerText(ReportOf(plan).dump(2));
  return kExitDone;
}

}  // namespace

void AddPlan(CLI::App& app, Session& session) {
  auto dataset = std::make_shared<std::string>();
  CLI::App* plan = app.add_subcommand("plan", "Publication plans");
  plan->require_subcommand(1);
  CLI::App* show = plan->add_subcommand(
      "show", "What a seal of a dataset counts, and what a cell needs");
  show->add_option("dataset", *dataset, "For example open-incidents")
      ->required();
  Bind(show, session, [dataset](Session& s) { return Show(s, *dataset); });
}

}  // namespace toguna
