#include "exchange/record/intake_report.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "exchange/words/drop_words.h"
#include "exchange/words/intake_words.h"
#include "exchange/words/words.h"

namespace toguna {

int64_t IntakeReport::refused() const {
  int64_t all = 0;
  for (const auto& [what, count] : refused_) all += count;
  return all;
}

std::string IntakeReportText(Language language, const IntakeReport& report) {
  std::string text;
  const auto line = [&](const Sentence& sentence,
                        const std::vector<std::string>& values) {
    absl::StrAppend(&text, Say(language, sentence, values), "\n");
  };
  line(kIntakeTaken, {absl::StrCat(report.taken())});
  if (report.replaced() > 0) {
    line(kIntakeReplaced, {absl::StrCat(report.replaced())});
  }
  if (report.corrected() > 0) {
    line(kIntakeCorrected, {absl::StrCat(report.corrected())});
  }
  if (report.duplicate() > 0) {
    line(kIntakeDuplicate, {absl::StrCat(report.duplicate())});
  }
  line(kIntakeRefused, {absl::StrCat(report.refused())});
  for (const auto& [what, count] : report.refused_by_reason()) {
    const auto& [reason, field] = what;
    const std::string help = Say(language, IntakeReasonHelp(reason));
    if (field.empty()) {
      line(kIntakeRefusedLine, {absl::StrCat(count), reason, help});
    } else {
      line(kIntakeRefusedField, {absl::StrCat(count), reason, field, help});
    }
  }
  if (!report.dropped_by_reason().empty()) line(kIntakeDropped, {});
  for (const auto& [reason, count] : report.dropped_by_reason()) {
    const Sentence* words = WordsFor(reason);
    line(kIntakeDroppedLine,
         {absl::StrCat(count),
          words == nullptr ? reason : Say(language, *words)});
  }
  return text;
}

}  // namespace toguna
