#ifndef TOGUNA_POLICIES_MODEL_SENSITIVITY_H_
#define TOGUNA_POLICIES_MODEL_SENSITIVITY_H_

namespace toguna {

// How much harm a disclosure could do to people, the least first: the four
// levels of OCHA's Data Responsibility Guidelines.
enum class Sensitivity { kLow, kModerate, kHigh, kSevere };

// "LOW", "MODERATE", "HIGH" or "SEVERE".
inline const char* SensitivityText(Sensitivity sensitivity) {
  switch (sensitivity) {
    case Sensitivity::kLow:
      return "LOW";
    case Sensitivity::kModerate:
      return "MODERATE";
    case Sensitivity::kHigh:
      return "HIGH";
    case Sensitivity::kSevere:
      return "SEVERE";
  }
  return "";
}

}  // namespace toguna

#endif  // TOGUNA_POLICIES_MODEL_SENSITIVITY_H_
