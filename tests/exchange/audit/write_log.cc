// Writes logs as files for a verifier that is not ours.
//   write_log DIR SIZE [NAME]   a log of so many entries, cosigned; NAME is
//                               another past from the middle on
// Beside the log: log.vkey, witness.vkey, and for the last entry proof and
// entry.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "exchange/audit/cosignature.h"
#include "exchange/audit/export.h"
#include "exchange/audit/merkle.h"
#include "exchange/audit/proof.h"
#include "tests/support/ed25519.h"

namespace {

namespace fs = std::filesystem;

constexpr char kOrigin[] = "exchange.example/audit/v1";

void Write(const fs::path& file, absl::string_view bytes) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << bytes;
}

}  // namespace

int main(int argc, char** argv) {
  uint64_t size = 0;
  if (argc < 3 || !absl::SimpleAtoi(argv[2], &size)) return 2;
  const fs::path dir = argv[1];
  const std::string name = argc > 3 ? argv[3] : "";
  std::vector<std::string> entries;
  toguna::MerkleTree tree;
  for (uint64_t i = 0; i < size; ++i) {
    entries.push_back(absl::StrCat("{\"seq\":", i, ",\"type\":\"test",
                                   i * 2 < size ? "" : name, "\"}"));
    tree.Append(toguna::LeafHash(entries.back()));
  }
  const toguna::testing::Ed25519Signer log("log");
  const toguna::testing::Ed25519Signer witness("witness");
  const toguna::LogHead head{kOrigin, size, *tree.Root(size)};
  const std::string note =
      absl::StrCat(toguna::SignCheckpoint(kOrigin, size, head.root, log),
                   toguna::SignatureLine(toguna::Cosign(
                       head, "dpo.example/witness",
                       absl::FromUnixSeconds(1'760'000'000), witness)));
  const absl::Status status = toguna::ExportTiles(
      note,
      [&](uint64_t first,
          uint64_t count) -> absl::StatusOr<std::vector<std::string>> {
        const auto begin = entries.begin() + static_cast<int64_t>(first);
        return std::vector<std::string>(begin,
                                        begin + static_cast<int64_t>(count));
      },
      [&](absl::string_view path, absl::string_view bytes) {
        Write(dir / std::string(path), bytes);
        return absl::OkStatus();
      });
  if (!status.ok()) {
    std::cerr << status.ToString() << '\n';
    return 1;
  }
  Write(dir / "log.vkey",
        toguna::NoteKey{kOrigin, log.public_key()}.Text() + "\n");
  Write(dir / "witness.vkey",
        toguna::NoteKey{"dpo.example/witness", witness.public_key(),
                        toguna::NoteKeyType::kWitness}
                .Text() +
            "\n");
  if (size == 0) return 0;
  Write(dir / "entry", entries.back());
  Write(dir / "proof",
        toguna::ProofText(
            {size - 1, *tree.InclusionProof(size - 1, size), note}));
  return 0;
}
