# Whether everything the window says has its translation; how to add one stands in ui/language.h.
weir_test_library(weir_core_texts SOURCES core_problems.cpp core_texts.cpp LINKS weir_ui)
weir_tests(tests_translations TESTS german_window translations LINKS weir_core_texts)

# lupdate finds what tr() is asked for; the texts of core are written out for it.
add_executable(write_core_texts ${CMAKE_CURRENT_LIST_DIR}/write_core_texts.cpp)
target_link_libraries(write_core_texts PRIVATE weir_core_texts)
set(check ${CMAKE_CURRENT_LIST_DIR}/check.sh $<TARGET_FILE:write_core_texts>)
add_test(NAME rule_translations COMMAND ${check})
set_tests_properties(rule_translations PROPERTIES TIMEOUT 60)
add_custom_target(translations COMMAND ${check} --update)
