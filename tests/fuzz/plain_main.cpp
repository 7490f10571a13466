// Runs a fuzzer's entry point over files, and over every file of folders, once each: what stands in for libFuzzer in
// ordinary builds. Each input is then also cut off at every 1/16 of its length, and has every 16th of its bytes
// changed. With -seconds=N it goes on with random changes of those inputs for as long.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void run(const std::vector<std::uint8_t>& input) { LLVMFuzzerTestOneInput(input.data(), input.size()); }

void run_with_variants(const std::vector<std::uint8_t>& input) {
  run(input);
  for (std::size_t part = 0; part < 16; ++part) {
    // A copy of just that size: reading past it is reading past an allocation, which sanitizers see.
    const auto end = input.begin() + static_cast<std::ptrdiff_t>(input.size() * part / 16);
    run(std::vector<std::uint8_t>(input.begin(), end));
    std::vector<std::uint8_t> changed = input;
    for (std::size_t i = part; i < changed.size(); i += 16) changed[i] ^= static_cast<std::uint8_t>(0xff >> part % 8);
    run(changed);
  }
}

using Inputs = std::vector<std::vector<std::uint8_t>>;

void add_file(Inputs& inputs, const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

void add_path(Inputs& inputs, const std::filesystem::path& path) {
  if (!std::filesystem::exists(path)) return;  // ../shared isn't everywhere
  if (!std::filesystem::is_directory(path)) return add_file(inputs, path);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
    if (entry.is_regular_file()) add_file(inputs, entry.path());
  }
}

// A piece of one input with a piece of another behind it, cut to a size that is quick to run, and some bytes changed.
std::vector<std::uint8_t> mutation(const Inputs& inputs, std::mt19937_64& random) {
  constexpr std::size_t longest = 1024;
  const auto below = [&](std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random); };
  const auto& one = inputs[below(inputs.size())];
  const auto& other = inputs[below(inputs.size())];
  std::vector<std::uint8_t> made(one.begin(), one.begin() + static_cast<std::ptrdiff_t>(std::min(one.size(), longest)));
  if (below(4) == 0 && !other.empty()) {
    made.resize(below(made.size() + 1));
    const std::size_t from = below(other.size());
    const std::size_t size = std::min(other.size() - from, longest);
    made.insert(made.end(), other.begin() + static_cast<std::ptrdiff_t>(from),
                other.begin() + static_cast<std::ptrdiff_t>(from + size));
  }
  for (std::size_t changes = below(8); changes > 0 && !made.empty(); --changes) {
    made[below(made.size())] = static_cast<std::uint8_t>(below(3) == 0 ? below(8) * 0x25 : below(256));
  }
  made.shrink_to_fit();
  return made;
}

std::size_t run_for(std::chrono::seconds time, const Inputs& inputs) {
  std::mt19937_64 random(std::random_device{}());
  std::size_t count = 0;
  for (const auto end = std::chrono::steady_clock::now() + time; std::chrono::steady_clock::now() < end;) {
    for (int i = 0; i < 64; ++i, ++count) run(mutation(inputs, random));
  }
  return count;
}

}  // namespace

int main(int argc, char** argv) {
  constexpr std::string_view seconds_option = "-seconds=";
  std::chrono::seconds time{0};
  Inputs inputs;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument.starts_with(seconds_option)) {
      time = std::chrono::seconds(std::atoi(argument.substr(seconds_option.size()).data()));
    } else {
      add_path(inputs, argument);
    }
  }
  if (inputs.empty()) return 1;
  for (const auto& input : inputs) run_with_variants(input);
  std::cout << inputs.size() << " inputs\n";
  if (time.count() > 0) std::cout << run_for(time, inputs) << " random changes of them\n";
  return 0;
}
