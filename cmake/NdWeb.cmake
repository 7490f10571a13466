# Bundles the live page of nd-hub from web/ with Node and npm's packages. If they are missing, warns, and nd-hub is built
# without the page. Sets ND_WEB_BUILT.
option(ND_WEB "Build the live page into nd-hub (needs node 18 or later, and npm for the first time)" ON)

set(ND_WEB_BUILT OFF)
set(ND_WEB_DIR "${PROJECT_SOURCE_DIR}/web")

# Installs the packages of web/package-lock.json in web/node_modules, once for each state of that file. ND_TESTS adds the
# packages that only tests need. Sets `problem` to what went wrong.
function(nd_web_packages problem)
  file(SHA256 "${ND_WEB_DIR}/package-lock.json" lock)
  set(stamp "${ND_WEB_DIR}/node_modules/.netdumplings")
  set(has "")
  if(EXISTS "${stamp}")
    file(READ "${stamp}" has)
  endif()
  if(has STREQUAL "${lock} all" OR (has STREQUAL "${lock} few" AND NOT ND_TESTS))
    set(${problem} "" PARENT_SCOPE)
    return()
  endif()
  if(NOT ND_NPM)
    set(${problem} "npm isn't there" PARENT_SCOPE)
    return()
  endif()
  set(few "")
  set(which all)
  if(NOT ND_TESTS)
    set(few --omit=dev)
    set(which few)
  endif()
  execute_process(
    COMMAND "${ND_NPM}" ci ${few} --ignore-scripts --no-audit --no-fund --fetch-retries=2 --fetch-retry-mintimeout=1000 --fetch-timeout=30000
    WORKING_DIRECTORY "${ND_WEB_DIR}" RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said TIMEOUT 180)
  if(NOT status EQUAL 0)
    string(REGEX MATCH "[^\n]*(ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|EACCES|ENOENT|EROFS|E4[0-9][0-9])[^\n]*" why "${said}")
    set(${problem} "npm ci could not get its packages (${status}) ${why}" PARENT_SCOPE)
    return()
  endif()
  file(WRITE "${stamp}" "${lock} ${which}")
  set(${problem} "" PARENT_SCOPE)
endfunction()

function(nd_web)
  find_program(ND_NODE NAMES node nodejs)
  find_program(ND_NPM npm)
  set(why "")
  if(NOT ND_NODE)
    set(why "node isn't there")
  else()
    execute_process(COMMAND "${ND_NODE}" --version OUTPUT_VARIABLE version OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    string(REGEX REPLACE "^v" "" version "${version}")
    if(version VERSION_LESS 18)
      set(why "node is ${version}, but 18 or later is needed")
    else()
      nd_web_packages(why)
    endif()
  endif()
  if(why)
    message(WARNING "nd-hub is built without its live page: ${why}. Fix this and configure again, or leave the page out with -DND_WEB=OFF.")
    return()
  endif()

  set(ND_WEB_BUILT ON PARENT_SCOPE)
endfunction()

# Sets `result` to the source file that contains nd-hub's page, for a target of the calling folder.
function(nd_page_source result)
  if(NOT ND_WEB_BUILT)
    set(${result} "${PROJECT_SOURCE_DIR}/src/hub/status/page_none.cpp" PARENT_SCOPE)
    return()
  endif()
  set(output "${CMAKE_CURRENT_BINARY_DIR}/page_files.cpp")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${ND_WEB_DIR}/src/*.ts" "${ND_WEB_DIR}/src/*.tsx")
  add_custom_command(OUTPUT "${output}"
    COMMAND "${ND_NODE}" "${ND_WEB_DIR}/build.mjs" "${output}"
    DEPENDS ${sources} "${ND_WEB_DIR}/build.mjs" "${ND_WEB_DIR}/package-lock.json"
      "${ND_WEB_DIR}/index.html" "${ND_WEB_DIR}/style.css" "${ND_WEB_DIR}/favicon.svg"
    COMMENT "Bundling nd-hub's live page" VERBATIM)
  # In a unity source, its large arrays would be compiled again after every change of another source.
  set_source_files_properties("${output}" PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  set(${result} "${output}" PARENT_SCOPE)
endfunction()

if(ND_WEB)
  nd_web()
else()
  message(STATUS "nd-hub is built without its live page: ND_WEB is OFF")
endif()
