# Says what cmake --install puts where, and makes the package that find_package(netdumplings) finds. All paths in the
# package are relative to it, so that an installation can be moved.
include(CMakePackageConfigHelpers)

set(ND_INSTALL_CMAKE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/netdumplings")
set(ND_INSTALL_CHEFS_DIR "${CMAKE_INSTALL_LIBDIR}/netdumplings/chefs")

install(TARGETS netdumplings_headers EXPORT netdumplingsTargets)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/netdumplings" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  COMPONENT headers FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")
install(FILES "${PROJECT_BINARY_DIR}/include/netdumplings/version.hpp"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/netdumplings" COMPONENT headers)

configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/netdumplingsConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/cmake/netdumplingsConfig.cmake"
  INSTALL_DESTINATION "${ND_INSTALL_CMAKE_DIR}" PATH_VARS ND_INSTALL_CHEFS_DIR CMAKE_INSTALL_BINDIR)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/cmake/netdumplingsConfigVersion.cmake"
  COMPATIBILITY SameMajorVersion)
install(EXPORT netdumplingsTargets NAMESPACE netdumplings:: DESTINATION "${ND_INSTALL_CMAKE_DIR}" COMPONENT headers)
install(FILES
  "${PROJECT_BINARY_DIR}/cmake/netdumplingsConfig.cmake"
  "${PROJECT_BINARY_DIR}/cmake/netdumplingsConfigVersion.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/netdumplingsAddChef.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/netdumplingsTestChef.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/netdumplingsChef.map"
  DESTINATION "${ND_INSTALL_CMAKE_DIR}" COMPONENT headers)

# What pkg-config says of chefs: for the installation, relative to it, and for use from the build tree.
set(ND_INSTALL_PC_DIR "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
file(RELATIVE_PATH from_pc "${CMAKE_INSTALL_PREFIX}/${ND_INSTALL_PC_DIR}" "${CMAKE_INSTALL_PREFIX}")
string(REGEX REPLACE "/$" "" from_pc "${from_pc}")
set(ND_PC_PREFIX "\${pcfiledir}/${from_pc}")
set(ND_PC_INCLUDEDIR "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
set(ND_PC_EXPORTS "\${prefix}/${ND_INSTALL_CMAKE_DIR}/netdumplingsChef.map")
set(ND_PC_CFLAGS "-I\${includedir}")
configure_file("${PROJECT_SOURCE_DIR}/cmake/netdumplings-chef.pc.in"
  "${PROJECT_BINARY_DIR}/cmake/netdumplings-chef.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/cmake/netdumplings-chef.pc" DESTINATION "${ND_INSTALL_PC_DIR}" COMPONENT headers)
set(ND_PC_PREFIX "${PROJECT_SOURCE_DIR}")
set(ND_PC_INCLUDEDIR "\${prefix}/include")
set(ND_PC_EXPORTS "\${prefix}/cmake/netdumplingsChef.map")
set(ND_PC_CFLAGS "-I\${includedir} -I${PROJECT_BINARY_DIR}/include")
configure_file("${PROJECT_SOURCE_DIR}/cmake/netdumplings-chef.pc.in" "${PROJECT_BINARY_DIR}/netdumplings-chef.pc" @ONLY)
