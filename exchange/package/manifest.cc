// The signed statement of what a package is.

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/base/json.h"
#include "exchange/package/layout.h"
#include "keys/digest/digest.h"

namespace toguna {
namespace {

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

Json::List TextList(const std::set<std::string>& texts) {
  Json::List list;
  for (const std::string& text : texts) list.push_back(text);
  return list;
}

Json Predicate(const Catalog& catalog, const PackageContents& contents,
               absl::string_view origin) {
  std::set<std::string> families;
  std::set<std::string> periods;
  for (const SelectedTable& one : contents.selection.tables) {
    families.insert(one.table.family.text());
    periods.insert(one.period.text());
  }
  std::set<std::string> cohorts;
  for (const SelectedCohorts& one : contents.selection.cohorts) {
    cohorts.insert(one.id.text());
    periods.insert(one.period.text());
  }
  std::set<std::string> corrected;
  for (const Period& period : contents.corrected) {
    corrected.insert(period.text());
  }
  const CellCounts counts = CountCells(contents.selection);
  std::set<std::string> formats = {"csv"};
  if (contents.wish.json) formats.insert("json");
  if (contents.wish.xlsx) formats.insert("xlsx");
  Json predicate;
  if (HasRows(contents)) predicate.Set("cohorts", TextList(cohorts));
  if (contents.agreement.witnessed) predicate.Set("witnessed", true);
  return predicate.Set("format", kPackageFormat)
      .Set("formats", TextList(formats))
      .Set("delimiter", std::string(1, contents.wish.delimiter))
      .Set("release", contents.release.text())
      .Set("agreement", contents.agreement.id.text())
      .Set("revision", contents.agreement.revision)
      .Set("agreement_sha256", contents.agreement.sha256)
      .Set("catalog_sha256", contents.catalog_sha256)
      .Set("recipient", contents.recipient.id.text())
      .Set("recipient_key", contents.recipient.age_recipient)
      .Set("purpose", contents.agreement.purpose.text())
      .Set("dataset", contents.dataset->id.text())
      .Set("plan", contents.plan->id.text())
      .Set("plan_version", contents.plan->version)
      .Set("k", contents.plan->minimums.k)
      .Set("s", contents.plan->minimums.s)
      .Set("c", contents.plan->minimums.c)
      .Set("families", TextList(families))
      .Set("periods", TextList(periods))
      .Set("corrected_periods", TextList(corrected))
      .Set("rows", counts.rows)
      .Set("cells_not_shown", counts.not_shown)
      .Set("hxl", contents.wish.hxl)
      .Set("created", TimeText(contents.created_at))
      .Set("created_seconds", absl::ToUnixSeconds(contents.created_at))
      .Set("delete_by", TimeText(contents.delete_by))
      .Set("demo", IsDemo(catalog, contents))
      .Set("audit", Json().Set("origin", origin));
}

}  // namespace

bool IsDemo(const Catalog& catalog, const PackageContents& contents) {
  return catalog.operation.demo || contents.agreement.demo ||
         contents.recipient.demo;
}

CellCounts CountCells(const Selection& selection) {
  CellCounts counts;
  for (const SelectedTable& one : selection.tables) {
    for (const SealedCell& cell : one.table.cells) {
      ++counts.rows;
      if (cell.status != CellStatus::kPublished) ++counts.not_shown;
    }
  }
  return counts;
}

std::string ManifestJson(const Catalog& catalog,
                         const PackageContents& contents,
                         const std::vector<Subject>& subjects,
                         absl::string_view origin) {
  Json::List list;
  for (const Subject& subject : subjects) {
    list.push_back(
        Json()
            .Set("name", subject.name)
            .Set("digest", Json().Set("sha256", HexOf(Sha256(subject.bytes)))));
  }
  const absl::string_view host = origin.substr(0, origin.find('/'));
  return absl::StrCat(
      Json()
          .Set("_type", "https://in-toto.io/Statement/v1")
          .Set("subject", std::move(list))
          .Set("predicateType", absl::StrCat("https://", host, "/release/v1"))
          .Set("predicate", Predicate(catalog, contents, origin))
          .Pretty(),
      "\n");
}

std::string TrustedComment(int64_t created_seconds, absl::string_view release,
                           absl::string_view agreement,
                           absl::string_view manifest) {
  return absl::StrCat("timestamp:", created_seconds, "\trelease:", release,
                      "\tagreement:", agreement,
                      "\tmanifest:sha256:", HexOf(Sha256(manifest)));
}

}  // namespace toguna
