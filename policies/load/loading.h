#ifndef TOGUNA_POLICIES_LOAD_LOADING_H_
#define TOGUNA_POLICIES_LOAD_LOADING_H_

// One load in progress, and what its readers share.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "policies/load/folder.h"
#include "policies/load/load.h"
#include "policies/load/problems.h"
#include "policies/load/spot.h"
#include "policies/model/catalog.h"
#include "toguna/catalog/v1/catalog.pb.h"

namespace toguna {

// The newest version of the file format that is read, of agreements and of all
// other files. Older agreements are read, too.
inline constexpr int kCatalogFormat = 1;
inline constexpr int kAgreementFormat = 2;

// Not thread-safe.
struct Loading {
  Loading(Language language, const VerifySignature& verifier)
      : problems(language), verify(verifier) {}

  Problems problems;
  const VerifySignature& verify;
  CatalogFiles files;
  Catalog catalog;
  std::map<AgreementId, Agreement> templates;
  int cases = 0;  // read
  // Folder + "/" + id of files that could not be made into anything. What names
  // them is not reported again.
  std::set<std::string> broken;
  // A mistake is reported where it was made, not again where it shows:
  bool plans_unsure = false;   // some plan's dataset is not known
  bool scopes_unsure = false;  // some dataset's consent list is not known
  std::set<FamilyId> unsure_families;  // an axis is not known
  std::set<PlanId> unsure_ladders;     // a rung is wrong
};

// Each reads its folder's files into `loading.catalog`. Order matters: a
// reader refers to what those above it have read.
void ReadOperation(Loading& loading);
void ReadCodeLists(Loading& loading);
void ReadDatasets(Loading& loading);
void ReadPurposes(Loading& loading);
void ReadPlans(Loading& loading);
void ReadParties(Loading& loading);
void ReadForms(Loading& loading);
void ReadAgreements(Loading& loading);
// One that is not among the files: `text`, which signs nothing.
std::optional<Agreement> ReadOneAgreement(Loading& loading,
                                          const std::string& text);
// Decides them only if nothing was reported so far.
void ReadCases(Loading& loading);

// Reports at `spot` and returns false unless `text` is there.
bool Need(const Spot& spot, absl::string_view text);
// The same for an id, which must keep CheckId's rule.
bool NeedId(const Spot& spot, absl::string_view id);
// The same for a version text.
bool NeedVersion(const Spot& spot, absl::string_view version);
bool NeedAtLeast(const Spot& spot, int value, int least);
// Reports at `spot` if something is given that has no meaning there.
void RefuseIf(bool given, const Spot& spot);
// Reports `name` if it is in `seen` already, and adds it.
bool NeedNew(const Spot& spot, std::set<std::string>& seen,
             const std::string& name);
// Reads both languages; `in` has the field `field`.
Label ReadLabel(const Spot& in, const char* field,
                const catalog::v1::Label& label);
// Depth of the level `name`; reports an unknown one.
std::optional<int> ReadLevel(const Spot& spot, const CodeList& list,
                             absl::string_view name);
// A day or an instant; reports anything else.
std::optional<absl::Time> ReadTime(const Spot& spot, absl::string_view text,
                                   absl::TimeZone zone);
// True if `code` has the form of a code that a person declares.
bool IsCode(absl::string_view code);
// Reports a code that `list` does not have.
std::optional<NodeIndex> ReadCode(const Spot& spot, const CodeList& list,
                                  absl::string_view code);
// The same for one that must be a leaf.
std::optional<NodeIndex> ReadLeaf(const Spot& spot, const CodeList& list,
                                  absl::string_view code);
// Reports demo things in an operation that is not a demonstration.
void CheckDemo(const Loading& loading, const Spot& spot, bool demo);

// The thing called `id` in `map`; reports an unknown one. nullptr without a
// report if its file is broken.
template <typename Map>
const typename Map::mapped_type* Refer(const Loading& loading, const Spot& spot,
                                       const Map& map, const char* folder,
                                       const std::string& id) {
  if (!Need(spot, id)) return nullptr;
  const auto found = map.find(typename Map::key_type(id));
  if (found != map.end()) return &found->second;
  if (loading.broken.contains(std::string(folder) + "/" + id)) return nullptr;
  std::vector<std::string> names;
  for (const auto& [name, value] : map) names.push_back(name.text());
  spot.ReportUnknown(id, names);
  return nullptr;
}

// Format and id, the same in every file. False if nothing else is worth
// checking.
bool CheckFormat(const Spot& root, int format, int newest);
void CheckFileId(const Spot& root, const std::string& stem,
                 const std::string& id);

// Calls `read(spot, message, stem)` for each parsed textproto of `folder`;
// marks the others, and those it returns false for, as broken.
template <typename Message, typename Read>
void ForEachFile(Loading& loading, const std::string& folder, const Read& read,
                 int newest = kCatalogFormat) {
  for (const auto& [path, bytes] : loading.files) {
    if (path.substr(0, path.rfind('/')) != folder ||
        !path.ends_with(kFileEnding)) {
      continue;
    }
    const std::string stem = StemOf(path);
    // Empty bytes: reported when the folder was read.
    if (bytes.empty()) {
      loading.broken.insert(folder + "/" + stem);
      continue;
    }
    Message message;
    google::protobuf::TextFormat::ParseInfoTree tree;
    const bool parsed =
        ParseText(path, bytes, &message, &tree, &loading.problems);
    const Spot root(path, message.GetDescriptor(), &tree, &loading.problems);
    // A file that does not parse may have said why: it is of a newer format.
    const bool readable = (!parsed && message.format() <= newest) ||
                          CheckFormat(root, message.format(), newest);
    if (!parsed || !readable) {
      loading.broken.insert(folder + "/" + stem);
      continue;
    }
    CheckFileId(root, stem, message.id());
    if (message.id() != stem)
      loading.broken.insert(folder + "/" + message.id());
    if (!read(root, message, stem)) loading.broken.insert(folder + "/" + stem);
  }
}

}  // namespace toguna

#endif  // TOGUNA_POLICIES_LOAD_LOADING_H_
