# Compiles and links what is shipped so that it is hardened (tests/install/hardening_test.py reads that off the
# binaries), and the same in whatever folder it is built (tests/install/reproducible_test.py, scripts/reproducible).
include(CheckCXXCompilerFlag)
include(CheckCXXSourceCompiles)
include(CheckPIESupported)
check_pie_supported()

set(shipped $<NOT:$<CONFIG:Debug>>)

# cf-protection is x86's: an indirect call or jump must land on a marked instruction, where processor and kernel check
# it.
foreach(flag stack-protector-strong stack-clash-protection cf-protection)
  string(MAKE_C_IDENTIFIER "ND_HAS_${flag}" known)
  check_cxx_compiler_flag(-f${flag} ${known})
  if(${known})
    target_compile_options(nd_flags INTERFACE $<${shipped}:-f${flag}>)
  endif()
endforeach()

# libstdc++ checks indices, iterators and optionals.
target_compile_definitions(nd_flags INTERFACE $<${shipped}:_GLIBCXX_ASSERTIONS>)

# glibc checks its callers' buffers: at level 3 also those whose size is only known at run time. A user's own flags may
# choose the level, such as Debian's do.
if(NOT "$ENV{CPPFLAGS} $ENV{CXXFLAGS} ${CMAKE_CXX_FLAGS}" MATCHES "_FORTIFY_SOURCE")
  check_cxx_source_compiles("int main(int n, char** p) { return n > 9 && __builtin_dynamic_object_size(*p, 0) == 0; }"
    ND_HAS_DYNAMIC_OBJECT_SIZE)
  if(ND_HAS_DYNAMIC_OBJECT_SIZE)
    target_compile_definitions(nd_flags INTERFACE $<${shipped}:_FORTIFY_SOURCE=3>)
  else()
    target_compile_definitions(nd_flags INTERFACE $<${shipped}:_FORTIFY_SOURCE=2>)
  endif()
endif()
add_link_options($<${shipped}:-Wl,-z,relro,-z,now,-z,noexecstack>)

# __FILE__ and the like name no folder of this machine. Where both prefixes fit, the compiler takes the later one.
add_compile_options(
  "$<${shipped}:-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=>"
  "$<${shipped}:-ffile-prefix-map=${PROJECT_BINARY_DIR}/=build/>")
