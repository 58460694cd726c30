package dev.atelier.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.DirectDatabase;
import dev.atelier.image.JobId;
import dev.atelier.queue.claim.QueueSettings;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** As what jobs of an earlier release were sold. */
class SoldAsTest {
  private static final String MIGRATION = "migrations/V380__price_list.sql";

  private final QueueWorld world =
      new QueueWorld(DirectDatabase.open(LeaseContract.MIGRATIONS), QueueSettings.DEFAULT);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void what_was_sold_by_the_picture_was_apimart_s() throws IOException {
    JobId flat = world.queued(1);
    JobId counted = world.queued(1);
    world.write(tx -> tx.update("UPDATE job SET sold_as = '', flat_micros = NULL"));
    world.write(tx -> tx.update("UPDATE job SET flat_micros = 8500 WHERE id = ?", flat.value()));

    String update = statement();
    world.write(tx -> tx.update(update));

    assertThat(soldAs(flat)).isEqualTo("apimart");
    assertThat(soldAs(counted)).isEmpty();
  }

  private String soldAs(JobId id) {
    return world.read(tx -> world.queue.find(tx, id)).orElseThrow().price().soldAs();
  }

  private static String statement() throws IOException {
    try (var in = JobQueue.class.getResourceAsStream(MIGRATION)) {
      String all = new String(in.readAllBytes(), UTF_8);
      int from = all.indexOf("UPDATE");
      return all.substring(from, all.indexOf(';', from));
    }
  }
}
