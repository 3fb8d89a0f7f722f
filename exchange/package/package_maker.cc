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
    TOGUNA_ASSIGN_OR_RETURN(const std::string csv,
                            ExtractCsv(catalog_, contents));
    std::map<std::string, std::string> files;
    TOGUNA_ASSIGN_OR_RETURN(
        files[kExtractFile],
        sealer_.Encrypt({contents.recipient.age_recipient}, csv));
    std::vector<const char*> attested = {kExtractFile};
    if (HasRows(contents)) {
      TOGUNA_RETURN_IF_ERROR(AddRows(contents, files));
      attested.insert(attested.end(), {kViolationsFile, kWorkbookFile});
    }
    attested.insert(attested.end(),
                    {kSchemaFile, kProtectionFile, kVerifyFile});
    files[kSchemaFile] = SchemaJson(catalog_, contents);
    files[kProtectionFile] = ProtectionText(catalog_, contents);
    files[kVerifyFile] = VerifyText(HasRows(contents));
    std::vector<Subject> subjects;
    for (const char* name : attested) {
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
  absl::Status AddRows(const PackageContents& contents,
                       std::map<std::string, std::string>& files) const {
    const std::vector<std::string> recipients = {
        contents.recipient.age_recipient};
    TOGUNA_ASSIGN_OR_RETURN(const std::string csv,
                            ViolationsCsv(catalog_, contents));
    TOGUNA_ASSIGN_OR_RETURN(files[kViolationsFile],
                            sealer_.Encrypt(recipients, csv));
    TOGUNA_ASSIGN_OR_RETURN(const std::string workbook,
                            MrmWorkbook(catalog_, contents));
    TOGUNA_ASSIGN_OR_RETURN(files[kWorkbookFile],
                            sealer_.Encrypt(recipients, workbook));
    return absl::OkStatus();
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
