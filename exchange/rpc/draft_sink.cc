#include "exchange/rpc/draft_sink.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "exchange/rpc/messages.h"
#include "exchange/rpc/names.h"

namespace toguna {
namespace {

using Event = v1::PreviewDraftResponse;

constexpr int kMostCells = 5000;

v1::PreviewDraftResponse::Given MessageOf(Given given) {
  return static_cast<Event::Given>(static_cast<int>(given) +
                                   Event::GIVEN_NOTHING);
}

Event::Against MessageOf(const Finding& finding) {
  Event::Against out;
  out.set_rule(finding.rule);
  out.set_reason(finding.reason);
  *out.mutable_text() = MessageOf(Label{finding.fr, finding.en});
  return out;
}

Event::Side MessageOf(const SideOfPeriod& side) {
  Event::Side out;
  out.set_gives(side.gives);
  out.set_needs_approval(side.needs_approval);
  if (side.from.has_value() && *side.from < absl::InfiniteFuture()) {
    *out.mutable_from_time() = TimestampOf(*side.from);
  }
  for (const Finding& finding : side.against) {
    *out.add_against() = MessageOf(finding);
  }
  return out;
}

Event::Rows MessageOf(const RowsOfSide& rows) {
  Event::Rows out;
  out.set_gives(rows.gives);
  if (rows.against.has_value()) {
    *out.mutable_against() = MessageOf(*rows.against);
  }
  out.set_cohorts(rows.cohorts);
  out.set_rows(rows.rows);
  for (const auto& [why, number] : rows.ruled_out) {
    auto& one = *out.add_left_out();
    one.set_why(static_cast<Event::Why>(static_cast<int>(why.why) +
                                        Event::WHY_UNKNOWN));
    one.set_dimension(why.dimension);
    one.set_cohorts(number);
  }
  out.set_taken_back(rows.taken_back);
  out.set_held_over(rows.held_over);
  out.set_needs_approval(rows.needs_approval);
  return out;
}

class Sink final : public DraftPreviewSink {
 public:
  Sink(const Catalog& catalog, grpc::ServerWriter<Event>& writer)
      : catalog_(catalog), writer_(writer) {}

  bool Begin(const AgreementView& draft, const AgreementView* with,
             int steps) override {
    Event event;
    auto& start = *event.mutable_start();
    *start.mutable_draft() = MessageOf(catalog_, draft);
    if (with != nullptr) *start.mutable_with() = MessageOf(catalog_, *with);
    start.set_steps(steps);
    return writer_.Write(event);
  }

  bool Add(const PeriodPreview& period) override {
    Event event;
    auto& out = *event.mutable_period();
    out.set_dataset(DatasetName(period.dataset));
    out.set_period(period.period.text());
    out.set_sealed(period.sealed);
    *out.mutable_before() = MessageOf(period.before);
    *out.mutable_after() = MessageOf(period.after);
    bool wanted = writer_.Write(event);
    for (const ComparedTable& table : period.tables) {
      wanted = wanted && Write(table);
    }
    for (const CohortsPreview& cohorts : period.cohorts) {
      event.Clear();
      auto& rows = *event.mutable_cohorts();
      rows.set_id(cohorts.id.text());
      *rows.mutable_before() = MessageOf(cohorts.before);
      *rows.mutable_after() = MessageOf(cohorts.after);
      wanted = wanted && writer_.Write(event);
    }
    return wanted;
  }

  bool Add(const AlertPreview& alerts) override {
    Event event;
    auto& out = *event.mutable_alerts();
    out.set_dataset(DatasetName(alerts.dataset));
    out.set_cleared(alerts.cleared);
    out.set_before(alerts.before);
    out.set_after(alerts.after);
    out.set_different(alerts.different);
    return writer_.Write(event);
  }

 private:
  bool Write(const ComparedTable& table) {
    Event event;
    const auto begin = [&] {
      event.Clear();
      event.mutable_table()->set_family(table.family.text());
      for (const std::string& dimension : table.dimensions) {
        event.mutable_table()->add_dimensions(dimension);
      }
    };
    begin();
    for (const ComparedCell& cell : table.cells) {
      if (event.table().cells_size() == kMostCells) {
        if (!writer_.Write(event)) return false;
        begin();
      }
      auto& out = *event.mutable_table()->add_cells();
      for (const std::string& code : cell.codes) out.add_codes(code);
      out.set_before(MessageOf(cell.before));
      out.set_after(MessageOf(cell.after));
    }
    return writer_.Write(event);
  }

  const Catalog& catalog_;
  grpc::ServerWriter<Event>& writer_;
};

}  // namespace

std::unique_ptr<DraftPreviewSink> WriteDraftPreview(
    const Catalog& catalog, grpc::ServerWriter<Event>& writer) {
  return std::make_unique<Sink>(catalog, writer);
}

}  // namespace toguna
