find_package(nlohmann_json 3.11 REQUIRED)
foreach(test csv describe experiment_file figures lesson overrides report reproducible trace)
  weir_test(test_${test} SOURCES test_${test}.cpp LINKS weir_scenario nlohmann_json::nlohmann_json rapidcheck)
endforeach()
