// Sets a limit of this process for as long as an object lives.
#pragma once

#include <sys/resource.h>

namespace netdumplings::test {

class SoftLimit {
 public:
  /// `resource` is one of RLIMIT_*.
  SoftLimit(int resource, rlim_t most) : resource_(resource) {
    ::getrlimit(resource_, &before_);
    rlimit limit = before_;
    limit.rlim_cur = most;
    ::setrlimit(resource_, &limit);
  }
  ~SoftLimit() { ::setrlimit(resource_, &before_); }
  SoftLimit(const SoftLimit&) = delete;
  SoftLimit& operator=(const SoftLimit&) = delete;

 private:
  int resource_;
  rlimit before_{};
};

}  // namespace netdumplings::test
