// Also the test of log_format, log_settings and stderr_sink.
#include "common/log/logging.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace netdumplings {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
namespace fs = std::filesystem;

constexpr const char* stamp = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}";

class Logs : public testing::Test {
 protected:
  Logs() : folder_(fs::temp_directory_path() / ("nd_logs." + std::to_string(getpid()))) {
    fs::create_directories(folder_);
    forget();
  }
  ~Logs() override {
    forget();
    fs::remove_all(folder_);
  }

  static void forget() {
    unsetenv("NETDUMPLINGS_LOGGING_CONFIG");
    unsetenv("NETDUMPLINGS_LOG_LEVEL");
  }

  void configure(const std::string& config) const {
    std::ofstream(folder_ / "log.json") << config;
    setenv("NETDUMPLINGS_LOGGING_CONFIG", (folder_ / "log.json").c_str(), 1);
  }

  [[nodiscard]] std::string contents(const std::string& file) const {
    std::ostringstream text;
    text << std::ifstream(folder_ / file).rdbuf();
    return text.str();
  }

  // Returns a logger of a tool that logs to its file from the start.
  static Log make_log(const std::string& name, const std::string& level = "") {
    Logging logging = make_logging(name, level);
    Log log = logging.logger(name);
    if (const auto file = logging.open_file(); !file) log->error(file.error());
    return log;
  }

  // Returns what a logger `name` writes to standard error at each level.
  static std::string written(const std::string& name, const std::string& level = "") {
    testing::internal::CaptureStderr();
    const Log log = make_log(name, level);
    log->debug("d");
    log->info("i");
    log->warn("w");
    log->error("e {}", 1);
    return testing::internal::GetCapturedStderr();
  }

  fs::path folder_;
};

std::string line(const std::string& rest) { return stamp + (" " + rest + "\n"); }

TEST_F(Logs, HaveTimeLevelAndMessage) {
  EXPECT_THAT(written("nd-hub"), MatchesRegex(line("INFO i") + line("WARNING w") + line("ERROR e 1")));
}

TEST_F(Logs, HaveTheLevelThatTheEnvironmentOrTheFlagSays) {
  setenv("NETDUMPLINGS_LOG_LEVEL", "Warning", 1);
  EXPECT_THAT(written("nd-hub"), MatchesRegex(line("WARNING w") + line("ERROR e 1")));
  EXPECT_THAT(written("nd-hub", "debug"),
              MatchesRegex(line("DEBUG d") + line("INFO i") + line("WARNING w") + line("ERROR e 1")));
}

TEST_F(Logs, HaveLevelsByLogger) {
  configure(R"({"level": "error", "levels": {"nd-hub": "warning"}})");
  EXPECT_THAT(written("nd-hub"), MatchesRegex(line("WARNING w") + line("ERROR e 1")));
  EXPECT_THAT(written("nd-sniff"), MatchesRegex(line("ERROR e 1")));
  setenv("NETDUMPLINGS_LOG_LEVEL", "error", 1);
  EXPECT_THAT(written("nd-hub"), MatchesRegex(line("ERROR e 1")));
}

TEST_F(Logs, CanBeJsonLines) {
  configure(R"({"format": "json"})");
  testing::internal::CaptureStderr();
  make_log("nd-hub")->warn("it said \"{}\"\n\x1b\xff", "x");
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  const auto entry = nlohmann::json::parse(text);
  EXPECT_EQ(entry["level"], "WARNING");
  EXPECT_EQ(entry["logger"], "nd-hub");
  EXPECT_EQ(entry["message"], "it said \"x\"\n\x1b\xef\xbf\xbd");
  EXPECT_THAT(entry["time"].get<std::string>(), MatchesRegex(std::string(stamp) + "Z"));
}

// Returns standard error as systemd names it in JOURNAL_STREAM.
std::string stderr_stream() {
  struct stat status {};
  fstat(STDERR_FILENO, &status);
  return std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
}

// Returns what a logger writes to standard error, while JOURNAL_STREAM says `stream`, or by default names it.
std::string written_to_the_journal(const std::string& stream = "") {
  testing::internal::CaptureStderr();
  setenv("JOURNAL_STREAM", (stream.empty() ? stderr_stream() : stream).c_str(), 1);
  const Log log = make_logging("nd-hub", "debug").logger("nd-hub");
  log->debug("d");
  log->info("i");
  log->warn("w");
  log->error("e");
  unsetenv("JOURNAL_STREAM");
  return testing::internal::GetCapturedStderr();
}

TEST_F(Logs, HavePrioritiesAndNoTimeInTheJournal) {
  EXPECT_EQ(written_to_the_journal(), "<7>DEBUG d\n<6>INFO i\n<4>WARNING w\n<3>ERROR e\n");
}

TEST_F(Logs, HaveTheTimeWhereStandardErrorIsNotTheJournalThatTheVariableNames) {
  for (const char* const other : {"1:2", ":", "8:"}) {
    EXPECT_THAT(written_to_the_journal(other),
                MatchesRegex(line("DEBUG d") + line("INFO i") + line("WARNING w") + line("ERROR e")));
  }
}

TEST_F(Logs, CanBeJsonLinesInTheJournal) {
  configure(R"({"format": "json"})");
  const std::string text = written_to_the_journal();
  ASSERT_THAT(text, testing::StartsWith("<7>{"));
  const auto entry = nlohmann::json::parse(text.substr(3, text.find('\n') - 3));
  EXPECT_EQ(entry["message"], "d");
}

TEST_F(Logs, InAFileHaveTheTimeAlsoWhenStandardErrorIsTheJournal) {
  configure(R"({"file": {"path": ")" + (folder_ / "nd.log").string() + R"("}})");
  testing::internal::CaptureStderr();
  setenv("JOURNAL_STREAM", stderr_stream().c_str(), 1);
  make_log("nd-hub")->info("i");
  unsetenv("JOURNAL_STREAM");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "<6>INFO i\n");
  EXPECT_THAT(contents("nd.log"), MatchesRegex(line("INFO i")));
}

TEST_F(Logs, GoToAFileThatRotates) {
  configure(R"({"stderr": false, "file": {"path": ")" + (folder_ / "nd.log").string() +
            R"(", "max_bytes": 200, "backups": 2}})");
  testing::internal::CaptureStderr();
  const Log log = make_log("nd-hub");
  for (int i = 0; i < 40; ++i) log->info("line {}", i);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_THAT(contents("nd.log"), HasSubstr("line 39\n"));
  EXPECT_LE(contents("nd.log").size(), 200U);
  EXPECT_THAT(contents("nd.1.log"), HasSubstr("INFO line"));
  EXPECT_TRUE(fs::exists(folder_ / "nd.2.log"));
  EXPECT_FALSE(fs::exists(folder_ / "nd.3.log"));
}

TEST_F(Logs, OfAllLoggersShareOneFile) {
  LogSettings settings;
  settings.file = folder_ / "both.log";
  settings.to_stderr = false;
  Logging logging(settings);
  const Log first = logging.logger("a");
  testing::internal::CaptureStderr();
  first->info("before the file is open");
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("before the file is open\n"));
  ASSERT_TRUE(logging.open_file());
  first->info("one");
  logging.logger("b")->info("two");
  EXPECT_THAT(contents("both.log"),
              MatchesRegex(line("INFO before the file is open") + line("INFO one") + line("INFO two")));
}

TEST_F(Logs, HoldTheDefaultsWhenTheSetUpIsBroken) {
  for (const std::string config :
       {"", "{", "[]", R"({"level": "loud"})", R"({"level": 3})", R"({"levels": []})", R"({"version": 1})",
        R"({"format": "xml"})", R"({"stderr": 1})", R"({"file": "x"})", R"({"file": {"path": ""}})",
        R"({"file": {"path": "x", "max_bytes": -1}})", R"({"file": {"path": "x", "mode": 1}})"}) {
    configure(config);
    EXPECT_THAT(written("nd-hub"),
                MatchesRegex(line("ERROR NETDUMPLINGS_LOGGING_CONFIG: .*log.json is left aside: .*") + line("INFO i") +
                             line("WARNING w") + line("ERROR e 1")))
        << config;
  }
  setenv("NETDUMPLINGS_LOGGING_CONFIG", "/nowhere", 1);
  EXPECT_THAT(written("nd-hub"), HasSubstr("/nowhere is left aside: it cannot be read"));
}

TEST_F(Logs, HoldTheDefaultsWhenTheSetUpIsDeepOrEndless) {
  constexpr std::size_t deep = 200'000;
  const std::string nested = std::string(deep, '[') + std::string(deep, ']');
  for (const std::string& config :
       std::vector{R"({"level": )" + nested + "}", R"({"levels": {"nd-hub": )" + nested + "}}"}) {
    configure(config);
    EXPECT_THAT(written("nd-hub"), HasSubstr("is left aside: it is not JSON: arrays and objects are too deep"));
  }
  setenv("NETDUMPLINGS_LOGGING_CONFIG", "/dev/zero", 1);
  EXPECT_THAT(written("nd-hub"), HasSubstr("/dev/zero is left aside: it has more than 1048576 bytes\n"));
}

TEST_F(Logs, TellABrokenSetUpInOneHarmlessLine) {
  for (const std::string config :
       {R"({"\u001b[2J\n": 1})", R"({"level": "\u001b[2J\n"})", "\x1b[2J\n", R"({"levels": {"\u0085": []}})"}) {
    configure(config);
    EXPECT_THAT(written("nd-hub"), MatchesRegex(line("ERROR [ -~]*log.json is left aside: [ -~]+") + line("INFO i") +
                                                line("WARNING w") + line("ERROR e 1")))
        << config;
  }
}

TEST_F(Logs, GoToStandardErrorWhenTheFileCannotBeOpened) {
  configure(R"({"stderr": false, "file": {"path": "/proc/nowhere/nd.log"}})");
  EXPECT_THAT(written("nd-hub"), MatchesRegex(line("ERROR Cannot log to a file: .*") + line("INFO i") +
                                              line("WARNING w") + line("ERROR e 1")));
}

TEST_F(Logs, SayThatALevelIsNone) {
  setenv("NETDUMPLINGS_LOG_LEVEL", "loud", 1);
  EXPECT_THAT(written("nd-hub"), MatchesRegex(line("ERROR NETDUMPLINGS_LOG_LEVEL: 'loud' is not debug, .*") +
                                              line("INFO i") + line("WARNING w") + line("ERROR e 1")));
}

}  // namespace
}  // namespace netdumplings
