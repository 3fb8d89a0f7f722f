#ifndef TOGUNA_EXCHANGE_WITNESS_DESK_H_
#define TOGUNA_EXCHANGE_WITNESS_DESK_H_

// A witness and its folder:
//
//   witness.key       what it signs with; nobody else's
//   witness.vkey      what its signatures are verified with
//   logs/NAME.vkey    the logs that it signs heads of
//   heads/HASH        the head that it signed last of each, cosigned; HASH is
//                     the SHA-256 of the log's origin in hexadecimal
//   evidence/         heads that a log signed and that contradict each other
//   lock              held while it serves: two would each sign another past

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/http/http_listener.h"
#include "keys/ring/ring.h"

namespace toguna {

// Makes the folder of a new witness that signs heads of these logs. The name is
// that of its key, for example "dpo.example/witness".
//   kAlreadyExists    there is a witness already
//   kInvalidArgument  a vkey is none, or the name is not visible ASCII
absl::Status MakeWitness(const std::string& folder, const std::string& name,
                         const std::vector<std::string>& log_vkeys,
                         const RandomBytes& random);

// What a witness has signed last of a log.
struct WitnessedLog {
  std::string origin;
  LogHead head;
  absl::Time signed_at = absl::InfinitePast();  // none yet
};

// Not thread-safe.
class WitnessDesk {
 public:
  // Reads the folder, and holds its lock until it is destroyed if `serving`.
  //   kNotFound            there is no witness in it
  //   kFailedPrecondition  another process serves it
  //   kDataLoss            what it signed last cannot be read: never start
  //                        afresh, or it would sign another past
  static absl::StatusOr<std::unique_ptr<WitnessDesk>> Open(
      const std::string& folder, Clock clock, bool serving);
  ~WitnessDesk();
  WitnessDesk(const WitnessDesk&) = delete;
  WitnessDesk& operator=(const WitnessDesk&) = delete;

  // Answers as c2sp.org/tlog-witness says; what it signs is on disk before. Any
  // other request is a 404.
  HttpAnswer Answer(const HttpRequest& request);

  const std::string& name() const { return name_; }
  // By origin.
  std::vector<WitnessedLog> Logs() const;
  // Whether a log has signed heads that contradict each other.
  bool HasEvidence() const;

 private:
  struct Signed {
    LogHead head;
    std::string note;  // cosigned
    absl::Time at;
  };

  WitnessDesk(std::string folder, Clock clock);
  absl::Status Read();
  absl::Status ReadHead(const NoteKey& log);
  HttpAnswer AddCheckpoint(const std::string& body);
  HttpAnswer Sign(const LogHead& head, absl::string_view note);
  void KeepEvidence(const std::string& origin, absl::string_view note);

  const std::string folder_;
  const Clock clock_;
  int lock_ = -1;
  std::string name_;
  std::unique_ptr<Signer> signer_;
  std::vector<NoteKey> logs_;
  std::map<std::string, Signed> signed_;  // by origin
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_WITNESS_DESK_H_
