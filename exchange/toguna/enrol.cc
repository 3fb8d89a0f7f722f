#include "exchange/toguna/enrol.h"

#include <filesystem>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "exchange/base/csv.h"
#include "exchange/base/reason.h"
#include "exchange/base/status_macros.h"
#include "exchange/toguna/session.h"
#include "google/protobuf/text_format.h"
#include "keys/file/file.h"
#include "keys/sodium/age.h"
#include "keys/sodium/fingerprint.h"
#include "keys/sodium/minisign.h"
#include "keys/x509/authority.h"
#include "keys/x509/certificate.h"
#include "toguna/config/v1/profile.pb.h"

namespace toguna {
namespace {

using ::google::protobuf::TextFormat;

std::string In(const std::string& folder, absl::string_view name) {
  return absl::StrCat(folder, "/", name);
}

// The same keys read out the same on both sides.
absl::StatusOr<SpokenKeys> Spoken(const config::v1::EnrolmentRequest& request) {
  TOGUNA_ASSIGN_OR_RETURN(const std::string connection,
                          PublicKeyOf(request.certificate_request()));
  return SpokenKeys{
      .connection = SpokenFingerprint(connection),
      .packages = SpokenFingerprint(request.age_recipient()),
      .signatures = SpokenFingerprint(request.minisign_public_key())};
}

absl::StatusOr<config::v1::EnrolmentRequest> ReadRequest(
    const std::string& path) {
  TOGUNA_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  config::v1::EnrolmentRequest request;
  if (!TextFormat::ParseFromString(text, &request) || request.format() != 1) {
    return ReasonError(absl::StatusCode::kInvalidArgument, "REQUEST_INVALID",
                       "this is not an enrolment request that `toguna "
                       "recipient init` writes");
  }
  TOGUNA_RETURN_IF_ERROR(CheckAgeRecipient(request.age_recipient()));
  return request;
}

// Adds the request's public keys to the party's file of the catalog.
absl::Status WritePublicKeys(const OperationFolder& operation,
                             const config::v1::EnrolmentRequest& request,
                             Role role) {
  const std::string path = absl::StrCat(operation.root, "/catalog/recipients/",
                                        request.party(), ".textproto");
  const auto text = ReadFile(path);
  if (!text.ok()) {
    return ReasonError(absl::StatusCode::kNotFound, "PARTY_UNKNOWN",
                       "the catalog has no party of this id; add its file to "
                       "recipients/ first");
  }
  if (absl::StrContains(*text, "minisign_public_key")) {
    return ReasonError(absl::StatusCode::kAlreadyExists, "PARTY_HAS_KEYS",
                       "the party's file already names keys; remove or revoke "
                       "them there first");
  }
  std::string added = absl::StrCat(
      *text, "\n# Added at enrolment.\nsignatory_keys {\n",
      "  minisign_public_key: \"", request.minisign_public_key(), "\"\n}\n");
  if (role == Role::kRecipient) {
    absl::StrAppend(&added, "age_recipient: \"", request.age_recipient(),
                    "\"\n");
  }
  return WritePublicFile(path, added);
}

void AddLabels(const std::string& dataset, const std::string& of,
               const CodeTree& tree, std::string& text) {
  for (NodeIndex node = 0; node < tree.size(); ++node) {
    text += WriteCsvRow({dataset, of, tree.code(node), tree.label(node).fr,
                         tree.label(node).en},
                        ';');
  }
}

// Names of codes by dimension and attribute, for readers who do not have the
// catalog.
std::string LabelsFile(const Catalog& catalog) {
  std::string text;
  for (const auto& [id, dataset] : catalog.datasets) {
    for (const Dimension& dimension : dataset.dimensions) {
      AddLabels(id.text(), dimension.id,
                catalog.FindCodeList(dimension.code_list)->tree, text);
    }
    for (const Attribute& attribute : dataset.attributes) {
      if (attribute.kind != Attribute::Kind::kCode ||
          dataset.FindDimension(attribute.id) != nullptr) {
        continue;
      }
      AddLabels(id.text(), attribute.id,
                catalog.FindCodeList(attribute.code_list)->tree, text);
    }
  }
  return text;
}

absl::Status WriteProfile(const OperationFolder& operation,
                          const std::string& answer, const std::string& party,
                          Role role, bool demo_clock) {
  const auto beside = [&](absl::string_view path) {
    return std::filesystem::relative(absl::StrCat(operation.root, "/", path),
                                     answer)
        .string();
  };
  config::v1::ClientProfile profile;
  profile.set_format(1);
  profile.set_party(party);
  profile.set_role(RoleText(role));
  profile.set_server(operation.server);
  profile.set_server_name("localhost");
  if (role == Role::kContributor || role == Role::kOfficer) {
    profile.set_catalog(beside("catalog"));
  }
  if (demo_clock) profile.set_demo_clock_file(beside("clock"));
  std::string text;
  TextFormat::PrintToString(profile, &text);
  return WritePublicFile(In(answer, "profile.textproto"), text);
}

}  // namespace

absl::StatusOr<SpokenKeys> MakeKeys(const std::string& folder,
                                    const std::string& party, absl::Time now,
                                    const RandomBytes& random) {
  if (std::filesystem::exists(In(folder, "client.key"))) {
    return ReasonError(absl::StatusCode::kAlreadyExists, "KEYS_EXIST",
                       "this folder has keys already; take another folder");
  }
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return absl::InvalidArgumentError("the folder cannot be made");
  const AgeIdentity identity = GenerateAgeIdentity(random);
  const MinisignKeyPair signing = MinisignKeyPair::Generate(random);
  // The issuer decides the identity; this one only names who asks.
  TOGUNA_ASSIGN_OR_RETURN(
      const Request connection,
      CreateRequest(absl::StrCat("spiffe://request/party/", party, "/1")));
  TOGUNA_RETURN_IF_ERROR(
      WriteSecretFile(In(folder, "age.key"), identity.RevealIdentityFile(now)));
  TOGUNA_RETURN_IF_ERROR(WriteSecretFile(In(folder, "minisign.key"),
                                         signing.RevealSecretKeyFile()));
  TOGUNA_RETURN_IF_ERROR(
      WriteSecretFile(In(folder, "client.key"), connection.key_pem));
  TOGUNA_RETURN_IF_ERROR(
      WritePublicFile(In(folder, "signatory.pub"), signing.PublicKeyFile()));
  config::v1::EnrolmentRequest request;
  request.set_format(1);
  request.set_party(party);
  request.set_certificate_request(connection.csr_pem);
  request.set_age_recipient(identity.recipient());
  request.set_minisign_public_key(signing.PublicKeyLine());
  std::string text;
  TextFormat::PrintToString(request, &text);
  TOGUNA_RETURN_IF_ERROR(WritePublicFile(In(folder, "enrol.request"), text));
  return Spoken(request);
}

absl::StatusOr<SpokenKeys> AnswerRequest(const OperationFolder& operation,
                                         const std::string& request_file,
                                         const std::string& answer, Role role,
                                         bool demo_clock) {
  TOGUNA_ASSIGN_OR_RETURN(const config::v1::EnrolmentRequest request,
                          ReadRequest(request_file));
  TOGUNA_ASSIGN_OR_RETURN(const Catalog catalog,
                          ReadCatalog(In(operation.root, "catalog")));
  const Party* party = catalog.FindParty(PartyId(request.party()));
  if (party == nullptr || !party->Has(role)) {
    return ReasonError(absl::StatusCode::kNotFound, "PARTY_UNKNOWN",
                       "the catalog has no party of this id and role; add its "
                       "file to recipients/ first");
  }
  TOGUNA_RETURN_IF_ERROR(WritePublicKeys(operation, request, role));
  std::error_code ignored;
  std::filesystem::create_directories(answer, ignored);
  const std::string ca = In(operation.root, "operation/ca");
  TOGUNA_ASSIGN_OR_RETURN(const std::string ca_pem,
                          ReadFile(In(ca, "authority.pem")));
  TOGUNA_ASSIGN_OR_RETURN(const std::string ca_key,
                          ReadSecretFile(In(ca, "authority.key")));
  TOGUNA_ASSIGN_OR_RETURN(
      const std::string certificate,
      IssueCertificate(
          {.cert_pem = ca_pem, .key_pem = ca_key},
          request.certificate_request(),
          {.spiffe_uri =
               absl::StrCat("spiffe://", catalog.operation.trust_domain, "/",
                            RoleText(role), "/", request.party(), "/1"),
           .validity = DaysFrom(absl::Now(), operation.certificate_days)}));
  TOGUNA_RETURN_IF_ERROR(
      WritePublicFile(In(answer, "client.pem"), certificate));
  TOGUNA_RETURN_IF_ERROR(WritePublicFile(In(answer, "ca.pem"), ca_pem));
  for (const char* root : {"log.vkey", "minisign.pub"}) {
    TOGUNA_ASSIGN_OR_RETURN(
        const std::string bytes,
        ReadFile(absl::StrCat(operation.root, "/operation/public/", root)));
    TOGUNA_RETURN_IF_ERROR(WritePublicFile(In(answer, root), bytes));
  }
  TOGUNA_RETURN_IF_ERROR(
      WritePublicFile(In(answer, "labels.csv"), LabelsFile(catalog)));
  TOGUNA_RETURN_IF_ERROR(
      WriteProfile(operation, answer, request.party(), role, demo_clock));
  return Spoken(request);
}

}  // namespace toguna
