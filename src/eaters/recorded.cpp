#include "eaters/recorded.hpp"

#include "common/defaults.hpp"
#include "common/os/terminal.hpp"
#include "eaters/line_reader.hpp"

namespace netdumplings::eaters {
namespace {

bool blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

std::optional<Dumpling> read(const LineReader::Line& line, const ToolOptions& tool) {
  std::string why = "longer than " + std::to_string(defaults::client_max_message) + " bytes";
  try {
    if (!line.too_long) return Dumpling::from_json(line.text);
  } catch (const InvalidDumpling& invalid) {
    why = terminal::harmless(invalid.what());
  }
  complain(tool, "Invalid dumpling: " + why + " (line " + std::to_string(line.number) + ")");
  return std::nullopt;
}

}  // namespace

int print_recorded(const std::string& path, const PrintOptions& print, const ToolOptions& tool,
                   std::optional<std::uint64_t> count, Output& output) {
  auto lines = LineReader::open(path, defaults::client_max_message);
  if (!lines) {
    complain(tool, "Cannot read " + path + ": " + lines.error());
    return cli::exit_failed;
  }
  std::uint64_t shown = 0;
  while (shown != count) {
    const auto line = lines->next();
    if (!line) break;
    if (blank(line->text)) continue;
    const auto dumpling = read(*line, tool);
    if (!dumpling || !wanted(*dumpling, print)) continue;
    {
      TextStream out([&output](std::string_view part) { output.write(part); });
      eaters::print(*dumpling, print, out);
    }
    if (output.state() != Output::State::open) break;
    ++shown;
  }
  if (!lines->failure().empty()) {
    complain(tool, "Cannot read " + path + ": " + lines->failure());
    return cli::exit_failed;
  }
  return exit_status(tool, output, cli::exit_ok);
}

}  // namespace netdumplings::eaters
