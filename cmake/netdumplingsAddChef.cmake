# netdumplings_add_chef(NAME SOURCES...)
#
# A module of chefs, NAME.so, that nd-sniff -m runs. The same function in netdumplings' own build and, through
# find_package(netdumplings), in yours. Modules share nothing: a module exports its table and nothing else, and whatever
# it uses it must link (target_link_libraries(NAME PRIVATE ...)); what is missing shows when it is built.
# Sets `result` to whether this folder's targets are built with sanitizers.
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
  # g++ would make some symbols one for the whole process, across modules.
  target_compile_options(${name} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
  target_link_options(${name} PRIVATE "LINKER:--version-script=${exports}")
  # clang's sanitizers leave their functions to be found in the program that loads the module.
  netdumplings_detail_sanitized(sanitized)
  if(NOT (sanitized AND CMAKE_CXX_COMPILER_ID MATCHES "Clang"))
    target_link_options(${name} PRIVATE "LINKER:-z,defs")
  endif()
endfunction()
