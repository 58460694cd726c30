package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atelier.image.ContentHash;
import dev.atelier.image.FaultException;
import dev.atelier.storage.s3.DisturbedStore;
import dev.atelier.storage.s3.DisturbedStore.Trouble;
import dev.atelier.storage.s3.S3Location;
import dev.atelier.storage.s3.S3Server;
import dev.atelier.storage.s3.S3Timeouts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** How contents become objects, and how objects go: also where several nodes share a bucket. */
class S3ObjectsTest {
  private static final S3Timeouts QUICK = S3Timeouts.of(Duration.ofSeconds(20));

  @TempDir private Path directory;
  private final S3Location location = S3Server.location();
  private DisturbedStore store;
  private World world;
  private S3Client client;

  @BeforeEach
  void open() throws IOException {
    store = new DisturbedStore(S3Server.open());
    client = S3Server.open().client();
    world =
        World.inBucket(
            directory.resolve("one"), S3Server.options(location, store.endpoint(), QUICK));
  }

  @AfterEach
  void close() {
    world.close();
    client.close();
    store.close();
  }

  @Test
  void the_same_content_is_sent_once() {
    StoredBlob sealed = world.seal("hello");
    world.record(World.TENANT, sealed, Optional.empty());
    world.record(World.TENANT, world.seal("hello"), Optional.empty());

    assertThat(store.count("PUT", sealed.hash().hex())).isEqualTo(1);
    assertThat(S3Server.open().contents(location))
        .containsExactly(location.prefix() + "artifacts/2c/" + sealed.hash().hex());
  }

  @Test
  void one_that_somebody_took_away_is_sent_again() throws Exception {
    StoredBlob sealed = world.seal("hello");
    client.deleteObject(one -> one.bucket(S3Server.BUCKET).key(key(sealed)));

    assertThat(world.read(world.seal("hello"))).isEqualTo("hello");
  }

  @Test
  void a_large_content_goes_in_parts() throws Exception {
    byte[] content = ContentStoreContract.bytes(17 << 20);

    StoredBlob sealed = seal(content);

    assertThat(sealed.hash()).isEqualTo(ContentStoreContract.hash(content));
    assertThat(store.count("PUT", "partNumber=3")).isEqualTo(1);
    assertThat(store.count("PUT", "partNumber=4")).isZero();
    try (var in = world.store().content(sealed).open()) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    assertThat(directory.resolve("one/staged")).isEmptyDirectory();
  }

  @Test
  void parts_that_nobody_goes_on_with_are_given_up() {
    store.only(request -> request.contains("partNumber=2"));
    store.all(Trouble.WRONG_SUM);

    assertThatExceptionOfType(FaultException.class)
        .isThrownBy(() -> seal(ContentStoreContract.bytes(17 << 20)));

    assertThat(uploads()).isZero();
    assertThat(S3Server.open().contents(location)).isEmpty();
  }

  @Test
  void an_upload_that_a_crash_left_is_given_up_a_day_later() {
    client.createMultipartUpload(
        one -> one.bucket(S3Server.BUCKET).key(location.prefix() + "artifacts/ab/left"));
    assertThat(uploads()).isEqualTo(1);

    world.advance(Duration.ofDays(100));
    world.store().patrol(world.now());

    assertThat(uploads()).isZero();
  }

  @Test
  void an_object_that_no_row_knows_goes_when_it_is_a_day_old() {
    ContentHash stray = new ContentHash("ab".repeat(32));
    String key = location.prefix() + "artifacts/ab/" + stray.hex();
    String other = location.prefix() + "artifacts/readme.txt";
    put(key);
    put(other);
    StoredBlob kept = world.seal("kept");
    world.record(World.TENANT, kept, Optional.empty());

    world.store().patrol(world.now());
    assertThat(S3Server.open().contents(location)).contains(key);
    world.advance(Duration.ofDays(100));
    world.store().patrol(world.now());

    assertThat(S3Server.open().contents(location)).containsExactlyInAnyOrder(other, key(kept));
  }

  @Test
  void what_is_kept_too_long_without_a_row_is_gone_and_gets_none() throws Exception {
    StoredBlob sealed = world.seal("late");
    world.advance(Duration.ofHours(2));
    world.store().patrol(world.now());
    assertThat(world.has(sealed)).isFalse();

    assertThatExceptionOfType(FaultException.class)
        .isThrownBy(() -> world.record(World.TENANT, sealed, Optional.empty()));
    assertThat(world.<StoredTotals>write(world.store()::totals).artifacts()).isZero();
  }

  @Test
  void who_keeps_what_is_being_deleted_waits_and_sends_it_anew() throws Exception {
    world.record(World.TENANT, world.seal("contested"), Optional.of(world.now()));
    var keeper = new AtomicReference<Optional<Thread>>(Optional.empty());
    var kept = new AtomicReference<Optional<StoredBlob>>(Optional.empty());
    store.watch(request -> {
      if (request.contains("?delete") && keeper.get().isEmpty()) {
        Thread other =
            Thread.ofVirtual()
                .start(() -> {
                  StoredBlob sealed = world.seal("contested");
                  kept.set(Optional.of(sealed));
                  world.record(World.TENANT, sealed, Optional.empty());
                });
        keeper.set(Optional.of(other));
        try {
          assertThat(other.join(Duration.ofMillis(300))).as("it waits").isFalse();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    });

    assertThat(world.store().sweep(world.now(), 10)).isEqualTo(1);
    assertThat(keeper.get().orElseThrow().join(Duration.ofSeconds(10))).isTrue();

    assertThat(world.read(kept.get().orElseThrow())).isEqualTo("contested");
  }

  @Test
  void a_deletion_that_a_crash_left_is_finished_by_who_keeps_the_same() throws Exception {
    StoredBlob sealed = world.seal("contested");
    world.write(tx -> tx.update("UPDATE stored_object SET unnamed = 0, deleting = ?", world.now()));
    world.advance(Duration.ofMinutes(6));

    StoredBlob again = world.seal("contested");

    assertThat(store.count("POST", "delete")).isEqualTo(1);
    assertThat(store.count("PUT", sealed.hash().hex())).isEqualTo(2);
    assertThat(world.read(again)).isEqualTo("contested");
  }

  @Test
  void a_deletion_that_a_crash_left_is_finished_by_the_patrol() throws Exception {
    StoredBlob sealed = world.seal("gone");
    world.write(tx -> tx.update("UPDATE stored_object SET unnamed = 0, deleting = ?", world.now()));

    world.store().patrol(world.now());
    assertThat(world.has(sealed)).as("somebody may be at it").isTrue();
    world.advance(Duration.ofMinutes(6));
    world.store().patrol(world.now());

    assertThat(world.has(sealed)).isFalse();
  }

  @Test
  void no_node_deletes_what_another_is_about_to_name() throws Exception {
    ArtifactStore other = world.store(directory.resolve("two"), Disk.REAL);
    StoredBlob contested = world.seal("contested");
    for (int round = 0; round < 10; round++) {
      world.keep("contested", Optional.of(world.now().plusSeconds(1)));
      world.advance(Duration.ofHours(2));
      var work = new ArrayList<Callable<Object>>();
      for (int i = 0; i < 3; i++) {
        work.add(() -> world.keep("contested", Optional.of(world.now().plusSeconds(60))));
        work.add(() -> other.sweep(world.now(), 100));
        work.add(() -> {
          other.patrol(world.now());
          return "looked";
        });
      }
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var done : threads.invokeAll(work, 30, TimeUnit.SECONDS)) {
          assertThat(done.get()).isNotNull();
        }
      }
      assertThat(world.read(contested)).isEqualTo("contested");
    }
    other.close();
  }

  private StoredBlob seal(byte[] content) {
    try (var staged = world.store().stage()) {
      staged.write(content);
      return staged.seal();
    }
  }

  private String key(StoredBlob sealed) {
    String hex = sealed.hash().hex();
    return location.prefix() + "artifacts/" + hex.substring(0, 2) + "/" + hex;
  }

  private void put(String key) {
    client.putObject(
        one -> one.bucket(S3Server.BUCKET).key(key), RequestBody.fromString("something"));
  }

  private int uploads() {
    return client
        .listMultipartUploads(one -> one.bucket(S3Server.BUCKET).prefix(location.prefix()))
        .uploads()
        .size();
  }
}
