// Whether a file or folder is this user's alone: nobody else may have put there what is in it.
#pragma once

#include <sys/stat.h>

#include <string>

namespace netdumplings {

/// Returns why the file or folder at `path` isn't to be trusted, with the remedy: it belongs neither to this user nor
/// to root, or its mode has some of the bits `forbidden` (S_IWGRP and so on). Returns "" if it is. `facts` are its own.
std::string why_not_ours(const struct stat& facts, mode_t forbidden, const std::string& path);

/// Forbids all that others may do.
inline constexpr mode_t closed_to_others = S_IRWXG | S_IRWXO;
/// Lets others read, or list a folder.
inline constexpr mode_t closed_to_writers = S_IWGRP | S_IWOTH;

}  // namespace netdumplings
