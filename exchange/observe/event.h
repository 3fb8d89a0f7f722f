#ifndef TOGUNA_EXCHANGE_OBSERVE_EVENT_H_
#define TOGUNA_EXCHANGE_OBSERVE_EVENT_H_

// The log: JSON lines on stderr that can hold nothing personal, because only
// types that are harmless can be added.
//
//   Event("seal done").Id("dataset", dataset).Count("cells", cells);
//
// writes one line when the statement ends. A text that comes from anywhere
// else than the source code or an id is written as "[redacted]".

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/base/ids.h"

namespace toguna {

// A text that stands in the source code. Nothing else converts to it.
class Literal {
 public:
  template <size_t N>
  consteval Literal(const char (&text)[N])  // NOLINT: implicit on purpose
      : text_(text), size_(N - 1) {}

  absl::string_view text() const { return {text_, size_}; }

 private:
  const char* text_;
  size_t size_;
};

enum class Severity { kDebug, kInfo, kWarning, kError };

// Sets what is written from now on; events below `least` are dropped.
// Thread-safe. kInfo until called.
void SetLogSeverity(Severity least);

// One line of the log, written by the destructor. Use as a temporary.
class Event {
 public:
  explicit Event(Literal name, Severity severity = Severity::kInfo);
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event();

  // Ids that people choose for datasets, parties, agreements: the catalog's
  // rule keeps personal data and places out of them. A text that breaks the
  // rule of ids came from elsewhere and is redacted.
  template <typename Tag>
  Event& Id(Literal key, const toguna::Id<Tag>& id) {
    return IdText(key, id.text());
  }

  // How many things of the server's own there are (cells of a plan, batches,
  // bytes, attempts); never how many people or records.
  Event& Count(Literal key, int64_t count);
  // A place in a sequence: audit index, feed sequence, port.
  Event& Index(Literal key, uint64_t index);
  // In milliseconds.
  Event& Duration(Literal key, absl::Duration duration);
  // A word from the source code.
  Event& Word(Literal key, Literal word);
  Event& Yes(Literal key, bool truth);
  // Code and reason of an error; never its message.
  Event& Error(const absl::Status& status);
  // UPPER_SNAKE_CASE only; anything else is redacted.
  Event& Reason(Literal key, absl::string_view reason);

  // Any other text: only that there was one.
  Event& Text(Literal key, const std::string& text);

 private:
  Event& IdText(Literal key, absl::string_view id);
  Event& Add(Literal key, absl::string_view json);

  Severity severity_;
  std::string fields_;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_OBSERVE_EVENT_H_
