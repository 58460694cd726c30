package dev.atelier.queue;

import dev.atelier.image.JobId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The order of work said as plainly as possible, by looking at every job. */
final class ModelQueue {
  /** A queued job; it must not start before {@code notBefore}. */
  record Entry(JobSpec job, Instant notBefore) {
    String tenant() {
      return job.tenant().value();
    }
  }

  private final int backgroundEvery;
  private final List<Entry> queued;
  private final Map<String, Long> served;
  private long claims;

  ModelQueue(int backgroundEvery) {
    this(backgroundEvery, List.of(), Map.of(), 0);
  }

  private ModelQueue(
      int backgroundEvery, List<Entry> queued, Map<String, Long> served, long claims) {
    this.backgroundEvery = backgroundEvery;
    this.queued = new ArrayList<>(queued);
    this.served = new HashMap<>(served);
    this.claims = claims;
  }

  ModelQueue copy() {
    return new ModelQueue(backgroundEvery, queued, served, claims);
  }

  void add(JobSpec job, Instant notBefore) {
    queued.add(new Entry(job, notBefore));
  }

  void remove(JobId job) {
    queued.removeIf(entry -> entry.job().id().equals(job));
  }

  List<Entry> queued() {
    return List.copyOf(queued);
  }

  Optional<JobId> claim(Set<String> routes, Instant now) {
    var ready =
        queued.stream()
            .filter(entry -> routes.contains(entry.job().route()))
            .filter(entry -> !entry.notBefore().isAfter(now))
            .sorted(Comparator.comparing(entry -> entry.job().id()))
            .toList();
    var chosen = fair(ready, (claims + 1) % backgroundEvery != 0);
    chosen.ifPresent(this::start);
    return chosen.map(entry -> entry.job().id());
  }

  private Optional<Entry> fair(List<Entry> ready, boolean interactiveFirst) {
    var first = ready.stream().filter(entry -> interactive(entry) == interactiveFirst).toList();
    var kind =
        first.isEmpty()
            ? ready.stream().filter(entry -> interactive(entry) != interactiveFirst).toList()
            : first;
    var tenants = new TreeSet<String>();
    kind.forEach(entry -> tenants.add(entry.tenant()));
    return tenants.stream()
        .min(
            Comparator.comparing(
                tenant -> served.getOrDefault(turn(tenant, interactive(kind.getFirst())), 0L)))
        .flatMap(next -> kind.stream().filter(entry -> entry.tenant().equals(next)).findFirst());
  }

  private static boolean interactive(Entry entry) {
    return entry.job().handling().interactive();
  }

  private static String turn(String tenant, boolean interactive) {
    return tenant + " " + interactive;
  }

  private void start(Entry entry) {
    claims++;
    served.put(turn(entry.tenant(), interactive(entry)), claims);
    queued.remove(entry);
  }
}
