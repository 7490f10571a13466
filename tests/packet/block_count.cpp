// This file isn't compiled with -fsanitize-coverage, so that the counting isn't counted.
#include "block_count.hpp"

namespace {
std::uint64_t blocks = 0;
}  // namespace

// The compiler's instrumentation calls it at the beginning of every basic block.
extern "C" void __sanitizer_cov_trace_pc() { ++blocks; }  // NOLINT(bugprone-reserved-identifier): the compiler's name

namespace netdumplings {

std::uint64_t block_count() { return blocks; }

}  // namespace netdumplings
