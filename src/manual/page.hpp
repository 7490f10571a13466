// A tool's page, docs/tools/TOOL.md, in the little of Markdown that such pages use: a title, headings, paragraphs,
// lists, fenced code, and one place for the options, between two comments.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace netdumplings::manual {

struct Block {
  enum class Kind { title, heading, paragraph, item, code, options };
  Kind kind;
  std::string text;  // without its marks; lines of a paragraph or an item joined, lines of code as they are
};

/// In the order of the page. Throws std::runtime_error, which says what is missing, for what is no such page.
std::vector<Block> read_page(std::string_view page);

/// The page with `options` as the text between the two comments. Throws std::runtime_error where they are missing.
std::string with_options(std::string_view page, std::string_view options);

}  // namespace netdumplings::manual
