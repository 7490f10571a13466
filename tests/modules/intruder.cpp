// Tries what a module may not do once rights are dropped, while it is loaded, and tells how each try ended. Most tries
// are wrong in another way too, so that they change nothing and end with another error where they may be made.
#include <fcntl.h>
#include <linux/keyctl.h>
#include <linux/sched.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <netdumplings/dumpling_chef.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <thread>

namespace {

void tell(const char* what, long result) {
  std::fprintf(stderr, "tried %s: %s\n", what, result >= 0 ? "done" : strerrorname_np(errno));
}

// The kernel's answer to a call of i386's ABI, -errno; 0 where there is no such ABI.
long call_as_i386([[maybe_unused]] int number) {
  long answer = 0;
#ifdef __x86_64__
  asm volatile("int $0x80" : "=a"(answer) : "a"(number), "b"(0), "c"(0), "d"(0), "S"(0), "D"(0) : "memory");
#endif
  if (answer >= 0) return answer;
  errno = static_cast<int>(-answer);
  return -1;
}

// Returns how many descriptors there are that a program could have inherited.
long descriptors_for_programs() {
  long found = 0;
  for (int descriptor = 3; descriptor < 1024; ++descriptor) {
    const int flags = fcntl(descriptor, F_GETFD);
    if (flags >= 0 && (flags & FD_CLOEXEC) == 0) ++found;
  }
  return found;
}

void try_terminal() {
  char key = '!';
  tell("TIOCSTI", ioctl(STDIN_FILENO, TIOCSTI, &key));
  tell("TIOCSTI with a high half", syscall(SYS_ioctl, STDIN_FILENO, TIOCSTI | 1L << 32, &key));
  char paste = 3;
  tell("TIOCLINUX", ioctl(STDIN_FILENO, TIOCLINUX, &paste));
  winsize size{};
  tell("TIOCGWINSZ", ioctl(STDIN_FILENO, TIOCGWINSZ, &size));
}

void try_calls() {
  tell("ptrace", ptrace(PTRACE_PEEKUSER, getppid(), nullptr, nullptr));  // whom we don't trace
  tell("process_vm_readv", syscall(SYS_process_vm_readv, getppid(), nullptr, 0, nullptr, 0, 0));
  tell("process_vm_writev", syscall(SYS_process_vm_writev, getppid(), nullptr, 0, nullptr, 0, 0));
  tell("keyctl", syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0));
  tell("add_key", syscall(SYS_add_key, nullptr, nullptr, nullptr, 0, 0));
  tell("perf_event_open", syscall(SYS_perf_event_open, nullptr, 0, -1, -1, 0));
  tell("userfaultfd", syscall(SYS_userfaultfd, -1));
  tell("io_uring_setup", syscall(SYS_io_uring_setup, 1, nullptr));
  tell("bpf", syscall(SYS_bpf, -1, nullptr, 0));
  tell("mount", syscall(SYS_mount, nullptr, nullptr, nullptr, 0, nullptr));
  tell("setns", syscall(SYS_setns, -1, 0));
  tell("unshare", unshare(CLONE_NEWUTS));
}

void try_namespace() {
  const long child = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, nullptr, nullptr, nullptr, nullptr);
  if (child == 0) _exit(0);
  tell("clone with a user namespace", child);
  if (child > 0) waitpid(static_cast<pid_t>(child), nullptr, 0);
}

void try_other_abis() {
#ifdef __x86_64__
  constexpr int getpid_of_i386 = 20;
  tell("i386's getpid", call_as_i386(getpid_of_i386));
  constexpr long x32 = 0x40000000;
  tell("x32's getpid", syscall(SYS_getpid | x32));
#endif
}

// Chefs may still do these, and ask for the size of a terminal.
void try_allowed() {
  std::thread([] {}).join();
  tell("a thread", 0);
  const pid_t child = fork();
  if (child == 0) {
    execl("/bin/true", "true", nullptr);
    _exit(1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  tell("a program", status == 0 ? 0 : -1);
}

const bool tried = [] {
  try_terminal();
  try_calls();
  try_namespace();
  try_other_abis();
  try_allowed();
  tell("descriptor 77", fcntl(77, F_GETFD));  // which only a careless parent leaves open
  std::fprintf(stderr, "descriptors for programs: %ld\n", descriptors_for_programs());
  return true;
}();

class IntruderChef : public netdumplings::DumplingChef {};

}  // namespace

NETDUMPLINGS_CHEFS(IntruderChef)
