#ifndef TOGUNA_EXCHANGE_RPC_GUARD_H_
#define TOGUNA_EXCHANGE_RPC_GUARD_H_

// Internal: the one gate that every call passes.

#include <grpcpp/server_context.h>
#include <grpcpp/support/status.h>

#include <functional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "exchange/rpc/server.h"
#include "exchange/usecase/caller.h"
#include "policies/model/catalog.h"

namespace toguna {

// Thread-safe. The references must outlive it.
class Guard {
 public:
  Guard(const ServerOptions& options, const Catalog& catalog)
      : options_(options), catalog_(catalog) {}

  // Who is it, is the certificate still good, does the catalog know the party,
  // may its role call `method`, is there a deadline, are there not too many:
  // only then `act`, with the caller; then the error as the wire wants it, and
  // the report. `method` is a literal, as in the table of authorisation.h.
  grpc::Status Run(const grpc::ServerContext& context, const char* method,
                   const std::function<absl::Status(const Caller&)>& act);

  const ServerOptions& options() const { return options_; }
  // Notified when the server goes down; streams wait on it.
  absl::Notification& draining() { return draining_; }

 private:
  absl::StatusOr<Caller> Admit(const grpc::ServerContext& context,
                               const char* method) const;
  absl::Status CallAct(const Caller& caller,
                       const std::function<absl::Status(const Caller&)>& act);

  const ServerOptions& options_;
  const Catalog& catalog_;
  absl::Notification draining_;
  absl::Mutex mutex_;
  // Running calls by SPIFFE id.
  absl::flat_hash_map<std::string, int> running_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RPC_GUARD_H_
