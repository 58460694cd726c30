package dev.atelier.gateway.submit;

import dev.atelier.catalog.Model;
import dev.atelier.database.Tx;
import dev.atelier.gateway.order.QuoteJob;
import dev.atelier.gateway.order.ResolveOrder;
import dev.atelier.image.AdmissionFault.RateLimited;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageSize;
import dev.atelier.image.Order;
import dev.atelier.image.OrderField;
import dev.atelier.image.Quality;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.limit.AdmissionPermit;
import dev.atelier.metering.limit.Allowance;
import dev.atelier.metering.limit.LimitOwner;
import dev.atelier.metering.limit.Limits;
import dev.atelier.queue.OpenJobs;
import java.time.Duration;
import java.util.List;

/**
 * Holds an order against the limits of its key, tenant and end user: what it is, how often they
 * come, and, in the transaction that accepts it, how many jobs they have.
 */
final class AdmitJob {
  /** Nobody knows when a place gets free; SDKs obey waits of up to 8 s. */
  private static final Duration PLACE_WAIT = Duration.ofSeconds(1);

  /** Up to so many jobs a limit is never exceeded, whoever accepts at the same time. */
  private static final int EXACT_MAX = 64;

  private final Limits limits;
  private final ResolveOrder models;

  AdmitJob(Limits limits, ResolveOrder models) {
    this.limits = limits;
    this.models = models;
  }

  /**
   * An order that may come.
   *
   * @param permit to be taken back if nothing comes of it
   * @param limits which applied when it came
   */
  record Admitted(AdmissionPermit permit, List<Limits.Applying> limits) {}

  /**
   * @throws FaultException {@link RequestFault.InvalidOrder} for what is larger than may be ordered
   *     at all, {@link RateLimited}
   */
  Admitted admit(Principal principal, ImageRequest resolved) {
    List<Limits.Applying> applying = allowed(principal, resolved);
    return new Admitted(limits.admit(applying, resolved.order().count()), applying);
  }

  /** The same for a question about an order: a request, and no pictures. */
  void admitQuestion(Principal principal, ImageRequest resolved) {
    limits.admit(allowed(principal, resolved), 0);
  }

  private List<Limits.Applying> allowed(Principal principal, ImageRequest resolved) {
    Order order = resolved.order();
    List<Limits.Applying> applying = limits.of(principal, order.endUser());
    Model model = models.model(order.model());
    applying.forEach(one -> requireWithin(one, model, order));
    return applying;
  }

  /**
   * @throws FaultException {@link RateLimited} where there are as many jobs as may be
   */
  void requirePlace(Tx tx, Admitted admitted) {
    for (Limits.Applying one : admitted.limits()) {
      int max = one.allowance().concurrency();
      if (max > 0) {
        require("concurrency", max, there(tx, one.owner(), OpenJobs.Which.ALL, max));
      }
    }
  }

  /** The same for jobs that wait. */
  void requirePlaceInQueue(Tx tx, Admitted admitted) {
    for (Limits.Applying one : admitted.limits()) {
      int max = one.allowance().queueDepth();
      if (max > 0) {
        require("queued-jobs", max, there(tx, one.owner(), OpenJobs.Which.QUEUED, max));
      }
    }
  }

  /** Of few places each is counted alone; many may be exceeded by what is accepted at once. */
  private static int there(Tx tx, LimitOwner owner, OpenJobs.Which which, int max) {
    if (max <= EXACT_MAX) {
      tx.lock("open jobs " + which + " of " + owner);
    }
    return open(owner, which).count(tx, max);
  }

  private static void require(String limit, int max, int there) {
    if (there >= max) {
      throw new FaultException(new RateLimited(limit, max, there, 1, PLACE_WAIT));
    }
  }

  private static OpenJobs open(LimitOwner owner, OpenJobs.Which which) {
    return switch (owner) {
      case LimitOwner.OfKey(_, var key) -> OpenJobs.ofKey(key, which);
      case LimitOwner.OfTenant(var tenant) -> OpenJobs.ofTenant(tenant, which);
      case LimitOwner.OfUser(var tenant, var user) -> OpenJobs.ofUser(tenant, user, which);
    };
  }

  private static void requireWithin(Limits.Applying one, Model model, Order order) {
    Allowance allowance = one.allowance();
    ImageSize size = QuoteJob.size(order);
    allowance
        .sizeMax()
        .filter(max -> !max.holds(size))
        .ifPresent(max -> {
          throw above(OrderField.SIZE, size, one, "sizes of up to " + max + pixels(max));
        });
    Quality quality = order.output().quality();
    allowance
        .qualityMax()
        .filter(max -> model.level(max) > 0 && model.level(quality) > model.level(max))
        .ifPresent(max -> {
          throw above(OrderField.QUALITY, quality, one, "qualities of up to " + max);
        });
    int countMax = Limits.ordersMax(allowance);
    if (order.count() > countMax) {
      throw above(
          OrderField.COUNT, order.count(), one, "orders of up to " + countMax + " pictures");
    }
  }

  private static String pixels(Object max) {
    return max.toString().contains("x") ? "" : " pixels";
  }

  private static FaultException above(
      OrderField field, Object ordered, Limits.Applying one, String most) {
    String problem = "'%s': the %s's limit allows %s.".formatted(ordered, one.owner().kind(), most);
    return new FaultException(new RequestFault.InvalidOrder(field, new Problem.Other(problem)));
  }
}
