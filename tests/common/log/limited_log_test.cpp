#include "common/log/limited_log.hpp"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>

#include <memory>
#include <sstream>
#include <string>

namespace netdumplings {
namespace {

TEST(LimitedLog, SaysHowManyLinesWereLeftOutOnce) {
  std::ostringstream lines;
  const auto sink = std::make_shared<spdlog::sinks::ostream_sink_st>(lines);
  sink->set_pattern("%l %v");
  LimitedLog limited(std::make_shared<spdlog::logger>("test", sink), "visits", 1, 3);
  int allowed = 0;
  for (int i = 0; i < 1000; ++i) allowed += limited.allows() ? 1 : 0;
  EXPECT_GE(allowed, 3);
  EXPECT_LT(allowed, 1000);
  limited.tell_left_out();
  limited.tell_left_out();
  std::size_t told = 0;
  std::istringstream text(lines.str());
  for (std::string line; std::getline(text, line);) {
    EXPECT_TRUE(line.starts_with("warning ") && line.ends_with(" lines left out: visits")) << line;
    told += std::stoul(line.substr(8));
  }
  EXPECT_EQ(told, 1000U - static_cast<unsigned>(allowed));
}

}  // namespace
}  // namespace netdumplings
