// Also the test of cli_environment, cli_help and cli_values.
#include "common/cli/cli.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "common/cli/cli_help.hpp"

namespace netdumplings::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A tool with one option of each kind.
class Cli : public testing::Test {
 protected:
  Cli() {
    prepare(app_, "nd-test");
    app_.add_option("-p,--port", port_, "A port.")->type_name("PORT")->capture_default_str()->check(cli::port());
    app_.add_option("-s,--seconds", seconds_, "Seconds.")->check(positive_seconds());
    app_.add_option("-m,--many-things", many_, "Things.")->type_name("THING");
    app_.add_flag("--on,!--no-on", on_, "On.");
    app_.add_option("--number", number_, "A number without a validator.");
    add_log_level(app_, log_level_);
    for (const char* name : variables_) unsetenv(name);
  }
  ~Cli() override {
    for (const char* name : variables_) unsetenv(name);
  }

  std::optional<int> parse(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "nd-test");
    testing::internal::CaptureStderr();
    testing::internal::CaptureStdout();
    const auto status = cli::parse(app_, static_cast<int>(arguments.size()), arguments.data());
    out_ = testing::internal::GetCapturedStdout();
    err_ = testing::internal::GetCapturedStderr();
    return status;
  }

  CLI::App app_{"Tests."};
  unsigned port_ = 7;
  double seconds_ = 1;
  int number_ = 0;
  std::vector<std::string> many_;
  bool on_ = true;
  std::string log_level_;
  std::string out_;
  std::string err_;
  static constexpr std::array variables_{"NETDUMPLINGS_TEST_PORT", "NETDUMPLINGS_TEST_MANY_THINGS",
                                         "NETDUMPLINGS_TEST_ON", "NETDUMPLINGS_TEST_SECONDS"};
};

TEST_F(Cli, RefusesWhatIsNeitherTrueNorFalseForAFlagAndForItsNegation) {
  for (const std::string value :
       {"maybe", "2", "-3", "99999999999999999999", "-9223372036854775808", "{}", "=", "1 "}) {
    for (const std::string flag : {"--on=", "--no-on="}) {
      EXPECT_EQ(parse({(flag + value).c_str()}), exit_usage) << flag << value;
      EXPECT_THAT(err_, HasSubstr("Invalid value for '--on' / '--no-on': '" + value + "' is not true or false\n"));
    }
    setenv("NETDUMPLINGS_TEST_ON", value.c_str(), 1);
    EXPECT_EQ(parse({}), exit_usage) << value;
    EXPECT_THAT(err_, HasSubstr("'--on' / '--no-on' (from NETDUMPLINGS_TEST_ON): '" + value + "' is not true or"));
    unsetenv("NETDUMPLINGS_TEST_ON");
  }
  EXPECT_EQ(parse({"--no-on=false"}), std::nullopt);
  EXPECT_TRUE(on_);
  EXPECT_EQ(parse({"--no-on=on"}), std::nullopt);
  EXPECT_FALSE(on_);
}

TEST_F(Cli, TakesTheLastOfARepeatedSingleValuedOption) {
  EXPECT_EQ(parse({"-p", "1", "--port=2", "-p3"}), std::nullopt);
  EXPECT_EQ(port_, 3);
}

TEST_F(Cli, TakesAllOfARepeatableOptionOneValueEach) {
  EXPECT_EQ(parse({"-m", "a", "--many-things", "[b,c]", "-m", "-x"}), std::nullopt);
  EXPECT_THAT(many_, ElementsAre("a", "[b,c]", "-x"));
  EXPECT_EQ(parse({"-m", "a", "b"}), exit_usage);
  EXPECT_THAT(err_, HasSubstr("Error: Got unexpected extra argument: b\n"));
}

TEST_F(Cli, NamesTheOptionTheValueAndWhatItShouldBe) {
  const std::vector<std::pair<std::vector<const char*>, const char*>> cases = {
      {{"-p", "65536"}, "Invalid value for '--port' / '-p': '65536' is not a port (0 to 65535; 0 is any free one)"},
      {{"-p", "-1"}, "Invalid value for '--port' / '-p': '-1' is not a port (0 to 65535; 0 is any free one)"},
      {{"-p", "0x10"}, "Invalid value for '--port' / '-p': '0x10' is not a port (0 to 65535; 0 is any free one)"},
      {{"-s", "0"}, "Invalid value for '--seconds' / '-s': '0' is not a number of seconds greater than zero"},
      {{"-s", "-1"}, "Invalid value for '--seconds' / '-s': '-1' is not a number of seconds greater than zero"},
      {{"-s", "inf"}, "Invalid value for '--seconds' / '-s': 'inf' is not a number of seconds greater than zero"},
      {{"-s", "nan"}, "Invalid value for '--seconds' / '-s': 'nan' is not a number of seconds greater than zero"},
      {{"-s", "5 "}, "Invalid value for '--seconds' / '-s': '5 ' is not a number of seconds greater than zero"},
      {{"-s", ""}, "Invalid value for '--seconds' / '-s': '' is not a number of seconds greater than zero"},
      {{"--number", "x"}, "Invalid value for '--number': 'x' is not a valid INT"},
      {{"--log-level", "loud"}, "Invalid value for '--log-level': 'loud' is not debug, info, warning or error"},
      {{"-m"}, "Option '--many-things' / '-m' requires an argument."},
      {{"--nothing"}, "No such option: --nothing"},
      {{"\x1b"}, "Got unexpected extra argument: \\u001b"}};
  for (const auto& [arguments, why] : cases) {
    EXPECT_EQ(parse(arguments), exit_usage);
    EXPECT_EQ(err_, std::string("Usage: nd-test [OPTIONS]\nTry 'nd-test --help' for help.\n\nError: ") + why + "\n");
  }
}

TEST_F(Cli, LetsTheEnvironmentStandInForWhatIsNotOnTheCommandLine) {
  setenv("NETDUMPLINGS_TEST_PORT", "5", 1);
  setenv("NETDUMPLINGS_TEST_MANY_THINGS", " a  b ", 1);
  setenv("NETDUMPLINGS_TEST_ON", "no", 1);
  EXPECT_EQ(parse({"-s", "2"}), std::nullopt);
  EXPECT_EQ(port_, 5);
  EXPECT_EQ(seconds_, 2);
  EXPECT_FALSE(on_);
  EXPECT_THAT(many_, ElementsAre("a", "b"));
}

TEST_F(Cli, LetsTheCommandLineWin) {
  setenv("NETDUMPLINGS_TEST_PORT", "5", 1);
  setenv("NETDUMPLINGS_TEST_MANY_THINGS", "a b", 1);
  setenv("NETDUMPLINGS_TEST_ON", "false", 1);
  EXPECT_EQ(parse({"-p", "6", "-m", "c", "--on"}), std::nullopt);
  EXPECT_EQ(port_, 6);
  EXPECT_TRUE(on_);
  EXPECT_THAT(many_, ElementsAre("c"));
}

TEST_F(Cli, NamesTheVariableWhoseValueIsWrong) {
  setenv("NETDUMPLINGS_TEST_SECONDS", "soon", 1);
  EXPECT_EQ(parse({}), exit_usage);
  EXPECT_THAT(err_,
              HasSubstr("Error: Invalid value for '--seconds' / '-s' (from NETDUMPLINGS_TEST_SECONDS): 'soon' is"));
}

TEST_F(Cli, AnEmptyVariableIsNone) {
  setenv("NETDUMPLINGS_TEST_PORT", "", 1);
  EXPECT_EQ(parse({}), std::nullopt);
  EXPECT_EQ(port_, 7);
}

TEST_F(Cli, NamesTheNearestOfAVariableThatSetsNothing) {
  const std::string prefix = "NETDUMPLINGS_TEST_";
  for (const auto& [wrong, right] : std::vector<std::pair<std::string, std::string>>{
           {"PROT", "PORT"}, {"POTR", "PORT"}, {"SECOND", "SECONDS"}, {"MANYTHINGS", "MANY_THINGS"}, {"", "ON"}}) {
    setenv((prefix + wrong).c_str(), "1", 1);
    EXPECT_THAT(unknown_variables(app_),
                ElementsAre("The environment variable " + prefix + wrong +
                            " sets nothing: no option has it. The nearest is " + prefix + right))
        << wrong;
    unsetenv((prefix + wrong).c_str());
  }
}

TEST_F(Cli, SaysNothingOfVariablesThatSetSomethingOrAreNotTheTools) {
  const std::vector<std::pair<std::string, std::string>> variables{
      {"NETDUMPLINGS_TEST_PORT", "7"},    {"NETDUMPLINGS_TEST_LOG_LEVEL", ""}, {"NETDUMPLINGS_TESTER_PROT", "1"},
      {"NETDUMPLINGS_LOG_LEVEL", "info"}, {"NETDUMPLINGS_BOOT_ID", "0"},       {"NETDUMPLINGS_OTHER_PROT", "1"},
      {"XNETDUMPLINGS_TEST_PROT", "1"}};
  for (const auto& [name, value] : variables) setenv(name.c_str(), value.c_str(), 1);
  EXPECT_THAT(unknown_variables(app_), ElementsAre());
  for (const auto& [name, value] : variables) unsetenv(name.c_str());
}

TEST_F(Cli, SaysNothingOfWhatKubernetesMakesOfAServicesName) {
  const std::string prefix = "NETDUMPLINGS_TEST_";
  const std::vector<std::pair<std::string, std::string>> variables{
      {"SERVICE_HOST", "10.0.0.7"},
      {"SERVICE_PORT", "11347"},
      {"SERVICE_PORT_KITCHENS", "11347"},
      {"PORT", "tcp://10.0.0.7:11347"},  // isn't a value for --port
      {"PORT_11347_TCP", "tcp://10.0.0.7:11347"},
      {"PORT_11347_TCP_PROTO", "tcp"},
      {"PORT_11347_TCP_PORT", "11347"},
      {"PORT_11347_TCP_ADDR", "10.0.0.7"},
      {"EATERS_SERVICE_HOST", "10.0.0.7"},
      {"EATERS_PORT", "tcp://10.0.0.7:11348"},
      {"EATERS_PORT_11348_TCP_ADDR", "10.0.0.7"}};
  for (const auto& [name, value] : variables) setenv((prefix + name).c_str(), value.c_str(), 1);
  EXPECT_THAT(unknown_variables(app_), ElementsAre());
  EXPECT_EQ(parse({}), std::nullopt) << err_;
  EXPECT_EQ(port_, 7U);
  for (const auto& [name, value] : variables) unsetenv((prefix + name).c_str());
  setenv((prefix + "OUT_PORT").c_str(), "11348", 1);
  EXPECT_EQ(unknown_variables(app_).size(), 1U);
  unsetenv((prefix + "OUT_PORT").c_str());
}

TEST_F(Cli, HelpShowsValuesDefaultsAndVariablesAndWraps) {
  app_.add_option("--a-rather-long-name-for-an-option", number_, std::string(30, 'x') + " " + std::string(60, 'y'));
  example(app_, "nd-test -p 1");
  EXPECT_EQ(parse({"--help"}), exit_ok);
  EXPECT_THAT(out_, HasSubstr("Usage: nd-test [OPTIONS]\n\n  Tests.\n\nOptions:\n"));
  EXPECT_THAT(out_,
              HasSubstr("\n  -p, --port PORT                 A port. [default: 7; env: NETDUMPLINGS_TEST_PORT]\n"));
  EXPECT_THAT(out_, HasSubstr("\n  --on / --no-on                  On. [env: NETDUMPLINGS_TEST_ON]\n"));
  EXPECT_THAT(out_, HasSubstr("\n  -m, --many-things THING         Things. [repeatable; env:"));
  EXPECT_THAT(out_, HasSubstr("\n  --a-rather-long-name-for-an-option INT\n                                  xxx"));
  EXPECT_THAT(out_, HasSubstr("x\n                                  yyy"));
  EXPECT_THAT(out_, testing::EndsWith("Show the version and exit.\n\nExample: nd-test -p 1\n"));
}

}  // namespace
}  // namespace netdumplings::cli
