# netdumplings_add_chef(NAME SOURCES...)
#
# Builds a module of chefs, NAME.so, for nd-sniff -m. netdumplings' own build uses it too, and you get it with
# find_package(netdumplings). A module exports its table and nothing else, and modules share nothing: link what you use
# (target_link_libraries(NAME PRIVATE ...)). Anything that is missing fails the build.

# Sets `result` to whether the targets of this folder are built with sanitizers.
function(netdumplings_detail_sanitized result)
  get_directory_property(options COMPILE_OPTIONS)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
  string(FIND "${options} ${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${type}}" "-fsanitize" at)
  if(at GREATER_EQUAL 0)
    set(${result} ON PARENT_SCOPE)
  else()
    set(${result} OFF PARENT_SCOPE)
  endif()
endfunction()

function(netdumplings_add_chef name)
  set(exports "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/netdumplingsChef.map")
  add_library(${name} MODULE ${ARGN})
  target_link_libraries(${name} PRIVATE netdumplings::headers)
  set_target_properties(${name} PROPERTIES
    PREFIX "" SUFFIX ".so"
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    LINK_DEPENDS "${exports}")
  # By default g++ makes some symbols unique in the whole process, which modules would then share.
  target_compile_options(${name} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
  target_link_options(${name} PRIVATE "LINKER:--version-script=${exports}")
  # clang's sanitizers expect the program that loads the module to define their functions.
  netdumplings_detail_sanitized(sanitized)
  if(NOT (sanitized AND CMAKE_CXX_COMPILER_ID MATCHES "Clang"))
    target_link_options(${name} PRIVATE "LINKER:-z,defs")
  endif()
endfunction()
