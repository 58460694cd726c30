package dev.atelier.simulation;

import dev.atelier.gateway.job.Submitted;
import dev.atelier.gateway.submit.ClientRetry;
import dev.atelier.gateway.submit.CostLimit;
import dev.atelier.gateway.submit.Submission;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.JobId;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.image.RequestFault;
import dev.atelier.image.SizeChoice;
import dev.atelier.image.TenantId;
import dev.atelier.metering.limit.Allowance;
import dev.atelier.metering.limit.Limits;
import dev.atelier.queue.CancelResult;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Job;
import dev.atelier.queue.Origin;
import dev.atelier.simulation.Books.JobBook;
import dev.atelier.webhook.subscription.JobSubscription;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Those who order pictures, ask again when they hear nothing, and sometimes change their mind. */
final class Callers {
  private static final String KEYED = "{\"keyed\":";

  private static final URI RECEIVER = URI.create("http://receiver.example.org/");
  private static final List<JobSubscription> SUBSCRIPTIONS =
      List.of(
          JobSubscription.eachImage(RECEIVER, "simulation"),
          JobSubscription.jobEnd(RECEIVER, "simulation"));
  private static final Duration REPEAT_WINDOW = Duration.ofMinutes(30);
  private static final Set<String> REPEATABLE =
      Set.of("UpstreamThrottled", "UpstreamFailed", "StartDeadlinePassed");

  private final World world;
  private final List<Request> requests = new ArrayList<>();
  private final List<JobId> known = new ArrayList<>();
  private final Map<Integer, Integer> repeats = new HashMap<>();
  private final PaceHolds pace = new PaceHolds();

  Callers(World world) {
    this.world = world;
  }

  /** Whether a job with this note came with an idempotency key. */
  static boolean isKeyed(String state) {
    return state.startsWith(KEYED);
  }

  boolean mayOrder() {
    return requests.size() < world.settings().orders();
  }

  boolean hasOrdered() {
    return !requests.isEmpty();
  }

  void order(Node node) {
    var random = world.random();
    var completion = world.any(List.of(CompletionPolicy.values()));
    TenantId tenant = Customers.any(random);
    var request =
        new Request(
            requests.size(),
            tenant,
            tenant.equals(Customers.LIMITED) && random.nextInt(3) > 0
                ? Optional.of(world.any(Customers.USERS))
                : Optional.empty(),
            random.nextInt(8) == 0 ? Optional.of(1L + random.nextInt(200_000)) : Optional.empty(),
            images(),
            random.nextInt(4) == 0 ? 1 : 0,
            completion,
            random.nextBoolean(),
            random.nextBoolean());
    requests.add(request);
    send(node, request, false, request.prompt());
  }

  private int images() {
    int max = world.settings().fanning().imagesMax();
    return 1 + world.random().nextInt(world.random().nextInt(3) == 0 ? max : Math.min(3, max));
  }

  /** The same once more: by its key, or as a client that says it repeats itself. */
  void repeat(Node node) {
    Request request = any();
    send(node, request, true, request.prompt());
  }

  /** Another request under a used key. */
  void reuse(Node node) {
    Request request = any();
    if (request.keyed() && !jobsOf(request).isEmpty()) {
      send(node, request, false, "another " + request.prompt());
    }
  }

  void cancel(Node node) {
    if (!known.isEmpty()) {
      cancel(node, world.any(known));
    }
  }

  /** The one who ordered it no longer wants it. */
  void cancel(Node node, JobId job) {
    JobBook before = world.guard().books().jobs().get(job.toString());
    if (before == null) {
      return;
    }
    var principal = Customers.principal(new TenantId(before.head().tenant()));
    var result = node.runtime().gateway().cancel().cancel(principal, job);
    world.trace().say(node, "cancels", job, "->", result);
    if (result == CancelResult.CANCELLED) {
      boolean running = before.head().state().equals("RUNNING");
      world.saw(running ? Happening.CANCELLED_RUNNING : Happening.CANCELLED_QUEUED);
      node.cancelled(job);
      before
          .head()
          .node()
          .flatMap(world.nodes()::named)
          .filter(holder -> holder != node && !holder.dead())
          .ifPresent(_ -> world.saw(Happening.CANCELLED_ELSEWHERE));
    }
  }

  private void send(Node node, Request request, boolean repeat, String prompt) {
    List<JobBook> earlier = jobsOf(request);
    world.trace().say(node, repeat ? "is asked again for" : "is asked for", request);
    try {
      Submitted submitted =
          node.runtime()
              .gateway()
              .submit()
              .submit(request.submission(retry(request, repeat), prompt));
      world.trace().say(node, "says", submitted.how(), submitted.job().id());
      heard(node, request, repeat, prompt, submitted, earlier);
    } catch (FaultException e) {
      world.trace().say(node, "says", e.fault());
      refused(node, request, e);
    }
  }

  /** A client counts how often it has sent the same. */
  private ClientRetry retry(Request request, boolean repeat) {
    int count = repeat ? repeats.merge(request.number(), 1, Integer::sum) : 0;
    return new ClientRetry(
        request.keyed() ? Optional.of("order-" + request.number()) : Optional.empty(),
        count,
        world.clock().instant());
  }

  private void heard(
      Node node,
      Request request,
      boolean repeat,
      String prompt,
      Submitted submitted,
      List<JobBook> earlier) {
    JobId id = submitted.job().id();
    known.add(id);
    world.guard().accepted(id.toString());
    require(prompt.equals(request.prompt()), request + " was taken for another request: " + id);
    switch (submitted.how()) {
      case NEW -> {
        requireWithin(node, request, submitted.job());
        boolean alone = others(request, id).equals(earlier);
        require(
            !request.keyed() || others(request, id).stream().allMatch(Guard::comeBackLater),
            request + " has a second job " + id);
        require(
            !alone || !repeat || !request.interactive() || mayRepeat(earlier),
            request + " was made again: " + id);
      }
      case JOINED -> world.saw(Happening.JOINED);
      case REPLAYED -> world.saw(Happening.REPLAYED);
    }
    require(
        submitted.how() == Submitted.How.NEW
            || jobsOf(request).stream().anyMatch(job -> job.head().id().equals(id.toString())),
        request + " was given a stranger's job " + id);
  }

  /** Whether a client that says it repeats itself may get a new job after these. */
  private boolean mayRepeat(List<JobBook> earlier) {
    return earlier.isEmpty()
        || earlier.getLast().head().created().isBefore(world.clock().instant().minus(REPEAT_WINDOW))
        || earlier.getLast().head().fault().filter(REPEATABLE::contains).isPresent();
  }

  private void refused(Node node, Request request, FaultException refusal) {
    switch (refusal.fault()) {
      case AdmissionFault.QueueFull _ -> world.saw(Happening.QUEUE_FULL);
      case AdmissionFault.OutOfBudget _ -> {
        require(
            !request.tenant().equals(TenantId.DEFAULT), request + " has no budget to be out of");
        world.saw(Happening.OUT_OF_BUDGET);
      }
      case AdmissionFault.NotPriced _ -> world.saw(Happening.NOT_PRICED);
      case AdmissionFault.AboveMaxCost(var quoted, var max) -> {
        require(
            quoted > max && request.maxCost().equals(Optional.of(max)),
            request + " was refused at " + quoted);
        world.saw(Happening.ABOVE_MAX_COST);
      }
      case AdmissionFault.RateLimited limited -> world.saw(limit(request, limited));
      case RequestFault.InvalidOrder _ -> {
        require(bounds(request).stream().anyMatch(request::exceeds), request + " was refused");
        world.saw(Happening.LARGER_THAN_ALLOWED);
      }
      case AdmissionFault.Unavailable _ -> {
        require(node.ending() || world.diskFull(), request + " was refused for nothing");
        world.saw(node.ending() ? Happening.REFUSED_WHILE_DRAINING : Happening.DISK_FULL);
      }
      case RequestFault.IdempotencyKeyReused _ -> {
        require(request.keyed(), request + " has no key that could be used twice");
        world.saw(Happening.KEY_REUSED);
      }
      default -> throw new Violation(Promise.NOTHING_LOST, request + " was refused", refusal);
    }
  }

  private Happening limit(Request request, AdmissionFault.RateLimited limited) {
    String name = limited.limit();
    return switch (name) {
      case "requests" -> Happening.TOO_MANY_REQUESTS;
      case "input-images" -> Happening.TOO_MANY_IMAGES;
      default -> {
        String tenant = request.tenant().value();
        require(
            world.guard().reached(name, tenant, request.endUser()),
            request + " was refused though there is room: " + limited);
        yield name.equals("concurrency") ? Happening.TOO_MANY_AT_ONCE : Happening.TOO_MANY_WAITING;
      }
    };
  }

  private void requireWithin(Node node, Request request, Job job) {
    long most = job.price().heldMicros() * request.images();
    require(request.maxCost().filter(max -> most > max).isEmpty(), request + " may cost " + most);
    List<Allowance> bounds = bounds(request);
    for (int place = 0; place < bounds.size(); place++) {
      String owner = place == 0 ? request.tenant().value() : request.endUser().orElseThrow();
      pace.took(node, owner, bounds.get(place), request.images(), world.clock().instant());
    }
  }

  private List<Allowance> bounds(Request request) {
    return world.settings().customers().of(request.tenant().value(), request.endUser());
  }

  private List<JobBook> jobsOf(Request request) {
    return world.guard().books().jobs().values().stream()
        .filter(job -> job.head().dialectState().equals(request.note()))
        .toList();
  }

  private List<JobBook> others(Request request, JobId but) {
    return jobsOf(request).stream().filter(job -> !job.head().id().equals(but.toString())).toList();
  }

  private Request any() {
    return world.any(requests);
  }

  private static void require(boolean holds, String text) {
    if (!holds) {
      throw new Violation(Promise.CHARGED_ONCE, text);
    }
  }

  /** One request, however often it is sent. */
  private record Request(
      int number,
      TenantId tenant,
      Optional<String> endUser,
      Optional<Long> maxCost,
      int images,
      int previews,
      CompletionPolicy completion,
      boolean interactive,
      boolean keyed) {

    /** Whether it asks for more pictures than can ever be had at once. */
    boolean exceeds(Allowance allowance) {
      return images > Limits.ordersMax(allowance);
    }

    String prompt() {
      return "order " + number;
    }

    String note() {
      return keyed ? KEYED + number + "}" : "{\"unkeyed\":" + number + "}";
    }

    Submission submission(ClientRetry retry, String prompt) {
      Order order =
          Order.of("tiny", prompt)
              .withCount(images)
              .withPartials(previews)
              .withEndUser(endUser)
              .withOutput(Output.DEFAULT.withSize(SizeChoice.of(16, 16)));
      return new Submission(
              Customers.principal(tenant),
              new ImageRequest.Generation(order),
              new Origin("simulation", note(), "http://localhost"),
              completion,
              interactive,
              retry)
          .telling(SUBSCRIPTIONS)
          .upTo(new CostLimit(maxCost, Optional.empty()));
    }
  }
}
