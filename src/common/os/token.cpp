#include "common/os/token.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "common/defaults.hpp"
#include "common/os/secret.hpp"
#include "common/os/small_file.hpp"
#include "common/os/terminal.hpp"

namespace netdumplings {
namespace {

constexpr const char* how_to_make_one = "such as 'openssl rand -hex 32' makes";

Result<std::vector<std::string>> tokens_in(std::string_view text) {
  std::vector<std::string> tokens;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    ++number;
    const auto begin = line.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos || line[begin] == '#') continue;
    if (const auto fault = token_fault(line); !fault.empty()) {
      return Error{"in line " + std::to_string(number) + ", " + fault};
    }
    tokens.emplace_back(line);
  }
  if (tokens.empty()) return Error{std::string("there is none in it: put one there, ") + how_to_make_one};
  return tokens;
}

}  // namespace

std::string token_fault(std::string_view token) {
  const auto has = [&](auto what) { return std::any_of(token.begin(), token.end(), what); };
  if (has([](unsigned char c) { return c == ' ' || c == '\t'; })) return "a token has no blanks";
  if (has([](unsigned char c) { return c < ' ' || c == 0x7F; })) {
    return "a token has no control characters, such as Windows puts at the end of a line";
  }
  if (has([](unsigned char c) { return c > 0x7F; })) return "a token is made of ASCII characters";
  if (token.size() < defaults::shortest_token) {
    return "a token has at least " + std::to_string(defaults::shortest_token) + " characters, " + how_to_make_one;
  }
  if (token.size() > defaults::longest_token) {
    return "a token has at most " + std::to_string(defaults::longest_token) + " characters";
  }
  return {};
}

Result<std::vector<std::string>> read_token_file(const std::string& path) {
  const auto fail = [&path](const std::string& why) {
    return Error{"no token can be read from " + terminal::harmless(path) + ": " + why};
  };
  SmallFile file = read_small_file(path, {defaults::largest_token_file, readers_of_secret(path), true});
  const Cleanser cleanser(file.text);
  if (!file.ok()) return fail(file.why);
  auto tokens = tokens_in(file.text);
  if (!tokens) return fail(tokens.error());
  return tokens;
}

std::string take_token_variable() {
  char* value = std::getenv(token_variable);
  if (value == nullptr) return {};
  std::string token = value;
  if (!token.empty()) guard_memory();
  ::explicit_bzero(value, token.size());  // unsetenv() leaves it where /proc/PID/environ finds it
  ::unsetenv(token_variable);
  return token;
}

Result<std::string> client_token(const std::string& file, const std::string& variable) {
  if (!file.empty()) {
    auto tokens = read_token_file(file);
    if (!tokens) return Error{tokens.error()};
    std::string first = tokens->front();
    for (auto& token : *tokens) cleanse(token);
    return first;
  }
  if (variable.empty()) return std::string();
  if (const auto fault = token_fault(variable); !fault.empty()) {
    return Error{std::string(token_variable) + " holds no token: " + fault};
  }
  return variable;
}

}  // namespace netdumplings
