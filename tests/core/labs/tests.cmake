set(tests async_service_lab batching_lab circuit_breaker_lab circuit_breaker_theory common_parts cpu_work experiment fan_out_lab fan_out_theory
    history join_lab lab_extremes labs_on_threads parameters pipeline_lab pipeline_theory queue_theory rate_limiter_lab
    runner scaling_theory session shared_state_lab shutdown_lab shutdown_live text work_stealing_lab)
if(NOT WEIR_SANITIZE)  # which sees faults in the tests of each lab, and would take minutes over these runs
  list(APPEND tests lab_faults)
endif()
find_package(nlohmann_json 3.11 REQUIRED)
weir_tests(tests_labs TESTS ${tests} SOURCES lab_figures.cpp
  LINKS weir_labs weir_theory nlohmann_json::nlohmann_json rapidcheck)
