#ifndef TOGUNA_TESTS_EXCHANGE_RPC_GENERIC_CALL_H_
#define TOGUNA_TESTS_EXCHANGE_RPC_GENERIC_CALL_H_

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace toguna::testing {

struct GenericAnswer {
  grpc::Status status;
  std::string bytes;
};

// One request and at most one answer of any method, by name, as bytes.
inline GenericAnswer GenericCall(const std::shared_ptr<grpc::Channel>& channel,
                                 const std::string& method,
                                 const std::string& request,
                                 bool with_deadline = true) {
  grpc::ClientContext context;
  if (with_deadline) {
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::seconds(30));
  }
  const grpc::Slice slice(request);
  const grpc::ByteBuffer buffer(&slice, 1);
  grpc::CompletionQueue queue;
  grpc::GenericStub stub(channel);
  const auto call = stub.PrepareUnaryCall(&context, method, buffer, &queue);
  call->StartCall();
  grpc::ByteBuffer response;
  GenericAnswer answer;
  call->Finish(&response, &answer.status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  std::vector<grpc::Slice> slices;
  if (response.Valid() && response.Dump(&slices).ok()) {
    for (const grpc::Slice& one : slices) {
      answer.bytes.append(reinterpret_cast<const char*>(one.begin()),
                          one.size());
    }
  }
  return answer;
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_EXCHANGE_RPC_GENERIC_CALL_H_
