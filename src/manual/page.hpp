// Reads a tool's page, docs/tools/TOOL.md. It knows the part of Markdown that these pages use: a title, headings,
// paragraphs, lists, fenced code, and one place for the options, between two comments.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace netdumplings::manual {

struct Block {
  enum class Kind { title, heading, paragraph, item, code, options };
  Kind kind;
  std::string text;  // without Markdown's marks; the lines of a paragraph or an item are joined, those of code aren't
};

/// Returns the blocks in the order of the page. Throws std::runtime_error, which says what is missing, if it is no such
/// page.
std::vector<Block> read_page(std::string_view page);

/// Returns the page with `options` as the text between the two comments. Throws std::runtime_error if they are missing.
std::string with_options(std::string_view page, std::string_view options);

}  // namespace netdumplings::manual
