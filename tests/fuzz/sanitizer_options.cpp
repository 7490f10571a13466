// What suits fuzzers, millions of short runs; ASAN_OPTIONS goes before it.

// Freed memory is kept back long enough for whatever one input does, and not so long that it is out of every cache. Of
// where memory was allocated, the nearest frames are kept; a finding is run again with
// ASAN_OPTIONS=malloc_context_size=30.
extern "C" const char* __asan_default_options() {  // NOLINT(bugprone-reserved-identifier): the sanitizer's name for it
  return "quarantine_size_mb=8:malloc_context_size=3";
}
