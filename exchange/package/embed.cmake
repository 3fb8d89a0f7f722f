# Writes the text of FROM into the C++ file TO, as what VerifierProgram gives.
file(READ "${FROM}" text)
string(FIND "${text}" ")embedded\"" inside)
if(NOT inside EQUAL -1)
  message(FATAL_ERROR "${FROM} holds what ends its text in C++")
endif()
file(WRITE "${TO}" "// Generated from tlogproof.py.
#include \"exchange/package/layout.h\"

namespace toguna {

absl::string_view VerifierProgram() {
  static constexpr char kText[] = R\"embedded(${text})embedded\";
  return absl::string_view(kText, sizeof(kText) - 1);
}

}  // namespace toguna
")
