#include "exchange/toguna/show_together.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "exchange/toguna/show_agreement.h"
#include "exchange/words/together_words.h"

namespace toguna {
namespace {

using Kind = Together::Kind;

constexpr size_t kNamed = 4;   // agreements in a line
constexpr size_t kCodes = 12;  // of a dimension, in a line

const char* KindText(Kind kind) {
  switch (kind) {
    case Kind::kSame:
      return "SAME";
    case Kind::kCovers:
      return "COVERS";
    case Kind::kCombine:
      return "COMBINE";
    case Kind::kTooMany:
      return "TOO_MANY";
  }
  return "";
}

const char* TermText(Term term) {
  switch (term) {
    case Term::kExtracts:
      return "EXTRACTS";
    case Term::kFeed:
      return "FEED";
    case Term::kExtractsPerMonth:
      return "EXTRACTS_PER_MONTH";
    case Term::kLag:
      return "LAG";
    case Term::kDelay:
      return "DELAY";
    case Term::kRetention:
      return "RETENTION";
  }
  return "";
}

const Sentence& TermWords(Term term) {
  switch (term) {
    case Term::kExtracts:
      return words::kTermExtracts;
    case Term::kFeed:
      return words::kTermFeed;
    case Term::kExtractsPerMonth:
      return words::kTermExtractsPerMonth;
    case Term::kLag:
      return words::kTermLag;
    case Term::kDelay:
      return words::kTermDelay;
    case Term::kRetention:
      return words::kTermRetention;
  }
  return words::kTermExtracts;
}

std::string NameOf(const Together::Named& named) {
  return absl::StrCat(
      named.is_template ? "agreements/templates/" : "agreements/",
      named.id.text());
}

// The first of some, and how many more there are.
std::string Some(Language language, const std::vector<std::string>& all,
                 size_t most) {
  if (all.size() <= most) return absl::StrJoin(all, ", ");
  const std::vector<std::string> some(
      all.begin(), all.begin() + static_cast<std::ptrdiff_t>(most));
  return Say(language, words::kSomeMore,
             {absl::StrJoin(some, ", "), absl::StrCat(all.size() - most)});
}

std::string NamesOf(Language language, const Together::Side& side) {
  std::vector<std::string> names;
  for (const Together::Named& one : side.agreements) {
    names.push_back(NameOf(one));
  }
  return Some(language, names, kNamed);
}

std::string BeyondText(Language language, const Together::Beyond& beyond) {
  std::vector<std::string> texts;
  std::vector<std::string> families;
  for (const FamilyId& one : beyond.families) families.push_back(one.text());
  if (!families.empty()) {
    texts.push_back(Say(language, words::kBeyondTables,
                        {Some(language, families, kCodes)}));
  }
  if (!beyond.cohorts.empty()) {
    std::vector<std::string> cohorts;
    for (const CohortsId& one : beyond.cohorts) cohorts.push_back(one.text());
    texts.push_back(Say(language, words::kBeyondCohorts,
                        {Some(language, cohorts, kCodes)}));
  }
  for (const Together::Beyond::Level& one : beyond.levels) {
    texts.push_back(
        Say(language, words::kBeyondLevel, {one.dimension, one.level}));
  }
  for (const Together::Beyond::Level& one : beyond.cohort_levels) {
    texts.push_back(
        Say(language, words::kBeyondRowLevel, {one.dimension, one.level}));
  }
  for (const Grant::CodeFilter& one : beyond.codes) {
    texts.push_back(
        absl::StrCat(one.dimension, " ", Some(language, one.codes, kCodes)));
  }
  if (beyond.rung.has_value()) {
    texts.push_back(
        Say(language, words::kBeyondRung, {absl::StrCat(*beyond.rung)}));
  }
  return absl::StrJoin(texts, " · ");
}

void AddLooser(Language language, const Together::Side& side,
               std::vector<std::string>& lines) {
  if (side.looser.empty()) return;
  std::vector<std::string> terms;
  for (const Term term : side.looser) {
    terms.push_back(Say(language, TermWords(term)));
  }
  lines.push_back(Say(language, words::kTogetherLooser,
                      {NamesOf(language, side), absl::StrJoin(terms, ", ")}));
}

std::string FirstLine(Language language, const Together& together) {
  const std::string first = NamesOf(language, together.first);
  const std::string second = NamesOf(language, together.second);
  const std::string& recipient = together.recipient.text();
  const std::string& dataset = together.dataset.text();
  switch (together.kind) {
    case Kind::kSame:
      if (together.second.agreements.empty()) {
        return Say(language, words::kTogetherAlike,
                   {first, recipient, dataset});
      }
      return Say(language, words::kTogetherSame,
                 {first, second, recipient, dataset});
    case Kind::kCovers:
      return Say(language, words::kTogetherCovers,
                 {first, second, recipient, dataset,
                  BeyondText(language, together.first.beyond)});
    case Kind::kCombine:
      return Say(language, words::kTogetherCombine,
                 {first, second, recipient, dataset});
    case Kind::kTooMany:
      return Say(language, words::kTogetherTooMany,
                 {first, recipient, dataset,
                  absl::StrCat(together.first.agreements.size())});
  }
  return "";
}

Json JsonOf(const Together::Side& side) {
  const auto texts = [](const auto& all, const auto& text) {
    Json::List list;
    for (const auto& one : all) list.emplace_back(text(one));
    return list;
  };
  const auto level = [](const Together::Beyond::Level& one) {
    return Json().Set("dimension", one.dimension).Set("level", one.level);
  };
  const auto plain = [](const std::string& text) { return text; };
  Json json;
  json.Set("agreements", texts(side.agreements, NameOf))
      .Set("purpose", side.purpose.text())
      .Set("families",
           texts(side.beyond.families,
                 [](const FamilyId& family) { return family.text(); }))
      .Set("cohorts",
           texts(side.beyond.cohorts,
                 [](const CohortsId& cohorts) { return cohorts.text(); }))
      .Set("levels", texts(side.beyond.levels, level))
      .Set("cohort_levels", texts(side.beyond.cohort_levels, level))
      .Set("codes", texts(side.beyond.codes,
                          [&](const Grant::CodeFilter& one) {
                            return Json()
                                .Set("dimension", one.dimension)
                                .Set("codes", texts(one.codes, plain));
                          }))
      .Set("less_strict", texts(side.looser, TermText));
  if (side.beyond.rung.has_value()) json.Set("rung", *side.beyond.rung);
  return json;
}

Together::Side SideOf(const v1::Agreement::Side& message) {
  Together::Side side;
  for (const std::string& name : message.agreements()) {
    side.agreements.push_back({AgreementId(LastPart(name))});
  }
  side.purpose = PurposeId(LastPart(message.purpose()));
  for (const std::string& family : message.families()) {
    side.beyond.families.emplace_back(family);
  }
  for (const std::string& cohorts : message.cohorts()) {
    side.beyond.cohorts.emplace_back(cohorts);
  }
  for (const auto& level : message.levels()) {
    side.beyond.levels.push_back({level.dimension(), level.level()});
  }
  for (const auto& level : message.cohort_levels()) {
    side.beyond.cohort_levels.push_back({level.dimension(), level.level()});
  }
  for (const auto& one : message.codes()) {
    side.beyond.codes.push_back(
        {one.dimension(), {one.codes().begin(), one.codes().end()}});
  }
  if (message.rung() > 0) side.beyond.rung = message.rung();
  for (const int term : message.looser()) {
    if (term < v1::Agreement::TERM_EXTRACTS ||
        term > v1::Agreement::TERM_RETENTION) {
      continue;  // of a newer exchange
    }
    side.looser.push_back(
        static_cast<Term>(term - v1::Agreement::TERM_EXTRACTS));
  }
  return side;
}

// None where it is of another agreement that is not named, or of a newer
// exchange.
std::optional<Together> TogetherOf(const v1::Agreement& agreement,
                                   const v1::Agreement::Together& message) {
  if (message.relation() < v1::Agreement::RELATION_SAME ||
      message.relation() > v1::Agreement::RELATION_TOO_MANY) {
    return std::nullopt;
  }
  Together together;
  together.kind = static_cast<Together::Kind>(message.relation() -
                                              v1::Agreement::RELATION_SAME);
  together.recipient = PartyId(LastPart(agreement.recipient()));
  together.dataset = DatasetId(LastPart(message.dataset()));
  together.first = SideOf(message.first());
  together.second = SideOf(message.second());
  return together;
}

}  // namespace

std::vector<std::string> TogetherLines(Language language,
                                       const Together& together) {
  std::vector<std::string> lines = {FirstLine(language, together)};
  for (const Together::Side* side : {&together.first, &together.second}) {
    if (together.kind == Kind::kCombine) {
      lines.push_back(
          Say(language, words::kTogetherOnly,
              {NamesOf(language, *side), BeyondText(language, side->beyond)}));
    }
    AddLooser(language, *side, lines);
  }
  if (!together.second.agreements.empty() &&
      together.first.purpose != together.second.purpose) {
    lines.push_back(
        Say(language, words::kTogetherPurposes,
            {together.first.purpose.text(), together.second.purpose.text()}));
  }
  return lines;
}

Json JsonOf(const Together& together) {
  Json json;
  json.Set("kind", KindText(together.kind))
      .Set("recipient", together.recipient.text())
      .Set("dataset", together.dataset.text())
      .Set("first", JsonOf(together.first));
  if (!together.second.agreements.empty()) {
    json.Set("second", JsonOf(together.second));
  }
  return json;
}

std::vector<std::string> TogetherLines(Language language,
                                       const v1::Agreement& agreement) {
  std::vector<std::string> lines;
  for (const auto& one : agreement.together()) {
    if (const auto together = TogetherOf(agreement, one)) {
      for (std::string& line : TogetherLines(language, *together)) {
        lines.push_back(std::move(line));
      }
    } else if (one.relation() == v1::Agreement::RELATION_ANOTHER) {
      lines.push_back(
          Say(language, words::kTogetherAnother, {LastPart(one.dataset())}));
    }
  }
  if (!lines.empty()) {
    lines.insert(lines.begin(), Say(language, words::kTogetherWith));
  }
  return lines;
}

Json::List TogetherJson(const v1::Agreement& agreement) {
  Json::List together;
  for (const auto& one : agreement.together()) {
    if (const auto found = TogetherOf(agreement, one)) {
      together.push_back(JsonOf(*found));
    } else if (one.relation() == v1::Agreement::RELATION_ANOTHER) {
      together.push_back(Json()
                             .Set("kind", "ANOTHER")
                             .Set("dataset", LastPart(one.dataset())));
    }
  }
  return together;
}

}  // namespace toguna
