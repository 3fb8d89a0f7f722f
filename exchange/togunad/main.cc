// The exchange's server. This file lists its parts and joins them; read it to
// see which implementation stands behind which interface.

#include <malloc.h>

#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "exchange/audit/entry.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/http/http_client.h"
#include "exchange/observe/crash_policy.h"
#include "exchange/observe/demo_clock.h"
#include "exchange/observe/event.h"
#include "exchange/observe/guarded_clock.h"
#include "exchange/package/package_maker.h"
#include "exchange/rocksdb/open_rocksdb.h"
#include "exchange/rpc/read_counter.h"
#include "exchange/rpc/seal_worker.h"
#include "exchange/rpc/server.h"
#include "exchange/storage/cosigned_log.h"
#include "exchange/storage/log_reader.h"
#include "exchange/storage/stored_ledger.h"
#include "exchange/togunad/settings.h"
#include "exchange/usecase/agreement_acts.h"
#include "exchange/usecase/agreements.h"
#include "exchange/usecase/alerts.h"
#include "exchange/usecase/decisions.h"
#include "exchange/usecase/draft_previews.h"
#include "exchange/usecase/feeds.h"
#include "exchange/usecase/inquiries.h"
#include "exchange/usecase/intake.h"
#include "exchange/usecase/manifests.h"
#include "exchange/usecase/periods.h"
#include "exchange/usecase/read_hours.h"
#include "exchange/usecase/recalls.h"
#include "exchange/usecase/releases.h"
#include "exchange/usecase/seal_jobs.h"
#include "exchange/usecase/seal_proofs.h"
#include "exchange/usecase/statements.h"
#include "keys/sodium/age.h"
#include "keys/sodium/keyring.h"
#include "keys/sodium/minisign.h"
#include "keys/sodium/primitives.h"
#include "keys/sodium/random.h"
#include "policies/load/load.h"

namespace toguna {
namespace {

// Exit codes, as README and --help list them.
constexpr int kStopped = 0;
constexpr int kBadConfiguration = 2;
constexpr int kFailed = 5;
constexpr int kStoreRefused = 78;

constexpr absl::Duration kPatience = absl::Seconds(10);

int ExitCodeOf(const absl::Status& status) {
  const std::string reason = ReasonOf(status).code;
  if (reason == "STORE_TOO_NEW" || reason == "LOG_KEY_CHANGED" ||
      reason == "LOG_ORIGIN_CHANGED" ||
      status.code() == absl::StatusCode::kDataLoss) {
    return kStoreRefused;
  }
  return status.code() == absl::StatusCode::kInvalidArgument ? kBadConfiguration
                                                             : kFailed;
}

// Blocks until SIGTERM or SIGINT; both were blocked before any thread began.
void WaitForStop(const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
}

// A demonstration's draws depend on its seed and on how far the log is, so that
// a server started again does not draw the same ids twice.
RandomBytes RandomFor(uint64_t demo_seed, uint64_t log_size) {
  if (demo_seed == 0) return SystemRandom();
  return SeededRandom(demo_seed + 0x9E3779B97F4A7C15ULL * (log_size + 1));
}

// Every mistake in both languages: line by line, since the two readings find
// the same.
DraftRead DraftOf(const Catalog& catalog, absl::string_view text) {
  DraftResult english = ReadDraft(catalog, text, Language::kEnglish);
  DraftRead read{std::move(english.draft), {}};
  if (read.draft.has_value()) return read;
  const DraftResult french = ReadDraft(catalog, text, Language::kFrench);
  const auto in_words = [](const LoadProblem& one) {
    return one.allowed.empty() ? one.text
                               : absl::StrCat(one.text, " (", one.allowed, ")");
  };
  for (size_t i = 0; i < english.problems.size(); ++i) {
    const LoadProblem& one = english.problems[i];
    const LoadProblem& same =
        i < french.problems.size() ? french.problems[i] : one;
    read.mistakes.push_back({one.line, {in_words(same), in_words(one)}});
  }
  return read;
}

// The clock that everything goes by: not before the newest entry of the log.
// With `confirmed`, somebody says that the clock is right although the log has
// later entries; that is an entry of its own, and from then on the newest.
absl::StatusOr<Clock> ClockFor(const Settings& settings, bool confirmed,
                               Ledger& ledger) {
  if (confirmed) {
    Effects effects;
    effects.entry = {.type = "clock.confirm", .actor = "system", .fields = {}};
    effects.time = settings.clock();
    TOGUNA_ASSIGN_OR_RETURN(const uint64_t index, ledger.Commit(effects));
    TOGUNA_RETURN_IF_ERROR(ledger.WaitForCheckpoint(index));
  }
  absl::Time newest = absl::InfinitePast();
  if (const uint64_t size = ledger.LogSize(); size > 0) {
    TOGUNA_ASSIGN_OR_RETURN(const std::vector<std::string> entries,
                            ledger.Entries(size - 1, 1));
    if (entries.size() != 1) {
      return absl::DataLossError("the log's newest entry cannot be read");
    }
    TOGUNA_ASSIGN_OR_RETURN(newest, TimeOfEntry(entries[0]));
  }
  Clock clock = GuardedClock(settings.clock, newest);
  if (clock() == absl::InfinitePast()) {
    return ReasonError(
        absl::StatusCode::kFailedPrecondition, "CLOCK_BEHIND",
        absl::StrCat(
            "the clock is behind the log, whose newest entry is of ",
            absl::FormatTime(absl::RFC3339_sec, newest, absl::UTCTimeZone()),
            ": set the clock; if it is right, and was ahead before, "
            "start once with --clock-confirmed"));
  }
  return clock;
}

// How the witnesses of the policy are asked: one connection each.
std::optional<WitnessOptions> WitnessesOf(const Settings& settings) {
  if (!settings.log_policy.has_value()) return std::nullopt;
  const LogPolicy& policy = *settings.log_policy;
  const auto clients =
      std::make_shared<std::vector<std::unique_ptr<HttpClient>>>();
  std::vector<std::string> addresses;
  for (const WitnessLine& witness : policy.witnesses) {
    clients->push_back(HttpClient::Make({}));
    addresses.push_back(witness.url);
  }
  const auto reply =
      [](absl::StatusOr<HttpReply> got) -> absl::StatusOr<WitnessReply> {
    if (!got.ok()) return got.status();
    return WitnessReply{got->status, std::move(got->body)};
  };
  return WitnessOptions{
      .policy = policy,
      .calls = {.post =
                    [=](size_t witness, const std::string& path,
                        absl::string_view body) {
                      return reply((*clients)[witness]->Post(
                          addresses[witness] + path, body));
                    },
                .get =
                    [=](size_t witness, const std::string& path) {
                      return reply(
                          (*clients)[witness]->Get(addresses[witness] + path));
                    }},
      .verify = VerifyEd25519,
      .on_state = [&policy](const std::string& witness, WitnessState state) {
        LogWitness(policy, witness, state);
      }};
}

// The ledger; or, where the store was put back or contradicts itself, its log
// to read, with `only_log` saying why there is no more.
absl::StatusOr<std::unique_ptr<Ledger>> OpenLedger(const Settings& settings,
                                                   const LedgerParts& parts,
                                                   absl::Status& only_log) {
  absl::StatusOr<std::unique_ptr<StoredLedger>> ledger =
      StoredLedger::Open(parts.store, parts.sealer, parts.hasher, parts.signer,
                         {.origin = settings.log_origin,
                          .anchor_path = settings.config.anchor_path(),
                          .witnesses = WitnessesOf(settings)});
  if (ledger.ok()) return std::unique_ptr<Ledger>(*std::move(ledger));
  if (!absl::IsDataLoss(ledger.status())) return ledger.status();
  TOGUNA_ASSIGN_OR_RETURN(
      std::unique_ptr<LogReader> reader,
      LogReader::Open(parts, settings.log_origin, ledger.status()));
  only_log = ledger.status();
  return std::unique_ptr<Ledger>(std::move(reader));
}

absl::Status Serve(const Settings& settings, bool clock_confirmed,
                   const sigset_t& signals) {
  const Catalog& catalog = settings.catalog;

  // Adapters: things that touch the world.
  TOGUNA_ASSIGN_OR_RETURN(
      const std::unique_ptr<Store> store,
      OpenRocksDb(settings.config.data_dir(),
                  {.min_free_bytes = settings.min_free_bytes}));
  const Keyring& keyring = *settings.keyring;
  const auto sealer = keyring.MakeSealer();
  const auto hasher = keyring.MakeRowHasher();
  const auto log_signer = keyring.MakeLogSigner();
  const auto package_signer = keyring.MakePackageSigner();
  const auto file_sealer = MakeAgeSealer(SystemRandom());
  absl::Status only_log;
  TOGUNA_ASSIGN_OR_RETURN(
      const std::unique_ptr<Ledger> ledger,
      OpenLedger(settings, {*store, *sealer, *hasher, *log_signer}, only_log));
  if (!only_log.ok()) {
    std::cerr << "togunad: " << only_log.message() << " ["
              << ReasonOf(only_log).code << "]\n"
              << "togunad: only the log can be read\n";
  }
  TOGUNA_ASSIGN_OR_RETURN(const Clock clock,
                          only_log.ok()
                              ? ClockFor(settings, clock_confirmed, *ledger)
                              : absl::StatusOr<Clock>(settings.clock));
  const RandomBytes random =
      RandomFor(settings.config.demo_seed(), ledger->LogSize());
  const auto package_maker = MakePackageMaker(
      catalog, *package_signer, *file_sealer, settings.log_origin);

  // Use cases, then the server that speaks for them.
  if (only_log.ok()) {
    TOGUNA_RETURN_IF_ERROR(NoteAgreements(catalog, *ledger, clock));
  }
  Intake intake(catalog, *ledger, clock);
  Periods periods(catalog, *ledger, clock);
  SealJobs seal_jobs(catalog, *ledger, clock, random,
                     settings.config.seal_work_million_steps());
  SealProofs seal_proofs(*ledger, clock);
  AgreementActs agreements(catalog, *ledger, clock);
  const DraftPreviews drafts(
      catalog, *ledger, clock,
      [&catalog](absl::string_view text) { return DraftOf(catalog, text); });
  Releases releases(catalog, *ledger, *package_maker, clock, random);
  Inquiries inquiries(catalog, *ledger, clock, random);
  Recalls recalls(catalog, *ledger, clock);
  Statements statements(catalog, *ledger, VerifyMinisign, clock);
  Alerts alerts(catalog, *ledger, clock, random);
  Feeds feeds(catalog, *ledger, clock, random);
  Decisions decisions(catalog, *ledger);
  const Manifests manifests(catalog, *ledger);
  ReadHours read_hours(*ledger, clock);
  SealWorker seal_worker(seal_jobs, {.on_attempt = LogSealAttempt});
  ReadCounter read_counter(read_hours, {.on_change = LogReads});
  TOGUNA_ASSIGN_OR_RETURN(
      const std::unique_ptr<Server> server,
      Server::Start({.listen_address = settings.config.listen_address(),
                     .admin_address = settings.config.admin_address(),
                     .ca_path = settings.config.tls().ca(),
                     .certificate_path = settings.config.tls().certificate(),
                     .key_path = settings.config.tls().key(),
                     .is_revoked = nullptr,
                     .on_call =
                         [&read_counter](const CallReport& call) {
                           LogCall(call);
                           read_counter.Count(call);
                         },
                     .clock = clock,
                     .only_log = only_log},
                    {.intake = intake,
                     .periods = periods,
                     .seal_jobs = seal_jobs,
                     .seal_worker = seal_worker,
                     .seal_proofs = seal_proofs,
                     .agreements = agreements,
                     .drafts = drafts,
                     .releases = releases,
                     .inquiries = inquiries,
                     .recalls = recalls,
                     .statements = statements,
                     .alerts = alerts,
                     .feeds = feeds,
                     .decisions = decisions,
                     .manifests = manifests,
                     .ledger = *ledger,
                     .catalog = catalog}));
  if (only_log.ok()) {
    seal_worker.Start();
    read_counter.Start();
  }
  LogStart(settings, server->port());
  WaitForStop(signals);
  server->Drain(kPatience);
  read_counter.Stop();
  // A seal between two of its steps may take longer than anyone waits. It has
  // written nothing; the next process does it again, to the same result.
  const bool sealed_or_stopped = seal_worker.Stop(kPatience);
  LogStop();
  if (!sealed_or_stopped) std::_Exit(kStopped);
  return only_log;
}

}  // namespace
}  // namespace toguna

int main(int argc, char** argv) {
  // Solvers ask at once for what they gave back: keep it.
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  CLI::App app{"togunad serves a Toguna exchange. NOT FOR REAL DATA YET."};
  app.footer(
      "Exit codes: 0 stopped in order, 2 configuration or catalog, 5 anything "
      "else,\n78 the store is newer than this program, damaged, or older than "
      "its anchor.\nWhere its log can still be read, togunad serves that, and "
      "nothing else, until it\nis stopped.");
  std::string config;
  app.add_option("--config", config, "togunad.textproto (toguna.config.v1)")
      ->required();
  bool clock_confirmed = false;
  app.add_flag("--clock-confirmed", clock_confirmed,
               "The clock is right although the log has later entries: serve, "
               "and say so in the log");
  CLI11_PARSE(app, argc, argv);

  // Before any key or record is in memory.
  if (const absl::Status kept = toguna::InstallCrashPolicy(); !kept.ok()) {
    std::cerr << "togunad: " << kept.message() << '\n';
    return toguna::kFailed;
  }
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  absl::StatusOr<toguna::Settings> settings = toguna::ReadSettings(config);
  const absl::Status status =
      settings.ok() ? toguna::Serve(*settings, clock_confirmed, signals)
                    : settings.status();
  if (status.ok()) return toguna::kStopped;
  std::cerr << "togunad: " << status.message() << " ["
            << toguna::ReasonOf(status).code << "]\n";
  return toguna::ExitCodeOf(status);
}
