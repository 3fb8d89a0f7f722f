#include "exchange/usecase/store.h"

namespace toguna {

const char* ColumnFamilyText(ColumnFamily family) {
  switch (family) {
    case ColumnFamily::kRecords:
      return "records";
    case ColumnFamily::kSealed:
      return "sealed";
    case ColumnFamily::kAgreements:
      return "agreements";
    case ColumnFamily::kReleases:
      return "releases";
    case ColumnFamily::kFeeds:
      return "feeds";
    case ColumnFamily::kAudit:
      return "audit";
    case ColumnFamily::kKeys:
      return "keys";
    case ColumnFamily::kMeta:
      return "meta";
  }
  return "";
}

}  // namespace toguna
