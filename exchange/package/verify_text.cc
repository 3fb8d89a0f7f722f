// VERIFY.txt: how a person checks and opens a package, with Toguna or without.

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "exchange/package/layout.h"
#include "exchange/words/package_words.h"
#include "exchange/words/words.h"

namespace toguna {
namespace {

namespace words = package_words;

// What the programs are called where, and how paths are written.
struct System {
  const char* minisign;
  const char* age;
  const char* python;
  const char* keys;
};
constexpr System kUnix = {"minisign", "age", "python3", "KEYS/"};
constexpr System kWindows = {"minisign.exe", "age.exe", "py", "KEYS\\"};

class Page {
 public:
  explicit Page(Language language) : language_(language) {}
  Page& Say(const Sentence& sentence) {
    absl::StrAppend(&text_, toguna::Say(language_, sentence), "\n\n");
    return *this;
  }
  Page& Command(absl::string_view command) {
    absl::StrAppend(&text_, "    ", command, "\n\n");
    return *this;
  }
  const std::string& text() const { return text_; }

 private:
  Language language_;
  std::string text_;
};

// The four steps, which are the same everywhere; `digests` prints them.
void SaySteps(const System& system, const std::vector<std::string>& attested,
              const std::string& digests, Page& page) {
  page.Say(words::kVerifySignature)
      .Command(absl::StrCat(system.minisign, " -V -H -p ", system.keys,
                            "minisign.pub -m ", kManifestFile))
      .Say(words::kVerifyDigests)
      .Command(digests)
      .Say(words::kVerifyLog)
      .Command(absl::StrCat(system.python, " ", kVerifierFile, " --log ",
                            system.keys, "log.vkey"))
      .Say(words::kVerifyDecrypt);
  for (const std::string& file : attested) {
    if (!absl::EndsWith(file, ".age")) continue;
    page.Command(absl::StrCat(system.age, " -d -i ", system.keys, "age.key -o ",
                              absl::StripSuffix(file, ".age"), " ", file));
  }
}

std::string VerifyIn(Language language,
                     const std::vector<std::string>& attested) {
  Page page(language);
  page.Say(words::kVerifyTitle)
      .Say(words::kVerifyTrust)
      .Say(words::kVerifyAll)
      .Command("toguna --as KEYS extract open .")
      .Say(words::kVerifyByHand)
      .Say(words::kVerifyUnix);
  SaySteps(kUnix, attested,
           absl::StrCat("sha256sum ", absl::StrJoin(attested, " ")), page);
  page.Say(words::kVerifyWindows);
  SaySteps(kWindows, attested,
           absl::StrCat("Get-FileHash -Algorithm SHA256 ",
                        absl::StrJoin(attested, ", "), " | Format-List"),
           page);
  page.Say(words::kVerifyFailed);
  return page.text();
}

}  // namespace

std::string VerifyText(const std::vector<std::string>& attested) {
  return absl::StrCat(VerifyIn(Language::kFrench, attested), kLanguagesApart,
                      VerifyIn(Language::kEnglish, attested));
}

}  // namespace toguna
