// A package of a million rows: made, encrypted and signed. Beside: what the
// SHA-256 and the encryption of as many bytes take by themselves.
//   export_bench [rows, default 1000000]

#include <sys/resource.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "exchange/package/package_maker.h"
#include "keys/digest/digest.h"
#include "keys/sodium/age.h"
#include "keys/sodium/minisign.h"
#include "keys/sodium/random.h"
#include "tests/support/small_operation.h"

namespace toguna::testing {
namespace {

double Now() {
  return std::chrono::duration<double>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// Of /proc/self/status, in MiB; VmRSS or VmHWM.
double Memory(const std::string& what) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind(what + ":", 0) == 0) {
      return std::atof(line.c_str() + what.size() + 1) / 1024;
    }
  }
  return 0;
}

std::string Place(int i) { return absl::StrFormat("ML%03d", i); }

int Main(int64_t rows) {
  const AgeIdentity identity = GenerateAgeIdentity(SystemRandom());
  constexpr int kPlaces = 1000;
  Catalog catalog = SmallCatalog();
  std::vector<CodeDeclaration> places = {{"ML", "", {"Mali", "Mali"}}};
  for (int i = 0; i < kPlaces; ++i) {
    const std::string name = absl::StrCat("Région ", i);
    places.push_back({Place(i), "ML", {name, name}});
  }
  catalog.code_lists.at(CodeListId("places")) =
      MakeList("places", {"country", "region", "cercle"}, std::move(places));
  catalog.parties.at(PartyId("mrm")).age_recipient = identity.recipient();

  // Months of one table, a thousand places with two codes each.
  Selection selection;
  int64_t made = 0;
  for (int month = 0; made < rows; ++month) {
    SelectedTable& one = selection.tables.emplace_back();
    one.period = Period(absl::CivilMonth(1900, 1) + month);
    one.table.family = FamilyId("place-type");
    one.table.dimensions = {"place", "type"};
    for (int i = 0; i < 2 * kPlaces && made < rows; ++i, ++made) {
      const bool shown = i % 3 != 0;
      one.table.cells.push_back(
          {{Place(i / 2), i % 2 == 0 ? "all" : "a"},
           shown ? CellStatus::kPublished : CellStatus::kNotShown,
           shown ? 5 + i : 0,
           0,
           shown ? std::nullopt : std::optional<int64_t>(i)});
    }
  }
  const Agreement& agreement = AgreementOf(catalog);
  PackageContents contents{
      .release = ReleaseId("r-aaaaaaaaaaaaaaaaaaaa"),
      .agreement = agreement,
      .recipient = *catalog.FindParty(PartyId("mrm")),
      .dataset = catalog.FindDataset(DatasetId("incidents")),
      .plan = catalog.PlanOf(DatasetId("incidents")),
      .selection = std::move(selection),
      .created_at = At(3),
      .delete_by = At(20),
      .catalog_sha256 = std::string(64, 'c')};
  const auto signer =
      MakeMinisignSigner(MinisignKeyPair::Generate(SystemRandom()));
  const auto sealer = MakeAgeSealer(SystemRandom());
  const auto maker =
      MakePackageMaker(catalog, *signer, *sealer, "exchange.example/audit/v1");
  const double before = Memory("VmRSS");
  const double start = Now();
  const auto files = maker->Make(contents);
  const double took = Now() - start;
  if (!files.ok()) {
    std::cerr << files.status() << "\n";
    return 1;
  }
  const std::string& extract = files->at("extract.csv.age");
  std::cout << absl::StreamFormat(
      "%d rows, encrypted %.1f MiB\n"
      "package: %.2f s; peak of the process %.0f MiB, of which the rows in "
      "memory before %.0f MiB\n",
      rows, static_cast<double>(extract.size()) / (1 << 20), took,
      Memory("VmHWM"), before);
  const double hash_start = Now();
  const std::string digest = Sha256(extract);
  const double seal_start = Now();
  const auto sealed = sealer->Encrypt({identity.recipient()}, extract);
  const double end = Now();
  std::cout << absl::StreamFormat(
      "beside: SHA-256 of as many bytes %.2f s, their encryption %.2f s\n",
      seal_start - hash_start, end - seal_start);
  return digest.size() == 32 && sealed.ok() ? 0 : 1;
}

}  // namespace
}  // namespace toguna::testing

int main(int argc, char** argv) {
  return toguna::testing::Main(argc > 1 ? std::atoll(argv[1]) : 1'000'000);
}
