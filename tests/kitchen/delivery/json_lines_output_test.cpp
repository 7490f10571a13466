#include "kitchen/delivery/json_lines_output.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/eventfd.h>
#include <sys/stat.h>

#include <csignal>

#include "kitchen/scratch_folder.hpp"

namespace netdumplings::kitchen {
namespace {

using ::testing::EndsWith;
using testing::ScratchFolder;

struct Pipe {
  Pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) == 0) {
      read_end = FileDescriptor(ends[0]);
      write_end = FileDescriptor(ends[1]);
    }
  }
  FileDescriptor read_end;
  FileDescriptor write_end;
};

std::string take(const FileDescriptor& fd) {
  std::string text(4096, '\0');
  const ssize_t got = read(fd.get(), text.data(), text.size());
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return text;
}

TEST(JsonLinesOutput, EachDumplingIsALineOfTheFile) {
  const ScratchFolder folder;
  folder.write("out", {'o', 'l', 'd'});
  auto output = JsonLinesOutput::open(folder.path() + "/out", -1, "me");
  ASSERT_TRUE(output);
  EXPECT_TRUE((*output)->put(R"({"a":1})"));
  EXPECT_TRUE((*output)->put(R"({"b":2})"));
  const auto report = (*output)->finish();
  EXPECT_EQ(folder.read("out"), "{\"a\":1}\n{\"b\":2}\n");
  EXPECT_EQ(report.counts.made, 2U);
  EXPECT_EQ(report.counts.delivered, 2U);
  EXPECT_EQ(report.failure, "");
}

TEST(JsonLinesOutput, WhatWasCollectedGoesOutWhenFlushed) {
  Pipe pipe;
  JsonLinesOutput output(std::move(pipe.write_end), "pipe", -1);
  output.put("1");
  output.flush();
  EXPECT_EQ(take(pipe.read_end), "1\n");
}

TEST(JsonLinesOutput, ManyLinesGoOutWithoutBeingFlushed) {
  const ScratchFolder folder;
  auto output = JsonLinesOutput::open(folder.path() + "/out", -1, "me");
  const std::string line(1000, 'x');
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE((*output)->put(line));
  EXPECT_GT(folder.read("out").size(), 900'000U) << "nothing is collected without bound";
}

TEST(JsonLinesOutput, AFullDiskIsAFailureThatCountsWhatIsMissing) {
  JsonLinesOutput output(FileDescriptor(open("/dev/full", O_WRONLY | O_CLOEXEC)), "/dev/full", -1);
  EXPECT_TRUE(output.put("1"));
  output.flush();
  EXPECT_FALSE(output.put("2"));
  const auto report = output.finish();
  EXPECT_EQ(report.counts.made, 2U);
  EXPECT_EQ(report.counts.delivered, 0U);
  EXPECT_EQ(report.counts.output_gone, 2U);
  EXPECT_EQ(report.failure, "/dev/full: can't be written: No space left on device");
}

TEST(JsonLinesOutput, AClosedPipeEndsItQuietly) {
  std::signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  pipe.read_end.reset();
  JsonLinesOutput output(std::move(pipe.write_end), "pipe", -1);
  output.put("1");
  output.flush();
  EXPECT_FALSE(output.put("2"));
  EXPECT_EQ(output.finish().failure, "");
}

TEST(JsonLinesOutput, AfterAStopAPipeThatNobodyReadsIsNotWaitedForLong) {
  Pipe pipe;
  fcntl(pipe.write_end.get(), F_SETPIPE_SZ, 4096);
  const FileDescriptor stop(eventfd(1, EFD_CLOEXEC));
  JsonLinesOutput output(std::move(pipe.write_end), "pipe", stop.get());
  const std::string line(1023, 'x');
  for (int i = 0; i < 16; ++i) output.put(line);
  const auto report = output.finish();
  EXPECT_EQ(report.counts.made, 16U);
  EXPECT_EQ(report.counts.delivered, 4U) << "what the pipe took";
  EXPECT_EQ(report.failure, "pipe: nobody reads it");
}

TEST(JsonLinesOutput, AFileThatCannotBeWrittenGivesAnErrorThatNamesTheUser) {
  const ScratchFolder folder;
  EXPECT_THAT(JsonLinesOutput::open(folder.path() + "/no/out", -1, "nobody").error(),
              EndsWith("/no/out: can't be written as user nobody: No such file or directory"));
}

TEST(JsonLinesOutput, AFileThatRightsForbidGivesAnErrorThatNamesTheRemedies) {
  const ScratchFolder folder;
  const uid_t me = geteuid();
  ASSERT_EQ(chmod(folder.path().c_str(), 0500), 0);
  ASSERT_EQ(seteuid(me == 0 ? 65534 : me), 0);
  const auto output = JsonLinesOutput::open(folder.path() + "/out", -1, "nobody");
  ASSERT_EQ(seteuid(me), 0);
  ASSERT_FALSE(output);
  EXPECT_THAT(
      output.error(),
      EndsWith("/out: can't be written as user nobody: Permission denied; give an -o where the user nobody may write, "
               "use -o - and redirect it, or give -Z the user who may"));
}

}  // namespace
}  // namespace netdumplings::kitchen
