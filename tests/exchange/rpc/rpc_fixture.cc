#include "tests/exchange/rpc/rpc_fixture.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "exchange/base/code_tree.h"

namespace toguna::testing {

Catalog TestCatalog() {
  Catalog catalog;
  catalog.operation.id = OperationId("mali-test");
  catalog.operation.trust_domain = kTrustDomain;
  catalog.sha256 = "c0ffee";
  for (const Role role :
       {Role::kContributor, Role::kRecipient, Role::kOfficer, Role::kDpo}) {
    Party party;
    party.id = PartyId(absl::StrCat(RoleText(role), "-a"));
    party.roles = {role};
    catalog.parties.emplace(party.id, party);
  }

  const CodeList places{
      .id = CodeListId("places"),
      .version = "2021-12-20",
      .title = {"Lieux", "Places"},
      .source = "test",
      .levels = {"country", "region"},
      .tree = *CodeTree::Create(
          {{"ML", "", {"Mali", "Mali"}}, {"ML01", "ML", {"Kayes", "Kayes"}}})};
  catalog.code_lists.emplace(places.id, places);

  Dataset dataset;
  dataset.id = DatasetId("open-incidents");
  dataset.attributes = {{.id = "place",
                         .kind = Attribute::Kind::kCode,
                         .code_list = places.id,
                         .required = true,
                         .label = {"Lieu", "Place"}}};
  Dimension place;
  place.id = "place";
  place.attributes = {"place"};
  place.code_list = places.id;
  dataset.dimensions = {place};
  catalog.datasets.emplace(dataset.id, dataset);

  Plan plan;
  plan.id = PlanId("open-plan");
  plan.dataset = dataset.id;
  plan.minimums = {.k = 5, .s = 1, .c = 0};
  plan.families = {{.id = FamilyId("by-place"),
                    .title = {"Par lieu", "By place"},
                    .unit = Unit::kRecord,
                    .axes = {{"place", 0, 1}},
                    .cadence = Cadence::kYear,
                    .stream = Stream::kRemoved,
                    .weight = 2.5}};
  using Kind = CohortAttribute::Kind;
  plan.cohorts = {{.id = CohortsId("leads"),
                   .title = {"Pistes", "Leads"},
                   .purposes = {PurposeId("reporting")},
                   .strata = {{"place", {"ML01"}, "girl"}},
                   .attributes = {{Kind::kDimension, "place", "", 2.5, 1},
                                  {Kind::kVictims, "", "girl", 1, 0},
                                  {Kind::kIncidentQuarter, "", "", 1, 0},
                                  {Kind::kAcceptanceQuarter, "", "", 1, 0}},
                   .diversity = {{"perpetrator",
                                  CohortDiversity::Kind::kRecursive, 3, 0.5}}}};
  plan.rungs = {{.k = 10, .s = 2, .c = 3}};
  plan.max_global_risk = 0.1;
  plan.dominance_percent = 15;
  plan.pools = {{"place", "north", {"Nord", "North"}, {"ML06", "ML07"}}};
  plan.structural_zeros = {{{{"place", "ML08"}}, "nobody is there"}};
  catalog.plans.emplace(plan.id, plan);

  Agreement agreement;
  agreement.id = AgreementId("agr-one");
  agreement.recipient = PartyId("recipient-a");
  catalog.agreements.emplace(agreement.id, agreement);
  return catalog;
}

RpcFixture::RpcFixture() {
  ResetAnswers();
  const CertificatePem server = ca_.Issue({"DNS:localhost", "IP:127.0.0.1"});
  WriteFile(folder_ / "ca.pem", ca_.pem());
  WriteFile(folder_ / "server.pem", server.certificate);
  WriteFile(folder_ / "server.key", server.key);
  options_.listen_address = "127.0.0.1:0";
  options_.ca_path = folder_ / "ca.pem";
  options_.certificate_path = folder_ / "server.pem";
  options_.key_path = folder_ / "server.key";
  options_.clock = clock_;
  options_.feed_poll = absl::Milliseconds(5);
}

void RpcFixture::Start() {
  auto server = Server::Start(options_, UseCases{.intake = intake_,
                                                 .periods = periods_,
                                                 .seal_jobs = seal_jobs_,
                                                 .seal_worker = seal_worker_,
                                                 .seal_proofs = seal_proofs_,
                                                 .agreements = agreements_,
                                                 .drafts = drafts_,
                                                 .releases = releases_,
                                                 .inquiries = inquiries_,
                                                 .recalls = recalls_,
                                                 .statements = statements_,
                                                 .alerts = alerts_,
                                                 .feeds = feeds_,
                                                 .decisions = decisions_,
                                                 .manifests = manifests_,
                                                 .ledger = ledger_,
                                                 .catalog = catalog_});
  ASSERT_THAT(server, IsOk());
  server_ = *std::move(server);
}

std::unique_ptr<Client> RpcFixture::ClientWith(
    const CertificatePem& certificate) {
  const std::string stem = absl::StrCat("client", clients_++);
  WriteFile(folder_ / (stem + ".pem"), certificate.certificate);
  WriteFile(folder_ / (stem + ".key"), certificate.key);
  auto client =
      Client::Connect({.address = absl::StrCat("127.0.0.1:", server_->port()),
                       .ca_path = folder_ / "ca.pem",
                       .certificate_path = folder_ / (stem + ".pem"),
                       .key_path = folder_ / (stem + ".key"),
                       .server_name = "localhost"});
  EXPECT_THAT(client, IsOk());
  return *std::move(client);
}

std::shared_ptr<grpc::Channel> RpcFixture::ChannelWith(
    const CertificatePem& certificate, int port) {
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = ca_.pem();
  tls.pem_cert_chain = certificate.certificate;
  tls.pem_private_key = certificate.key;
  return grpc::CreateChannel(absl::StrCat("localhost:", port),
                             grpc::SslCredentials(tls));
}

}  // namespace toguna::testing
