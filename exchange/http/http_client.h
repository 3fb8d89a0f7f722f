#ifndef TOGUNA_EXCHANGE_HTTP_HTTP_CLIENT_H_
#define TOGUNA_EXCHANGE_HTTP_HTTP_CLIENT_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace toguna {

struct HttpReply {
  int status = 0;
  std::string content_type;
  std::string body;
};

struct HttpClientOptions {
  absl::Duration deadline = absl::Seconds(5);  // of a whole call
  size_t most_bytes = 64 * 1024;               // of an answer's body
};

// Calls http:// and https:// addresses, one after the other, over one
// connection where the other side keeps it. Follows no redirect, sends no
// cookie, asks no proxy. Not thread-safe.
class HttpClient {
 public:
  static std::unique_ptr<HttpClient> Make(HttpClientOptions options);
  virtual ~HttpClient() = default;

  // Whatever status the other side answers.
  //   kInvalidArgument    the address is none
  //   kUnavailable        nobody answers, or not in time
  //   kResourceExhausted  the answer is longer than allowed
  virtual absl::StatusOr<HttpReply> Get(const std::string& url) = 0;
  virtual absl::StatusOr<HttpReply> Post(const std::string& url,
                                         absl::string_view body) = 0;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_HTTP_HTTP_CLIENT_H_
