#include "exchange/rpc/guard.h"

#include <grpc/support/time.h>

#include <chrono>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/rpc/authorisation.h"
#include "exchange/rpc/grpc_status.h"
#include "exchange/rpc/peer.h"
#include "exchange/rpc/spiffe_id.h"
#include "exchange/rpc/status_details.h"

namespace toguna {
namespace {

bool HasDeadline(const grpc::ServerContext& context) {
  const gpr_timespec deadline = context.raw_deadline();
  return gpr_time_cmp(deadline, gpr_inf_future(deadline.clock_type)) != 0;
}

}  // namespace

absl::StatusOr<Caller> Guard::Admit(const grpc::ServerContext& context,
                                    const char* method) const {
  TOGUNA_ASSIGN_OR_RETURN(
      const Peer peer,
      PeerOf(*context.auth_context(), catalog_.operation.trust_domain));
  if (options_.is_revoked &&
      options_.is_revoked(peer.fingerprint, peer.caller.spiffe_id)) {
    return ReasonError(absl::StatusCode::kUnauthenticated,
                       "CERTIFICATE_REVOKED", "the certificate was revoked");
  }
  TOGUNA_RETURN_IF_ERROR(CheckKnown(peer.caller, catalog_));
  const MethodRule* rule = RuleOf(method);
  if (rule == nullptr || !rule->Allows(peer.caller.role)) {
    return UniformRefusal();
  }
  if (rule->call_class != CallClass::kStream && !HasDeadline(context)) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "DEADLINE_REQUIRED",
                       "set a deadline on this call");
  }
  if (draining_.HasBeenNotified()) {
    return ReasonError(absl::StatusCode::kUnavailable, "DRAINING",
                       "the server is going down");
  }
  if (absl::StartsWith(method, "/toguna.v1.AuditService/")) return peer.caller;
  // Of everything but the log nobody knows then whether it still holds.
  if (!options_.only_log.ok()) return options_.only_log;
  if (options_.clock() == absl::InfinitePast()) {
    return ReasonError(absl::StatusCode::kUnavailable, "CLOCK_BEHIND",
                       "the server's clock was set back");
  }
  return peer.caller;
}

absl::Status Guard::CallAct(
    const Caller& caller,
    const std::function<absl::Status(const Caller&)>& act) {
  {
    absl::MutexLock lock(&mutex_);
    int& running = running_[caller.spiffe_id];
    if (running >= options_.max_calls_per_caller) {
      return ReasonError(absl::StatusCode::kResourceExhausted, "TOO_MANY_CALLS",
                         "this identity has too many calls running");
    }
    ++running;
  }
  const absl::Status status = act(caller);
  absl::MutexLock lock(&mutex_);
  const auto found = running_.find(caller.spiffe_id);
  if (--found->second == 0) running_.erase(found);
  return status;
}

grpc::Status Guard::Run(const grpc::ServerContext& context, const char* method,
                        const std::function<absl::Status(const Caller&)>& act) {
  const auto start = std::chrono::steady_clock::now();
  const absl::StatusOr<Caller> caller = Admit(context, method);
  const absl::Status status =
      caller.ok() ? CallAct(*caller, act) : caller.status();
  if (options_.on_call) {
    options_.on_call({.method = method,
                      .party = caller.ok() ? caller->party : PartyId(),
                      .code = status.code(),
                      .reason = ReasonOf(status).code,
                      .duration = absl::FromChrono(
                          std::chrono::steady_clock::now() - start)});
  }
  return ToGrpcStatus(status);
}

}  // namespace toguna
