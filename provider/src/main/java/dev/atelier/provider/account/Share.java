package dev.atelier.provider.account;

import dev.atelier.image.TenantId;
import java.util.Comparator;
import java.util.List;

/**
 * How work is shared between accounts that are equally good, by their weights.
 *
 * <p>A tenant's work stays with one account, by rendezvous hashing: each account draws a number
 * from its name, the tenant's and its weight, and the highest takes the work, so that each account
 * has tenants in proportion to its weight, and one that comes or goes moves no tenant between the
 * others. Two bounds keep the weights true when a few tenants have most of the work: no account
 * takes more than a quarter above its share of the calls in flight (consistent hashing with bounded
 * loads, Mirrokni, Thorup and Zadimoghaddam, 2016, arXiv:1608.01350), nor runs more than {@value
 * #AHEAD_MAX} calls, at an average weight, ahead of the others.
 */
final class Share {
  static final int AHEAD_MAX = 12;

  private static final double BOUND = 1.25;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final List<Candidate> equals;

  private final double ahead;
  private final double floor;

  Share(List<Candidate> equals) {
    this.equals = equals;
    this.ahead =
        AHEAD_MAX / equals.stream().mapToInt(one -> one.account().weight()).average().orElseThrow();
    this.floor = equals.stream().mapToDouble(Candidate::pass).max().orElseThrow() - 2 * ahead;
  }

  /**
   * What an account missed that rested is forgotten: its pass counts as this at least. It lies
   * below what a tenant's own account may run ahead, which the others are to make up for.
   */
  double floor() {
    return floor;
  }

  /** The one that takes a tenant's work. */
  Candidate of(TenantId tenant) {
    double shares = equals.stream().mapToDouble(one -> one.pooled().share()).sum();
    double calls = 1.0 + equals.stream().mapToInt(Candidate::inFlight).sum();
    double least =
        Math.max(floor, equals.stream().mapToDouble(Candidate::pass).min().orElseThrow());
    return equals.stream()
        .filter(one -> one.inFlight() < Math.ceil(BOUND * calls * one.pooled().share() / shares))
        .filter(one -> one.pass() - least < ahead)
        .max(Comparator.comparingDouble(one -> score(tenant, one)))
        .orElseGet(() -> next(0));
  }

  /** The one whose turn it is: the least loaded for its weight, of these the least used. */
  Candidate next(double floor) {
    return equals.stream()
        .min(
            Comparator.comparingDouble((Candidate one) -> one.inFlight() / one.pooled().share())
                .thenComparingDouble(one -> Math.max(floor, one.pass())))
        .orElseThrow();
  }

  private static double score(TenantId tenant, Candidate one) {
    long hash = hash(hash(FNV_OFFSET, tenant.value()), one.account().id().value());
    double uniform = ((mixed(hash) >>> 11) + 0.5) * 0x1.0p-53;
    return -one.account().weight() / Math.log(uniform);
  }

  private static long hash(long from, String text) {
    long hash = from;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return (hash ^ 0xffff) * FNV_PRIME;
  }

  /** The finalizer of SplitMix64, which spreads what differs a little over all bits. */
  private static long mixed(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
