#include "common/os/call_filter.hpp"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace netdumplings {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t this_machine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t this_machine = AUDIT_ARCH_AARCH64;
#else
#error "Say which AUDIT_ARCH_ this machine has, and check the list of system calls below."
#endif

constexpr auto unneeded_calls = std::to_array<std::uint32_t>({
#if !defined(__SANITIZE_ADDRESS__)  // whose search for leaks stops the process's threads with it
  SYS_ptrace,
#endif
      // other processes
      SYS_process_vm_readv, SYS_process_vm_writev, SYS_process_madvise, SYS_process_mrelease, SYS_pidfd_getfd, SYS_kcmp,
      SYS_move_pages, SYS_migrate_pages,
      // the kernel's keys
      SYS_add_key, SYS_request_key, SYS_keyctl,
      // parts of the kernel in which faults have often given rights
      SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
      // code of the kernel
      SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load,
#ifdef SYS_kexec_file_load
      SYS_kexec_file_load,
#endif
      // namespaces (clone: see below)
      SYS_unshare, SYS_setns,
      // file systems
      SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_move_mount, SYS_open_tree, SYS_fsopen, SYS_fsconfig,
      SYS_fsmount, SYS_fspick, SYS_mount_setattr, SYS_swapon, SYS_swapoff, SYS_quotactl, SYS_quotactl_fd,
      SYS_open_by_handle_at, SYS_fanotify_init,
      // the machine
      SYS_reboot, SYS_settimeofday, SYS_clock_settime, SYS_clock_adjtime, SYS_adjtimex, SYS_sethostname,
      SYS_setdomainname, SYS_syslog, SYS_acct, SYS_vhangup,
#if defined(__x86_64__)
      SYS_iopl, SYS_ioperm, SYS_modify_ldt,
#endif
});

// TIOCSTI types on the terminal, TIOCLINUX selects and pastes on a console, TIOCSETD loads line disciplines.
constexpr auto unneeded_ioctls = std::to_array<std::uint32_t>({TIOCSTI, TIOCLINUX, TIOCSETD});

// clone() can't make a time namespace.
constexpr std::uint32_t new_namespaces =
    CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;

// A filter is a program that the kernel runs at every system call, over a seccomp_data. It has one register. The rules
// are such that the kernel can find out beforehand which calls always pass, without a look at arguments; it doesn't run
// the program for those.
class FilterProgram {
 public:
  void load(std::size_t offset) { add(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset)); }
  // Loads the low half of an argument. The kernel ignores the high half of the arguments that we judge.
  void load_argument(std::size_t index) {
    static_assert(std::endian::native == std::endian::little, "the low half comes first");
    load(offsetof(seccomp_data, args) + index * sizeof(std::uint64_t));
  }
  void answer(std::uint32_t what) { add(BPF_RET | BPF_K, what); }
  void fail_if(int test, std::uint32_t value, int error) {
    add(static_cast<std::uint16_t>(BPF_JMP | BPF_K | test), value, 0, 1);
    fail(error);
  }
  void fail(int error) { answer(SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error)); }
  // Adds what `rules` adds, and skips that unless the register holds `value`.
  template <class Rules>
  void only_if(std::uint32_t value, Rules rules) {
    const std::size_t test = program_.size();
    add(BPF_JMP | BPF_K | BPF_JEQ, value);
    rules();
    program_[test].jf = static_cast<std::uint8_t>(program_.size() - test - 1);
  }
  void fail_unless(std::uint32_t value, int error) {
    add(BPF_JMP | BPF_K | BPF_JEQ, value, 1, 0);
    fail(error);
  }
  sock_fprog get() { return {static_cast<unsigned short>(program_.size()), program_.data()}; }

 private:
  void add(std::uint16_t code, std::uint32_t value, std::uint8_t if_true = 0, std::uint8_t if_false = 0) {
    program_.push_back({code, if_true, if_false, value});
  }
  std::vector<sock_filter> program_;
};

FilterProgram kitchens_filter() {
  FilterProgram program;
  program.load(offsetof(seccomp_data, arch));
  program.fail_unless(this_machine, EPERM);
  program.load(offsetof(seccomp_data, nr));
#if defined(__x86_64__)
  constexpr std::uint32_t first_of_x32 = 0x40000000;
  program.fail_if(BPF_JGE, first_of_x32, EPERM);
#endif
  for (const auto call : unneeded_calls) program.fail_if(BPF_JEQ, call, EPERM);
  // Its flags are in memory, where a filter can't look. Then the C library takes clone().
  program.fail_if(BPF_JEQ, SYS_clone3, ENOSYS);
  program.only_if(SYS_clone, [&] {
    program.load_argument(0);
    program.fail_if(BPF_JSET, new_namespaces, EPERM);
    program.answer(SECCOMP_RET_ALLOW);
  });
  program.only_if(SYS_ioctl, [&] {
    program.load_argument(1);
    for (const auto request : unneeded_ioctls) program.fail_if(BPF_JEQ, request, EPERM);
  });
  program.answer(SECCOMP_RET_ALLOW);
  return program;
}

}  // namespace

Result<void> deny_unneeded_calls() {
  auto program = kitchens_filter();
  const sock_fprog filter = program.get();
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0) return {};
  return Error{std::string("can't rule out system calls that a kitchen doesn't need (seccomp): ") +
               std::strerror(errno) + "; it takes a kernel with CONFIG_SECCOMP_FILTER"};
}

}  // namespace netdumplings
