find_package(nlohmann_json 3.11 REQUIRED)
weir_test(test_circuit_breaker_lab SOURCES test_circuit_breaker_lab.cpp LINKS weir_labs weir_theory
          nlohmann_json::nlohmann_json)
weir_test(test_batching_lab SOURCES test_batching_lab.cpp LINKS weir_labs weir_theory nlohmann_json::nlohmann_json)
weir_test(test_common_parts SOURCES test_common_parts.cpp LINKS weir_labs)
weir_test(test_cpu_work SOURCES test_cpu_work.cpp LINKS weir_labs)
weir_test(test_experiment SOURCES test_experiment.cpp LINKS weir_labs)
weir_test(test_fan_out_lab SOURCES test_fan_out_lab.cpp LINKS weir_labs weir_theory nlohmann_json::nlohmann_json)
weir_test(test_fan_out_theory SOURCES test_fan_out_theory.cpp LINKS weir_labs weir_theory nlohmann_json::nlohmann_json)
weir_test(test_history SOURCES test_history.cpp LINKS weir_labs rapidcheck)
weir_test(test_parameters SOURCES test_parameters.cpp LINKS weir_labs rapidcheck)
weir_test(test_pipeline_lab SOURCES test_pipeline_lab.cpp LINKS weir_labs nlohmann_json::nlohmann_json)
weir_test(test_pipeline_theory SOURCES test_pipeline_theory.cpp LINKS weir_labs weir_theory
          nlohmann_json::nlohmann_json)
weir_test(test_queue_theory SOURCES test_queue_theory.cpp LINKS weir_labs weir_theory)
weir_test(test_runner SOURCES test_runner.cpp LINKS weir_labs)
weir_test(test_session SOURCES test_session.cpp LINKS weir_labs weir_theory)
weir_test(test_shared_state_lab SOURCES test_shared_state_lab.cpp LINKS weir_labs weir_theory
          nlohmann_json::nlohmann_json)
weir_test(test_text SOURCES test_text.cpp LINKS weir_labs rapidcheck)
weir_test(test_rate_limiter_lab SOURCES test_rate_limiter_lab.cpp LINKS weir_labs nlohmann_json::nlohmann_json)
weir_test(test_async_service_lab SOURCES test_async_service_lab.cpp LINKS weir_labs weir_theory
          nlohmann_json::nlohmann_json)
weir_test(test_work_stealing_lab SOURCES test_work_stealing_lab.cpp LINKS weir_labs nlohmann_json::nlohmann_json)
