package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.ArtifactId;
import dev.atelier.image.ContentHash;
import dev.atelier.image.TenantId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expired artifacts go, files go with their last artifact, and nothing else does. */
class SweeperTest {
  private static final int LIMIT = 100;

  /** The SHA-256 of "contested". */
  private static final String CONTESTED =
      "54c26a1ab342ef60f2f8e77cba23ed4f174c83d41119d6e84d9a4e0c54941249";

  @TempDir private Path directory;
  private World world;

  /** An empty store. */
  World world(Path at) {
    return new World(at);
  }

  @BeforeEach
  void open() {
    world = world(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void an_expired_artifact_goes_with_its_file() {
    var sealed = world.seal("old");
    var kept = world.seal("kept");
    world.record(World.TENANT, sealed, Optional.of(world.now().plusSeconds(1)));
    world.record(World.TENANT, kept, Optional.empty());
    world.advance(Duration.ofHours(2));

    assertThat(sweep()).isEqualTo(1);
    assertThat(world.store().path(sealed.hash())).doesNotExist();
    assertThat(world.store().path(kept.hash())).exists();
    assertThat(sweep()).isZero();
  }

  @Test
  void the_totals_follow_what_is_recorded_and_swept() {
    world.keep("four", Optional.of(world.now().plusSeconds(1)));
    world.keep("three3", Optional.empty());
    assertThat(world.<StoredTotals>write(world.store()::totals)).isEqualTo(new StoredTotals(2, 10));

    world.advance(Duration.ofHours(2));
    assertThat(sweep()).isEqualTo(1);
    assertThat(world.<StoredTotals>write(world.store()::totals)).isEqualTo(new StoredTotals(1, 6));
  }

  @Test
  void nothing_goes_before_its_time() {
    var id = world.keep("young", Optional.of(world.now().plus(Duration.ofHours(3))));
    world.advance(Duration.ofHours(2));

    assertThat(sweepRound()).isZero();
    assertThat(world.find(id)).isPresent();
    assertThat(world.store().path(world.find(id).orElseThrow().hash())).exists();
  }

  @Test
  void a_file_stays_while_another_tenants_artifact_needs_it() {
    var sealed = world.seal("shared");
    world.record(World.TENANT, sealed, Optional.of(world.now().plusSeconds(1)));
    var other =
        world.record(
            new TenantId("other"), sealed, Optional.of(world.now().plus(Duration.ofHours(9))));
    world.advance(Duration.ofHours(2));

    assertThat(sweep()).isEqualTo(1);
    assertThat(world.store().path(sealed.hash())).exists();
    assertThat(world.find(other)).isPresent();
    world.advance(Duration.ofHours(9));
    assertThat(sweep()).isEqualTo(1);
    assertThat(world.store().path(sealed.hash())).doesNotExist();
  }

  @Test
  void content_that_is_referred_to_outlives_what_it_was_found_by() {
    var stored = world.seal("input");
    var found = world.record(World.TENANT, stored, Optional.of(world.now().plusSeconds(1)));
    Artifact reference =
        world
            .write(tx -> world.store().reference(tx, World.TENANT, found, Optional.empty()))
            .orElseThrow();
    world.advance(Duration.ofHours(2));

    assertThat(sweep()).isEqualTo(1);
    assertThat(world.find(found)).isEmpty();
    assertThat(world.find(reference.id())).isPresent();
    assertThat(world.store().path(stored.hash())).exists();
  }

  @Test
  void a_sweep_deletes_at_most_its_limit_the_longest_expired_first() {
    for (int i = 0; i < 5; i++) {
      world.keep("n" + i, Optional.of(world.now().plusSeconds(5 - i)));
    }
    var last = world.store().path(world.seal("n0").hash());
    world.advance(Duration.ofHours(2));

    assertThat(world.store().sweep(world.now(), 3)).isEqualTo(3);
    assertThat(last).exists();
    assertThat(world.store().sweep(world.now(), 3)).isEqualTo(2);
    assertThat(last).doesNotExist();
  }

  @Test
  void content_sealed_again_just_now_is_left_for_whoever_sealed_it() {
    var old = world.seal("again");
    world.record(World.TENANT, old, Optional.of(world.now().plusSeconds(1)));
    world.advance(Duration.ofHours(2));
    var fresh = world.seal("again");

    assertThat(sweep()).isEqualTo(1);

    var id = world.record(World.TENANT, fresh, Optional.empty());
    assertThat(world.store().path(fresh.hash())).hasContent("again");
    assertThat(world.find(id)).isPresent();
  }

  @Test
  void what_is_erased_goes_at_once_and_before_what_expired() {
    var fresh = world.seal("fresh");
    var id = world.record(World.TENANT, fresh, Optional.of(world.now().plus(Duration.ofDays(1))));
    world.keep("expired", Optional.of(world.now()));

    assertThat(erase(id)).isEqualTo(new ExpireArtifacts.Size(1, 5));
    assertThat(erase(id)).as("once").isEqualTo(ExpireArtifacts.Size.NONE);
    assertThat(world.store().sweep(world.now(), 1)).isEqualTo(1);

    assertThat(world.store().path(fresh.hash())).doesNotExist();
  }

  @Test
  void what_is_erased_stays_for_who_sealed_the_same_and_is_about_to_record_it() {
    var fresh = world.seal("both");
    var id = world.record(World.TENANT, fresh, Optional.empty());
    var again = world.seal("both");

    erase(id);
    assertThat(sweep()).isEqualTo(1);

    assertThat(world.store().path(again.hash())).exists();
    var other = world.record(new TenantId("other"), again, Optional.of(world.now()));
    assertThat(world.find(other)).isEmpty();
    assertThat(sweep()).isEqualTo(1);
    assertThat(world.store().path(again.hash())).doesNotExist();
  }

  @Test
  void nobody_erases_what_is_another_tenant_s() {
    var id = world.keep("theirs", Optional.empty());

    ExpireArtifacts.Size erased =
        world.write(tx -> ExpireArtifacts.erase(tx, new TenantId("other"), List.of(id)));

    assertThat(erased).isEqualTo(ExpireArtifacts.Size.NONE);
    assertThat(world.find(id)).isPresent();
  }

  private ExpireArtifacts.Size erase(ArtifactId id) {
    return world.write(tx -> ExpireArtifacts.erase(tx, World.TENANT, List.of(id)));
  }

  @Test
  void a_file_that_never_got_its_row_is_found_on_the_round() {
    var orphan = world.seal("orphan");
    var kept = world.seal("kept");
    world.record(World.TENANT, kept, Optional.empty());

    sweepRound();
    assertThat(world.store().path(orphan.hash())).as("its row may still come").exists();
    world.advance(Duration.ofHours(2));
    sweepRound();

    assertThat(world.store().path(orphan.hash())).doesNotExist();
    assertThat(world.store().path(kept.hash())).exists();
  }

  @Test
  void sealing_and_sweeping_the_same_content_at_once_never_loses_a_recorded_file()
      throws Exception {
    for (int round = 0; round < 20; round++) {
      world.keep("contested", Optional.of(world.now().plusSeconds(1)));
      world.advance(Duration.ofHours(2));
      var work = new ArrayList<Callable<Object>>();
      for (int i = 0; i < 4; i++) {
        work.add(() -> world.keep("contested", Optional.of(world.now().plusSeconds(60))));
        work.add(this::sweep);
      }
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var done : threads.invokeAll(work, 30, TimeUnit.SECONDS)) {
          assertThat(done.get()).isNotNull();
        }
      }
      assertThat(contested()).hasContent("contested");
    }
  }

  private Path contested() {
    return world.store().path(new ContentHash(CONTESTED));
  }

  private int sweep() {
    return world.store().sweep(world.now(), LIMIT);
  }

  /** Sweeps until every file has been looked at. */
  private int sweepRound() {
    int deleted = 0;
    for (int i = 0; i < StorageLayout.DIRECTORIES; i++) {
      deleted += sweep();
      world.store().patrol(world.now());
    }
    return deleted;
  }
}
