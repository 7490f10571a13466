// Says in one line what is wrong when an older standard is in use.
#pragma once

#if !defined(__cplusplus) || __cplusplus <= 201703L
#error \
    "netdumplings needs C++20, and this is an older standard: compile with -std=c++20 (a chef: with the flags of pkg-config --cflags netdumplings-chef)"
#endif
