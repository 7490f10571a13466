#include "manual/roff.hpp"

#include <netdumplings/version.hpp>

#include <algorithm>
#include <cctype>
#include <sstream>
#include <string_view>

namespace netdumplings::manual {
namespace {

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\'') {
      out += "\\(aq";
    } else {
      out += c;
    }
  }
  return out;
}

// Returns `line` changed so that it doesn't look like a request.
std::string safe_line(std::string line) { return !line.empty() && line.front() == '.' ? "\\&" + line : line; }

// Makes `code` and **strong** words bold. Keeps the words of a [link](to somewhere).
std::string inline_text(std::string_view text) {
  std::string out;
  bool bold = false;
  const auto toggle = [&] { out += (bold = !bold) ? "\\fB" : "\\fR"; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t words_end = text[i] == '[' ? text.find("](", i) : std::string_view::npos;
    if (text[i] == '`') {
      toggle();
    } else if (text.substr(i, 2) == "**") {
      toggle();
      ++i;
    } else if (words_end != std::string_view::npos) {
      out += inline_text(text.substr(i + 1, words_end - i - 1));
      i = text.find(')', words_end);
    } else {
      out += escaped(text.substr(i, 1));
    }
  }
  return safe_line(out);
}

std::string code(const std::string& text) {
  std::string out = ".PP\n.RS 4\n.nf\n";
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) out += safe_line(escaped(line)) + '\n';
  return out + ".fi\n.RE\n";
}

// Writes `-h, --hub HOST:PORT` with what is typed in bold and what has to be replaced in italics.
std::string spelling(const std::string& text) {
  std::string out;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const bool comma = word.back() == ',';
    if (comma) word.pop_back();
    const char* font = word.front() == '-' ? "\\fB" : "\\fI";
    if (!out.empty()) out += ' ';
    out += word == "/" ? word : font + escaped(word) + "\\fR";
    if (comma) out += ',';
  }
  return out;
}

std::string option(const cli::OptionHelp& option) {
  std::string out = ".TP\n" + spelling(option.spelling) + '\n' + safe_line(escaped(option.sentence)) + '\n';
  if (option.repeatable) out += "May be repeated.\n";
  if (!option.default_value.empty()) out += "Default: " + escaped(option.default_value) + ".\n";
  if (!option.environment.empty()) out += ".br\nEnvironment: " + escaped(option.environment) + ".\n";
  return out;
}

std::string head(const std::string& tool, const std::string& what_it_is) {
  std::string sentence = what_it_is;
  if (!sentence.empty() && sentence.back() == '.') sentence.pop_back();
  // No hyphens and no stretched blanks, so that names can be found and copied.
  return ".TH " + upper(escaped(tool)) +
         " 1 \"\" \"netdumplings " NETDUMPLINGS_VERSION "\" \"netdumplings\"\n.nh\n.ad l\n.SH NAME\n" + escaped(tool) +
         " \\- " + inline_text(sentence) + "\n.SH SYNOPSIS\n.B " + escaped(tool) +
         "\n[\\fIOPTIONS\\fR]\n.SH DESCRIPTION\n";
}

std::string section(const Block& block, const std::vector<cli::OptionHelp>& options) {
  std::string out;
  switch (block.kind) {
    case Block::Kind::title:
      break;
    case Block::Kind::heading:
      return ".SH " + upper(inline_text(block.text)) + '\n';
    case Block::Kind::paragraph:
      return ".PP\n" + inline_text(block.text) + '\n';
    case Block::Kind::item:
      return ".IP \\(bu 2\n" + inline_text(block.text) + '\n';
    case Block::Kind::code:
      return code(block.text);
    case Block::Kind::options:
      for (const cli::OptionHelp& each : options) out += option(each);
      break;
  }
  return out;
}

}  // namespace

std::string roff(const std::vector<Block>& page, const std::vector<cli::OptionHelp>& options) {
  std::string out = ".\\\" Written by nd-manual from docs/tools and the tool's own table of options.\n";
  const bool has_sentence = page.size() > 1 && page[1].kind == Block::Kind::paragraph;
  out += head(page.front().text, has_sentence ? page[1].text : "");
  for (std::size_t i = has_sentence ? 2 : 1; i < page.size(); ++i) out += section(page[i], options);
  return out;
}

}  // namespace netdumplings::manual
