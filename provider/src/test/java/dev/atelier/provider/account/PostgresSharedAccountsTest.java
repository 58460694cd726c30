package dev.atelier.provider.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.Database;
import dev.atelier.database.PostgresServer;
import dev.atelier.provider.Account;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.account.SharedNode.Running;
import dev.atelier.testkit.FakeClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PostgresSharedAccountsTest extends SharedAccountsContract {
  private static final int THREADS = 12;
  private static final int ROUNDS = 15;

  @Override
  Database open(FakeClock time) {
    return PostgresServer.open(MIGRATIONS, PostgresServer.OPTIONS.withClock(time));
  }

  @Test
  void of_many_claimers_of_three_processes_never_more_have_slots_than_there_are() throws Exception {
    Account[] accounts = {SharedNode.account("main", 2), SharedNode.account("eu", 3)};
    var clock = FakeClock.fixed();
    try (Database database = open(clock)) {
      List<SharedNode> nodes =
          IntStream.range(0, 3)
              .mapToObj(i -> new SharedNode(database, "node-" + i, clock, accounts))
              .toList();
      var running = new AtomicInteger();
      var most = new AtomicInteger();
      List<Integer> made =
          together(number -> {
            SharedNode node = nodes.get(number % nodes.size());
            int calls = 0;
            while (calls < ROUNDS) {
              Optional<Running> call = node.begin();
              if (call.isEmpty()) {
                Thread.sleep(2);
                node.pool.refresh();
                continue;
              }
              calls++;
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              Thread.sleep(1);
              running.decrementAndGet();
              node.end(call.get(), AttemptOutcome.Succeeded.ALL);
            }
            return calls;
          });

      assertThat(made).hasSize(THREADS).containsOnly(ROUNDS);
      assertThat(most.get()).isBetween(2, 5);
      nodes.forEach(node -> node.pool.refresh());
      assertThat(nodes.getFirst().pool.open()).isNotEmpty();
      assertThat(IntStream.range(0, 5).mapToObj(_ -> nodes.getFirst().begin()))
          .as("none is lost")
          .allMatch(Optional::isPresent);
      assertThat(nodes.getLast().begin()).isEmpty();
    }
  }

  @Test
  void of_many_who_order_at_once_together_they_get_what_there_is_in_a_minute() throws Exception {
    var clock = FakeClock.fixed();
    try (Database database = open(clock)) {
      Account account = SharedNode.account("main", 1000, OptionalInt.of(50));
      List<SharedNode> nodes =
          List.of(
              new SharedNode(database, "node-1", clock, account),
              new SharedNode(database, "node-2", clock, account));
      List<Integer> ordered =
          together(number -> {
            int images = 0;
            Optional<Running> call = nodes.get(number % 2).begin(3);
            while (call.isPresent()) {
              images += call.get().images();
              call = nodes.get(number % 2).begin(3);
            }
            return images;
          });

      assertThat(ordered.stream().mapToInt(Integer::intValue).sum()).isEqualTo(50);
    }
  }

  /** A task with a number of its own. */
  private interface Numbered {
    int run(int number) throws Exception;
  }

  private static List<Integer> together(Numbered task) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> ends =
          IntStream.range(0, THREADS).mapToObj(i -> threads.submit(() -> task.run(i))).toList();
      var results = new ArrayList<Integer>();
      for (Future<Integer> end : ends) {
        results.add(end.get());
      }
      return results;
    }
  }
}
