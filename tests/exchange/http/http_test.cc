#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "exchange/http/http_client.h"
#include "exchange/http/http_listener.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::StartsWith;
using testing::StatusIs;

// A connection of one's own, to send what no client would.
class RawConnection {
 public:
  explicit RawConnection(int port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to = {};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ =
        ::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
    const timeval most = {5, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
  }
  ~RawConnection() { ::close(fd_); }
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  // How many bytes the other side took.
  size_t Send(absl::string_view bytes) {
    size_t sent = 0;
    while (sent < bytes.size()) {
      const ssize_t n =
          ::send(fd_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) break;
      sent += static_cast<size_t>(n);
    }
    return sent;
  }
  // Everything until the other side closes, or five seconds without a byte.
  std::string ReadAll() {
    std::string all;
    char buffer[4096];
    ssize_t n = 0;
    while ((n = ::recv(fd_, buffer, sizeof buffer, 0)) > 0) {
      all.append(buffer, static_cast<size_t>(n));
    }
    closed_ = n == 0;
    return all;
  }
  bool connected() const { return connected_; }
  bool closed() const { return closed_; }

 private:
  const int fd_;
  bool connected_ = false;
  bool closed_ = false;
};

class HttpTest : public ::testing::Test {
 protected:
  void Start(HttpListenerOptions options = {}) {
    options.address = "127.0.0.1:0";
    auto started =
        HttpListener::Start(options, [this](const HttpRequest& request) {
          requests_.push_back(request);
          return HttpAnswer{
              request.target == "/conflict" ? 409 : 200, "text/x.test",
              request.target == "/long" ? std::string(100'000, 'x')
                                        : absl::StrCat("got ", request.body)};
        });
    ASSERT_THAT(started, IsOk());
    listener_ = *std::move(started);
  }
  std::string Url(absl::string_view path) const {
    return absl::StrCat("http://127.0.0.1:", listener_->port(), path);
  }

  std::unique_ptr<HttpListener> listener_;
  std::vector<HttpRequest> requests_;
  std::unique_ptr<HttpClient> client_ = HttpClient::Make({});
};

TEST_F(HttpTest, WhatIsPostedIsAnsweredManyTimesOverOneClient) {
  Start();
  for (int i = 0; i < 50; ++i) {
    const auto reply = client_->Post(Url("/add"), absl::StrCat("body ", i));
    ASSERT_THAT(reply, IsOk());
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->content_type, "text/x.test");
    EXPECT_EQ(reply->body, absl::StrCat("got body ", i));
  }
  EXPECT_EQ(requests_.front().method, "POST");
  EXPECT_EQ(requests_.front().target, "/add");
  ASSERT_THAT(client_->Get(Url("/x")), IsOk());
  EXPECT_EQ(requests_.back().method, "GET");
  EXPECT_EQ(client_->Get(Url("/conflict"))->status, 409);
}

TEST_F(HttpTest, AnAnswerThatIsTooLongIsRefused) {
  Start();
  EXPECT_THAT(client_->Get(Url("/long")),
              StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST_F(HttpTest, NobodyThereIsUnavailableAndOtherAddressesAreRefused) {
  Start();
  const std::string url = Url("/add");
  listener_.reset();
  EXPECT_THAT(client_->Post(url, "x"),
              StatusIs(absl::StatusCode::kUnavailable));
  for (const char* address : {"file:///etc/hostname", "ftp://127.0.0.1/", ""}) {
    EXPECT_THAT(client_->Get(address),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << address;
  }
}

TEST_F(HttpTest, AServerThatNeverAnswersIsLeftInTime) {
  const int silent = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in at = {};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  ASSERT_EQ(::bind(silent, reinterpret_cast<sockaddr*>(&at), size), 0);
  ASSERT_EQ(::listen(silent, 8), 0);
  ASSERT_EQ(::getsockname(silent, reinterpret_cast<sockaddr*>(&at), &size), 0);
  const auto client = HttpClient::Make({.deadline = absl::Milliseconds(200)});
  const absl::Time begin = absl::Now();
  EXPECT_THAT(
      client->Get(absl::StrCat("http://127.0.0.1:", ntohs(at.sin_port), "/")),
      StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_LT(absl::Now() - begin, absl::Seconds(10));
  ::close(silent);
}

TEST_F(HttpTest, FloodsOfHeadersAndBodiesAreCutOff) {
  Start();
  RawConnection headers(listener_->port());
  ASSERT_TRUE(headers.connected());
  headers.Send(
      absl::StrCat("POST /add HTTP/1.1\r\nX: ", std::string(20 << 20, 'a')));
  headers.ReadAll();
  RawConnection body(listener_->port());
  body.Send(
      absl::StrCat("POST /add HTTP/1.1\r\nContent-Length: 20971520\r\n\r\n",
                   std::string(1 << 20, 'b')));
  body.ReadAll();
  RawConnection chunks(listener_->port());
  chunks.Send("POST /add HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 200; ++i) {
    chunks.Send(absl::StrCat("400\r\n", std::string(1024, 'c'), "\r\n"));
  }
  chunks.ReadAll();
  // None of them reached anybody, and others are served.
  EXPECT_TRUE(requests_.empty());
  ASSERT_THAT(client_->Post(Url("/add"), "x"), IsOk());
}

TEST_F(HttpTest, NonsenseEndsItsConnectionAlone) {
  Start();
  for (const char* bytes :
       {"\r\n\r\n", "GET\r\n\r\n", "POST /add HTTP/9.9\r\n\r\n",
        "POST /add HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST /add HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: "
        "2\r\n\r\nxx"}) {
    RawConnection raw(listener_->port());
    raw.Send(bytes);
    EXPECT_THAT(raw.ReadAll(), ::testing::Not(HasSubstr("200 OK"))) << bytes;
    EXPECT_TRUE(raw.closed()) << bytes;
  }
  EXPECT_TRUE(requests_.empty());
  ASSERT_THAT(client_->Post(Url("/add"), "x"), IsOk());
}

TEST_F(HttpTest, WhoSaysNothingIsCutOffAndOthersAreServed) {
  Start({.most_connections = 4, .patience = absl::Milliseconds(300)});
  std::vector<std::unique_ptr<RawConnection>> idle;
  for (int i = 0; i < 12; ++i) {
    idle.push_back(std::make_unique<RawConnection>(listener_->port()));
    idle.back()->Send("POST /add HT");
  }
  const auto patient = HttpClient::Make({.deadline = absl::Seconds(20)});
  ASSERT_THAT(patient->Post(Url("/add"), "x"), IsOk());
}

TEST_F(HttpTest, AnAddressThatIsNoneOrInUseIsSaid) {
  Start();
  const auto listen = [](const std::string& address) {
    return HttpListener::Start({.address = address},
                               [](const HttpRequest&) { return HttpAnswer{}; })
        .status();
  };
  EXPECT_THAT(listen(absl::StrCat("127.0.0.1:", listener_->port())),
              StatusIs(absl::StatusCode::kUnavailable));
  for (const char* wrong : {"", "7444", "localhost:1", "127.0.0.1:70000",
                            "127.0.0.1:", "256.0.0.1:1"}) {
    EXPECT_THAT(listen(wrong), StatusIs(absl::StatusCode::kInvalidArgument))
        << wrong;
  }
}

}  // namespace
}  // namespace toguna
