#ifndef TOGUNA_EXCHANGE_PACKAGE_PACKAGE_MAKER_H_
#define TOGUNA_EXCHANGE_PACKAGE_PACKAGE_MAKER_H_

// Renders, signs and encrypts a package (SECURITY §2.3).

#include <memory>
#include <string>

#include "exchange/usecase/releases.h"
#include "keys/ring/ring.h"
#include "policies/model/catalog.h"

namespace toguna {

// Makes the files of layout.h, except those that exist only after the commit.
// The same contents give the same files, but for encryption. `origin` is the
// audit log's ("exchange.example/audit/v1"). The references must outlive the
// maker; thread-safe if they are.
//   kInvalidArgument    no age recipient, or not one
//   kFailedPrecondition a code or dimension that the catalog does not know
//   and what ExtractWorkbook refuses, where one is wished for, and MrmWorkbook,
//   where there are rows of cohorts
std::unique_ptr<PackageMaker> MakePackageMaker(const Catalog& catalog,
                                               const FileSigner& signer,
                                               const FileSealer& sealer,
                                               std::string origin);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_PACKAGE_PACKAGE_MAKER_H_
