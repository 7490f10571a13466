// To be preloaded: once the file that ND_CLOCK_SET_BACK names exists, the wall clock is a day earlier.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec* now) {
  static int (*real)(clockid_t, struct timespec*);
  if (real == NULL) *(void**)&real = dlsym(RTLD_NEXT, "clock_gettime");
  const int result = real(clock, now);
  const char* sign = getenv("ND_CLOCK_SET_BACK");
  const int is_wall = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
  if (is_wall && sign != NULL && access(sign, F_OK) == 0) now->tv_sec -= 24 * 60 * 60;
  return result;
}
