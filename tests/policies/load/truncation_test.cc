// A file that was cut short never gives more than the whole one gave.

#include <algorithm>
#include <filesystem>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/policies/load/catalog_copy.h"

namespace toguna {
namespace {

using testing::CatalogCopy;
using testing::FakeKey;
using testing::FakeMinisig;

constexpr int kPoints = 200;

bool IsSubset(const std::vector<std::string>& some,
              const std::vector<std::string>& all) {
  return std::all_of(some.begin(), some.end(), [&](const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  });
}

bool SameGrant(const Grant& a, const Grant& b) {
  const auto same_limits = [](const LevelLimit& x, const LevelLimit& y) {
    return x.dimension == y.dimension && x.finest == y.finest;
  };
  const auto same_filters = [](const Grant::CodeFilter& x,
                               const Grant::CodeFilter& y) {
    return x.dimension == y.dimension && x.codes == y.codes;
  };
  return std::tie(a.dataset, a.families, a.extracts, a.feed,
                  a.extracts_per_month,
                  a.delay) == std::tie(b.dataset, b.families, b.extracts,
                                       b.feed, b.extracts_per_month, b.delay) &&
         std::equal(a.level_limits.begin(), a.level_limits.end(),
                    b.level_limits.begin(), b.level_limits.end(),
                    same_limits) &&
         a.cohorts == b.cohorts &&
         std::equal(a.cohort_level_limits.begin(), a.cohort_level_limits.end(),
                    b.cohort_level_limits.begin(), b.cohort_level_limits.end(),
                    same_limits) &&
         std::equal(a.code_filters.begin(), a.code_filters.end(),
                    b.code_filters.begin(), b.code_filters.end(), same_filters);
}

// What the cut catalog allows that the whole one does not; "" if nothing.
std::string AgreementLooseness(const Agreement& cut, const Agreement& whole) {
  if (cut.sha256 != whole.sha256) {
    for (const AgreementSignature& one : cut.signatures) {
      if (one.valid) return "a cut agreement is still signed";
    }
  }
  if (std::tie(cut.purpose, cut.recipient, cut.data_owner, cut.dpo,
               cut.valid_from, cut.valid_until, cut.review_by,
               cut.retention_days, cut.recall_days) !=
      std::tie(whole.purpose, whole.recipient, whole.data_owner, whole.dpo,
               whole.valid_from, whole.valid_until, whole.review_by,
               whole.retention_days, whole.recall_days)) {
    return "an agreement's terms changed";
  }
  for (const Grant& grant : cut.grants) {
    const Grant* full = whole.FindGrant(grant.dataset);
    if (full == nullptr || !SameGrant(grant, *full)) return "a grant changed";
  }
  return "";
}

std::string PartyLooseness(const Party& cut, const Party& whole) {
  for (const Role role : cut.roles) {
    if (!whole.Has(role)) return "a party got a role";
  }
  for (size_t i = 0; i < cut.signatory_keys.size(); ++i) {
    if (i >= whole.signatory_keys.size() ||
        cut.signatory_keys[i].minisign_public_key !=
            whole.signatory_keys[i].minisign_public_key ||
        cut.signatory_keys[i].revoked != whole.signatory_keys[i].revoked) {
      return "a party's key changed";
    }
  }
  return "";
}

std::string Looseness(const Catalog& cut, const Catalog& whole) {
  if (cut.operation.demo != whole.operation.demo ||
      cut.operation.trust_domain != whole.operation.trust_domain) {
    return "the operation changed";
  }
  for (const auto& [id, plan] : cut.plans) {
    const Minimums& now = plan.minimums;
    const Minimums& then = whole.FindPlan(id)->minimums;
    if (std::tie(now.k, now.s, now.c) != std::tie(then.k, then.s, then.c)) {
      return "minimums changed";
    }
  }
  for (const auto& [id, dataset] : cut.datasets) {
    const Dataset& then = *whole.FindDataset(id);
    if (dataset.public_sources != then.public_sources ||
        dataset.consent_code_list != then.consent_code_list) {
      return "a dataset asks for less consent";
    }
  }
  for (const auto& [id, purpose] : cut.purposes) {
    if (!IsSubset(purpose.consent_scopes,
                  whole.FindPurpose(id)->consent_scopes)) {
      return "a purpose has more scopes";
    }
  }
  for (const auto& [id, form] : cut.forms) {
    if (form.approved_only != whole.FindForm(id)->approved_only) {
      return "a form takes what is not approved";
    }
  }
  std::string found;
  for (const auto& [id, party] : cut.parties) {
    found += PartyLooseness(party, *whole.FindParty(id));
  }
  for (const auto& [id, agreement] : cut.agreements) {
    found += AgreementLooseness(agreement, *whole.FindAgreement(id));
  }
  return found;
}

class TruncationTest : public ::testing::Test {
 protected:
  TruncationTest() {
    copy_.Conclude("mrm-quarterly");
    copy_.Conclude("health-monthly");
    const std::string dpo = "recipients/dpo.textproto";
    copy_.Write(dpo, absl::StrCat(copy_.Read(dpo),
                                  "signatory_keys { minisign_public_key: \"",
                                  FakeKey('a'), "\" revoked: true }\n",
                                  "signatory_keys { minisign_public_key: \"",
                                  FakeKey('b'), "\" }\n"));
    for (const char* id : {"mrm-quarterly", "health-monthly"}) {
      const std::string file = absl::StrCat("agreements/", id, ".textproto");
      copy_.Write(absl::StrCat(file, ".dpo.minisig"),
                  FakeMinisig(FakeKey('b'), copy_.Read(file)));
    }
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(copy_.path())) {
      if (!entry.is_regular_file()) continue;
      files_.push_back(
          std::filesystem::relative(entry.path(), copy_.path()).string());
    }
    std::sort(files_.begin(), files_.end());
  }

  const CatalogCopy copy_;
  std::vector<std::string> files_;
};

TEST_F(TruncationTest, CutFilesNeverGiveMore) {
  const LoadResult whole = copy_.Load();
  ASSERT_TRUE(whole.catalog.has_value()) << testing::ProblemTexts(whole);
  std::mt19937 random(20211220);
  int loaded = 0;
  int refused = 0;

  for (int i = 0; i < kPoints; ++i) {
    const std::string& file = files_[random() % files_.size()];
    const std::string bytes = copy_.Read(file);
    // Every other cut falls on the end of a line, where it shows least.
    size_t end = random() % bytes.size();
    if (i % 2 == 0) end = bytes.find('\n', end) + 1;
    copy_.Write(file, bytes.substr(0, end));
    const LoadResult cut = copy_.Load();
    copy_.Write(file, bytes);

    ASSERT_NE(cut.catalog.has_value(), !cut.problems.empty());
    if (cut.catalog.has_value()) {
      ++loaded;
      EXPECT_EQ(Looseness(*cut.catalog, *whole.catalog), "")
          << file << " cut at " << end;
    } else {
      ++refused;
    }
  }
  std::cout << refused << " refused, " << loaded << " loaded, none looser\n";
  EXPECT_GT(refused, kPoints / 2);
}

TEST_F(TruncationTest, ComparisonNoticesALooserCatalog) {
  const LoadResult whole = copy_.Load();
  const auto looseness = [&](const std::string& file, const std::string& from,
                             const std::string& to) {
    const std::string bytes = copy_.Read(file);
    EXPECT_GT(copy_.Edit(file, from, to), 0);
    const LoadResult edited = copy_.Load();
    copy_.Write(file, bytes);
    return edited.catalog.has_value()
               ? Looseness(*edited.catalog, *whole.catalog)
               : testing::ProblemTexts(edited);
  };

  EXPECT_EQ(looseness("plans/open-incidents.textproto", "k: 5", "k: 4"),
            "minimums changed");
  EXPECT_EQ(looseness("recipients/dpo.textproto", " revoked: true", ""),
            "a party's key changed");
  EXPECT_EQ(looseness("agreements/health-monthly.textproto",
                      "  code_filters { dimension: \"type\" codes: \"C\" "
                      "codes: \"F\" }\n",
                      ""),
            "a grant changed");
}

}  // namespace
}  // namespace toguna
