#include "exchange/toguna/preview_draft.h"

#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "exchange/base/csv.h"
#include "exchange/base/period.h"
#include "exchange/base/status_macros.h"
#include "exchange/toguna/line_changes.h"
#include "exchange/toguna/show_agreement.h"
#include "exchange/toguna/show_table.h"
#include "exchange/toguna/show_together.h"
#include "exchange/words/agreement_words.h"
#include "exchange/words/console_words.h"
#include "keys/file/file.h"

namespace toguna {
namespace {

using Event = v1::PreviewDraftResponse;

struct Options {
  std::string file;
  std::string with;
  std::string cells;
};

// Cells of one family over all periods.
struct Sums {
  int64_t before = 0;         // that the other agreement gives
  int64_t before_number = 0;  // of them with a number
  int64_t after = 0;          // the same of the draft
  int64_t after_number = 0;
  int64_t more = 0;  // cells of which the draft gives more than the other
  int64_t less = 0;

  void Add(const Event::Cell& cell) {
    before += cell.before() > Event::GIVEN_NOTHING ? 1 : 0;
    before_number += cell.before() == Event::GIVEN_NUMBER ? 1 : 0;
    after += cell.after() > Event::GIVEN_NOTHING ? 1 : 0;
    after_number += cell.after() == Event::GIVEN_NUMBER ? 1 : 0;
    more += cell.after() > cell.before() ? 1 : 0;
    less += cell.after() < cell.before() ? 1 : 0;
  }
};

const std::string& In(const Console& console, const v1::LocalizedText& text) {
  return console.language() == Language::kFrench ? text.fr() : text.en();
}

const Sentence& GivenWords(Event::Given given) {
  switch (given) {
    case Event::GIVEN_NOT_SHOWN:
      return words::kGivenNotShown;
    case Event::GIVEN_RANGE:
      return words::kGivenRange;
    case Event::GIVEN_NUMBER:
      return words::kGivenNumber;
    default:
      return words::kGivenNothing;
  }
}

const Sentence& WhyWords(Event::Why why) {
  switch (why) {
    case Event::WHY_TOO_FINE:
      return words::kRowsTooFine;
    case Event::WHY_OUTSIDE_CODES:
      return words::kRowsOutsideCodes;
    case Event::WHY_TOO_SENSITIVE:
      return words::kRowsTooSensitive;
    case Event::WHY_NOT_APPROVED:
      return words::kRowsNotApproved;
    default:
      return words::kRowsUnknown;
  }
}

// "2025-01 … 2025-06, 2025-Q1": periods in order, those that follow one another
// as one.
std::string Folded(const Console& console,
                   const std::vector<std::string>& periods) {
  std::map<Period::Kind, std::vector<Period>> kinds;
  for (const std::string& text : periods) {
    const auto period = Period::Parse(text);
    if (period.ok()) kinds[period->kind()].push_back(*period);
  }
  std::vector<std::string> parts;
  for (const auto& [kind, of] : kinds) {
    for (size_t i = 0; i < of.size();) {
      size_t last = i;
      while (last + 1 < of.size() && of[last].Next() == of[last + 1]) ++last;
      parts.push_back(last == i ? of[i].text()
                                : Say(console.language(), words::kPeriodSpan,
                                      {of[i].text(), of[last].text()}));
      i = last + 1;
    }
  }
  return absl::StrJoin(parts, ", ");
}

void ShowChanges(const Console& console, const std::vector<std::string>& before,
                 const std::vector<std::string>& after) {
  console.Say(words::kDraftChanges);
  const std::vector<std::string> changes = LineChanges(before, after);
  if (changes.empty()) console.Say(words::kDraftNoChange);
  for (const std::string& line : changes) {
    console.Line(absl::StrCat("  ", line));
  }
}

// Takes the events as they come, and shows them.
class Preview {
 public:
  Preview(const Console& console, Labels labels, bool cells)
      : console_(console), labels_(std::move(labels)), cells_(cells) {
    if (cells_) {
      csv_ = WriteCsvRow(
          {"dataset", "period", "family", "codes", "labels", "before", "after"},
          ';');
    }
  }

  void Take(const Event& event) {
    switch (event.event_case()) {
      case Event::kMistakes:
        Mistakes(event.mistakes());
        break;
      case Event::kStart:
        Start(event.start());
        break;
      case Event::kPeriod:
        Progress();
        period_ = event.period();
        Note(period_.dataset(), period_);
        break;
      case Event::kTable:
        Table(event.table());
        break;
      case Event::kCohorts:
        cohorts_.emplace_back(period_, event.cohorts());
        break;
      case Event::kAlerts:
        Progress();
        alerts_.push_back(event.alerts());
        break;
      case Event::EVENT_NOT_SET:
        break;
    }
  }

  // After the last event; the exit code.
  int Finish() {
    if (!problems_.empty()) {
      console_.Answer(Json().Set("mistakes", std::move(problems_)));
      return kExitBadInput;
    }
    ShowTables();
    ShowRows();
    for (const auto& [about, periods] : against_) {
      const auto& [side, dataset, later, sentence] = about;
      if (later) {
        console_.Say(
            side == 0 ? words::kDraftLaterBefore : words::kDraftLaterAfter,
            {dataset, Folded(console_, periods), sentence});
        continue;
      }
      console_.Say(
          side == 0 ? words::kDraftAgainstBefore : words::kDraftAgainstAfter,
          {dataset, Folded(console_, periods), sentence});
    }
    for (const auto& [dataset, periods] : unsealed_) {
      console_.Say(words::kDraftNotSealed,
                   {dataset, Folded(console_, periods)});
    }
    for (const auto& [dataset, periods] : approval_) {
      console_.Say(words::kDraftNeedsApproval,
                   {dataset, Folded(console_, periods)});
    }
    for (const auto& [dataset, times] : from_) {
      console_.Say(words::kDraftFrom, {dataset, times[0], times[1]});
    }
    for (const Event::Alerts& one : alerts_) {
      console_.Say(words::kDraftAlerts,
                   {LastPart(one.dataset()), absl::StrCat(one.cleared()),
                    absl::StrCat(one.before()), absl::StrCat(one.after()),
                    absl::StrCat(one.different())});
    }
    Answer();
    return kExitDone;
  }

  const std::string& csv() const { return csv_; }

 private:
  void Mistakes(const Event::Mistakes& mistakes) {
    console_.Say(words::kDraftMistakes,
                 {absl::StrCat(mistakes.mistakes_size())});
    for (const Event::Mistake& one : mistakes.mistakes()) {
      console_.Say(words::kDraftMistake,
                   {absl::StrCat(one.line()), In(console_, one.text())});
      problems_.push_back(
          Json().Set("line", one.line()).Set("text", In(console_, one.text())));
    }
  }

  void Start(const Event::Start& start) {
    start_ = start;
    console_.Say(words::kDraftTitle, {LastPart(start.draft().name()),
                                      absl::StrCat(start.draft().revision())});
    if (start.has_with()) {
      console_.Say(words::kDraftWith, {LastPart(start.with().name()),
                                       absl::StrCat(start.with().revision()),
                                       StateText(console_, start.with())});
      ShowChanges(console_, TermsOf(console_, start.with(), labels_),
                  TermsOf(console_, start.draft(), labels_));
    } else {
      console_.Say(words::kDraftWithNothing);
      for (const std::string& line :
           TermsOf(console_, start.draft(), labels_)) {
        console_.Line(absl::StrCat("  + ", line));
      }
    }
    for (const std::string& line :
         TogetherLines(console_.language(), start.draft())) {
      console_.Line(line);
    }
  }

  // To whoever waits at a terminal, on one line that is written over.
  void Progress() {
    ++step_;
    if (console_.json() || ::isatty(STDERR_FILENO) == 0) return;
    std::cerr << '\r'
              << Say(console_.language(), words::kDraftProgress,
                     {absl::StrCat(step_), absl::StrCat(start_.steps())})
              << (step_ == start_.steps() ? "\n" : "") << std::flush;
  }

  void Note(const std::string& name, const Event::Period& period) {
    const std::string dataset = LastPart(name);
    if (!period.sealed()) unsealed_[dataset].push_back(period.period());
    Against(0, dataset, period.before());
    Against(1, dataset, period.after());
    if (period.after().needs_approval()) {
      approval_[dataset].push_back(period.period());
    }
    from_[dataset] = {FromText(period.before()), FromText(period.after())};
  }

  void Against(int side, const std::string& dataset, const Event::Side& of) {
    for (const Event::Against& one : of.against()) {
      against_[{side, dataset, one.reason() == "LAG_NOT_OVER",
                In(console_, one.text())}]
          .push_back(period_.period());
    }
  }

  std::string FromText(const Event::Side& side) const {
    if (side.has_from_time()) return DayOf(side.from_time());
    return Say(console_.language(), words::kGivenNothing);
  }

  void Table(const Event::Table& table) {
    const std::string dataset = LastPart(period_.dataset());
    Sums& sums = sums_[{dataset, table.family()}];
    for (const Event::Cell& cell : table.cells()) {
      sums.Add(cell);
      if (!cells_) continue;
      std::vector<std::string> names;
      for (int i = 0; i < cell.codes_size(); ++i) {
        names.push_back(NameOf(console_, labels_, dataset, table.dimensions(i),
                               cell.codes(i)));
      }
      csv_ += WriteCsvRow(
          {dataset, period_.period(), table.family(),
           absl::StrJoin(cell.codes(), " / "), absl::StrJoin(names, " / "),
           Say(console_.language(), GivenWords(cell.before())),
           Say(console_.language(), GivenWords(cell.after()))},
          ';');
    }
  }

  void ShowTables() const {
    console_.Say(words::kDraftTables);
    std::vector<std::vector<std::string>> rows;
    rows.emplace_back();
    for (const Sentence* heading :
         {&words::kDatasetHeading, &words::kFamilyHeading,
          &words::kCellsBeforeHeading, &words::kNumbersBeforeHeading,
          &words::kCellsAfterHeading, &words::kNumbersAfterHeading,
          &words::kMoreHeading, &words::kLessHeading}) {
      rows[0].push_back(Say(console_.language(), *heading));
    }
    for (const auto& [key, sums] : sums_) {
      rows.push_back({key.first, key.second, absl::StrCat(sums.before),
                      absl::StrCat(sums.before_number),
                      absl::StrCat(sums.after), absl::StrCat(sums.after_number),
                      absl::StrCat(sums.more), absl::StrCat(sums.less)});
    }
    if (sums_.empty()) {
      console_.Say(words::kDraftNoTables);
    } else {
      console_.Table(rows);
    }
  }

  void ShowRows() const {
    if (cohorts_.empty()) return;
    console_.Say(words::kDraftRows);
    std::vector<std::vector<std::string>> rows;
    rows.emplace_back();
    for (const Sentence* heading :
         {&words::kDatasetHeading, &words::kCohortsHeading,
          &words::kPeriodHeading, &words::kCohortsBeforeHeading,
          &words::kRowsBeforeHeading, &words::kCohortsAfterHeading,
          &words::kRowsAfterHeading}) {
      rows[0].push_back(Say(console_.language(), *heading));
    }
    for (const auto& [period, one] : cohorts_) {
      rows.push_back({LastPart(period.dataset()), one.id(), period.period(),
                      absl::StrCat(one.before().cohorts()),
                      absl::StrCat(one.before().rows()),
                      absl::StrCat(one.after().cohorts()),
                      absl::StrCat(one.after().rows())});
    }
    console_.Table(rows);
    for (const auto& [period, one] : cohorts_) {
      ShowLeftOut(period.period(), one.id(), one.after());
    }
  }

  // What the draft would leave out of cohorts, and why.
  void ShowLeftOut(const std::string& period, const std::string& id,
                   const Event::Rows& rows) const {
    if (rows.has_against()) {
      console_.Say(words::kDraftNoRows,
                   {id, period, In(console_, rows.against().text())});
    }
    for (const Event::LeftOut& one : rows.left_out()) {
      console_.Say(WhyWords(one.why()),
                   {id, period, absl::StrCat(one.cohorts()), one.dimension()});
    }
    if (rows.taken_back()) console_.Say(words::kRowsTakenBack, {id, period});
    if (rows.held_over()) console_.Say(words::kRowsHeldOver, {id, period});
    if (rows.needs_approval()) {
      console_.Say(words::kRowsNeedApproval, {id, period});
    }
  }

  static Json RowsJson(const Event::Rows& rows) {
    Json::List left_out;
    for (const Event::LeftOut& one : rows.left_out()) {
      left_out.push_back(Json()
                             .Set("why", Event::Why_Name(one.why()).substr(4))
                             .Set("dimension", one.dimension())
                             .Set("cohorts", one.cohorts()));
    }
    return Json()
        .Set("gives", rows.gives())
        .Set("against", rows.against().reason())
        .Set("cohorts", rows.cohorts())
        .Set("rows", rows.rows())
        .Set("left_out", std::move(left_out))
        .Set("taken_back", rows.taken_back())
        .Set("held_over", rows.held_over())
        .Set("needs_approval", rows.needs_approval());
  }

  void Answer() const {
    Json::List cohorts;
    for (const auto& [period, one] : cohorts_) {
      cohorts.push_back(Json()
                            .Set("dataset", LastPart(period.dataset()))
                            .Set("period", period.period())
                            .Set("cohorts", one.id())
                            .Set("before", RowsJson(one.before()))
                            .Set("after", RowsJson(one.after())));
    }
    Json::List tables;
    for (const auto& [key, sums] : sums_) {
      tables.push_back(Json()
                           .Set("dataset", key.first)
                           .Set("family", key.second)
                           .Set("cells_before", sums.before)
                           .Set("numbers_before", sums.before_number)
                           .Set("cells_after", sums.after)
                           .Set("numbers_after", sums.after_number)
                           .Set("more", sums.more)
                           .Set("less", sums.less));
    }
    Json::List alerts;
    for (const Event::Alerts& one : alerts_) {
      alerts.push_back(Json()
                           .Set("dataset", LastPart(one.dataset()))
                           .Set("cleared", one.cleared())
                           .Set("before", one.before())
                           .Set("after", one.after())
                           .Set("different", one.different()));
    }
    console_.Answer(Json()
                        .Set("draft", LastPart(start_.draft().name()))
                        .Set("with", LastPart(start_.with().name()))
                        .Set("together", TogetherJson(start_.draft()))
                        .Set("tables", std::move(tables))
                        .Set("cohorts", std::move(cohorts))
                        .Set("alerts", std::move(alerts)));
  }

  const Console console_;
  const Labels labels_;
  const bool cells_;
  std::string csv_;
  Event::Start start_;
  Event::Period period_;
  int step_ = 0;
  Json::List problems_;
  std::map<std::pair<std::string, std::string>, Sums> sums_;
  // Side (0 the other agreement, 1 the draft), dataset, whether only for now,
  // sentence -> periods.
  std::map<std::tuple<int, std::string, bool, std::string>,
           std::vector<std::string>>
      against_;
  // Dataset -> periods.
  std::map<std::string, std::vector<std::string>> unsealed_;
  std::map<std::string, std::vector<std::string>> approval_;
  // Dataset -> first day of its last period, of either.
  std::map<std::string, std::array<std::string, 2>> from_;
  std::vector<Event::Alerts> alerts_;
  // In the order of their periods.
  std::vector<std::pair<Event::Period, Event::Cohorts>> cohorts_;
};

absl::StatusOr<int> Run(Session& session, const Options& options) {
  v1::PreviewDraftRequest request;
  TOGUNA_ASSIGN_OR_RETURN(*request.mutable_draft(), ReadFile(options.file));
  if (!options.with.empty()) {
    request.set_with(absl::StrCat("agreements/", options.with));
  }
  TOGUNA_ASSIGN_OR_RETURN(Labels labels, LabelsOfProfile(session.as));
  TOGUNA_ASSIGN_OR_RETURN(const std::unique_ptr<Client> client,
                          session.Connect());
  Preview preview(session.console(), std::move(labels), !options.cells.empty());
  TOGUNA_RETURN_IF_ERROR(client->PreviewDraft(
      request, [&preview](const Event& event) { preview.Take(event); }));
  const int code = preview.Finish();
  if (code == kExitDone && !options.cells.empty()) {
    TOGUNA_RETURN_IF_ERROR(WritePublicFile(options.cells, preview.csv()));
    session.console().Say(words::kDraftCells, {options.cells});
  }
  return code;
}

}  // namespace

void AddPreviewDraft(CLI::App& agreement, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* preview = agreement.add_subcommand(
      "preview",
      "As data protection officer: what a draft would have let out in the last "
      "twelve months; no count of a table and no row is shown");
  preview->add_option("file", options->file, "The draft, <id>.textproto")
      ->required();
  preview->add_option("--with", options->with,
                      "Agreement to compare with; default: the one of the "
                      "draft's id, or that it succeeds");
  preview->add_option("--cells", options->cells,
                      "Also write every cell to this CSV file");
  Bind(preview, session, [options](Session& s) { return Run(s, *options); });
}

}  // namespace toguna
