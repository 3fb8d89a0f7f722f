// The only code that knows libxlsxwriter.

#include "exchange/package/spreadsheet.h"

#include <sys/mman.h>
#include <sys/vfs.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <cstdlib>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "exchange/base/plain_text.h"
#include "exchange/base/status_macros.h"

namespace toguna {
namespace {

// The library writes each part of a workbook to a temporary file first. Here
// those lie in memory. Where it cannot make one, it would silently take a
// folder on a disk.
constexpr char kMemory[] = "/dev/shm";
constexpr decltype(std::declval<struct statfs>().f_type) kTmpfs = 0x01021994;

constexpr lxw_color_t kDemoColour = 0xC00000;
constexpr lxw_color_t kHeaderColour = 0xD9E1F2;
// Of the formats that every spreadsheet has: "@" and "0".
constexpr uint8_t kTextFormat = 49;
constexpr uint8_t kWholeNumberFormat = 1;
// A print header may be no longer.
constexpr size_t kLongestPrintHeader = 255;

absl::Status Of(lxw_error error) {
  if (error == LXW_NO_ERROR) return absl::OkStatus();
  const std::string text = absl::StrCat("spreadsheet: ", lxw_strerror(error));
  return error == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED
             ? absl::InvalidArgumentError(text)
             : absl::UnavailableError(text);
}

// A file without a name, in memory.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(::memfd_create("toguna", MFD_CLOEXEC)) {}
  ~MemoryFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  bool ok() const { return descriptor_ >= 0; }
  // By which it can be opened in this process.
  std::string path() const {
    return absl::StrCat("/proc/self/fd/", descriptor_);
  }
  absl::StatusOr<std::string> Read() const {
    const off_t size = ::lseek(descriptor_, 0, SEEK_END);
    std::string bytes(size > 0 ? static_cast<size_t>(size) : 0, '\0');
    size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t got =
          ::pread(descriptor_, bytes.data() + done, bytes.size() - done,
                  static_cast<off_t>(done));
      if (got <= 0) return absl::UnavailableError("spreadsheet: cannot read");
      done += static_cast<size_t>(got);
    }
    return bytes;
  }

 private:
  int descriptor_;
};

// A new folder in memory that nobody else can put a file into, so that none is
// in the library's way. Gone with this object.
class MemoryFolder {
 public:
  MemoryFolder() {
    struct statfs about = {};
    if (::statfs(kMemory, &about) != 0 || about.f_type != kTmpfs) return;
    std::string name = absl::StrCat(kMemory, "/toguna-", ::getpid(), "-XXXXXX");
    if (::mkdtemp(name.data()) != nullptr) path_ = std::move(name);
  }
  ~MemoryFolder() {
    if (ok()) ::rmdir(path_.c_str());
  }
  MemoryFolder(const MemoryFolder&) = delete;
  MemoryFolder& operator=(const MemoryFolder&) = delete;

  bool ok() const { return !path_.empty(); }
  char* path() { return path_.data(); }

 private:
  std::string path_;
};

// The library names its temporary files by a counter that it does not guard.
absl::Mutex library_mutex(absl::kConstInit);

struct Formats {
  lxw_format* header = nullptr;
  lxw_format* text = nullptr;
  lxw_format* wrapped = nullptr;
  lxw_format* number = nullptr;
};

Formats FormatsOf(lxw_workbook* workbook) {
  Formats formats;
  formats.header = workbook_add_format(workbook);
  format_set_bold(formats.header);
  format_set_bg_color(formats.header, kHeaderColour);
  format_set_bottom(formats.header, LXW_BORDER_THIN);
  // As text, so that a cell stays one when somebody types into it.
  formats.text = workbook_add_format(workbook);
  format_set_num_format_index(formats.text, kTextFormat);
  formats.wrapped = workbook_add_format(workbook);
  format_set_num_format_index(formats.wrapped, kTextFormat);
  format_set_text_wrap(formats.wrapped);
  format_set_align(formats.wrapped, LXW_ALIGN_VERTICAL_TOP);
  formats.number = workbook_add_format(workbook);
  format_set_num_format_index(formats.number, kWholeNumberFormat);
  return formats;
}

class SheetWriter {
 public:
  SheetWriter(lxw_worksheet* sheet, const Formats& formats)
      : sheet_(sheet), formats_(formats) {}

  absl::Status Write(const Sheet& sheet, const std::string& mark) {
    for (size_t i = 0; i < sheet.widths.size(); ++i) {
      const auto column = static_cast<lxw_col_t>(i);
      TOGUNA_RETURN_IF_ERROR(Of(worksheet_set_column(
          sheet_, column, column, sheet.widths[i], nullptr)));
    }
    for (const std::string& line : sheet.before) {
      TOGUNA_RETURN_IF_ERROR(Text(0, line, nullptr));
      ++row_;
    }
    const lxw_row_t header = row_;
    for (size_t i = 0; i < sheet.header.size(); ++i) {
      TOGUNA_RETURN_IF_ERROR(Text(i, sheet.header[i], formats_.header));
    }
    ++row_;
    worksheet_freeze_panes(sheet_, row_, 0);
    worksheet_repeat_rows(sheet_, header, header);
    for (const std::vector<SheetCell>& row : sheet.rows) {
      TOGUNA_RETURN_IF_ERROR(
          Row(row, sheet.wrap ? formats_.wrapped : formats_.text));
    }
    if (sheet.filter) {
      TOGUNA_RETURN_IF_ERROR(Of(worksheet_autofilter(
          sheet_, header, 0, row_ - 1,
          static_cast<lxw_col_t>(sheet.header.size() - 1))));
    }
    worksheet_set_landscape(sheet_);
    worksheet_fit_to_pages(sheet_, 1, 0);
    return mark.empty() ? absl::OkStatus() : Mark(mark);
  }

 private:
  absl::Status Text(size_t column, const std::string& text,
                    lxw_format* format) {
    if (!IsPlainText(text)) {
      return absl::InvalidArgumentError(
          "a text of a spreadsheet does not read as its bytes say");
    }
    return Of(worksheet_write_string(
        sheet_, row_, static_cast<lxw_col_t>(column), text.c_str(), format));
  }

  absl::Status Row(const std::vector<SheetCell>& row, lxw_format* format) {
    for (size_t i = 0; i < row.size(); ++i) {
      if (std::holds_alternative<std::monostate>(row[i])) continue;
      if (const auto* text = std::get_if<std::string>(&row[i])) {
        TOGUNA_RETURN_IF_ERROR(Text(i, *text, format));
        continue;
      }
      TOGUNA_RETURN_IF_ERROR(Of(worksheet_write_number(
          sheet_, row_, static_cast<lxw_col_t>(i),
          static_cast<double>(std::get<int64_t>(row[i])), formats_.number)));
    }
    ++row_;
    return absl::OkStatus();
  }

  // Beside the cells, so that a program finds header and rows where they are
  // without a mark, too.
  absl::Status Mark(const std::string& mark) {
    worksheet_set_tab_color(sheet_, kDemoColour);
    const std::string printed = absl::StrCat("&C", mark);
    if (!IsPlainText(mark) || printed.size() > kLongestPrintHeader) {
      return absl::InvalidArgumentError("a mark cannot be printed");
    }
    TOGUNA_RETURN_IF_ERROR(Of(worksheet_set_header(sheet_, printed.c_str())));
    TOGUNA_RETURN_IF_ERROR(Of(worksheet_set_footer(sheet_, printed.c_str())));
    return Of(worksheet_write_comment(sheet_, 0, 0, mark.c_str()));
  }

  lxw_worksheet* sheet_;
  const Formats& formats_;
  lxw_row_t row_ = 0;
};

absl::Status WriteAll(lxw_workbook* workbook, const Spreadsheet& spreadsheet) {
  std::string title = spreadsheet.title;
  lxw_doc_properties properties = {};
  properties.title = title.data();
  properties.created = absl::ToTimeT(spreadsheet.created);
  TOGUNA_RETURN_IF_ERROR(Of(workbook_set_properties(workbook, &properties)));
  const Formats formats = FormatsOf(workbook);
  for (const Sheet& sheet : spreadsheet.sheets) {
    lxw_worksheet* added = workbook_add_worksheet(workbook, sheet.name.c_str());
    if (added == nullptr) return absl::InvalidArgumentError("a sheet's name");
    TOGUNA_RETURN_IF_ERROR(
        SheetWriter(added, formats).Write(sheet, spreadsheet.mark));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> SpreadsheetBytes(const Spreadsheet& spreadsheet) {
  for (const Sheet& sheet : spreadsheet.sheets) {
    if (sheet.rows.size() + sheet.before.size() > kMostSheetRows) {
      return absl::ResourceExhaustedError(absl::StrCat(
          "sheet ", sheet.name, " has more rows than a spreadsheet holds"));
    }
  }
  // The library takes this for "now".
  if (absl::ToTimeT(spreadsheet.created) == 0) {
    return absl::InvalidArgumentError("a spreadsheet needs its time");
  }
  const MemoryFile file;
  MemoryFolder folder;
  if (!file.ok() || !folder.ok()) {
    return absl::UnavailableError(
        absl::StrCat("no memory for a spreadsheet in ", kMemory));
  }
  lxw_workbook_options options = {};
  options.constant_memory = LXW_FALSE;
  options.tmpdir = folder.path();
  const absl::MutexLock lock(&library_mutex);
  lxw_workbook* workbook = workbook_new_opt(file.path().c_str(), &options);
  if (workbook == nullptr) return absl::UnavailableError("spreadsheet");
  const absl::Status written = WriteAll(workbook, spreadsheet);
  // Frees the workbook, whatever happened.
  const absl::Status closed = Of(workbook_close(workbook));
  TOGUNA_RETURN_IF_ERROR(written);
  TOGUNA_RETURN_IF_ERROR(closed);
  return file.Read();
}

}  // namespace toguna
