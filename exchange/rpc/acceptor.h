#ifndef TOGUNA_EXCHANGE_RPC_ACCEPTOR_H_
#define TOGUNA_EXCHANGE_RPC_ACCEPTOR_H_

// Internal: accepts connections for gRPC.
//
// gRPC 1.51's own listener never accepts again once the process ran out of
// file descriptors (CVE-2023-4785, not fixed in Debian 12). This one holds one
// descriptor in reserve, backs off, and bounds how many connections there are.

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace toguna {

// Listens on construction, accepts from Run() to its destruction.
class Acceptor {
 public:
  // `address` is "host:port" or "[v6]:port"; port 0 takes any free one.
  //   kInvalidArgument  the address cannot be read or resolved
  //   kUnavailable      it cannot be listened on, for example: in use
  static absl::StatusOr<std::unique_ptr<Acceptor>> Listen(
      absl::string_view address, int max_connections);

  Acceptor(const Acceptor&) = delete;
  Acceptor& operator=(const Acceptor&) = delete;
  // Stops accepting; connections handed over live on.
  ~Acceptor();

  // Hands every new connection to `serve`, which owns it from then on. Called
  // once, from a thread of the acceptor's own.
  void Run(std::function<void(int listener, int connection)> serve);

  int port() const { return port_; }

 private:
  Acceptor(int listener, int port, int max_connections);
  void Loop();
  void AcceptOne();
  // True if there is room for one more; forgets connections that were closed.
  bool HasRoom();

  struct Connection {
    int fd;
    unsigned long inode;  // of the socket: tells whether `fd` is still it
  };

  int listener_;
  int port_;
  int max_connections_;
  int reserve_;  // closed and opened again to turn a caller away
  int wake_[2];  // a pipe; written to by the destructor
  std::vector<Connection> connections_;
  std::function<void(int, int)> serve_;
  std::thread thread_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RPC_ACCEPTOR_H_
