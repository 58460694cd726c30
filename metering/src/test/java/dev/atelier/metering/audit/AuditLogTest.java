package dev.atelier.metering.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.database.Database;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.Schema;
import dev.atelier.metering.audit.AuditLog.Act;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLogTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final Principal ACTOR =
      new Principal(TenantId.DEFAULT, new KeyId("key_1"), Scope.all(), Optional.empty());

  private Database database;

  /** An empty database with the tables of this module. */
  Database database() {
    return Schema.inMemory();
  }

  @BeforeEach
  void open() {
    database = database();
  }

  private final AtomicLong ids = new AtomicLong();
  private final AuditLog log = new AuditLog(() -> new UUID(ids.incrementAndGet(), 0));

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void acts_are_listed_newest_first_page_by_page() {
    record(new Act("limits.set", ACME, "acme", Map.of("size", "1024x1024", "text", "two\nlines")));
    record(Act.of("key.revoke", TenantId.DEFAULT, "key_2"));
    record(Act.of("key.revoke", ACME, "key_3"));

    var all = database.read(tx -> log.list(tx, Optional.empty(), Optional.empty(), 2));
    var rest =
        database.read(tx -> log.list(tx, Optional.empty(), Optional.of(all.getLast().id()), 2));
    var acme = database.read(tx -> log.list(tx, Optional.of(ACME), Optional.empty(), 10));

    assertThat(all).extracting(AuditEntry::object).containsExactly("key_3", "key_2");
    assertThat(rest).hasSize(1);
    assertThat(rest.getFirst().changes())
        .isEqualTo(Map.of("size", "1024x1024", "text", "two lines"));
    assertThat(rest.getFirst().key()).isEqualTo(ACTOR.key());
    assertThat(acme).extracting(AuditEntry::object).containsExactly("key_3", "acme");
  }

  @Test
  void who_had_signed_in_is_named() {
    record(Act.of("key.revoke", ACME, "key_2"));
    Principal alice = ACTOR.by(Optional.of("alice@example.org"));
    database.write(tx -> {
      log.record(tx, alice, Act.of("key.revoke", ACME, "key_3"));
      return true;
    });

    var all = database.read(tx -> log.list(tx, Optional.empty(), Optional.empty(), 2));

    assertThat(all)
        .extracting(AuditEntry::person)
        .containsExactly(Optional.of("alice@example.org"), Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UPDATE audit_log SET act = 'none'", "DELETE FROM audit_log"})
  void the_database_refuses_to_change_or_delete_an_entry(String sql) {
    record(Act.of("key.revoke", ACME, "key_3"));

    assertThatThrownBy(() -> database.write(tx -> tx.update(sql)))
        .hasStackTraceContaining("append-only");
    var left = database.read(tx -> log.list(tx, Optional.empty(), Optional.empty(), 10));
    assertThat(left).extracting(AuditEntry::act).containsExactly("key.revoke");
  }

  private void record(Act act) {
    database.write(tx -> {
      log.record(tx, ACTOR, act);
      return act;
    });
  }
}
