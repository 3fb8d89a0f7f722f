#include "exchange/observe/config.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "exchange/base/seal_work.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace toguna {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::toguna::testing::IsOk;
using ::toguna::testing::StatusIs;

constexpr char kGood[] = R"(
data_dir: "/var/lib/toguna"
anchor_path: "/var/lib/toguna-anchor/anchor"
catalog_dir: "/etc/toguna/catalog"
keyring_path: "/etc/toguna/keyring"
passphrase_file: "/run/passphrase"
listen_address: "127.0.0.1:7443"
tls { ca: "ca.pem" certificate: "server.pem" key: "server.key" }
)";

TEST(ConfigTest, AGoodFileComesBackWithItsDefaults) {
  const auto config = ParseServerConfig(kGood, "togunad.conf");
  ASSERT_THAT(config, IsOk());
  EXPECT_EQ(config->tls().key(), "server.key");
  EXPECT_EQ(config->log_level(), "info");
  EXPECT_EQ(config->min_free_bytes(), int64_t{1} << 30);
  EXPECT_EQ(config->seal_work_million_steps(), kDefaultSealWork);
  EXPECT_EQ(SeverityOf(*config), Severity::kInfo);
}

TEST(ConfigTest, ASettingThatIsGivenIsKept) {
  const auto config = ParseServerConfig(
      absl::StrCat(kGood, "seal_work_million_steps: 100000\n"), "a.conf");
  ASSERT_THAT(config, IsOk());
  EXPECT_EQ(config->seal_work_million_steps(), 100'000);
}

TEST(ConfigTest, AnUnknownSettingIsRefusedWithItsLine) {
  EXPECT_THAT(ParseServerConfig(absl::StrCat(kGood, "listen_adress: \"x:1\"\n"),
                                "togunad.conf"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("togunad.conf:9:"),
                             HasSubstr("listen_adress"))));
}

TEST(ConfigTest, EveryMissingSettingIsNamed) {
  EXPECT_THAT(ParseServerConfig("", "a.conf"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("a.conf: data_dir is required"),
                             HasSubstr("anchor_path"), HasSubstr("tls.ca"),
                             HasSubstr("passphrase_file"))));
}

TEST(ConfigTest, BadValuesAreRefused) {
  for (const char* line :
       {"log_level: \"loud\"", "min_free_bytes: -1",
        "admin_address: \"127.0.0.1:7443\"", "min_free_bytes: \"many\"",
        "seal_work_million_steps: -1", "seal_work_million_steps: 100001"}) {
    EXPECT_THAT(ParseServerConfig(absl::StrCat(kGood, line, "\n"), "a.conf"),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << line;
  }
}

}  // namespace
}  // namespace toguna
