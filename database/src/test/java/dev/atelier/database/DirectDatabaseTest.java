package dev.atelier.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Failures at the commit, as simulations inject them. */
class DirectDatabaseTest {
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void a_crash_before_the_commit_loses_the_transaction() {
    var hooks =
        new CommitHooks() {
          @Override
          public void beforeCommit() {
            throw new Crash();
          }
        };
    var ran = new ArrayList<String>();
    try (var database = DirectDatabase.open(DatabaseContract.LOCATIONS, hooks)) {
      assertThatThrownBy(() -> database.write(tx -> add(tx, ran))).isInstanceOf(Crash.class);

      assertThat(count(database)).isZero();
      assertThat(ran).isEmpty();
    }
  }

  @Test
  void a_lost_acknowledgement_leaves_the_transaction_durable() {
    var hooks =
        new CommitHooks() {
          @Override
          public void afterCommit() {
            throw new Crash();
          }
        };
    var ran = new ArrayList<String>();
    try (var database = DirectDatabase.open(DatabaseContract.LOCATIONS, hooks)) {
      assertThatThrownBy(() -> database.write(tx -> add(tx, ran))).isInstanceOf(Crash.class);

      assertThat(count(database)).isEqualTo(1);
      assertThat(ran).isEmpty();
    }
  }

  @Test
  void the_work_goes_on_after_a_crash() {
    var commits = new ArrayList<String>();
    var hooks =
        new CommitHooks() {
          @Override
          public void beforeCommit() {
            commits.add("commit");
            if (commits.size() == 1) {
              throw new Crash();
            }
          }
        };
    var ran = new ArrayList<String>();
    try (var database = DirectDatabase.open(DatabaseContract.LOCATIONS, hooks)) {
      assertThatThrownBy(() -> database.write(tx -> add(tx, ran))).isInstanceOf(Crash.class);
      database.write(tx -> add(tx, ran));

      assertThat(count(database)).isEqualTo(1);
      assertThat(ran).containsExactly("committed");
    }
  }

  @Test
  void two_databases_share_nothing() {
    try (var one = DirectDatabase.open(DatabaseContract.LOCATIONS);
        var other = DirectDatabase.open(DatabaseContract.LOCATIONS)) {
      one.write(tx -> add(tx, new ArrayList<>()));

      assertThat(count(one)).isEqualTo(1);
      assertThat(count(other)).isZero();
    }
  }

  private static int add(Tx tx, List<String> ran) {
    tx.afterCommit(() -> ran.add("committed"));
    return tx.update("INSERT INTO note (id) VALUES ('a')");
  }

  private static int count(Database database) {
    return database.read(tx -> tx.list("SELECT id FROM note", row -> row.text("id")).size());
  }
}
