#ifndef TOGUNA_TESTS_BENCH_GROWTH_SVG_H_
#define TOGUNA_TESTS_BENCH_GROWTH_SVG_H_

// A measured curve as a picture that any browser shows.

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace toguna::testing {

struct Curve {
  std::string title;
  std::string across;  // what x is
  std::string up;      // what y is
  std::vector<std::pair<double, double>> points;
};

// One panel, `left` from the left; both axes from 0, points labelled.
inline std::string PanelOf(const Curve& curve, double left) {
  constexpr double kWidth = 340;
  constexpr double kHeight = 240;
  constexpr double kTop = 50;
  double most_x = 1e-9;
  double most_y = 1e-9;
  for (const auto& [x, y] : curve.points) {
    most_x = std::max(most_x, x);
    most_y = std::max(most_y, y);
  }
  const auto at_x = [&](double x) { return left + 60 + kWidth * x / most_x; };
  const auto at_y = [&](double y) { return kTop + kHeight * (1 - y / most_y); };
  const auto text = [](double x, double y, const char* anchor,
                       const std::string& what) {
    return absl::StrFormat(
        "<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"%s\">%s</text>\n", x, y,
        anchor, what);
  };
  std::string svg = text(left + 60, 24, "start", curve.title);
  absl::StrAppendFormat(&svg,
                        "<path d=\"M%.0f %.0fV%.0fH%.0f\" fill=\"none\" "
                        "stroke=\"#555\"/>\n",
                        at_x(0), kTop, at_y(0), at_x(most_x));
  for (const double part : {0.0, 0.5, 1.0}) {
    absl::StrAppend(&svg,
                    text(at_x(0) - 6, at_y(part * most_y) + 4, "end",
                         absl::StrFormat("%.4g", part * most_y)),
                    text(at_x(part * most_x), at_y(0) + 18, "middle",
                         absl::StrFormat("%.10g", part * most_x)));
  }
  absl::StrAppend(&svg,
                  text(at_x(most_x / 2), at_y(0) + 38, "middle", curve.across),
                  text(left + 60, 42, "start", curve.up));
  std::string line;
  for (const auto& [x, y] : curve.points) {
    absl::StrAppendFormat(&line, "%.1f,%.1f ", at_x(x), at_y(y));
    absl::StrAppendFormat(&svg,
                          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" "
                          "fill=\"#0060a0\"><title>%.10g: "
                          "%.4g</title></circle>\n",
                          at_x(x), at_y(y), x, y);
  }
  absl::StrAppend(&svg, "<polyline fill=\"none\" stroke=\"#0060a0\" points=\"",
                  line, "\"/>\n");
  return svg;
}

inline std::string SvgOf(const std::vector<Curve>& curves) {
  const double width = 460 * static_cast<double>(curves.size());
  std::string svg = absl::StrFormat(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f 350\" "
      "font-family=\"sans-serif\" font-size=\"13\">\n"
      "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
      width);
  for (size_t i = 0; i < curves.size(); ++i) {
    absl::StrAppend(&svg, PanelOf(curves[i], 460 * static_cast<double>(i)));
  }
  return svg + "</svg>\n";
}

}  // namespace toguna::testing

#endif  // TOGUNA_TESTS_BENCH_GROWTH_SVG_H_
