package dev.atelier.simulation;

import dev.atelier.gateway.Submission;
import dev.atelier.gateway.Submitted;
import dev.atelier.image.Fault;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.image.SizeChoice;
import dev.atelier.image.TenantId;
import dev.atelier.metering.Principal;
import dev.atelier.metering.Scope;
import dev.atelier.queue.CancelResult;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Origin;
import dev.atelier.simulation.Books.JobBook;
import dev.atelier.webhook.JobSubscription;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Those who order pictures, ask again when they hear nothing, and sometimes change their mind. */
final class Callers {
  private static final String KEYED = "{\"keyed\":";

  private static final URI RECEIVER = URI.create("http://receiver.example.org/");
  private static final List<JobSubscription> NEWS =
      List.of(
          JobSubscription.eachImage(RECEIVER, "simulation"),
          JobSubscription.jobEnd(RECEIVER, "simulation"));
  private static final Duration TWIN_WINDOW = Duration.ofMinutes(30);
  private static final Set<String> REPEATABLE =
      Set.of("UpstreamThrottled", "UpstreamFailed", "StartDeadlinePassed");

  private final World world;
  private final List<Request> subscriptions = new ArrayList<>();
  private final List<JobId> known = new ArrayList<>();

  Callers(World world) {
    this.world = world;
  }

  /** Whether a job with this note came with an idempotency key. */
  static boolean isKeyed(String note) {
    return note.startsWith(KEYED);
  }

  boolean mayWish() {
    return subscriptions.size() < world.settings().orders();
  }

  boolean hasWished() {
    return !subscriptions.isEmpty();
  }

  void order(Node node) {
    var random = world.random();
    var completion = world.any(List.of(CompletionPolicy.values()));
    var subscription =
        new Request(
            subscriptions.size(),
            random.nextInt(3) == 0 ? World.POOR : TenantId.DEFAULT,
            1 + random.nextInt(3),
            random.nextInt(4) == 0 ? 1 : 0,
            completion,
            random.nextBoolean(),
            random.nextBoolean());
    subscriptions.add(subscription);
    send(node, subscription, false, subscription.prompt());
  }

  /** The same once more: by its key, or as a client that says it repeats itself. */
  void repeat(Node node) {
    Request subscription = any();
    send(node, subscription, true, subscription.prompt());
  }

  /** Another request under a used key. */
  void reuse(Node node) {
    Request subscription = any();
    if (subscription.keyed() && !jobsOf(subscription).isEmpty()) {
      send(node, subscription, false, "another " + subscription.prompt());
    }
  }

  void cancel(Node node) {
    if (known.isEmpty()) {
      return;
    }
    JobId job = world.any(known);
    JobBook before = world.guard().books().jobs().get(job.toString());
    if (before == null) {
      return;
    }
    var principal = principal(new TenantId(before.head().tenant()));
    var result = node.runtime().gateway().cancel().cancel(principal, job);
    world.trace().say(node, "cancels", job, "->", result);
    if (result == CancelResult.CANCELLED) {
      boolean running = before.head().state().equals("RUNNING");
      world.saw(running ? Happening.CANCELLED_RUNNING : Happening.CANCELLED_QUEUED);
      node.interrupt(job);
    }
  }

  private void send(Node node, Request subscription, boolean repeat, String prompt) {
    List<JobBook> earlier = jobsOf(subscription);
    world.trace().say(node, repeat ? "is asked again for" : "is asked for", subscription);
    try {
      Submitted submitted =
          node.runtime().gateway().submit().submit(subscription.submission(repeat, prompt));
      world.trace().say(node, "says", submitted.how(), submitted.job().id());
      heard(subscription, repeat, prompt, submitted, earlier);
    } catch (FaultException e) {
      world.trace().say(node, "says", e.fault());
      refused(subscription, e);
    }
  }

  private void heard(
      Request subscription,
      boolean repeat,
      String prompt,
      Submitted submitted,
      List<JobBook> earlier) {
    JobId id = submitted.job().id();
    known.add(id);
    world.guard().accepted(id.toString());
    require(
        prompt.equals(subscription.prompt()),
        subscription + " was taken for another request: " + id);
    switch (submitted.how()) {
      case NEW -> {
        boolean alone = others(subscription, id).equals(earlier);
        require(
            !subscription.keyed() || others(subscription, id).isEmpty(),
            subscription + " has a second job " + id);
        require(
            !alone || !repeat || !subscription.interactive() || mayRepeat(earlier),
            subscription + " was made again: " + id);
      }
      case JOINED -> world.saw(Happening.JOINED);
      case REPLAYED -> world.saw(Happening.REPLAYED);
    }
    require(
        submitted.how() == Submitted.How.NEW
            || jobsOf(subscription).stream().anyMatch(job -> job.head().id().equals(id.toString())),
        subscription + " was given a stranger's job " + id);
  }

  /** Whether a client that says it repeats itself may get a new job after these. */
  private boolean mayRepeat(List<JobBook> earlier) {
    return earlier.isEmpty()
        || earlier.getLast().head().created().isBefore(world.clock().instant().minus(TWIN_WINDOW))
        || earlier.getLast().head().fault().filter(REPEATABLE::contains).isPresent();
  }

  private void refused(Request subscription, FaultException refusal) {
    switch (refusal.fault()) {
      case Fault.QueueFull _ -> world.saw(Happening.QUEUE_FULL);
      case Fault.OutOfBudget _ -> world.saw(Happening.OUT_OF_BUDGET);
      case Fault.Unavailable _ -> world.saw(Happening.DISK_FULL);
      case Fault.IdempotencyKeyReused _ -> {
        require(subscription.keyed(), subscription + " has no key that could be used twice");
        world.saw(Happening.KEY_REUSED);
      }
      default -> throw new Violation("G1: " + subscription + " was refused", refusal);
    }
  }

  private List<JobBook> jobsOf(Request subscription) {
    return world.guard().books().jobs().values().stream()
        .filter(job -> job.head().note().equals(subscription.note()))
        .toList();
  }

  private List<JobBook> others(Request subscription, JobId but) {
    return jobsOf(subscription).stream()
        .filter(job -> !job.head().id().equals(but.toString()))
        .toList();
  }

  private Request any() {
    return world.any(subscriptions);
  }

  private static void require(boolean holds, String text) {
    if (!holds) {
      throw new Violation("G2: " + text);
    }
  }

  private static Principal principal(TenantId tenant) {
    return new Principal(tenant, new KeyId("key of " + tenant), Scope.all(), Optional.empty());
  }

  /** One request, however often it is sent. */
  private record Request(
      int number,
      TenantId tenant,
      int images,
      int previews,
      CompletionPolicy completion,
      boolean interactive,
      boolean keyed) {

    String prompt() {
      return "wish " + number;
    }

    String note() {
      return keyed ? KEYED + number + "}" : "{\"unkeyed\":" + number + "}";
    }

    Submission submission(boolean repeat, String prompt) {
      Order order =
          Order.of("tiny", prompt)
              .withCount(images)
              .withPartials(previews)
              .withOutput(Output.DEFAULT.withSize(SizeChoice.of(16, 16)));
      return new Submission(
              principal(tenant),
              new ImageRequest.Generation(order),
              new Origin("simulation", note(), "http://localhost"),
              completion,
              interactive,
              keyed ? Optional.of("wish-" + number) : Optional.empty(),
              repeat)
          .telling(NEWS);
    }
  }
}
