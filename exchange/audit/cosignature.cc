#include "exchange/audit/cosignature.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/audit/strict.h"

namespace toguna {
namespace {

constexpr size_t kTimeSize = 8;

std::string CosignedText(uint64_t seconds, const LogHead& head) {
  return absl::StrCat("cosignature/v1\ntime ", seconds, "\n", HeadText(head));
}

}  // namespace

NoteSignature Cosign(const LogHead& head, const std::string& name,
                     absl::Time time, const Signer& signer) {
  const NoteKey key{name, signer.public_key(), NoteKeyType::kWitness};
  const auto seconds = static_cast<uint64_t>(absl::ToUnixSeconds(time));
  return {name, key.Id(),
          absl::StrCat(BigEndian64(seconds),
                       signer.Sign(CosignedText(seconds, head)))};
}

absl::StatusOr<absl::Time> VerifyCosignature(
    const NoteKey& witness, const LogHead& head,
    const std::vector<NoteSignature>& signatures,
    const Ed25519Verifier& verify) {
  const std::string id = witness.Id();
  for (const NoteSignature& one : signatures) {
    if (one.name != witness.name || one.key_id != id) continue;
    const absl::string_view bytes = one.signature;
    const std::optional<uint64_t> seconds =
        ReadBigEndian64(bytes.substr(0, kTimeSize));
    if (!seconds.has_value() || *seconds > INT64_MAX ||
        !verify(witness.public_key, CosignedText(*seconds, head),
                bytes.substr(kTimeSize))) {
      return absl::DataLossError("the witness's signature is wrong");
    }
    return absl::FromUnixSeconds(static_cast<int64_t>(*seconds));
  }
  return absl::NotFoundError("the witness did not sign");
}

}  // namespace toguna
