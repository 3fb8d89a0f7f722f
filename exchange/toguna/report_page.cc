#include "exchange/toguna/report_page.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

namespace toguna {
namespace {

constexpr double kMargin = 70;  // labels stand to the left of their bars
constexpr double kBarWidth = 26;
constexpr double kBarGap = 14;
constexpr double kHeight = 160;
// Told apart in print, and by people who see no colours, by their darkness.
constexpr const char* kShades[] = {"#1b4965", "#9fb8ca", "#5fa8d3"};

constexpr char kStyle[] =
    "body{font:15px/1.45 system-ui,sans-serif;color:#111;max-width:76rem;"
    "margin:2rem auto;padding:0 1rem}h1{font-size:1.5rem;margin-bottom:.2rem}"
    "h2{font-size:1.15rem;margin-top:2rem;border-bottom:1px solid #999}"
    "table{border-collapse:collapse;font-size:.78rem;width:100%}"
    "th,td{text-align:left;vertical-align:top;padding:.2rem .5rem;"
    "border-bottom:1px solid #ccc}th{background:#eef2f5}"
    ".mark{border:2px solid #a00;color:#a00;padding:.3rem .6rem;"
    "font-weight:bold}figure{margin:1rem 0}"
    "@page{size:A4 landscape;margin:12mm}"
    "@media print{body{margin:0;max-width:none}h2{break-after:avoid}"
    "tr,figure{break-inside:avoid}}";

std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"},
                                    {"<", "&lt;"},
                                    {">", "&gt;"},
                                    {"\"", "&quot;"},
                                    {"'", "&#39;"}});
}

double SumOf(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

void AddBar(const ReportChart& chart, size_t bar, double most,
            std::string& svg) {
  const double x = kMargin + static_cast<double>(bar) * (kBarWidth + kBarGap);
  double y = kHeight;
  for (size_t s = 0; s < chart.series.size(); ++s) {
    const double value = chart.values[bar][s];
    const double height = most > 0 ? value / most * (kHeight - 20) : 0;
    y -= height;
    absl::StrAppendFormat(
        &svg,
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" "
        "fill=\"%s\"><title>%s, %s: %.0f</title></rect>",
        x, y, kBarWidth, height, kShades[s % 3], Escaped(chart.labels[bar]),
        Escaped(chart.series[s]), value);
  }
  absl::StrAppendFormat(
      &svg,
      "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%.0f</text>"
      "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\" "
      "transform=\"rotate(-45 %.1f %.1f)\">%s</text>",
      x + kBarWidth / 2, y - 4, SumOf(chart.values[bar]), x + kBarWidth / 2,
      kHeight + 14, x + kBarWidth / 2, kHeight + 14,
      Escaped(chart.labels[bar]));
}

std::string Svg(const ReportChart& chart, const std::string& name) {
  double most = 0;
  for (const auto& values : chart.values) most = std::max(most, SumOf(values));
  const double width =
      std::max(320.0, 2 * kMargin + static_cast<double>(chart.labels.size()) *
                                        (kBarWidth + kBarGap));
  std::string svg = absl::StrFormat(
      "<figure><svg role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %.0f %.0f\" "
      "width=\"%.0f\" font-size=\"10\" font-family=\"sans-serif\">",
      Escaped(name), width, kHeight + 90, width);
  for (size_t bar = 0; bar < chart.labels.size(); ++bar) {
    AddBar(chart, bar, most, svg);
  }
  absl::StrAppendFormat(&svg,
                        "<line x1=\"0\" x2=\"%.0f\" y1=\"%.0f\" y2=\"%.0f\" "
                        "stroke=\"#333\"/></svg><figcaption>",
                        width, kHeight, kHeight);
  for (size_t s = 0; s < chart.series.size(); ++s) {
    absl::StrAppend(&svg, s == 0 ? "" : " &nbsp; ",
                    "<span style=\"color:", kShades[s % 3], "\">■</span> ",
                    Escaped(chart.series[s]));
  }
  return svg + "</figcaption></figure>\n";
}

std::string HtmlTable(const std::vector<std::vector<std::string>>& table) {
  std::string html = "<table>\n";
  const char* cell = "th";
  for (const auto& row : table) {
    html += "<tr>";
    for (const std::string& text : row) {
      absl::StrAppend(&html, "<", cell, ">", Escaped(text), "</", cell, ">");
    }
    html += "</tr>\n";
    cell = "td";
  }
  return html + "</table>\n";
}

}  // namespace

void ShowPage(const Console& console, const ReportPage& page) {
  if (!page.mark.empty()) console.Line(page.mark);
  console.Line(page.title);
  console.Line(page.subtitle);
  for (const ReportSection& section : page.sections) {
    console.Line("");
    console.Line(absl::StrCat("── ", section.heading));
    for (const std::string& text : section.paragraphs) {
      console.Line(absl::StrCat("  ", text));
    }
    if (section.table.size() > 1) console.Table(section.table);
  }
}

std::string PageHtml(const ReportPage& page, Language language) {
  std::string html = absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"",
      language == Language::kFrench ? "fr" : "en",
      "\">\n<head><meta charset=\"utf-8\">\n<meta "
      "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'\">\n<meta name=\"viewport\" "
      "content=\"width=device-width\">\n<title>",
      Escaped(page.title), "</title>\n<style>", kStyle,
      "</style></head>\n<body>\n");
  if (!page.mark.empty()) {
    absl::StrAppend(&html, "<p class=\"mark\">", Escaped(page.mark), "</p>\n");
  }
  absl::StrAppend(&html, "<h1>", Escaped(page.title), "</h1>\n<p>",
                  Escaped(page.subtitle), "</p>\n");
  for (const ReportSection& section : page.sections) {
    absl::StrAppend(&html, "<h2>", Escaped(section.heading), "</h2>\n");
    for (const std::string& text : section.paragraphs) {
      absl::StrAppend(&html, "<p>", Escaped(text), "</p>\n");
    }
    if (!section.chart.labels.empty()) {
      html += Svg(section.chart, section.heading);
    }
    if (section.table.size() > 1) html += HtmlTable(section.table);
  }
  return html + "</body>\n</html>\n";
}

}  // namespace toguna
