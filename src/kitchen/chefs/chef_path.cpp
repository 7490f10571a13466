#include "kitchen/chefs/chef_path.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "common/text.hpp"

namespace netdumplings::kitchen {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> parts(std::string_view text, char separator) {
  std::vector<std::string> found;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(separator));
    if (!part.empty()) found.emplace_back(part);
    text.remove_prefix(std::min(text.size(), part.size() + 1));
  }
  return found;
}

bool is_library(const fs::path& file) {
  std::error_code ignored;
  return file.extension() == ".so" && fs::is_regular_file(file, ignored);
}

Result<std::vector<std::string>> libraries_in(const fs::path& folder) {
  std::error_code error;
  std::vector<std::string> files;
  for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error)) {
    if (is_library(i->path())) files.push_back(i->path().string());
  }
  if (error) return Error{"can't read the folder " + folder.string() + ": " + error.message()};
  if (files.empty()) return Error{"the folder " + folder.string() + " has no .so files in it"};
  std::sort(files.begin(), files.end());
  return files;
}

Result<std::vector<std::string>> at_path(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) return libraries_in(path);
  if (fs::is_regular_file(status)) return std::vector<std::string>{path.string()};
  if (fs::exists(status)) return Error{path.string() + " is neither a file nor a folder"};
  return Error{"can't find " + path.string() + ": " + (error ? error.message() : "No such file or directory")};
}

}  // namespace

std::vector<std::string> chef_path() {
  std::vector<std::string> path;
  if (const char* given = std::getenv("NETDUMPLINGS_CHEF_PATH")) path = parts(given, ':');
  std::error_code error;
  const fs::path executable = fs::read_symlink("/proc/self/exe", error);
  if (error) return path;
  // Relative to the executable: the folder of an installation, and the folder of a build tree.
  for (const char* folder : {ND_CHEFS_FROM_BIN, "../lib/netdumplings/chefs"}) {
    const std::string found = (executable.parent_path() / folder).lexically_normal().string();
    if (std::find(path.begin(), path.end(), found) == path.end()) path.push_back(found);
  }
  return path;
}

Result<std::vector<std::string>> module_files(const std::string& wanted, const std::vector<std::string>& path) {
  if (wanted.find('/') != std::string::npos) return at_path(wanted);
  for (const auto& folder : path) {
    const fs::path file = fs::path(folder) / (wanted + ".so");
    if (is_library(file)) return std::vector<std::string>{file.string()};
  }
  std::error_code ignored;
  if (!wanted.empty() && fs::exists(wanted, ignored)) return at_path(wanted);
  std::string why = "no " + wanted + ".so in " + joined(path);
  if (!fs::exists("/proc/self/exe", ignored))
    why += "; /proc isn't mounted here, so nd-sniff doesn't know its own folder";
  return Error{why + "; give a path, or name its folder in NETDUMPLINGS_CHEF_PATH"};
}

}  // namespace netdumplings::kitchen
