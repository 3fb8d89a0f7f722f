// Proofs of seals as stored messages: long texts that repeat themselves.

#include <google/protobuf/io/gzip_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "absl/status/statusor.h"
#include "exchange/base/status_macros.h"
#include "exchange/storage/row_parts.h"

namespace toguna {
namespace {

namespace io = google::protobuf::io;
namespace pb = ::toguna::stored::v1;

// No part is longer (exchange/usecase/seal_proofs.cc); a value that says
// otherwise was not written by this program.
constexpr size_t kMostBytes = size_t{64} << 20;

std::string Compressed(const std::string& text) {
  std::string bytes;
  io::StringOutputStream out(&bytes);
  io::GzipOutputStream zip(&out);
  const char* from = text.data();
  size_t left = text.size();
  void* to = nullptr;
  int room = 0;
  // A string takes everything, so there is nothing that could fail.
  while (left > 0 && zip.Next(&to, &room)) {
    const size_t size = std::min(left, static_cast<size_t>(room));
    std::memcpy(to, from, size);
    from += size;
    left -= size;
    if (left == 0) zip.BackUp(room - static_cast<int>(size));
  }
  zip.Close();
  return bytes;
}

absl::StatusOr<std::string> Expanded(const std::string& bytes, uint64_t whole) {
  io::ArrayInputStream in(bytes.data(), static_cast<int>(bytes.size()));
  io::GzipInputStream zip(&in, io::GzipInputStream::GZIP);
  std::string text;
  const void* from = nullptr;
  int size = 0;
  while (zip.Next(&from, &size)) {
    text.append(static_cast<const char*>(from), static_cast<size_t>(size));
    if (text.size() > kMostBytes) return UnknownStored();
  }
  if (text.size() != whole) return UnknownStored();
  return text;
}

}  // namespace

pb::Witness Encode(const WitnessRow& row) {
  pb::Witness message;
  message.set_dataset(row.dataset.text());
  message.set_period(row.period.text());
  message.set_part(row.part);
  message.set_text(Compressed(row.text));
  message.set_size(row.text.size());
  message.set_rung(row.rung);
  return message;
}

absl::StatusOr<Row> Decode(const pb::Witness& message) {
  WitnessRow row;
  row.dataset = DatasetId(message.dataset());
  TOGUNA_ASSIGN_OR_RETURN(row.period, DecodePeriod(message.period()));
  row.part = message.part();
  if (message.rung() < 0) return UnknownStored();
  row.rung = message.rung();
  TOGUNA_ASSIGN_OR_RETURN(row.text, Expanded(message.text(), message.size()));
  return row;
}

}  // namespace toguna
