#ifndef TOGUNA_EXCHANGE_RPC_SERVER_H_
#define TOGUNA_EXCHANGE_RPC_SERVER_H_

// The gRPC server: mTLS always, one identity per certificate, one table of who
// may call what.

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/rpc/use_cases.h"
#include "keys/ring/ring.h"
#include "policies/model/party.h"

namespace toguna {

// One finished call, for logs and metrics. Holds nothing that was sent.
struct CallReport {
  const char* method = "";  // "/toguna.v1.…/…"
  PartyId party;            // empty if the certificate named none
  absl::StatusCode code = absl::StatusCode::kOk;
  std::string reason;  // UPPER_SNAKE_CASE; empty if OK
  absl::Duration duration;
};

struct ServerOptions {
  std::string listen_address;  // "host:port"; port 0 takes a free one
  std::string admin_address;   // with reflection; empty: no such listener
  // PEM files, read again within a second of a change.
  std::string ca_path;
  std::string certificate_path;
  std::string key_path;

  // True if the certificate with this SHA-256 (hex, of the DER) or the identity
  // is revoked; asked at every call. Thread-safe. Unset: none is.
  std::function<bool(absl::string_view fingerprint, absl::string_view spiffe)>
      is_revoked;
  // Told every finished call. Thread-safe, quick. Unset: nobody is told.
  std::function<void(const CallReport&)> on_call;
  Clock clock;  // required
  // Not OK: the log can be read and nothing else; this is what every other call
  // is answered, and the server is not serving, as its health says.
  absl::Status only_log;

  int max_connections = 512;
  int max_calls_per_caller = 16;  // at once, streams included
  absl::Duration feed_poll = absl::Milliseconds(200);
  absl::Duration feed_bookmark = absl::Seconds(20);
  absl::Duration max_stream_age = absl::Minutes(15);
};

// Serves until it is destroyed. Thread-safe.
class Server {
 public:
  // Returns once both listeners accept connections.
  //   kInvalidArgument  an address or a certificate file is not usable
  //   kUnavailable      an address is in use
  static absl::StatusOr<std::unique_ptr<Server>> Start(ServerOptions options,
                                                       UseCases use_cases);
  virtual ~Server() = default;

  // The ports that are listened on; 0 if there is no such listener.
  virtual int port() const = 0;
  virtual int admin_port() const = 0;

  // Says NOT_SERVING, ends streams with their cursor, lets running calls finish
  // for at most `patience`, and returns when nothing runs any more. Draining
  // twice is OK. The destructor drains without patience.
  virtual void Drain(absl::Duration patience) = 0;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RPC_SERVER_H_
