// Appending to the hub's log: in memory, and in files of a folder that are mapped into memory. Compare the two in one
// run; TMPDIR says where the files are. A log is written round and round, as a busy hub writes it.
//
//   build/release/bench/log_bench --benchmark_repetitions=5 --benchmark_report_aggregates_only=true
#include <benchmark/benchmark.h>
#include <spdlog/sinks/null_sink.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "hub/log/dumpling_log.hpp"
#include "hub/log/log_crc.hpp"

namespace {

using namespace netdumplings;
using hub::DumplingLog;

constexpr std::size_t dumpling_size = 200;

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "nd-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::unique_ptr<DumplingLog> open(const std::string& folder, std::size_t bytes) {
  const auto quiet = std::make_shared<spdlog::logger>("bench", std::make_shared<spdlog::sinks::null_sink_mt>());
  auto log = DumplingLog::open(folder, bytes, defaults::log_chunk, quiet);
  if (!log) throw std::runtime_error(log.error());
  return std::move(*log);
}

void append_all(benchmark::State& state, DumplingLog& log) {
  const std::string dumpling(dumpling_size, 'x');
  hub::Session* const session = log.sessions().open("bench", 0, [] {});
  hub::LogRecord record{dumpling};
  record.session = session;
  for (auto each : state) {
    ++record.arrival_ms;
    ++record.session_number;
    benchmark::DoNotOptimize(log.append(record));
  }
  state.SetItemsProcessed(state.iterations());
}

void append_in_memory(benchmark::State& state) {
  DumplingLog log(static_cast<std::size_t>(state.range(0)) << 20);
  append_all(state, log);
}

void append_on_disk(benchmark::State& state) {
  const Folder folder;
  append_all(state, *open(folder.path(), static_cast<std::size_t>(state.range(0)) << 20));
}

// From a killed hub's folder to a log that can be read and written, the pages still in the kernel's memory.
void recover(benchmark::State& state) {
  const Folder folder;
  const std::size_t bytes = static_cast<std::size_t>(state.range(0)) << 20;
  {
    const auto log = open(folder.path(), bytes);
    const std::string dumpling(dumpling_size, 'x');
    while (log->head() * (dumpling_size + sizeof(hub::IndexEntry) + 4) < bytes) log->append({dumpling});
  }
  for (auto each : state) {
    const auto log = open(folder.path(), bytes);
    state.PauseTiming();
    state.counters["dumplings"] = static_cast<double>(log->head());
    state.ResumeTiming();
  }
}

void checksum(benchmark::State& state) {
  const std::string bytes(static_cast<std::size_t>(state.range(0)), 'x');
  for (auto each : state) benchmark::DoNotOptimize(hub::crc32c(bytes));
  state.SetBytesProcessed(state.iterations() * state.range(0));
}

BENCHMARK(append_in_memory)->Arg(64)->Arg(1024)->Iterations(10'000'000);
BENCHMARK(append_on_disk)->Arg(64)->Arg(1024)->Iterations(10'000'000);
BENCHMARK(recover)->Arg(64)->Unit(benchmark::kMillisecond)->Iterations(3);
BENCHMARK(checksum)->Arg(204)->Arg(8192);

}  // namespace
