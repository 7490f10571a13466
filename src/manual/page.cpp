#include "manual/page.hpp"

#include <sstream>
#include <stdexcept>

namespace netdumplings::manual {
namespace {

constexpr std::string_view options_begin = "<!-- options: written by nd-manual, not by hand -->\n";
constexpr std::string_view options_end = "<!-- end of options -->\n";

bool starts_with(std::string_view line, std::string_view mark) { return line.substr(0, mark.size()) == mark; }

class PageReader {
 public:
  std::vector<Block> read(std::string_view page) {
    std::istringstream lines{std::string(page)};
    for (std::string line; std::getline(lines, line);) take(line);
    if (blocks_.empty() || blocks_.front().kind != Block::Kind::title)
      throw std::runtime_error("the page doesn't begin with a title");
    return std::move(blocks_);
  }

 private:
  void take(const std::string& line) {
    if (in_code_) return take_code(line);
    if (in_options_) {
      in_options_ = line + '\n' != options_end;
      return;
    }
    if (line + '\n' == options_begin) {
      in_options_ = true;
      return add(Block::Kind::options, "");
    }
    take_text(line);
  }

  void take_code(const std::string& line) {
    if (starts_with(line, "```")) {
      in_code_ = false;
      return;
    }
    blocks_.back().text += line + '\n';
  }

  void take_text(const std::string& line) {
    if (line.empty()) {
      goes_on_ = false;
    } else if (starts_with(line, "```")) {
      add(Block::Kind::code, "");
      in_code_ = true;
    } else if (starts_with(line, "# ")) {
      add(Block::Kind::title, line.substr(2));
    } else if (starts_with(line, "## ")) {
      add(Block::Kind::heading, line.substr(3));
    } else if (starts_with(line, "- ")) {
      add(Block::Kind::item, line.substr(2));
      goes_on_ = true;
    } else if (goes_on_) {
      blocks_.back().text += ' ' + line.substr(line.find_first_not_of(' '));
    } else {
      add(Block::Kind::paragraph, line);
      goes_on_ = true;
    }
  }

  void add(Block::Kind kind, const std::string& text) {
    blocks_.push_back({kind, text});
    goes_on_ = false;
  }

  std::vector<Block> blocks_;
  bool in_code_ = false;
  bool in_options_ = false;
  bool goes_on_ = false;  // the next line belongs to the last block
};

}  // namespace

std::vector<Block> read_page(std::string_view page) { return PageReader().read(page); }

std::string with_options(std::string_view page, std::string_view options) {
  const std::size_t begin = page.find(options_begin);
  const std::size_t end = page.find(options_end);
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin)
    throw std::runtime_error("the page has no place for the options: " + std::string(options_begin) + "and then " +
                             std::string(options_end));
  const std::size_t place = begin + options_begin.size();
  return std::string(page.substr(0, place)) + std::string(options) + std::string(page.substr(end));
}

}  // namespace netdumplings::manual
