//! The tokio side of the benchmark table, in the style of a careful tokio program.
//!
//! Called as `peer-tokio ROW COUNT WORKERS`: runs the row once to warm up, once timed, and prints one JSON line with
//! the timed nanoseconds. `peer-tokio --list` prints the rows. The rows of the patterns do their job as tutorials write
//! it; where a well-made program does it otherwise, that is a row of its own, whose name ends in `+`. What a row does is
//! defined in tests/bench/rows.h; the clock runs inside the row's root task, so that starting and stopping the runtime
//! is not counted.
mod breaker;
mod maps;
mod patterns;
mod rows;
mod service;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// A row: does `count` times what it measures and says how long that took.
type Row = fn(usize) -> Pin<Box<dyn Future<Output = Duration> + Send>>;

const ROWS: &[(&str, Row)] = &[
    ("spawn_join", |n| Box::pin(rows::spawn_join(n))),
    ("fork_join", |n| Box::pin(rows::fork_join(n))),
    ("yield", |n| Box::pin(rows::yielding(n))),
    ("ping_pong", |n| Box::pin(rows::ping_pong(n))),
    ("channel_1", |n| Box::pin(rows::channel(n, 1))),
    ("channel_4", |n| Box::pin(rows::channel(n, 4))),
    ("semaphore", |n| Box::pin(rows::semaphore(n))),
    ("rw_lock_read", |n| Box::pin(rows::rw_lock_read(n))),
    ("timers", |n| Box::pin(rows::timers(n))),
    ("cancel", |n| Box::pin(rows::cancel(n))),
    ("breaker", |n| Box::pin(rows::breaker(n))),
    ("await_child", |n| Box::pin(rows::await_child(n))),
    ("fan_out", |n| Box::pin(patterns::fan_out(n))),
    ("fan_out+", |n| Box::pin(patterns::fan_out_well_made(n))),
    ("pipeline", |n| Box::pin(patterns::pipeline(n))),
    ("limiter_1", |n| Box::pin(patterns::limiter(n, 1))),
    ("limiter_1+", |n| Box::pin(patterns::limiter_well_made(n, 1))),
    ("limiter_8", |n| Box::pin(patterns::limiter(n, 8))),
    ("limiter_8+", |n| Box::pin(patterns::limiter_well_made(n, 8))),
    ("batcher", |n| Box::pin(patterns::batcher(n))),
    ("map_rw_lock", |n| Box::pin(maps::rw_lock(n))),
    ("map_sharded", |n| Box::pin(maps::rw_lock(n))),
    ("map_sharded+", |n| Box::pin(maps::sharded(n))),
    ("map_snapshot", |n| Box::pin(maps::rw_lock(n))),
    ("map_snapshot+", |n| Box::pin(maps::snapshot(n))),
    ("service_static", |n| Box::pin(service::async_trait_layers(n))),
    ("service_static+", |n| Box::pin(service::tower_static(n))),
    ("service_virtual", |n| Box::pin(service::async_trait_layers(n))),
    ("service_erased", |n| Box::pin(service::async_trait_layers(n))),
    ("service_erased+", |n| Box::pin(service::tower_boxed(n))),
    ("skewed_queue", |n| Box::pin(patterns::skewed_queue(n))),
    ("skewed_queue+", |n| Box::pin(patterns::skewed_queue_well_made(n))),
];

fn run(name: &str, count: usize, workers: usize) -> Option<Duration> {
    let row = ROWS.iter().find(|(id, _)| *id == name)?.1;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(workers)
        .enable_time()
        .build()
        .expect("a tokio runtime");
    // Spawned, not blocked on: block_on would run the root outside the workers.
    let once =
        || runtime.block_on(async { tokio::spawn(row(count)).await.expect("the row to finish") });
    once();
    Some(once())
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args == ["--list"] {
        ROWS.iter().for_each(|(name, _)| println!("{name}"));
        return;
    }
    let parsed = match args.as_slice() {
        [name, count, workers] => match (count.parse(), workers.parse()) {
            (Ok(count), Ok(workers)) => run(name, count, workers).map(|time| (name, time)),
            _ => None,
        },
        _ => None,
    };
    match parsed {
        Some((name, time)) => println!("{{\"row\": \"{name}\", \"ns\": {}}}", time.as_nanos()),
        None => {
            eprintln!("peer-tokio: expected --list or ROW COUNT WORKERS");
            std::process::exit(2);
        }
    }
}
