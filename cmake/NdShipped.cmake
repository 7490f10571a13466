# How what is shipped is compiled and linked: hardened (tests/install/hardening_test.py looks at what came of it), and
# the same in whatever folder it is built (tests/install/reproducible_test.py, scripts/reproducible).
include(CheckPIESupported)
check_pie_supported()

set(shipped $<NOT:$<CONFIG:Debug>>)

# A user's own flags may ask for more, such as Debian's do.
target_compile_options(nd_flags INTERFACE $<${shipped}:-fstack-protector-strong>)
if(NOT "$ENV{CXXFLAGS} ${CMAKE_CXX_FLAGS}" MATCHES "_FORTIFY_SOURCE")
  target_compile_definitions(nd_flags INTERFACE $<${shipped}:_FORTIFY_SOURCE=2>)
endif()
add_link_options($<${shipped}:-Wl,-z,relro,-z,now,-z,noexecstack>)

# __FILE__ and the like: of two maps that fit, the compiler takes the later one.
add_compile_options(
  "$<${shipped}:-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=>"
  "$<${shipped}:-ffile-prefix-map=${PROJECT_BINARY_DIR}/=build/>")
