// How people are protected: computed from what was released, never asserted.

#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/package/layout.h"
#include "exchange/words/mrm_words.h"
#include "exchange/words/package_words.h"
#include "exchange/words/words.h"

namespace toguna {
namespace {

namespace words = package_words;

const std::string& In(Language language, const Label& label) {
  return language == Language::kFrench ? label.fr : label.en;
}

// Paragraphs in one language.
class Page {
 public:
  explicit Page(Language language) : language_(language) {}
  Page& Say(const Sentence& sentence,
            const std::vector<std::string>& values = {}) {
    paragraphs_.push_back(toguna::Say(language_, sentence, values));
    return *this;
  }
  const std::vector<std::string>& paragraphs() const { return paragraphs_; }

 private:
  Language language_;
  std::vector<std::string> paragraphs_;
};

// Rounded up, to one digit: never less than the truth.
std::string PercentOf(double share) {
  return absl::StrFormat("%.1f", std::ceil(share * 1000 - 1e-6) / 10);
}

// What holds of the rows of cohorts beside the tables.
void SayRows(Language language, const PackageContents& contents, Page& page) {
  if (contents.selection.tables.empty()) {
    page.Say(mrm_words::kProtectionNoTables);
  }
  page.Say(mrm_words::kProtectionRows);
  for (const SelectedCohorts& one : contents.selection.cohorts) {
    const CohortPlan* plan = contents.plan->FindCohorts(one.id);
    page.Say(mrm_words::kNotesMinimums,
             {plan == nullptr ? one.id.text() : In(language, plan->title),
              one.period.text(), absl::StrCat(one.k), absl::StrCat(one.s)});
  }
  page.Say(mrm_words::kProtectionPseudonyms);
}

}  // namespace

std::vector<std::string> ProtectionParagraphs(Language language,
                                              const Catalog& catalog,
                                              const PackageContents& contents) {
  const Minimums& minimums = contents.plan->minimums;
  const CellCounts counts = CountCells(contents.selection);
  const Purpose* purpose = catalog.FindPurpose(contents.agreement.purpose);
  const std::string k = absl::StrCat(minimums.k);
  const std::string c = absl::StrCat(minimums.c);
  Page page(language);
  if (IsDemo(catalog, contents)) page.Say(words::kDemo);
  page.Say(words::kProtectionTitle)
      .Say(words::kProtectionRelease,
           {contents.release.text(), contents.agreement.id.text(),
            absl::StrCat(contents.agreement.revision),
            In(language, contents.recipient.title)})
      .Say(words::kProtectionCounts,
           {absl::StrCat(counts.rows - counts.not_shown),
            absl::StrCat(counts.not_shown)})
      .Say(words::kProtectionK, {k})
      .Say(words::kProtectionS, {absl::StrCat(minimums.s)});
  if (contents.risk.has_value()) {
    page.Say(words::kProtectionRung, {k, PercentOf(contents.risk->global)});
    if (contents.risk->bound.has_value()) {
      page.Say(words::kProtectionBound, {PercentOf(*contents.risk->bound)});
    }
  }
  if (minimums.c > 0) {
    page.Say(words::kProtectionC, {c});
  } else {
    page.Say(words::kProtectionNoC);
  }
  page.Say(words::kProtectionNotShown)
      .Say(words::kProtectionPromise)
      .Say(words::kProtectionNotPromised)
      .Say(words::kProtectionFrozen);
  if (!contents.corrected.empty()) {
    page.Say(words::kProtectionCorrected,
             {absl::StrJoin(contents.corrected, ", ",
                            [](std::string* out, const Period& period) {
                              absl::StrAppend(out, period.text());
                            })});
  }
  if (HasRows(contents)) SayRows(language, contents, page);
  page.Say(words::kProtectionMustNot,
           {purpose == nullptr ? contents.agreement.purpose.text()
                               : In(language, purpose->title),
            contents.agreement.onward_sharing})
      .Say(words::kProtectionDeleteBy,
           {absl::FormatTime("%Y-%m-%d", contents.delete_by,
                             catalog.operation.time_zone)});
  return page.paragraphs();
}

std::string ProtectionText(const Catalog& catalog,
                           const PackageContents& contents) {
  const auto text = [&](Language language) {
    return absl::StrCat(
        absl::StrJoin(ProtectionParagraphs(language, catalog, contents),
                      "\n\n"),
        "\n\n");
  };
  return absl::StrCat(text(Language::kFrench), kLanguagesApart,
                      text(Language::kEnglish));
}

}  // namespace toguna
