#include "exchange/http/http_client.h"

#include <curl/curl.h>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace toguna {
namespace {

struct CurlCloser {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};
struct ListCloser {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// What of an answer has come so far.
struct Incoming {
  std::string body;
  size_t most_bytes;
};

// Returning less than was given ends the call.
size_t Receive(char* data, size_t size, size_t count, void* to) {
  auto* incoming = static_cast<Incoming*>(to);
  const size_t bytes = size * count;
  if (incoming->body.size() + bytes > incoming->most_bytes) return 0;
  incoming->body.append(data, bytes);
  return bytes;
}

absl::Status ErrorOf(CURLcode code) {
  switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
      return absl::InvalidArgumentError("not an http or https address");
    case CURLE_WRITE_ERROR:
      return absl::ResourceExhaustedError("the answer is too long");
    default:
      return absl::UnavailableError(
          absl::StrCat("no answer: ", curl_easy_strerror(code)));
  }
}

class CurlClient final : public HttpClient {
 public:
  explicit CurlClient(HttpClientOptions options) : options_(options) {
    // Once per process, before any other thread may use it.
    static const CURLcode kReady = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (kReady == CURLE_OK) curl_.reset(curl_easy_init());
  }

  absl::StatusOr<HttpReply> Get(const std::string& url) override {
    return Call(url, nullptr);
  }
  absl::StatusOr<HttpReply> Post(const std::string& url,
                                 absl::string_view body) override {
    return Call(url, &body);
  }

 private:
  absl::StatusOr<HttpReply> Call(const std::string& url,
                                 const absl::string_view* body) {
    if (curl_ == nullptr) return absl::InternalError("no HTTP client");
    CURL* curl = curl_.get();
    curl_easy_reset(curl);  // keeps the connection
    Incoming incoming{"", options_.most_bytes};
    const std::unique_ptr<curl_slist, ListCloser> headers(curl_slist_append(
        curl_slist_append(nullptr, "Content-Type: text/plain"), "Expect:"));
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(
        curl, CURLOPT_TIMEOUT_MS,
        static_cast<long>(absl::ToInt64Milliseconds(options_.deadline)));
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, Receive);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &incoming);
    if (body != nullptr) {
      curl_easy_setopt(curl, CURLOPT_POST, 1L);
      curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
      curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body->data());
      curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                       static_cast<curl_off_t>(body->size()));
    }
    if (const CURLcode code = curl_easy_perform(curl); code != CURLE_OK) {
      return ErrorOf(code);
    }
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    const char* type = nullptr;
    curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
    return HttpReply{static_cast<int>(status), type == nullptr ? "" : type,
                     std::move(incoming.body)};
  }

  const HttpClientOptions options_;
  std::unique_ptr<CURL, CurlCloser> curl_;
};

}  // namespace

std::unique_ptr<HttpClient> HttpClient::Make(HttpClientOptions options) {
  return std::make_unique<CurlClient>(options);
}

}  // namespace toguna
