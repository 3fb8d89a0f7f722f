#ifndef TOGUNA_EXCHANGE_HTTP_HTTP_LISTENER_H_
#define TOGUNA_EXCHANGE_HTTP_HTTP_LISTENER_H_

// A small HTTP/1.1 server for public, signed bytes: no TLS, no identity.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace toguna {

struct HttpRequest {
  std::string method;  // "GET", "POST", …
  std::string target;  // "/add-checkpoint"
  std::string body;
};

struct HttpAnswer {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
};

struct HttpListenerOptions {
  std::string address;  // "127.0.0.1:7444"; port 0 takes a free one
  size_t most_body_bytes = 32 * 1024;
  size_t most_header_bytes = 8 * 1024;
  int most_connections = 64;
  // For one request to come, and for one answer to go.
  absl::Duration patience = absl::Seconds(10);
};

// Serves until it is destroyed, in a thread of its own.
class HttpListener {
 public:
  // `answer` is called for one request at a time.
  //   kInvalidArgument  not an address of this machine
  //   kUnavailable      the address is in use
  static absl::StatusOr<std::unique_ptr<HttpListener>> Start(
      const HttpListenerOptions& options,
      std::function<HttpAnswer(const HttpRequest&)> answer);
  virtual ~HttpListener() = default;

  virtual int port() const = 0;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_HTTP_HTTP_LISTENER_H_
