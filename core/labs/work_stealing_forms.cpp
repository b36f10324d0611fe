#include "core/labs/work_stealing_forms.h"

#include <mutex>
#include <utility>

#include "core/labs/service.h"

namespace weir::labs::work_stealing {

// --- Production -----------------------------------------------------------------------------------------------------

// What a job throws has been accounted for where it was thrown.
Production::Production(Executor& engine, Scope& home, const Config& config)
    : pool_{engine, home, engine.workers(), config, [](const std::exception_ptr&) {}} {}

Task<bool> Production::run(std::vector<Placed> jobs) {
    try {
        for (auto& [home, job] : jobs) pool_.submit_to(home, std::move(job));
    } catch (const patterns::stealing::Closed&) {
        throw Cancelled{};  // by which alone it closes
    }
    co_await pool_.drain();
    co_return true;
}

void Production::configure(const Config& config) { pool_.configure(config); }

// --- Textbook -------------------------------------------------------------------------------------------------------

Textbook::Textbook(Executor& engine, Scope&, const Config& config)
    : engine_{engine}, config_{config}, executed_before_(engine.workers()) {}

std::shared_ptr<patterns::textbook::StealingPool> Textbook::begin() {
    const std::lock_guard guard{lock_};
    if (pool_) {
        const auto status = pool_->status();
        for (std::size_t i = 0; i < executed_before_.size(); ++i) executed_before_[i] += status.workers[i].executed;
    }
    pool_ = std::make_shared<patterns::textbook::StealingPool>(engine_, engine_.workers(), config_.capacity);
    return pool_;
}

Task<bool> Textbook::run(std::vector<Placed> jobs) {
    const auto pool = begin();
    try {
        auto all = pool->run(std::move(jobs));
        co_await std::move(all);
    } catch (const Crash&) {
        co_return false;
    }
    co_return true;
}

void Textbook::configure(const Config& config) {
    const std::lock_guard guard{lock_};
    config_ = config;
}

Status Textbook::status() const {
    const std::lock_guard guard{lock_};
    Status status;
    if (pool_) status = pool_->status();
    status.workers.resize(executed_before_.size());
    for (std::size_t i = 0; i < executed_before_.size(); ++i) status.workers[i].executed += executed_before_[i];
    return status;
}

}  // namespace weir::labs::work_stealing
