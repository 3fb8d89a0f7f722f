#include <grpcpp/server_context.h>
#include <grpcpp/support/sync_stream.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/rpc/cursor.h"
#include "exchange/rpc/messages.h"
#include "exchange/rpc/names.h"
#include "exchange/rpc/services.h"
#include "exchange/rpc/status_details.h"
#include "exchange/usecase/feeds.h"
#include "exchange/usecase/ledger.h"
#include "exchange/words/rpc_words.h"
#include "toguna/v1/feed_service.grpc.pb.h"

namespace toguna {
namespace {

using Writer = grpc::ServerWriter<v1::StreamFeedResponse>;
using SteadyTime = std::chrono::steady_clock::time_point;

absl::Duration Since(SteadyTime start) {
  return absl::FromChrono(std::chrono::steady_clock::now() - start);
}

// One subscriber, from its first event to its last. Used by one thread.
class Subscription {
 public:
  Subscription(Guard& guard, UseCases uses, const Caller& caller,
               const grpc::ServerContext& context, Writer& writer)
      : guard_(guard),
        uses_(uses),
        caller_(caller),
        context_(context),
        writer_(writer) {}

  // Serves until one side wants no more. An error before the first event is
  // the whole answer; later ones come after an `end` event.
  absl::Status Serve(const AgreementId& agreement, const PurposeId& purpose,
                     uint64_t after) {
    cursor_ = after;
    const SteadyTime opened = std::chrono::steady_clock::now();
    while (!gone_ && !context_.IsCancelled()) {
      if (guard_.draining().HasBeenNotified()) {
        End(v1::FeedEnd::REASON_DRAINING);
        return absl::OkStatus();
      }
      if (Since(opened) >= guard_.options().max_stream_age) {
        End(v1::FeedEnd::REASON_AGE);
        return absl::OkStatus();
      }
      const absl::StatusOr<FeedStep> step =
          uses_.feeds.Next(caller_, agreement, purpose, cursor_);
      if (!step.ok()) return Fail(step.status());
      Deliver(*step);
    }
    return absl::CancelledError("the caller is gone");
  }

 private:
  void Deliver(const FeedStep& step) {
    if (!begun_ && uses_.catalog.operation.demo) SendDemoNotice();
    if (step.item.has_value()) {
      v1::StreamFeedResponse event;
      *event.mutable_item() = MessageOf(*step.item);
      cursor_ = step.item->sequence;
      Send(event);
      caught_up_ = false;
      return;
    }
    // Nothing for this agreement: say where the feed is when that is news, or
    // when nothing was said for a while.
    const bool moved = step.cursor != cursor_;
    cursor_ = step.cursor;
    if (moved || !caught_up_ ||
        Since(last_event_) >= guard_.options().feed_bookmark) {
      v1::StreamFeedResponse event;
      event.mutable_bookmark()->set_cursor(CursorText(cursor_));
      *event.mutable_bookmark()->mutable_time() =
          TimestampOf(guard_.options().clock());
      Send(event);
      caught_up_ = true;
    }
    guard_.draining().WaitForNotificationWithTimeout(
        guard_.options().feed_poll);
  }

  absl::Status Fail(const absl::Status& status) {
    if (begun_) {
      const bool refused =
          status.code() == absl::StatusCode::kPermissionDenied ||
          status.code() == absl::StatusCode::kFailedPrecondition;
      End(refused ? v1::FeedEnd::REASON_AGREEMENT_ENDED
                  : v1::FeedEnd::REASON_FAILED);
    }
    return status;
  }

  void SendDemoNotice() {
    v1::StreamFeedResponse event;
    event.mutable_notice()->set_reason("DEMO");
    event.mutable_notice()->mutable_text()->set_fr(kDemoNotice.fr());
    event.mutable_notice()->mutable_text()->set_en(kDemoNotice.en());
    Send(event);
  }

  void End(v1::FeedEnd::Reason reason) {
    v1::StreamFeedResponse event;
    event.mutable_end()->set_reason(reason);
    event.mutable_end()->set_resume_cursor(CursorText(cursor_));
    Send(event);
  }

  void Send(const v1::StreamFeedResponse& event) {
    begun_ = true;
    gone_ = !writer_.Write(event);
    last_event_ = std::chrono::steady_clock::now();
  }

  Guard& guard_;
  UseCases uses_;
  const Caller& caller_;
  const grpc::ServerContext& context_;
  Writer& writer_;
  uint64_t cursor_ = 0;
  bool begun_ = false;      // an event was sent
  bool caught_up_ = false;  // the last event said that all was delivered
  bool gone_ = false;       // the caller no longer reads
  SteadyTime last_event_;
};

class FeedServiceImpl final : public v1::FeedService::Service {
 public:
  FeedServiceImpl(Guard& guard, UseCases uses) : guard_(guard), uses_(uses) {}

  grpc::Status StreamFeed(grpc::ServerContext* context,
                          const v1::StreamFeedRequest* request,
                          Writer* writer) override {
    return guard_.Run(
        *context, "/toguna.v1.FeedService/StreamFeed",
        [&](const Caller& caller) -> absl::Status {
          TOGUNA_ASSIGN_OR_RETURN(const AgreementId agreement,
                                  Own(caller, request->agreement()));
          TOGUNA_ASSIGN_OR_RETURN(const PurposeId purpose,
                                  ParsePurpose("purpose", request->purpose()));
          TOGUNA_ASSIGN_OR_RETURN(const uint64_t after, StartOf(*request));
          return Subscription(guard_, uses_, caller, *context, *writer)
              .Serve(agreement, purpose, after);
        });
  }

  grpc::Status GetFeedBounds(grpc::ServerContext* context,
                             const v1::GetFeedBoundsRequest* request,
                             v1::GetFeedBoundsResponse* response) override {
    return guard_.Run(
        *context, "/toguna.v1.FeedService/GetFeedBounds",
        [this, request, response](const Caller& caller) -> absl::Status {
          TOGUNA_RETURN_IF_ERROR(Own(caller, request->agreement()).status());
          TOGUNA_ASSIGN_OR_RETURN(const uint64_t newest, Newest());
          // Nothing is ever compacted away, so the oldest place is the start.
          response->set_oldest_cursor(CursorText(0));
          response->set_newest_cursor(CursorText(newest));
          return absl::OkStatus();
        });
  }

 private:
  // The agreement if the caller is its recipient. How far the feed reaches is
  // told to no one else, so this stands before anything reads it.
  absl::StatusOr<AgreementId> Own(const Caller& caller,
                                  const std::string& name) const {
    TOGUNA_ASSIGN_OR_RETURN(AgreementId id, ParseAgreement("agreement", name));
    const Agreement* agreement = uses_.catalog.FindAgreement(id);
    if (agreement == nullptr || agreement->recipient != caller.party) {
      return UniformRefusal();
    }
    return id;
  }

  absl::StatusOr<uint64_t> Newest() const {
    TOGUNA_ASSIGN_OR_RETURN(
        const auto head, Find<FeedHeadRow>(uses_.ledger, KeyOf(FeedHeadRow())));
    return head.has_value() ? head->value.last : 0;
  }

  absl::StatusOr<uint64_t> StartOf(const v1::StreamFeedRequest& request) const {
    if (request.start_case() == v1::StreamFeedRequest::kCursor) {
      return ParseCursor(request.cursor());
    }
    switch (request.position()) {
      case v1::StreamFeedRequest::POSITION_EARLIEST:
        return 0;
      case v1::StreamFeedRequest::POSITION_LATEST:
        return Newest();
      default:
        return ReasonError(absl::StatusCode::kInvalidArgument, "START_REQUIRED",
                           "give a cursor, EARLIEST or LATEST",
                           {{"field", "start"}});
    }
  }

  Guard& guard_;
  UseCases uses_;
};

}  // namespace

std::unique_ptr<grpc::Service> NewFeedService(Guard& guard, UseCases uses) {
  return std::make_unique<FeedServiceImpl>(guard, uses);
}

}  // namespace toguna
