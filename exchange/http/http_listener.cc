#include "exchange/http/http_listener.h"

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/time/time.h"
#include "boost/asio/awaitable.hpp"
#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "boost/asio/io_context.hpp"
#include "boost/asio/ip/tcp.hpp"
#include "boost/asio/redirect_error.hpp"
#include "boost/asio/steady_timer.hpp"
#include "boost/asio/use_awaitable.hpp"
#include "boost/beast/core/flat_buffer.hpp"
#include "boost/beast/core/tcp_stream.hpp"
#include "boost/beast/http/error.hpp"
#include "boost/beast/http/parser.hpp"
#include "boost/beast/http/read.hpp"
#include "boost/beast/http/string_body.hpp"
#include "boost/beast/http/write.hpp"

namespace toguna {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

// "host:port", where host is a number and port may be 0.
absl::StatusOr<tcp::endpoint> EndpointOf(const std::string& address) {
  const size_t colon = address.rfind(':');
  uint32_t port = 0;
  if (colon == std::string::npos ||
      !absl::SimpleAtoi(address.substr(colon + 1), &port) || port > 65535) {
    return absl::InvalidArgumentError(
        "not an address to listen at; write 127.0.0.1:7444");
  }
  std::string host = address.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  error_code error;
  const auto number = asio::ip::make_address(host, error);
  if (error) {
    return absl::InvalidArgumentError(
        "not an address to listen at; write 127.0.0.1:7444");
  }
  return tcp::endpoint(number, static_cast<uint16_t>(port));
}

class BeastListener final : public HttpListener {
 public:
  BeastListener(const HttpListenerOptions& options,
                std::function<HttpAnswer(const HttpRequest&)> answer)
      : options_(options), answer_(std::move(answer)), acceptor_(context_) {}

  ~BeastListener() override {
    context_.stop();
    if (thread_.joinable()) thread_.join();
  }

  absl::Status Listen(const tcp::endpoint& endpoint) {
    error_code error;
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error)
      acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error == asio::error::address_in_use) {
      return absl::UnavailableError("this address is in use");
    }
    if (error) return absl::InvalidArgumentError("cannot listen there");
    asio::co_spawn(context_, Accept(), asio::detached);
    thread_ = std::thread([this] { context_.run(); });
    return absl::OkStatus();
  }

  int port() const override { return acceptor_.local_endpoint().port(); }

 private:
  asio::awaitable<void> Accept() {
    while (true) {
      error_code error;
      tcp::socket socket = co_await acceptor_.async_accept(
          asio::redirect_error(asio::use_awaitable, error));
      if (error == asio::error::operation_aborted) co_return;
      if (error || connections_ >= options_.most_connections) {
        // No descriptors, or too many callers: the others come first.
        asio::steady_timer pause(context_, std::chrono::milliseconds(50));
        co_await pause.async_wait(
            asio::redirect_error(asio::use_awaitable, error));
        continue;
      }
      ++connections_;
      asio::co_spawn(context_, Talk(beast::tcp_stream(std::move(socket))),
                     [this](std::exception_ptr) { --connections_; });
    }
  }

  asio::awaitable<void> Talk(beast::tcp_stream stream) {
    beast::flat_buffer buffer;
    bool more = true;
    while (more) {
      http::request_parser<http::string_body> parser;
      parser.header_limit(static_cast<uint32_t>(options_.most_header_bytes));
      parser.body_limit(options_.most_body_bytes);
      stream.expires_after(absl::ToChronoMilliseconds(options_.patience));
      error_code error;
      co_await http::async_read(
          stream, buffer, parser,
          asio::redirect_error(asio::use_awaitable, error));
      std::optional<HttpAnswer> refusal = RefusalOf(error);
      if (error && !refusal.has_value()) co_return;
      more = !error && parser.get().keep_alive();
      const HttpAnswer answer =
          refusal.has_value()
              ? *std::move(refusal)
              : answer_({std::string(parser.get().method_string()),
                         std::string(parser.get().target()),
                         std::move(parser.get().body())});
      http::response<http::string_body> response(
          static_cast<http::status>(answer.status), 11);
      response.set(http::field::content_type, answer.content_type);
      response.body() = answer.body;
      response.keep_alive(more);
      response.prepare_payload();
      stream.expires_after(absl::ToChronoMilliseconds(options_.patience));
      co_await http::async_write(
          stream, response, asio::redirect_error(asio::use_awaitable, error));
      if (error) co_return;
    }
    error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_both, ignored);
  }

  // What a caller is told of a request that was not read to its end; none if
  // nobody is there to be told.
  static std::optional<HttpAnswer> RefusalOf(const error_code& error) {
    if (error == http::error::body_limit)
      return HttpAnswer{413, "text/plain", ""};
    if (error == http::error::header_limit ||
        error == http::error::buffer_overflow) {
      return HttpAnswer{431, "text/plain", ""};
    }
    return std::nullopt;
  }

  const HttpListenerOptions options_;
  const std::function<HttpAnswer(const HttpRequest&)> answer_;
  asio::io_context context_{1};
  tcp::acceptor acceptor_;
  int connections_ = 0;  // of the context's thread alone
  std::thread thread_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<HttpListener>> HttpListener::Start(
    const HttpListenerOptions& options,
    std::function<HttpAnswer(const HttpRequest&)> answer) {
  const absl::StatusOr<tcp::endpoint> endpoint = EndpointOf(options.address);
  if (!endpoint.ok()) return endpoint.status();
  auto listener = std::make_unique<BeastListener>(options, std::move(answer));
  const absl::Status status = listener->Listen(*endpoint);
  if (!status.ok()) return status;
  return listener;
}

}  // namespace toguna
