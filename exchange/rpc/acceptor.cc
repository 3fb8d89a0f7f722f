#include "exchange/rpc/acceptor.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "exchange/base/status_macros.h"

namespace toguna {
namespace {

constexpr int kBacklog = 128;
constexpr std::chrono::milliseconds kBackOff{50};

using AddressList = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

absl::StatusOr<AddressList> Resolve(absl::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos || colon == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("not an address of the form host:port: ", address));
  }
  absl::string_view host = address.substr(0, colon);
  absl::ConsumePrefix(&host, "[");
  absl::ConsumeSuffix(&host, "]");
  addrinfo hints = {};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (getaddrinfo(std::string(host).c_str(),
                  std::string(address.substr(colon + 1)).c_str(), &hints,
                  &found) != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("not an address of this machine: ", address));
  }
  return AddressList(found, &freeaddrinfo);
}

// A listening socket, or -1.
int ListenOn(const addrinfo& address) {
  const int fd =
      socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  // Accepted connections inherit it; without it small answers wait for others.
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  if (bind(fd, address.ai_addr, address.ai_addrlen) != 0 ||
      listen(fd, kBacklog) != 0) {
    close(fd);
    return -1;
  }
  return fd;
}

int PortOf(int fd) {
  sockaddr_storage bound = {};
  socklen_t size = sizeof(bound);
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &size) != 0) {
    return 0;
  }
  return ntohs(bound.ss_family == AF_INET6
                   ? reinterpret_cast<sockaddr_in6*>(&bound)->sin6_port
                   : reinterpret_cast<sockaddr_in*>(&bound)->sin_port);
}

// 0 if `fd` is closed.
unsigned long InodeOf(int fd) {
  struct stat about = {};
  return fstat(fd, &about) == 0 ? about.st_ino : 0;
}

int OpenReserve() { return open("/dev/null", O_RDONLY | O_CLOEXEC); }

}  // namespace

absl::StatusOr<std::unique_ptr<Acceptor>> Acceptor::Listen(
    absl::string_view address, int max_connections) {
  TOGUNA_ASSIGN_OR_RETURN(const AddressList list, Resolve(address));
  for (const addrinfo* one = list.get(); one != nullptr; one = one->ai_next) {
    const int fd = ListenOn(*one);
    if (fd < 0) continue;
    std::unique_ptr<Acceptor> acceptor(
        new Acceptor(fd, PortOf(fd), max_connections));
    if (pipe2(acceptor->wake_, O_CLOEXEC) != 0) {
      return absl::UnavailableError("no file descriptors left");
    }
    return acceptor;
  }
  return absl::UnavailableError(
      absl::StrCat("cannot listen on ", address, "; is it in use?"));
}

Acceptor::Acceptor(int listener, int port, int max_connections)
    : listener_(listener),
      port_(port),
      max_connections_(max_connections),
      reserve_(OpenReserve()),
      wake_{-1, -1} {}

Acceptor::~Acceptor() {
  if (thread_.joinable()) {
    const char stop = 0;
    while (write(wake_[1], &stop, 1) < 0 && errno == EINTR) {
    }
    thread_.join();
  }
  for (const int fd : {listener_, reserve_, wake_[0], wake_[1]}) {
    if (fd >= 0) close(fd);
  }
}

void Acceptor::Run(std::function<void(int, int)> serve) {
  serve_ = std::move(serve);
  thread_ = std::thread([this] { Loop(); });
}

void Acceptor::Loop() {
  std::array<pollfd, 2> waiting = {pollfd{listener_, POLLIN, 0},
                                   pollfd{wake_[0], POLLIN, 0}};
  while (true) {
    if (poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) {
      // Only lack of memory comes here; the listener itself is sound.
      std::this_thread::sleep_for(kBackOff);
      continue;
    }
    if (waiting[1].revents != 0) return;
    if (waiting[0].revents != 0) AcceptOne();
  }
}

void Acceptor::AcceptOne() {
  const int fd =
      accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0) {
    if (errno != EMFILE && errno != ENFILE) return;
    // Turn the caller away with the reserve instead of leaving it, and this
    // loop, waiting for ever.
    if (reserve_ >= 0) close(reserve_);
    const int turned_away = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (turned_away >= 0) close(turned_away);
    reserve_ = OpenReserve();
    std::this_thread::sleep_for(kBackOff);
    return;
  }
  if (!HasRoom()) {
    close(fd);
    return;
  }
  connections_.push_back({fd, InodeOf(fd)});
  serve_(listener_, fd);
}

bool Acceptor::HasRoom() {
  const auto limit = static_cast<size_t>(max_connections_);
  if (connections_.size() < limit) return true;
  const auto is_closed = [](const Connection& one) {
    return InodeOf(one.fd) != one.inode;
  };
  connections_.erase(
      std::remove_if(connections_.begin(), connections_.end(), is_closed),
      connections_.end());
  return connections_.size() < limit;
}

}  // namespace toguna
