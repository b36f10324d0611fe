find_package(nlohmann_json 3.11 REQUIRED)
weir_tests(tests_scenario
  TESTS csv describe experiment_file figures lesson lessons overrides report reproducible trace
  LINKS weir_scenario nlohmann_json::nlohmann_json rapidcheck)
