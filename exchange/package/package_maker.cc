#include "exchange/package/package_maker.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "exchange/base/status_macros.h"
#include "exchange/package/extract_json.h"
#include "exchange/package/extract_workbook.h"
#include "exchange/package/layout.h"
#include "exchange/package/mrm_rows.h"
#include "exchange/package/mrm_workbook.h"

namespace toguna {
namespace {

class Maker : public PackageMaker {
 public:
  Maker(const Catalog& catalog, const FileSigner& signer,
        const FileSealer& sealer, std::string origin)
      : catalog_(catalog),
        signer_(signer),
        sealer_(sealer),
        origin_(std::move(origin)) {}

  absl::StatusOr<std::map<std::string, std::string>> Make(
      const PackageContents& contents) const override {
    if (contents.dataset == nullptr || contents.plan == nullptr) {
      return absl::InvalidArgumentError("a package needs its dataset and plan");
    }
    std::map<std::string, std::string> files;
    // In the order in which the manifest names them.
    std::vector<std::string> attested;
    TOGUNA_RETURN_IF_ERROR(AddTables(contents, files, attested));
    if (HasRows(contents)) {
      TOGUNA_RETURN_IF_ERROR(AddRows(contents, files, attested));
    }
    for (const char* name :
         {kSchemaFile, kProtectionFile, kVerifyFile, kVerifierFile}) {
      attested.emplace_back(name);
    }
    files[kSchemaFile] = SchemaJson(catalog_, contents);
    files[kProtectionFile] = ProtectionText(catalog_, contents);
    files[kVerifyFile] = VerifyText(attested);
    files[kVerifierFile] = std::string(VerifierProgram());
    std::vector<Subject> subjects;
    for (const std::string& name : attested) {
      subjects.push_back({name, files.at(name)});
    }
    std::string manifest = ManifestJson(catalog_, contents, subjects, origin_);
    files[kSignatureFile] = signer_.SignFile(
        manifest, TrustedComment(absl::ToUnixSeconds(contents.created_at),
                                 contents.release.text(),
                                 contents.agreement.id.text(), manifest));
    files[kManifestFile] = std::move(manifest);
    return files;
  }

 private:
  using Files = std::map<std::string, std::string>;
  using Names = std::vector<std::string>;

  absl::Status AddSealed(const PackageContents& contents, const char* name,
                         const absl::StatusOr<std::string>& plain, Files& files,
                         Names& attested) const {
    TOGUNA_RETURN_IF_ERROR(plain.status());
    TOGUNA_ASSIGN_OR_RETURN(
        files[name],
        sealer_.Encrypt({contents.recipient.age_recipient}, *plain));
    attested.emplace_back(name);
    return absl::OkStatus();
  }

  absl::Status AddTables(const PackageContents& contents, Files& files,
                         Names& attested) const {
    TOGUNA_RETURN_IF_ERROR(AddSealed(contents, kExtractFile,
                                     ExtractCsv(catalog_, contents), files,
                                     attested));
    if (contents.wish.xlsx) {
      TOGUNA_RETURN_IF_ERROR(AddSealed(contents, kExtractWorkbookFile,
                                       ExtractWorkbook(catalog_, contents),
                                       files, attested));
    }
    if (!contents.wish.json) return absl::OkStatus();
    return AddSealed(contents, kExtractJsonFile,
                     ExtractJson(catalog_, contents), files, attested);
  }

  absl::Status AddRows(const PackageContents& contents, Files& files,
                       Names& attested) const {
    TOGUNA_RETURN_IF_ERROR(AddSealed(contents, kViolationsFile,
                                     ViolationsCsv(catalog_, contents), files,
                                     attested));
    return AddSealed(contents, kWorkbookFile, MrmWorkbook(catalog_, contents),
                     files, attested);
  }

  const Catalog& catalog_;
  const FileSigner& signer_;
  const FileSealer& sealer_;
  const std::string origin_;
};

}  // namespace

std::unique_ptr<PackageMaker> MakePackageMaker(const Catalog& catalog,
                                               const FileSigner& signer,
                                               const FileSealer& sealer,
                                               std::string origin) {
  return std::make_unique<Maker>(catalog, signer, sealer, std::move(origin));
}

}  // namespace toguna
