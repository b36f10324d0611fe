//! A call through three layers: retry, time limit, concurrency limit.
use async_trait::async_trait;
use std::future::Future;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tower::retry::budget::Budget;
use tower::retry::Policy;
use tower::util::BoxCloneService;
use tower::{ServiceBuilder, ServiceExt};

const AT_ONCE: usize = 64;
const ATTEMPTS: usize = 3;
const TIME_LIMIT: Duration = Duration::from_secs(1);

type Error = Box<dyn std::error::Error + Send + Sync>;

/// The interface of the tutorials: a box for each call.
#[async_trait]
trait Service: Send + Sync {
    async fn call(&self, request: usize) -> Result<usize, Error>;
}

struct Echo;

#[async_trait]
impl Service for Echo {
    async fn call(&self, request: usize) -> Result<usize, Error> {
        Ok(black_box(request))
    }
}

struct Limited {
    permits: Semaphore,
    next: Arc<dyn Service>,
}

#[async_trait]
impl Service for Limited {
    async fn call(&self, request: usize) -> Result<usize, Error> {
        let _permit = self.permits.acquire().await?;
        self.next.call(request).await
    }
}

struct Timed {
    next: Arc<dyn Service>,
}

#[async_trait]
impl Service for Timed {
    async fn call(&self, request: usize) -> Result<usize, Error> {
        tokio::time::timeout(TIME_LIMIT, self.next.call(request)).await?
    }
}

struct Retried {
    next: Arc<dyn Service>,
}

#[async_trait]
impl Service for Retried {
    async fn call(&self, request: usize) -> Result<usize, Error> {
        let mut attempt = 1;
        loop {
            match self.next.call(request).await {
                Err(_) if attempt < ATTEMPTS => attempt += 1,
                result => return result,
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

pub async fn async_trait_layers(count: usize) -> Duration {
    let limited = Arc::new(Limited {
        permits: Semaphore::new(AT_ONCE),
        next: black_box(Arc::new(Echo)),
    });
    let service: Arc<dyn Service> = Arc::new(Retried {
        next: Arc::new(Timed { next: limited }),
    });
    let start = Instant::now();
    for i in 0..count {
        black_box(service.call(i).await.is_ok());
    }
    start.elapsed()
}

/// With the budget for retries that our layer has, too: without one, retries multiply the load on what fails.
#[derive(Clone)]
struct Attempts(usize, Arc<Budget>);

impl Policy<usize, usize, Error> for Attempts {
    type Future = futures::future::Ready<Self>;

    fn retry(&self, _: &usize, result: Result<&usize, &Error>) -> Option<Self::Future> {
        if result.is_ok() {
            self.1.deposit();
            return None;
        }
        let again = self.0 > 1 && self.1.withdraw().is_ok();
        again.then(|| futures::future::ready(Self(self.0 - 1, self.1.clone())))
    }
    fn clone_request(&self, request: &usize) -> Option<usize> {
        Some(*request)
    }
}

/// The three layers as tower has them.
macro_rules! tower_layers {
    () => {
        ServiceBuilder::new()
            .retry(Attempts(ATTEMPTS, Arc::new(Budget::default())))
            .timeout(TIME_LIMIT)
            .concurrency_limit(AT_ONCE)
            .service(tower::service_fn(|request: usize| {
                futures::future::ready(Ok::<usize, Error>(black_box(request)))
            }))
    };
}

async fn time_calls<S>(mut service: S, count: usize) -> Duration
where
    S: tower::Service<usize, Response = usize, Error = Error> + Send,
    S::Future: Send,
{
    let start = Instant::now();
    for i in 0..count {
        let ready = service.ready().await.expect("a service that is ready");
        black_box(ready.call(i).await.is_ok());
    }
    start.elapsed()
}

/// One type, known when compiling.
pub fn tower_static(count: usize) -> impl Future<Output = Duration> + Send {
    time_calls(tower_layers!(), count)
}

pub fn tower_boxed(count: usize) -> impl Future<Output = Duration> + Send {
    time_calls(BoxCloneService::new(tower_layers!()), count)
}
