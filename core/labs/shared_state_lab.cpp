// Each reader and writer is a task that thinks, then does one operation, an item: it waits in line, is inside for the
// hold time, and is done. call.timeout is the limit of a whole operation, waiting included. Faults strike inside: an
// operation whose hold fails, throws or is given up has changed nothing and lets go.
//
// An increment by get and set is one item that waits and holds twice, once to read and once to write.
#include "core/labs/shared_state_lab.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

#include "core/labs/common.h"
#include "core/labs/detail.h"
#include "core/labs/load.h"
#include "core/labs/probe.h"
#include "core/labs/service.h"
#include "core/labs/shared_state_room.h"
#include "core/labs/shared_state_start.h"
#include "core/labs/shared_state_state.h"
#include "core/labs/zipf.h"
#include "core/patterns/shared_state.h"
#include "core/patterns/textbook/shared_state.h"
#include "core/runtime/select.h"

namespace weir::labs {
namespace {

using patterns::Hold;
using patterns::shared_state::Strategy;
using Key = std::size_t;
using Value = std::int64_t;
using Found = std::optional<Value>;
using Map = patterns::SharedMap<Key, Value>;

// How long a change of think_time or of the number of users may go unseen, as with load.*.
constexpr Duration look_interval = std::chrono::milliseconds{10};

constexpr std::size_t longest_line_shown = 100;

struct Indices {
    explicit Indices(const Parameters& p)
        : strategy{parameter_index(p, "strategy")},
          update{parameter_index(p, "update")},
          keys{parameter_index(p, "keys")},
          skew{parameter_index(p, "skew")},
          read_keys{parameter_index(p, "read_keys")},
          readers{parameter_index(p, "readers")},
          writers{parameter_index(p, "writers")},
          write_share{parameter_index(p, "write_share")},
          think_time{parameter_index(p, "think_time")},
          hold_time{parameter_index(p, "hold_time")},
          timeout{parameter_index(p, "call.timeout")} {}

    std::size_t strategy, update, keys, skew, read_keys, readers, writers, write_share, think_time, hold_time, timeout;
};

/// The choices of `update`.
enum class Update { get_set, atomic };

/// A map, and the same one as a production form if it is one.
struct Store {
    explicit Store(std::unique_ptr<Map> textbook) : map{std::move(textbook)} {}
    explicit Store(std::unique_ptr<patterns::SharedState<Key, Value>> production)
        : map{std::move(production)}, state{static_cast<patterns::SharedState<Key, Value>*>(map.get())} {}

    std::unique_ptr<Map> map;
    patterns::SharedState<Key, Value>* state = nullptr;
};

/// One operation under way.
struct Call {
    Call(Item which, Draws luck, Key of, std::shared_ptr<Store> on)
        : item{std::move(which)}, draws{luck}, key{of}, store{std::move(on)} {}

    Item item;
    Draws draws;
    Key key;
    std::shared_ptr<Store> store;  // it ends where it began, whatever the strategy is by then
};

class SharedStateLab final : public Lab {
public:
    SharedStateLab(Executor& engine, const Parameters& parameters, Probe& probe)
        : engine_{engine},
          parameters_{parameters},
          probe_{probe},
          at_{parameters},
          service_{engine, parameters, ServiceIndices{parameters, "hold_time"}},
          textbook_{choice<Variant>(parameters, parameter_index(parameters, "variant")) == Variant::textbook},
          present_(2 * shared_state_most_users),
          room_{present_.size()} {
        open_store();
        choose_keys();
        call_users();
    }

    void parameter_changed(std::size_t parameter) override {
        if (parameter == at_.strategy && !textbook_) open_store();
        if (parameter == at_.keys || parameter == at_.skew) choose_keys();
        if (parameter == at_.readers || parameter == at_.writers) call_users();
    }

    void read_gauges(std::span<double> gauges) const override {
        const auto now = room_.figures();
        gauges[0] = static_cast<double>(now.readers);
        gauges[1] = static_cast<double>(now.writers);
        gauges[2] = static_cast<double>(now.writers_waiting);
        gauges[3] = static_cast<double>(lost(now));
    }
    void read_totals(std::span<std::uint64_t> totals) const override {
        const auto now = room_.figures();
        totals[0] = now.reads;
        totals[1] = now.writes;
    }
    std::size_t phase() const override { return losing_.load(std::memory_order_relaxed) ? 1 : 0; }
    std::size_t phase_of_sample() override {
        const auto now = lost(room_.figures());
        losing_.store(std::exchange(lost_before_, now) != now, std::memory_order_relaxed);
        return phase();
    }
    Badge badge() const override;
    std::string reason() const override;
    std::shared_ptr<const LabState> state() const override;
    std::string detail_json() const override;

private:
    static std::uint64_t lost(const Room::Figures& f) { return static_cast<std::uint64_t>(std::max<Value>(f.lost, 0)); }

    Strategy strategy() const { return textbook_ ? Strategy::rw_lock : choice<Strategy>(parameters_, at_.strategy); }
    bool by_get_and_set() const { return textbook_ || choice<Update>(parameters_, at_.update) == Update::get_set; }

    void open_store();
    void choose_keys();
    void call_users();
    bool wanted(std::size_t user) const {
        const bool writes = user >= shared_state_most_users;
        return user - (writes ? shared_state_most_users : 0) < whole(parameters_, writes ? at_.writers : at_.readers);
    }
    bool leaves(std::size_t user);

    Task<void> user(std::size_t number);
    Task<Time> think(std::size_t number, double thought);
    Task<void> serve(Call call, bool writes, std::size_t keys);
    Task<void> inside(Call& call, Room::Visit& visit);
    Task<void> read(Call& call, std::size_t keys);
    Task<void> increment(Call& call);
    /// Waits in line and is inside for one operation of the map, which `begin` begins, given its hold.
    template <class Begin>
    std::invoke_result_t<Begin, Hold> visit(Call& call, bool writes, Begin begin);

    Executor& engine_;
    const Parameters& parameters_;
    Probe& probe_;
    Indices at_;
    Service service_;
    bool textbook_;
    std::vector<std::atomic<bool>> present_;  // readers, then writers: which of them have a task
    Room room_;
    mutable SpinLock lock_;  // of the two pointers
    std::shared_ptr<Store> store_;
    std::shared_ptr<const Zipf> zipf_;
    std::uint64_t lost_before_ = 0;  // as of the sample before
    std::atomic<bool> losing_{false};
};

void SharedStateLab::open_store() {
    using Textbook = patterns::textbook::SharedState<Key, Value>;
    auto store =
        textbook_
            ? std::make_shared<Store>(std::unique_ptr<Map>{std::make_unique<Textbook>()})
            : std::make_shared<Store>(patterns::shared_state::make<Key, Value>(strategy(), engine_, probe_.group()));
    const std::lock_guard guard{lock_};
    store_.swap(store);
}

void SharedStateLab::choose_keys() {
    auto zipf = std::make_shared<const Zipf>(whole(parameters_, at_.keys), parameters_.get(at_.skew));
    const std::lock_guard guard{lock_};
    zipf_.swap(zipf);
}

void SharedStateLab::call_users() {
    for (std::size_t i = 0; i < present_.size(); ++i)
        if (wanted(i) && !present_[i].exchange(true)) probe_.group().spawn(user(i));
}

/// A user that is not wanted leaves, unless it is wanted again at that moment and nobody has been called in its place.
bool SharedStateLab::leaves(std::size_t user) {
    if (wanted(user)) return false;
    present_[user].store(false);
    return !wanted(user) || present_[user].exchange(true);
}

Task<void> SharedStateLab::user(std::size_t number) {
    // Streams of its own for each purpose: whatever becomes of its operations, the next are the same.
    const auto seed = engine_.seed() + 1'000'003 * (number + 1);
    Random times{seed, Stream::load};
    Random luck{seed, Stream::faults};
    Random choices{seed, Stream::pattern};
    while (!leaves(number)) {
        const auto due = co_await think(number, times.exponential());
        if (!wanted(number)) continue;
        const double key_drawn = choices.uniform();
        const double kind_drawn = choices.uniform();
        const Draws draws{luck};
        const bool reader = number < shared_state_most_users;
        const bool writes = !reader && kind_drawn < parameters_.get(at_.write_share) / 100;
        std::unique_lock guard{lock_};
        const auto key = zipf_->key(key_drawn);
        auto store = store_;
        guard.unlock();
        Call call{probe_.offer(due), draws, key, std::move(store)};
        co_await serve(std::move(call), writes, reader ? whole(parameters_, at_.read_keys) : 1);
    }
}

/// Pauses, and yields when that was to end: by then, with busy workers, it is later. Ends early if the user is wanted
/// no more. @param thought in units of the mean
Task<Time> SharedStateLab::think(std::size_t number, double thought) {
    auto until = engine_.now();
    while (thought > 0 && wanted(number)) {
        const double mean_s = parameters_.get(at_.think_time) / 1000;
        const double step_s = std::min(thought * mean_s, to_seconds(look_interval));
        until += from_seconds(step_s);
        thought = step_s < thought * mean_s ? thought - step_s / mean_s : 0;
        co_await engine_.sleep_until(until);
    }
    co_return until;
}

Task<void> SharedStateLab::serve(Call call, bool writes, std::size_t keys) {
    const double limit_ms = parameters_.get(at_.timeout);
    auto fate = Fate::completed;
    try {
        auto work = writes ? increment(call) : read(call, keys);
        if (limit_ms > 0) {
            auto limited = timeout(engine_, from_seconds(limit_ms / 1000), std::move(work));
            const auto done = co_await std::move(limited);
            if (!done) fate = Fate::timed_out;
        } else {
            co_await std::move(work);
        }
    } catch (const Cancelled&) {
        fate = Fate::cancelled;
    } catch (const NoGoodAnswer&) {
        fate = Fate::failed;
    } catch (const Crash&) {
        fate = Fate::failed;
    }
    call.item.end(fate);
}

Task<void> SharedStateLab::inside(Call& call, Room::Visit& visit) {
    struct Leaving {
        Room::Visit& visit;
        explicit Leaving(Room::Visit& v) : visit{v} {}
        Leaving(const Leaving&) = delete;
        Leaving& operator=(const Leaving&) = delete;
        ~Leaving() { visit.leave(); }
    };
    visit.enter(engine_.now());
    const Leaving before_the_lock_is_let_go{visit};
    call.item.leave_queue();
    call.item.start();
    auto work = service_.answer(call.draws);
    const auto answer = co_await std::move(work);
    if (answer != Answer::good) throw NoGoodAnswer{answer};
}

template <class Begin>
std::invoke_result_t<Begin, Hold> SharedStateLab::visit(Call& call, bool writes, Begin begin) {
    Room::Visit visit{room_, call.item.id(), writes, engine_.now()};
    call.item.enter_queue();
    Hold hold = [&] { return inside(call, visit); };
    auto operation = begin(std::move(hold));
    co_return co_await std::move(operation);
}

Task<void> SharedStateLab::increment(Call& call) {
    Value next = 0;
    Found replaced;
    auto& store = *call.store;
    if (by_get_and_set()) {
        auto got = visit(call, false, [&](Hold hold) { return store.map->get(call.key, std::move(hold)); });
        next = (co_await std::move(got)).value_or(0) + 1;
        auto done = visit(call, true, [&](Hold hold) { return store.map->set(call.key, next, std::move(hold)); });
        replaced = co_await std::move(done);
    } else {
        const auto fn = [&](const Found& before) { return next = before.value_or(0) + 1; };
        auto done = visit(call, true, [&](Hold hold) { return store.state->update(call.key, fn, std::move(hold)); });
        replaced = co_await std::move(done);
    }
    room_.increment_done(next - replaced.value_or(0));
}

Task<void> SharedStateLab::read(Call& call, std::size_t keys) {
    auto& map = *call.store->map;
    if (keys == 1) {
        auto got = visit(call, false, [&](Hold hold) { return map.get(call.key, std::move(hold)); });
        static_cast<void>(co_await std::move(got));
    } else {
        const auto all = whole(parameters_, at_.keys);
        std::vector<Key> several(std::min(keys, all));
        for (std::size_t i = 0; i < several.size(); ++i) several[i] = (call.key + i) % all;
        auto got = visit(call, false, [&](Hold hold) { return map.get_many(several, std::move(hold)); });
        static_cast<void>(co_await std::move(got));
    }
    room_.read_done();
}

std::string counted(std::size_t n, const std::string& what) {
    return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

std::string readers_and_writers(std::size_t readers, std::size_t writers) {
    if (readers == 0) return counted(writers, "writer");
    if (writers == 0) return counted(readers, "reader");
    return counted(writers, "writer") + " and " + counted(readers, "reader");
}

Badge SharedStateLab::badge() const {
    const auto now = room_.figures();
    if (now.readers + now.writers == 0) return {"FREE", Tone::muted};
    if (now.writers == 0) return {"READING · " + std::to_string(now.readers), Tone::good};
    if (now.readers == 0) return {"WRITING · " + std::to_string(now.writers), Tone::special};
    return {"READING · " + std::to_string(now.readers) + ", WRITING · " + std::to_string(now.writers), Tone::active};
}

std::string SharedStateLab::reason() const {
    const auto now = room_.figures();
    if (lost(now) > 0)
        return std::to_string(lost(now)) + " of " + std::to_string(now.writes) +
               " updates lost: another writer came between a get and its set";
    const auto in = now.readers + now.writers;
    const auto waiting = now.readers_waiting + now.writers_waiting;
    auto text = in == 0 ? std::string{"nobody"} : readers_and_writers(now.readers, now.writers);
    text += " inside, ";
    text += waiting == 0 ? std::string{"nobody"} : readers_and_writers(now.readers_waiting, now.writers_waiting);
    text += waiting <= 1 ? " waits" : " wait";
    return text;
}

std::shared_ptr<const LabState> SharedStateLab::state() const {
    constexpr double ms = 1e-6;  // of a nanosecond
    const auto now = room_.figures();
    const auto chosen = strategy();
    auto s = std::make_shared<RoomState>();
    s->textbook = textbook_;
    s->strategy = patterns::shared_state::strategy_ids[static_cast<std::size_t>(chosen)];
    s->one_at_a_time = chosen == Strategy::mutex || chosen == Strategy::actor;
    s->readers_apart = chosen == Strategy::snapshot;
    s->shards = chosen == Strategy::sharded ? patterns::shared_state::default_shards : 1;
    s->readers_inside = now.readers;
    s->writers_inside = now.writers;
    s->max_readers = now.max_readers;
    auto guests = room_.guests(longest_line_shown);
    s->line = std::move(guests.line);
    s->inside = std::move(guests.inside);
    s->readers_waiting = now.readers_waiting;
    s->writers_waiting = now.writers_waiting;
    s->reads = now.reads;
    s->writes = now.writes;
    s->lost_updates = lost(now);
    s->reads_per_s = probe_.rate(1 + fate_count);
    s->writes_per_s = probe_.rate(2 + fate_count);
    s->readers = whole(parameters_, at_.readers);
    s->writers = whole(parameters_, at_.writers);
    s->by_get_and_set = by_get_and_set();
    s->hold_ms = parameters_.get(at_.hold_time);
    s->mean_wait_ms = room_.waits().mean() * ms;
    return s;
}

std::string SharedStateLab::detail_json() const {
    constexpr double ms = 1e-6;
    const auto now = room_.figures();
    const auto waits = room_.waits();
    Detail detail;
    detail.set("reads", now.reads);
    detail.set("writes", now.writes);
    detail.set("lost_updates", lost(now));
    detail.set("wait_ms", Detail{}.set("mean", waits.mean() * ms).set("p99", waits.quantile(0.99) * ms));
    detail.set("max_readers", now.max_readers);
    return detail.text();
}

}  // namespace

std::unique_ptr<Lab> start_shared_state(Executor& engine, const Parameters& parameters, Probe& probe) {
    return std::make_unique<SharedStateLab>(engine, parameters, probe);
}

}  // namespace weir::labs
