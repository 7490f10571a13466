#include "hub/access/reloads.hpp"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>

#include <memory>
#include <sstream>
#include <string>

namespace netdumplings::hub {
namespace {

TEST(Reloads, RunAllAndLogWhatEachReturns) {
  std::ostringstream lines;
  const auto sink = std::make_shared<spdlog::sinks::ostream_sink_st>(lines);
  sink->set_pattern("%l %v");
  Reloads reloads;
  EXPECT_TRUE(reloads.empty());
  reloads.add([]() -> Result<std::string> { return Error{"the first is missing"}; });
  reloads.add([]() -> Result<std::string> { return std::string("the second"); });
  EXPECT_FALSE(reloads.empty());
  reloads.run(std::make_shared<spdlog::logger>("test", sink));
  EXPECT_EQ(lines.str(),
            "error Not reread, what was read before is still used: the first is missing\n"
            "info Reread: the second\n");
}

}  // namespace
}  // namespace netdumplings::hub
