// How full batches leave when items arrive as a Poisson process and a batch leaves when it is full or when its first
// item has waited for the linger time, whichever is first, and a processor is always free.
//
// The first item opens the batch; those that arrive while it lingers are Poisson with mean lambda tau, cut at B - 1:
// E[size] = 1 + E[min(B - 1, N)]. Source: the lack of memory of the Poisson process (S. M. Ross, "Introduction to
// Probability Models", chapter 5): however the batch before ended, N counts the arrivals of a time of length tau.
#pragma once

namespace weir::theory {

/// Mean number of items in a batch. @pre lambda_per_s >= 0, linger_s >= 0, most >= 1
double mean_batch_size(double lambda_per_s, double linger_s, int most);

/// Share of the batches that leave because they are full: P(N >= B - 1).
double full_share(double lambda_per_s, double linger_s, int most);

}  // namespace weir::theory
