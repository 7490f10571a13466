// Runs a fuzzer's entry point over files, and over every file of folders, once each: what stands in for libFuzzer in
// ordinary builds. Each input is then also cut off at every 1/16 of its length, and has every 16th of its bytes
// changed.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
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

std::size_t run_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  run_with_variants({std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()});
  return 1;
}

std::size_t run_path(const std::filesystem::path& path) {
  if (!std::filesystem::is_directory(path)) return run_file(path);
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
    if (entry.is_regular_file()) count += run_file(entry.path());
  }
  return count;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t count = 0;
  for (int i = 1; i < argc; ++i) count += run_path(argv[i]);
  std::cout << count << " inputs\n";
  return count > 0 ? 0 : 1;
}
