#ifndef TOGUNA_TESTS_EXCHANGE_PACKAGE_REAL_PACKAGE_H_
#define TOGUNA_TESTS_EXCHANGE_PACKAGE_REAL_PACKAGE_H_

// Packages as an exchange makes them and a recipient gets them: signed with
// minisign, encrypted with age, proven by a log.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/merkle.h"
#include "exchange/audit/proof.h"
#include "exchange/base/json.h"
#include "exchange/package/layout.h"
#include "exchange/package/open_package.h"
#include "exchange/package/package_maker.h"
#include "keys/digest/digest.h"
#include "keys/sodium/age.h"
#include "keys/sodium/minisign.h"
#include "keys/sodium/primitives.h"
#include "tests/exchange/package/mrm_world.h"
#include "tests/support/sealed_march.h"
#include "tests/support/small_operation.h"

namespace toguna::testing {

inline constexpr char kOrigin[] = "exchange.example/audit/v1";

using Files = std::map<std::string, std::string>;

inline RandomBytes Seeded(uint64_t seed) {
  auto count = std::make_shared<uint64_t>(0);
  return [seed, count](size_t size) {
    std::string bytes;
    while (bytes.size() < size) {
      bytes += Sha256(absl::StrCat("test ", seed, " ", ++*count));
    }
    return bytes.substr(0, size);
  };
}

// Signs and logs. Another one with another seed is another exchange.
class RealExchange {
 public:
  explicit RealExchange(uint64_t seed)
      : key_(MinisignKeyPair::Generate(Seeded(seed))),
        signer_(MakeMinisignSigner(key_)),
        sealer_(MakeAgeSealer(Seeded(seed + 1))),
        log_seed_(Seeded(seed + 2)(32)),
        log_(MakeEd25519Signer(log_seed_)) {
    for (int i = 0; i < 5; ++i) Log(absl::StrCat("{\"seq\":", i, "}"));
  }

  const FileSigner& signer() const { return *signer_; }
  const FileSealer& sealer() const { return *sealer_; }
  std::string PublicKeyFile() const { return key_.PublicKeyFile(); }
  std::string Vkey() const {
    return NoteKey{kOrigin, Ed25519Public(log_seed_)}.Text();
  }

  // Adds an entry; its number.
  uint64_t Log(const std::string& entry) {
    tree_.Append(LeafHash(entry));
    return tree_.size() - 1;
  }
  std::string Checkpoint() const {
    return SignCheckpoint(kOrigin, tree_.size(), *tree_.Root(tree_.size()),
                          *log_);
  }
  std::string Proof(uint64_t index) const {
    return ProofText(
        {index, *tree_.InclusionProof(index, tree_.size()), Checkpoint()});
  }

  // The package as it is downloaded.
  Files Release(const Catalog& catalog, const PackageContents& contents) {
    const auto maker = MakePackageMaker(catalog, *signer_, *sealer_, kOrigin);
    Files files = *maker->Make(contents);
    Enter(contents, files);
    return files;
  }

  // What the log adds to `files`, whatever they are.
  void Enter(const PackageContents& contents, Files& files) {
    Json entry;
    entry.Set("type", "release.extract")
        .Set("release", contents.release.text())
        .Set("agreement", contents.agreement.id.text())
        .Set("revision", absl::StrCat(contents.agreement.revision))
        .Set("agreement_sha256", contents.agreement.sha256)
        .Set("catalog_sha256", contents.catalog_sha256)
        .Set("dataset", contents.dataset->id.text())
        .Set("manifest_sha256", HexOf(Sha256(files.at(kManifestFile))))
        .Set("package_sha256", HexOf(Sha256(files.at(kExtractFile))))
        .Set("recipient_key", contents.recipient.age_recipient)
        .Set("rows", absl::StrCat(CountCells(contents.selection).rows));
    files[kEntryFile] = entry.Canonical();
    files[kProofFile] = Proof(Log(files[kEntryFile]));
  }

  // Signs and logs `files` anew, as only the exchange itself could.
  void SignAgain(const Catalog& catalog, const PackageContents& contents,
                 Files& files) {
    std::vector<Subject> subjects;
    for (const auto& [name, bytes] : files) {
      if (name != kManifestFile && name != kSignatureFile &&
          name != kEntryFile && name != kProofFile) {
        subjects.push_back({name, bytes});
      }
    }
    std::string manifest = ManifestJson(catalog, contents, subjects, kOrigin);
    files[kSignatureFile] = signer_->SignFile(
        manifest, TrustedComment(absl::ToUnixSeconds(contents.created_at),
                                 contents.release.text(),
                                 contents.agreement.id.text(), manifest));
    files[kManifestFile] = std::move(manifest);
    Enter(contents, files);
  }

 private:
  MinisignKeyPair key_;
  std::unique_ptr<FileSigner> signer_;
  std::unique_ptr<FileSealer> sealer_;
  Secret log_seed_;
  std::unique_ptr<Signer> log_;
  MerkleTree tree_;
};

// One who opens packages with what they received when the agreement was signed.
struct RealRecipient {
  AgeIdentity identity;
  std::string minisign_public_key;
  std::string vkey;
  std::optional<AgreementId> agreement = std::nullopt;

  absl::StatusOr<OpenedPackage> Open(const Files& files) const {
    return OpenPackage(
        files,
        {.minisign_public_key = minisign_public_key,
         .age_recipient = identity.recipient(),
         .agreement = agreement},
        {.verify_file = VerifiedComment,
         .check_proof =
             [this](absl::string_view entry, absl::string_view proof) {
               return VerifyProof(proof, entry, vkey, VerifyEd25519).status();
             },
         .decrypt =
             [this](absl::string_view bytes) {
               return AgeDecrypt(identity, bytes);
             }});
  }
};

// March's tables, for the holder of `age_recipient`.
inline PackageContents TablesOf(Catalog& catalog,
                                const std::string& age_recipient,
                                const std::string& release) {
  PackageContents contents;
  contents.release = ReleaseId(release);
  contents.agreement = AgreementOf(catalog);
  contents.recipient = catalog.parties.at(PartyId("mrm"));
  contents.recipient.age_recipient = age_recipient;
  contents.dataset = catalog.FindDataset(DatasetId("incidents"));
  contents.plan = catalog.FindPlan(PlanId("monthly"));
  Ask ask = SmallAsk();
  ask.families = {FamilyId("place-type"), FamilyId("type-only")};
  ask.levels = {{"place", 2}, {"type", 1}};
  contents.selection = *Select(catalog, ask, {SealedMarch()});
  contents.created_at = At(10);
  contents.delete_by = At(10) + absl::Hours(24 * 90);
  contents.catalog_sha256 = catalog.sha256;
  return contents;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_EXCHANGE_PACKAGE_REAL_PACKAGE_H_
