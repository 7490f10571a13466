#include "eaters/line_reader.hpp"

#include <cerrno>
#include <system_error>

namespace netdumplings::eaters {

void LineReader::Close::operator()(std::FILE* file) const {
  if (file != stdin) std::fclose(file);
}

Result<LineReader> LineReader::open(const std::string& path, std::size_t max_line) {
  std::FILE* file = path == "-" ? stdin : std::fopen(path.c_str(), "re");
  if (file == nullptr) return Error{std::generic_category().message(errno)};
  return LineReader(file, max_line);
}

std::optional<LineReader::Line> LineReader::next() {
  line_.clear();
  bool too_long = false;
  int c = getc_unlocked(file_.get());
  const bool any = c != EOF;
  for (; c != EOF && c != '\n'; c = getc_unlocked(file_.get())) {
    if (line_.size() < max_line_) {
      line_ += static_cast<char>(c);
    } else {
      too_long = true;
    }
  }
  if (std::ferror(file_.get()) != 0) {
    failure_ = std::generic_category().message(errno);
    return std::nullopt;
  }
  if (!any) return std::nullopt;
  return Line{line_, ++number_, too_long};
}

}  // namespace netdumplings::eaters
