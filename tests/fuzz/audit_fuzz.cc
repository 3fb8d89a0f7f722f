// Any bytes as a note, proof, entry, bundle, policy, request to a witness, or
// what was kept of a log: no crash, and where they are taken, they are to the
// byte what is written for what was read. The first byte says as what.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "exchange/audit/checkpoint.h"
#include "exchange/audit/cosignature.h"
#include "exchange/audit/entry.h"
#include "exchange/audit/policy.h"
#include "exchange/audit/proof.h"
#include "exchange/audit/seen.h"
#include "exchange/audit/tiles.h"
#include "exchange/audit/witness.h"

namespace {

void Check(bool holds) {
  if (!holds) std::abort();
}

// Everything is signed: what comes after that is what is looked for.
bool AnySignature(absl::string_view, absl::string_view, absl::string_view) {
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const absl::string_view bytes(reinterpret_cast<const char*>(data + 1),
                                size - 1);
  switch (data[0] % 7) {
    case 0: {
      const auto note = toguna::ParseCheckpoint(bytes);
      if (!note.ok()) break;
      std::string again = absl::StrCat(toguna::HeadText(note->head), "\n");
      for (const auto& one : note->signatures) {
        again += toguna::SignatureLine(one);
      }
      Check(again == bytes);
      break;
    }
    case 1: {
      const auto proof = toguna::ParseProof(bytes);
      Check(!proof.ok() || toguna::ProofText(*proof) == bytes);
      break;
    }
    case 2: {
      const auto entry = toguna::ParseEntry(bytes);
      Check(!entry.ok() || toguna::EntryBytes(entry->entry, entry->sequence,
                                              entry->time) == bytes);
      break;
    }
    case 3: {
      for (const uint64_t width : {1, 2, 256}) {
        const auto entries = toguna::ParseBundle(bytes, width);
        if (!entries.ok()) continue;
        Check(entries->size() == width);
        const auto again = toguna::BundleBytes(*entries);
        Check(!again.ok() || *again == bytes);
      }
      break;
    }
    case 4: {
      const auto policy = toguna::ParseLogPolicy(bytes);
      if (!policy.ok()) break;
      std::set<std::string> all;
      for (const auto& witness : policy->witnesses) all.insert(witness.name);
      // What is declared can be reached.
      Check(toguna::IsQuorum(*policy, all));
      break;
    }
    case 5: {
      const auto asked = toguna::ParseAddCheckpoint(bytes);
      Check(!asked.ok() || toguna::AddCheckpointText(*asked) == bytes);
      break;
    }
    default: {
      const toguna::NoteKey log{"exchange.example/audit/v1",
                                std::string(32, 'k')};
      const auto seen = toguna::ParseSeen(bytes, log, AnySignature);
      if (!seen.ok()) break;
      Check(toguna::SeenText(*seen) == bytes);
      Check(seen->tree.size() == seen->head.size);
      break;
    }
  }
  return 0;
}
