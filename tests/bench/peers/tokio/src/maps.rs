//! A map that four tasks read and, every tenth time, write.
use crate::rows::time_beside;
use arc_swap::ArcSwap;
use dashmap::DashMap;
use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::RwLock;

const TASKS: usize = 4;
const KEYS: usize = 64;
const WRITE_EVERY: usize = 10;

/// The keys of one task: xorshift, so that no lock is taken for them.
struct Keys(u64);

impl Keys {
    fn of(task: usize) -> Self {
        Self(88_172_645_463_325_252 + task as u64)
    }
    fn next(&mut self) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 as usize % KEYS
    }
}

fn filled() -> HashMap<usize, usize> {
    (0..KEYS).map(|key| (key, key)).collect()
}

/// Beside each other, TASKS tasks do count / TASKS operations each: `write(key)` every tenth time, else `read(key)`.
async fn time_use<M, R, W>(count: usize, map: M, read: R, write: W) -> Duration
where
    M: Clone + Send + 'static,
    R: Fn(&M, usize) -> usize + Copy + Send + 'static,
    W: Fn(&M, usize) + Copy + Send + 'static,
{
    time_beside(TASKS, |task| {
        let map = map.clone();
        async move {
            let mut keys = Keys::of(task);
            for i in 0..count / TASKS {
                let key = keys.next();
                if i % WRITE_EVERY == 0 {
                    write(&map, key);
                } else {
                    black_box(read(&map, key));
                }
            }
        }
    })
    .await
}

pub async fn rw_lock(count: usize) -> Duration {
    let map = Arc::new(RwLock::new(filled()));
    time_beside(TASKS, |task| {
        let map = map.clone();
        async move {
            let mut keys = Keys::of(task);
            for i in 0..count / TASKS {
                let key = keys.next();
                if i % WRITE_EVERY == 0 {
                    *map.write().await.entry(key).or_insert(0) += 1;
                } else {
                    black_box(map.read().await.get(&key).copied());
                }
            }
        }
    })
    .await
}

pub async fn sharded(count: usize) -> Duration {
    let map: Arc<DashMap<usize, usize>> = Arc::new(filled().into_iter().collect());
    time_use(
        count,
        map,
        |map, key| map.get(&key).map_or(0, |value| *value),
        |map, key| *map.entry(key).or_insert(0) += 1,
    )
    .await
}

pub async fn snapshot(count: usize) -> Duration {
    let map = Arc::new(ArcSwap::from_pointee(filled()));
    time_use(
        count,
        map,
        |map, key| map.load().get(&key).copied().unwrap_or(0),
        |map, key| {
            map.rcu(|seen| {
                let mut copy = HashMap::clone(seen);
                *copy.entry(key).or_insert(0) += 1;
                copy
            });
        },
    )
    .await
}
