# One interface target carries every warning and define; each target of ours links it.
add_library(weir_options INTERFACE)
target_include_directories(weir_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(weir_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough -Wextra-semi -fno-omit-frame-pointer)
# Who only wants to use the program is not stopped by what another compiler takes for a fault; the tests' builds are.
target_compile_options(weir_options INTERFACE $<$<NOT:$<CONFIG:Release>>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports null dereferences inside coroutine frames that cannot happen, and an overlap inside
  # `"text" + std::string` (its bug 105651).
  target_compile_options(weir_options INTERFACE -Wno-null-dereference -Wno-restrict)
  # A source here takes less memory than this (kB), and a tenth of the time goes into looking for what could be freed.
  target_compile_options(weir_options INTERFACE --param=ggc-min-heapsize=2000000)
  if(WEIR_SANITIZE)
    # Instrumented code misleads it about sizes; the plain build tells of real ones.
    target_compile_options(weir_options INTERFACE -Wno-array-bounds -Wno-stringop-overflow -Wno-maybe-uninitialized)
  endif()
else()
  # clang takes the buffer that libstdc++ 12's own std::stable_sort asks for as a use of ours. g++ tells of real ones.
  target_compile_options(weir_options INTERFACE -Wno-deprecated-declarations)
endif()
if(WEIR_SANITIZE STREQUAL "address")
  target_compile_options(weir_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all)
  target_link_options(weir_options INTERFACE -fsanitize=address,undefined)
  target_compile_definitions(weir_options INTERFACE WEIR_SANITIZED=1)
elseif(WEIR_SANITIZE STREQUAL "thread")
  target_compile_options(weir_options INTERFACE -fsanitize=thread)
  target_link_options(weir_options INTERFACE -fsanitize=thread)
  target_compile_definitions(weir_options INTERFACE WEIR_SANITIZED=1)
elseif(NOT WEIR_SANITIZE STREQUAL "")
  message(FATAL_ERROR "WEIR_SANITIZE is '${WEIR_SANITIZE}': expected empty, address or thread")
endif()
if(WEIR_FUZZ)
  # The fuzzer steers by which branches of the code under test an input takes.
  target_compile_options(weir_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
# The build type of the tests: every assertion on, ours, the library's and Qt's. As fast as it gets, but for instrumented
# code, which takes longer to compile than to run.
set(weir_optimisation -O2)
if(WEIR_SANITIZE)
  set(weir_optimisation -O1)
endif()
set(CMAKE_CXX_FLAGS_CHECKED "${weir_optimisation} -g1 -D_GLIBCXX_ASSERTIONS -DQT_FORCE_ASSERTS")
find_package(Threads REQUIRED)
target_link_libraries(weir_options INTERFACE Threads::Threads)

# weir_together(TARGET): compiles the target's sources several at a time. What they include and use of templates is then
# read and made once for all of them, which takes half as long from nothing. Names of one file alone must therefore differ
# within a folder. (Off, what follows on a change is compiled sooner.)
option(WEIR_TOGETHER "Compile several sources at a time" ON)
function(weir_together target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${WEIR_TOGETHER} UNITY_BUILD_BATCH_SIZE 12)
  if(WEIR_TOGETHER AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # It takes what it includes for a header, in which a type of an unnamed namespace would be another in every source.
    target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
  endif()
endfunction()

# weir_layer(NAME SOURCES a.cpp ... DEPENDS layers ...): a static library weir_NAME of one layer.
#
# Reading the standard library takes a compiler about as long as compiling what is written here, so the layers share one
# precompiled header, which the lowest of them makes.
function(weir_layer name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  add_library(weir_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(weir_${name} PUBLIC weir_options)
  weir_together(weir_${name})
  if(TARGET weir_metrics AND NOT name STREQUAL metrics)
    target_precompile_headers(weir_${name} REUSE_FROM weir_metrics)
  else()
    target_precompile_headers(weir_${name} PRIVATE
      <algorithm> <array> <atomic> <charconv> <chrono> <cmath> <coroutine> <deque> <exception> <expected> <functional>
      <map> <memory> <mutex> <optional> <set> <span> <stdexcept> <string> <string_view> <thread> <unordered_map>
      <utility> <variant> <vector>)
  endif()
  foreach(layer IN LISTS ARG_DEPENDS)
    target_link_libraries(weir_${name} PUBLIC weir_${layer})
  endforeach()
endfunction()
