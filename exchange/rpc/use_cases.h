#ifndef TOGUNA_EXCHANGE_RPC_USE_CASES_H_
#define TOGUNA_EXCHANGE_RPC_USE_CASES_H_

#include "exchange/rpc/seal_worker.h"
#include "exchange/usecase/agreement_acts.h"
#include "exchange/usecase/alerts.h"
#include "exchange/usecase/decisions.h"
#include "exchange/usecase/draft_previews.h"
#include "exchange/usecase/feeds.h"
#include "exchange/usecase/inquiries.h"
#include "exchange/usecase/intake.h"
#include "exchange/usecase/ledger.h"
#include "exchange/usecase/manifests.h"
#include "exchange/usecase/periods.h"
#include "exchange/usecase/recalls.h"
#include "exchange/usecase/releases.h"
#include "exchange/usecase/seal_jobs.h"
#include "exchange/usecase/seal_proofs.h"
#include "exchange/usecase/statements.h"
#include "policies/model/catalog.h"

namespace toguna {

// The acts that the services call. Everything must outlive the server, and be
// safe for concurrent use.
struct UseCases {
  Intake& intake;
  Periods& periods;
  SealJobs& seal_jobs;
  SealWorker& seal_worker;  // does what seal_jobs was asked for
  SealProofs& seal_proofs;
  AgreementActs& agreements;
  const DraftPreviews& drafts;
  Releases& releases;
  Inquiries& inquiries;
  Recalls& recalls;
  Statements& statements;
  Alerts& alerts;
  Feeds& feeds;
  Decisions& decisions;
  const Manifests& manifests;
  const Ledger& ledger;
  const Catalog& catalog;
};

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RPC_USE_CASES_H_
