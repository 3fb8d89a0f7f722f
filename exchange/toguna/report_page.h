#ifndef TOGUNA_EXCHANGE_TOGUNA_REPORT_PAGE_H_
#define TOGUNA_EXCHANGE_TOGUNA_REPORT_PAGE_H_

// A report as sections with tables and charts, in one language: said on the
// console, or as a page that a browser shows and prints.

#include <string>
#include <vector>

#include "exchange/toguna/console.h"

namespace toguna {

// Stacked bars: one label a bar, one name a series, values by bar and series.
struct ReportChart {
  std::vector<std::string> labels;
  std::vector<std::string> series;
  std::vector<std::vector<double>> values;
};

struct ReportSection {
  std::string heading;
  std::vector<std::string> paragraphs{};
  std::vector<std::vector<std::string>> table{};  // the first row: headings
  ReportChart chart{};                            // no labels: none
};

struct ReportPage {
  std::string title;
  std::string subtitle;
  std::string mark;  // "DEMO …"; empty: none
  std::vector<ReportSection> sections{};
};

void ShowPage(const Console& console, const ReportPage& page);

// One HTML file that loads nothing from anywhere and runs no script. Every text
// is escaped.
std::string PageHtml(const ReportPage& page, Language language);

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_TOGUNA_REPORT_PAGE_H_
