// The channel under many schedules: sends, reservations and receives that wait, run out of time and are cancelled,
// senders that leave, a receiver that closes. Every message sent is received exactly once, in order, or destroyed.
#include <QTest>
#include <algorithm>
#include <array>
#include <vector>

#include "core/runtime/group.h"
#include "core/runtime/select.h"
#include "core/sync/channel.h"
#include "tests/core/explore.h"
#include "tests/core/sync/message.h"
#include "tests/program.h"

namespace test_channel_explore {

using namespace std::chrono_literals;
using sync_test::Message;
using weir::Executor;
using weir::Random;
using weir::Receiver;
using weir::Sender;
using weir::SendPermit;
using weir::SendResult;
using weir::Simulation;
using weir::Task;

constexpr int most_senders = 4;
constexpr int never_closes = 1000;

enum Occasion : std::size_t {
    send_cancelled,
    send_gave_up,
    reserve_gave_up,
    permit_dropped,
    permit_on_closed,
    send_on_closed,
    found_full,
    receive_gave_up,
    receiver_replaced,
    drained_after_close,
};
const std::vector<const char*> occasions{"a send is cancelled",
                                         "a send gives up in time",
                                         "a reservation gives up in time",
                                         "a permit is dropped",
                                         "a permit is used on a closed channel",
                                         "a send finds the channel closed",
                                         "try_send finds it full",
                                         "a receive gives up in time",
                                         "a receiver is cancelled and another goes on",
                                         "messages are received after closing"};

struct Watched {
    Watched(Random random, explore::Checks& c, explore::Size s)
        : load{random}, checks{c}, size{s}, capacity{1 + load.below(3)}, close_after{closing_time()} {}

    /// In every other schedule the receiver closes after some messages.
    int closing_time() {
        if (load.below(2) == 0) return never_closes;
        return static_cast<int>(load.below(static_cast<std::uint64_t>(size.tasks * size.rounds)));
    }

    void look(const Receiver<Message>& receiver) const {
        checks.require(receiver.size() + reserved <= capacity, "messages and reserved slots fit");
    }
    /// One that was given back unsent must be whole and must never arrive.
    void not_sent(const Message& message) const {
        checks.require(message.intact(), "what is not sent is not moved from");
    }
    void is_sent(const Message& message) {
        checks.require(!message.intact(), "what is sent is moved from");
        ++sent[static_cast<std::size_t>(message.sender())];
        ++sent_in_all;
    }
    void receive(const Message& message) {
        const auto from = static_cast<std::size_t>(message.sender());
        checks.require(message.number() > last_from[from], "messages of one sender arrive in the order sent, once");
        last_from[from] = message.number();
        ++received[from];
        ++received_in_all;
        if (closed) checks.saw(drained_after_close);
    }

    Random load;
    explore::Checks& checks;
    explore::Size size;  ///< senders, and messages of each
    std::size_t capacity;
    int close_after;
    int alive = 0;
    bool closed = false;
    bool ended = false;
    std::size_t reserved = 0;
    std::array<int, most_senders> sent{};
    std::array<int, most_senders> received{};
    std::array<int, most_senders> last_from{-1, -1, -1, -1};
    int sent_in_all = 0;
    int received_in_all = 0;
};

Task<void> pause(Executor& engine, Watched& w) {
    const auto how = w.load.below(4);
    if (how == 0) co_await engine.sleep(1ms);
    if (how == 1) co_await engine.yield();
}

// --- Senders ----------------------------------------------------------------------------------------------------

/// @return false when the channel is closed.
Task<bool> send(Watched& w, Sender<Message>& sender, int id, int number) {
    Message message{w.alive, id, number};
    try {
        const bool sent = co_await sender.send(std::move(message));
        if (sent) {
            w.is_sent(message);
        } else {
            w.checks.saw(send_on_closed);
            w.checks.require(w.closed, "only a closed channel refuses");
            w.not_sent(message);
        }
        co_return sent;
    } catch (const weir::Cancelled&) {
        w.checks.saw(send_cancelled);
        w.not_sent(message);
        throw;
    }
}

Task<std::optional<SendPermit<Message>>> reserve(Sender<Message>& sender) { co_return co_await sender.reserve(); }

/// Counts a permit while it is out; declared after it.
class Reserved {
public:
    explicit Reserved(Watched& w) : watched_{w} { ++watched_.reserved; }
    ~Reserved() { --watched_.reserved; }
    Reserved(const Reserved&) = delete;
    Reserved& operator=(const Reserved&) = delete;

private:
    Watched& watched_;
};

Task<bool> use(Executor& engine, Watched& w, SendPermit<Message> permit, int id, int number) {
    {
        const Reserved account{w};
        co_await pause(engine, w);
    }
    if (w.load.below(3) == 0) {
        w.checks.saw(permit_dropped);
        co_return true;
    }
    Message message{w.alive, id, number};
    const bool sent = std::move(permit).send(std::move(message));
    if (sent) {
        w.is_sent(message);
    } else {
        w.checks.saw(permit_on_closed);
        w.checks.require(w.closed, "only a closed channel refuses");
        w.not_sent(message);
    }
    co_return sent;
}

Task<bool> reserve_and_send(Executor& engine, Watched& w, Sender<Message>& sender, int id, int number) {
    auto reservation = co_await weir::timeout(engine, 2ms, reserve(sender));
    if (!reservation) {
        w.checks.saw(reserve_gave_up);
        co_return true;
    }
    if (!*reservation) {
        w.checks.require(w.closed, "only a closed channel refuses");
        co_return false;
    }
    SendPermit<Message> permit{std::move(**reservation)};
    co_return co_await use(engine, w, std::move(permit), id, number);
}

bool try_send(Watched& w, Sender<Message>& sender, int id, int number) {
    Message message{w.alive, id, number};
    const auto result = sender.try_send(std::move(message));
    if (result == SendResult::sent)
        w.is_sent(message);
    else
        w.not_sent(message);
    if (result == SendResult::full) w.checks.saw(found_full);
    w.checks.require((result == SendResult::closed) == w.closed, "closed means closed");
    return result != SendResult::closed;
}

Task<void> send_all(Executor& engine, Watched& w, Sender<Message> sender, int id) {
    bool open = true;
    for (int number = 0; open && number < w.size.rounds; ++number) {
        const auto how = w.load.below(5);
        if (how == 0) {
            open = try_send(w, sender, id, number);
        } else if (how == 1) {
            const auto in_time = co_await weir::timeout(engine, 1ms, send(w, sender, id, number));
            if (!in_time) w.checks.saw(send_gave_up);
            open = in_time.value_or(true);
        } else if (how == 2) {
            open = co_await reserve_and_send(engine, w, sender, id, number);
        } else {
            open = co_await send(w, sender, id, number);
        }
        co_await pause(engine, w);
    }
}

// --- The receiver -----------------------------------------------------------------------------------------------

Task<std::optional<Message>> receive(Receiver<Message>& receiver) { co_return co_await receiver.receive(); }

Task<void> receive_all(Executor& engine, Watched& w, Receiver<Message>& receiver) {
    while (!w.ended) {
        w.look(receiver);
        if (!w.closed && w.received_in_all >= w.close_after) {
            w.closed = true;
            receiver.close();
        }
        const auto how = w.load.below(5);
        if (how == 0) {
            if (auto message = receiver.try_receive()) w.receive(*message);
        } else if (how == 1) {
            auto in_time = co_await weir::timeout(engine, 1ms, receive(receiver));
            if (!in_time)
                w.checks.saw(receive_gave_up);
            else if (*in_time)
                w.receive(**in_time);
            else
                w.ended = true;
        } else {
            auto message = co_await receiver.receive();
            if (message)
                w.receive(*message);
            else
                w.ended = true;
        }
        co_await pause(engine, w);
    }
}

/// Goes on in place of a receiver that is cancelled.
Task<void> replace(Executor& engine, Watched& w, Receiver<Message>& receiver, weir::TaskGroup& doomed) {
    co_await doomed.join();
    if (w.ended) co_return;
    w.checks.saw(receiver_replaced);
    co_await receive_all(engine, w, receiver);
}

Task<void> everyone(Executor& engine, Watched& w) {
    auto [sender, receiver] = weir::channel<Message>(w.capacity);
    std::optional<Sender<Message>> last{std::move(sender)};
    weir::TaskGroup sending{engine};
    weir::TaskGroup receiving{engine};
    weir::TaskGroup doomed_sender{engine};
    weir::TaskGroup doomed_receiver{engine};
    const explore::Checks::Doomed one{w.checks, doomed_sender};
    const explore::Checks::Doomed other{w.checks, doomed_receiver};
    for (int i = 0; i < w.size.tasks; ++i) (i == 0 ? doomed_sender : sending).spawn(send_all(engine, w, *last, i));
    // The end comes either with the last sender or by closing.
    const bool closes = w.load.below(2) == 0;
    if (!closes) last.reset();
    doomed_receiver.spawn(receive_all(engine, w, receiver));
    receiving.spawn(replace(engine, w, receiver, doomed_receiver));
    if (!w.checks.cancels_doomed) {
        const auto pauses = w.load.below(2 * static_cast<std::uint64_t>(w.size.tasks) + 2);
        for (std::uint64_t i = 0; i < pauses; ++i) co_await engine.yield();
        if (w.load.below(2) == 0) co_await engine.sleep(1ms);
        doomed_sender.cancel();
        doomed_receiver.cancel();
    }
    co_await doomed_sender.join();
    co_await sending.join();
    if (closes && !w.closed) {
        w.closed = true;
        receiver.close();
    }
    co_await receiving.join();
    for (const auto* group : {&doomed_sender, &doomed_receiver, &sending, &receiving}) group->rethrow_first();
    w.look(receiver);
    w.checks.require(receiver.size() == 0, "drained means empty");
}

void scenario(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    Watched w{load, checks, size};
    engine.run(everyone(engine, w));
    checks.require(w.ended, "the receiver learns that no more will come");
    checks.require(w.sent == w.received, "every message sent is received exactly once");
    checks.require(w.alive == 0, "no message is left over");
}

// --- In order of asking -----------------------------------------------------------------------------------------

struct Order {
    std::vector<std::pair<int, int>> asked;
    std::vector<std::pair<int, int>> received;
};

Task<void> ask(Executor& engine, Watched& w, Order& order, Sender<Message> sender, int id) {
    for (int number = 0; number < w.size.rounds; ++number) {
        order.asked.emplace_back(id, number);
        static_cast<void>(co_await send(w, sender, id, number));
        co_await pause(engine, w);
    }
}

Task<void> asked_in_order(Executor& engine, Watched& w, Order& order) {
    auto [sender, receiver] = weir::channel<Message>(w.capacity);
    weir::TaskGroup lasting{engine};
    weir::TaskGroup doomed{engine};
    for (int i = 0; i < w.size.tasks; ++i) (i < 2 ? doomed : lasting).spawn(ask(engine, w, order, sender, i));
    for (int i = 0; i < 5; ++i) {
        const auto message = co_await receiver.receive();
        order.received.emplace_back(message->sender(), message->number());
        co_await pause(engine, w);
    }
    doomed.cancel();
    co_await doomed.join();
    { const Sender<Message> last{std::move(sender)}; }
    while (const auto message = co_await receiver.receive())
        order.received.emplace_back(message->sender(), message->number());
    co_await lasting.join();
}

void ordered_scenario(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    Watched w{load, checks, size};
    Order order;
    engine.run(asked_in_order(engine, w, order));
    auto next = order.asked.begin();
    for (const auto& message : order.received) {
        next = std::find(next, order.asked.end(), message);
        checks.require(next != order.asked.end(), "senders are served in the order of asking");
        if (next == order.asked.end()) return;
        ++next;
    }
    checks.require(static_cast<int>(order.received.size()) == w.sent_in_all, "every message sent is received");
    checks.require(w.alive == 0, "no message is left over");
}

// --- Left behind ------------------------------------------------------------------------------------------------

/// The receiver goes away in the middle: senders learn it, and what was under way is destroyed.
Task<void> abandoned(Executor& engine, Watched& w) {
    weir::TaskGroup group{engine};
    {
        auto [sender, receiver] = weir::channel<Message>(w.capacity);
        for (int i = 0; i < w.size.tasks; ++i) group.spawn(send_all(engine, w, sender, i));
        co_await pause(engine, w);
        co_await pause(engine, w);
        w.closed = true;
    }
    co_await group.join();
    group.rethrow_first();
}

void abandoned_scenario(Simulation& engine, Random load, explore::Checks& checks, explore::Size size) {
    Watched w{load, checks, size};
    engine.run(abandoned(engine, w));
    checks.require(w.alive == 0, "no message is left over");
}

class TestChannelExplore : public QObject {
    Q_OBJECT

private slots:
    void every_message_arrives_once_data() { explore::ways(); }
    void every_message_arrives_once() {
        explore::holds({.occasions = occasions, .size = {4, 3}, .small = {2, 1}}, scenario);
    }

    void senders_are_served_in_the_order_of_asking_data() { explore::choices(); }
    void senders_are_served_in_the_order_of_asking() {
        explore::holds({.occasions = occasions, .schedules = 30'000, .all_occasions = false, .size = {4, 3}},
                       ordered_scenario);
    }

    void a_receiver_may_leave_at_any_time_data() { explore::choices(); }
    void a_receiver_may_leave_at_any_time() {
        explore::holds({.occasions = occasions, .schedules = 30'000, .all_occasions = false, .size = {4, 3}},
                       abandoned_scenario);
    }
};

}  // namespace test_channel_explore

WEIR_TEST(test_channel_explore, TestChannelExplore)
#include "test_channel_explore.moc"
