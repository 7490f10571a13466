#include "common/os/rights.hpp"

#include <grp.h>
#include <linux/capability.h>
#include <linux/keyctl.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include "common/os/call_filter.hpp"

namespace netdumplings {
namespace {

constexpr const char* default_user = "nobody";

std::optional<std::string> variable_of(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) return std::nullopt;
  return value;
}

std::optional<RunAs> user_named(const std::string& name) {
  const passwd* entry = getpwnam(name.c_str());
  if (entry == nullptr) return std::nullopt;
  return RunAs{entry->pw_uid, entry->pw_gid, entry->pw_name};
}

std::optional<unsigned> number(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
  return value;
}

// Returns the user that called sudo; nothing if that was root, or if nobody called it.
std::optional<RunAs> sudo_user(const Caller& caller) {
  const auto uid = number(caller.sudo_uid);
  const auto gid = number(caller.sudo_gid);
  if (!uid || !gid || *uid == 0) return std::nullopt;
  const passwd* entry = getpwuid(*uid);
  return RunAs{*uid, *gid, entry != nullptr ? entry->pw_name : *caller.sudo_uid};
}

RunAs user_of(uid_t uid) {
  const passwd* entry = getpwuid(uid);
  return RunAs{uid, getgid(), entry != nullptr ? entry->pw_name : std::to_string(uid)};
}

Error system_error(const std::string& what) { return Error{what + ": " + std::strerror(errno)}; }

Result<void> become(const RunAs& user) {
  const auto fail = [&](const char* step) {
    return Error{"can't become user " + user.name + ": " + step + ": " + std::strerror(errno) +
                 "; give -Z another user, or -Z root to keep root's rights"};
  };
  // An extra precaution: if a container forbids it, no-new-privs still holds.
  for (unsigned long capability = 0; prctl(PR_CAPBSET_READ, capability) >= 0; ++capability) {
    prctl(PR_CAPBSET_DROP, capability);
  }
  if (setgroups(0, nullptr) != 0) return fail("setgroups");
  if (setresgid(user.gid, user.gid, user.gid) != 0) return fail("setresgid");
  if (setresuid(user.uid, user.uid, user.uid) != 0) return fail("setresuid");
  if (setuid(0) == 0) return Error{"user " + user.name + " could become root again"};
  return {};
}

Result<void> drop_capabilities() {
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> none{};
  if (syscall(SYS_capset, &header, none.data()) != 0) return system_error("can't give up capabilities");
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return system_error("can't rule out new privileges");
  return {};
}

// The keys of a session are open to all of its processes, whoever they run as, so this takes an empty session. It may
// fail, as containers forbid it: then keys are out of reach anyway.
void leave_keys_behind() { syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, nullptr); }

}  // namespace

Caller this_caller() { return {geteuid(), variable_of("SUDO_UID"), variable_of("SUDO_GID")}; }

Result<RunAs> choose_user(const std::string& wanted, const Caller& caller) {
  if (wanted.empty() && caller.uid != 0) return user_of(caller.uid);
  if (wanted.empty()) {
    if (auto user = sudo_user(caller)) return *user;
  }
  const std::string name = wanted.empty() ? default_user : wanted;
  const auto user = user_named(name);
  if (!user) return Error{"there is no user " + name + " to give root's rights up for; give -Z another user"};
  if (caller.uid != 0 && user->uid != caller.uid) {
    return Error{"only root can become user " + name + "; leave -Z out, or run nd-sniff with sudo"};
  }
  return *user;
}

Result<void> relinquish_rights(const RunAs& user) {
  if (user.uid == 0) return {};
  if (geteuid() == 0) {
    if (auto became = become(user); !became) return became;
  }
  leave_keys_behind();
  if (auto dropped = drop_capabilities(); !dropped) return dropped;
  return deny_unneeded_calls();
}

std::string rights_remedy(int error, const std::string& instead) {
  return error == EACCES || error == EPERM ? "; " + instead + ", or give -Z the user who may" : "";
}

}  // namespace netdumplings
