#include "kitchen/chefs/chef_modules.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "kitchen/chefs/chef_path.hpp"

namespace netdumplings::kitchen {
namespace {

namespace fs = std::filesystem;

std::string descriptor_path(int descriptor) { return "/proc/self/fd/" + std::to_string(descriptor); }

// Returns a copy of the file that has no name and that every user may read, or -1 with errno set. What is loaded is
// this copy, as its pages come from the file while the module runs: whoever copied a new module over the file would
// change the code of the old one, or end the kitchen with a bus error.
int private_copy(int descriptor, off_t size) {
  FileDescriptor copy(memfd_create("chef module", MFD_CLOEXEC));
  if (!copy.valid()) return -1;
  for (off_t at = 0; at < size;) {
    const auto copied = sendfile(copy.get(), descriptor, &at, static_cast<std::size_t>(size - at));
    if (copied == 0) errno = ESTALE;  // the file was cut off meanwhile
    if (copied <= 0) return -1;
  }
  return copy.release();
}

// Returns the dynamic loader's error, with the library's path in place of the descriptor's that it was loaded by.
std::string loader_error(const std::string& descriptor, const std::string& path) {
  const char* said = dlerror();
  std::string text = said != nullptr ? said : "no reason given";
  for (std::size_t at = 0; (at = text.find(descriptor, at)) != std::string::npos; at += path.size()) {
    text.replace(at, descriptor.size(), path);
  }
  return text.find(path) == std::string::npos ? path + ": " + text : text;
}

std::string why_not_loaded(const std::string& said, const std::string& path, const std::string& new_user) {
  if (said.find("undefined symbol") != std::string::npos) {
    return said + "; link it with the library that has it (netdumplings_add_chef finds this when the module is built)";
  }
  if (std::error_code error; !fs::exists("/proc/self/fd", error)) {
    return said + "; modules are loaded through /proc/self/fd, and /proc isn't mounted here: mount it";
  }
  if (!new_user.empty() && said.find("cannot open shared object file") != std::string::npos) {
    return said + "; modules are loaded as user " + new_user + ", who can't read it or finds none: put it where " +
           new_user + " may read it, or give -Z the user who may";
  }
  const bool no_library =
      said.find("invalid ELF header") != std::string::npos || said.find("file too short") != std::string::npos ||
      said.find("cannot dynamically load") != std::string::npos || said.find("only ET_DYN") != std::string::npos;
  return no_library ? path + " is not a shared library that this machine can load (" + said + ")" : said;
}

void load_module(ChefModule& module, FileDescriptor& descriptor, const std::string& new_user) {
  const std::string opened = descriptor_path(descriptor.get());
  void* const library = dlopen(opened.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    module.error = why_not_loaded(loader_error(opened, module.path), module.path, new_user);
    return;
  }
  // The descriptor stays open as long as the library is loaded: the loader knows the library by the descriptor's path,
  // and would mistake another library with the same descriptor for this one.
  static_cast<void>(descriptor.release());
  const auto* table = static_cast<const nd_chef_module*>(dlsym(library, NETDUMPLINGS_CHEF_MODULE_SYMBOL));
  if (table == nullptr) {
    module.error = module.path + " is no module of chefs: it has no " NETDUMPLINGS_CHEF_MODULE_SYMBOL
                                 "; chefs in C++ need the line NETDUMPLINGS_CHEFS(...)";
    return;
  }
  auto chefs = read_chef_table(*table);
  if (!chefs) {
    module.error = module.path + " " + chefs.error();
  } else {
    module.chefs = std::move(chefs).value();
  }
}

// Replaces the module's file by a private copy.
void take_copy(ChefModule& module, FileDescriptor& descriptor, off_t size) {
  FileDescriptor copy(private_copy(descriptor.get(), size));
  if (!copy.valid()) {
    module.error = "can't copy " + module.path + ", to load the copy: " + std::strerror(errno);
  } else {
    descriptor = std::move(copy);
  }
}

}  // namespace

void ChefModules::open_file(const std::string& file, const std::optional<TrustedOwners>& trusted) {
  ChefModule module{fs::path(file).stem().string(), file, {}, {}};
  // Without O_NONBLOCK, open() would wait for the writer of a FIFO that somebody put in the file's place.
  Opened opened{FileDescriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK))};
  struct stat status {};
  if (!opened.descriptor.valid() || fstat(opened.descriptor.get(), &status) != 0) {
    module.error = "can't open " + file + ": " + std::strerror(errno);
  } else if (!S_ISREG(status.st_mode)) {
    module.error = file + " is not a file";
  } else {
    opened.device = status.st_dev;
    opened.inode = status.st_ino;
    const auto is_same = [&](const Opened& other) {
      return other.device == opened.device && other.inode == opened.inode && other.inode != 0;
    };
    if (std::any_of(opened_.begin(), opened_.end(), is_same)) return;
    std::error_code error;
    const fs::path real = fs::read_symlink(descriptor_path(opened.descriptor.get()), error);
    if (!error) module.path = real.string();
    if (trusted) module.error = why_not_trusted(opened.descriptor.get(), module.path, *trusted);
    if (module.error.empty()) take_copy(module, opened.descriptor, status.st_size);
  }
  modules_.push_back(std::move(module));
  opened_.push_back(std::move(opened));
}

ChefModules ChefModules::open(const std::vector<std::string>& wanted, const std::vector<std::string>& path,
                              const std::optional<TrustedOwners>& trusted) {
  ChefModules opened;
  for (const auto& name : wanted) {
    const auto files = module_files(name, path);
    if (!files) {
      opened.modules_.push_back({name, {}, files.error(), {}});
      opened.opened_.emplace_back();
      continue;
    }
    for (const auto& file : *files) opened.open_file(file, trusted);
  }
  return opened;
}

void ChefModules::load(const std::string& new_user) {
  for (std::size_t i = 0; i < modules_.size(); ++i) {
    if (modules_[i].error.empty()) load_module(modules_[i], opened_[i].descriptor, new_user);
  }
  opened_.clear();
}

}  // namespace netdumplings::kitchen
