# Options of the build, flags for the compiler, and folders of the build tree.
option(ND_TESTS "Build the tests, the fuzzers' plain mains and the benchmarks" ON)
option(ND_WERROR "Treat warnings as errors" OFF)
option(ND_FUZZ "Build the fuzzers with libFuzzer (clang only)" OFF)
set(ND_SANITIZE "" CACHE STRING "Sanitizers to build with, e.g. address,undefined or thread")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Kind of build" FORCE)
endif()

# A build tree looks like an installation: bin/nd-sniff finds ../lib/netdumplings/chefs in both.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
set(ND_CHEFS_BUILD_DIR "${PROJECT_BINARY_DIR}/lib/netdumplings/chefs")

find_program(ND_CCACHE ccache)
if(ND_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Clones in different folders share the cache.
  set(launcher "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=1 "${ND_CCACHE}")
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

add_library(nd_flags INTERFACE)
target_compile_options(nd_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor>
  $<$<BOOL:${ND_WERROR}>:-Werror>)
# When GCC 12 optimises, it reports overlaps, overflows and uninitialised bytes in the standard library's strings and
# variants, all wrongly (GCC bugs 105651, 105329, 80635). clang, in the presets tidy and fuzz, finds the real ones.
target_compile_options(nd_flags INTERFACE
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow>
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-array-bounds -Wno-stringop-overread>)
# Sanitizers are for everything that is built here, plug-ins too. They see more than hardening would stop, and glibc's
# checks (_FORTIFY_SOURCE) do nothing without optimisation.
if(ND_SANITIZE)
  add_compile_options(-fsanitize=${ND_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  # To check a vtable, UBSan opens a pipe. If a test has taken all descriptors, that fails, and UBSan would report every
  # object.
  add_compile_options(-fno-sanitize=vptr)
  add_link_options(-fsanitize=${ND_SANITIZE})
else()
  include(NdShipped)
endif()
