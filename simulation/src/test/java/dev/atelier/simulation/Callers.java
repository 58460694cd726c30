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
import dev.atelier.queue.Delivery;
import dev.atelier.queue.Origin;
import dev.atelier.simulation.Books.JobBook;
import dev.atelier.webhook.Wish;
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
  private static final List<Wish> NEWS =
      List.of(Wish.eachImage(RECEIVER, "simulation"), Wish.jobEnd(RECEIVER, "simulation"));
  private static final Duration TWIN_WINDOW = Duration.ofMinutes(30);
  private static final Set<String> REPEATABLE =
      Set.of("UpstreamThrottled", "UpstreamFailed", "StartDeadlinePassed");

  private final World world;
  private final List<Request> wishes = new ArrayList<>();
  private final List<JobId> known = new ArrayList<>();

  Callers(World world) {
    this.world = world;
  }

  /** Whether a job with this note came with an idempotency key. */
  static boolean isKeyed(String note) {
    return note.startsWith(KEYED);
  }

  boolean mayWish() {
    return wishes.size() < world.settings().orders();
  }

  boolean hasWished() {
    return !wishes.isEmpty();
  }

  void order(Node node) {
    var random = world.random();
    var delivery = world.any(List.of(Delivery.values()));
    var wish =
        new Request(
            wishes.size(),
            random.nextInt(3) == 0 ? World.POOR : TenantId.DEFAULT,
            1 + random.nextInt(3),
            random.nextInt(4) == 0 ? 1 : 0,
            delivery,
            random.nextBoolean(),
            random.nextBoolean());
    wishes.add(wish);
    send(node, wish, false, wish.prompt());
  }

  /** The same once more: by its key, or as a client that says it repeats itself. */
  void repeat(Node node) {
    Request wish = any();
    send(node, wish, true, wish.prompt());
  }

  /** Another request under a used key. */
  void reuse(Node node) {
    Request wish = any();
    if (wish.keyed() && !jobsOf(wish).isEmpty()) {
      send(node, wish, false, "another " + wish.prompt());
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

  private void send(Node node, Request wish, boolean repeat, String prompt) {
    List<JobBook> earlier = jobsOf(wish);
    world.trace().say(node, repeat ? "is asked again for" : "is asked for", wish);
    try {
      Submitted submitted =
          node.runtime().gateway().submit().submit(wish.submission(repeat, prompt));
      world.trace().say(node, "says", submitted.how(), submitted.job().id());
      heard(wish, repeat, prompt, submitted, earlier);
    } catch (FaultException e) {
      world.trace().say(node, "says", e.fault());
      refused(wish, e);
    }
  }

  private void heard(
      Request wish, boolean repeat, String prompt, Submitted submitted, List<JobBook> earlier) {
    JobId id = submitted.job().id();
    known.add(id);
    world.guard().accepted(id.toString());
    require(prompt.equals(wish.prompt()), wish + " was taken for another request: " + id);
    switch (submitted.how()) {
      case NEW -> {
        boolean alone = others(wish, id).equals(earlier);
        require(!wish.keyed() || others(wish, id).isEmpty(), wish + " has a second job " + id);
        require(
            !alone || !repeat || !wish.waiting() || mayRepeat(earlier),
            wish + " was made again: " + id);
      }
      case JOINED -> world.saw(Happening.JOINED);
      case REPLAYED -> world.saw(Happening.REPLAYED);
    }
    require(
        submitted.how() == Submitted.How.NEW
            || jobsOf(wish).stream().anyMatch(job -> job.head().id().equals(id.toString())),
        wish + " was given a stranger's job " + id);
  }

  /** Whether a client that says it repeats itself may get a new job after these. */
  private boolean mayRepeat(List<JobBook> earlier) {
    return earlier.isEmpty()
        || earlier.getLast().head().created().isBefore(world.clock().instant().minus(TWIN_WINDOW))
        || earlier.getLast().head().fault().filter(REPEATABLE::contains).isPresent();
  }

  private void refused(Request wish, FaultException refusal) {
    switch (refusal.fault()) {
      case Fault.QueueFull _ -> world.saw(Happening.QUEUE_FULL);
      case Fault.OutOfBudget _ -> world.saw(Happening.OUT_OF_BUDGET);
      case Fault.Unavailable _ -> world.saw(Happening.DISK_FULL);
      case Fault.IdempotencyKeyReused _ -> {
        require(wish.keyed(), wish + " has no key that could be used twice");
        world.saw(Happening.KEY_REUSED);
      }
      default -> throw new Violation("G1: " + wish + " was refused", refusal);
    }
  }

  private List<JobBook> jobsOf(Request wish) {
    return world.guard().books().jobs().values().stream()
        .filter(job -> job.head().note().equals(wish.note()))
        .toList();
  }

  private List<JobBook> others(Request wish, JobId but) {
    return jobsOf(wish).stream().filter(job -> !job.head().id().equals(but.toString())).toList();
  }

  private Request any() {
    return world.any(wishes);
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
      int pictures,
      int previews,
      Delivery delivery,
      boolean waiting,
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
              .withCount(pictures)
              .withPartials(previews)
              .withOutput(Output.DEFAULT.withSize(SizeChoice.of(16, 16)));
      return new Submission(
              principal(tenant),
              new ImageRequest.Generation(order),
              new Origin("simulation", note(), "http://localhost"),
              delivery,
              waiting,
              keyed ? Optional.of("wish-" + number) : Optional.empty(),
              repeat)
          .telling(NEWS);
    }
  }
}
