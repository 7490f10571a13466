// Opens the file of -o before root's rights are given up, where only root can write.
#pragma once

#include <string>

#include "common/os/file_descriptor.hpp"

namespace netdumplings::kitchen {

/// Opens a file to be written, or makes it, as root, if only root can write in its folder and in those above: nobody
/// else can have put a link there. Empties nothing. Returns an invalid descriptor if that isn't so, or if the file
/// can't be opened at once; it is then left to the user that we become. `path` "-" is standard output, so it is never
/// opened.
FileDescriptor open_output_of_root(const std::string& path);

}  // namespace netdumplings::kitchen
