// Whether something could be written, without writing it.
#pragma once

#include <string>

namespace netdumplings {

/// Returns why the process can't use the folder `path` for files of its own, in words like "Permission denied"; or ""
/// if it can, or could make the folder. Changes nothing.
std::string why_folder_is_unusable(const std::string& path);

/// Returns why the process can't write the file `path`; or "" if it can, or could make the file. Changes nothing.
std::string why_file_is_unwritable(const std::string& path);

}  // namespace netdumplings
