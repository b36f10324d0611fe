set(tests bad_input batching batching_textbook circuit_breaker circuit_breaker_config circuit_breaker_model
    circuit_breaker_threads fan_out fan_out_threads grant_rules histories_on_threads join linearizable mutants
    outcome_window pipeline pipeline_threads rate_limiter service service_parts shared_state shared_state_parts shutdown
    shutdown_token textbook_defects work_stealing work_stealing_makespan work_stealing_threads)
if(NOT WEIR_SANITIZE)  # which has an operator new of its own
  list(APPEND tests service_textbook)
endif()
# What explores each pattern, its production form and its mutants; these take their time when they run.
set(subjects batching circuit_breaker fan_out join pipeline rate_limiter service shared_state shutdown work_stealing)
list(TRANSFORM subjects APPEND _scenario.cpp OUTPUT_VARIABLE scenarios)
list(TRANSFORM subjects APPEND _explore)
weir_test_library(weir_scenarios SOURCES ${scenarios} LINKS weir_patterns weir_sync weir_theory weir_allocations)
weir_tests(tests_patterns TESTS ${tests} ${subjects} SOURCES test_pattern_explore.cpp
  LINKS weir_scenarios weir_explore weir_patterns weir_theory rapidcheck)
