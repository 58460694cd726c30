package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import dev.atelier.storage.s3.DisturbedStore;
import dev.atelier.storage.s3.DisturbedStore.Trouble;
import dev.atelier.storage.s3.S3Location;
import dev.atelier.storage.s3.S3Server;
import dev.atelier.storage.s3.S3Timeouts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An object store that is busy, silent, away, or answers with something else. */
class S3FaultTest {
  private static final S3Timeouts SHORT =
      new S3Timeouts(
          Duration.ofSeconds(2),
          Duration.ofMillis(1_500),
          Duration.ofSeconds(3),
          Duration.ofSeconds(6),
          3,
          Duration.ofMillis(5),
          Duration.ofMillis(50));

  @TempDir private Path directory;
  private final S3Location location = S3Server.location();
  private DisturbedStore store;
  private World world;

  @BeforeEach
  void open() throws IOException {
    store = new DisturbedStore(S3Server.open());
    world = world(directory.resolve("one"), location);
  }

  @AfterEach
  void close() {
    world.close();
    store.close();
  }

  private World world(Path data, S3Location location) {
    return World.inBucket(data, S3Server.options(location, store.endpoint(), SHORT));
  }

  @Test
  void a_busy_store_is_asked_again() throws Exception {
    store.next(Trouble.BUSY, Trouble.BUSY);

    StoredBlob sealed = world.seal("hello");

    assertThat(store.count("PUT", sealed.hash().hex())).isEqualTo(3);
    assertThat(world.read(sealed)).isEqualTo("hello");
    assertThat(world.store().problem()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Trouble.class,
      names = {"BUSY", "SILENT"})
  void what_cannot_be_sent_stays_staged_until_the_store_is_back(Trouble trouble) throws Exception {
    store.all(trouble);
    try (var staged = world.store().stage()) {
      staged.write(ContentStoreContract.bytes(200_000));

      assertThatExceptionOfType(FaultException.class)
          .isThrownBy(staged::seal)
          .satisfies(e -> assertThat(e.fault()).isInstanceOf(AdmissionFault.Unavailable.class));
      assertThat(world.store().problem()).contains("the object store cannot be reached");
      long sent = store.count("PUT", "artifacts");
      assertThatExceptionOfType(FaultException.class).isThrownBy(staged::seal);
      assertThat(store.count("PUT", "artifacts"))
          .as("nothing is sent while it is away")
          .isEqualTo(sent);

      store.all(Trouble.NONE);
      await().atMost(Duration.ofSeconds(10)).until(() -> world.store().problem().isEmpty());
      StoredBlob sealed = staged.seal();
      try (var in = world.store().content(sealed).open()) {
        assertThat(in.readAllBytes()).isEqualTo(ContentStoreContract.bytes(200_000));
      }
    }
  }

  @Test
  void nothing_is_swept_while_the_store_is_away() throws Exception {
    StoredBlob sealed = world.seal("old");
    world.record(World.TENANT, sealed, Optional.of(world.now()));
    store.all(Trouble.BUSY);
    assertThatExceptionOfType(FaultException.class).isThrownBy(() -> world.seal("new"));

    assertThat(world.store().sweep(world.now(), 10)).isZero();

    store.all(Trouble.NONE);
    await().atMost(Duration.ofSeconds(10)).until(() -> world.store().problem().isEmpty());
    assertThat(world.store().sweep(world.now(), 10)).isEqualTo(1);
    assertThat(world.has(sealed)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {30_000, 600_000})
  void a_body_that_breaks_off_is_read_on(int size) throws Exception {
    byte[] content = ContentStoreContract.bytes(size);
    StoredBlob sealed = seal(content);
    store.next(Trouble.CUT, Trouble.CUT);

    try (var in = world.store().content(sealed).open()) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    assertThat(store.count("GET", sealed.hash().hex())).isEqualTo(3);
  }

  @Test
  void one_that_always_breaks_off_is_not_taken_for_whole() throws Exception {
    StoredBlob sealed = seal(ContentStoreContract.bytes(600_000));
    store.all(Trouble.CUT);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> {
          try (var in = world.store().content(sealed).open()) {
            in.readAllBytes();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {30_000, 600_000})
  void other_bytes_are_found_out(int size) throws Exception {
    StoredBlob sealed = seal(ContentStoreContract.bytes(size));
    StoredContent content = world.store().content(sealed);
    store.all(Trouble.CORRUPT);

    assertThatExceptionOfType(DamagedContentException.class)
        .isThrownBy(() -> {
          try (var in = content.open()) {
            in.readAllBytes();
          }
        });
    assertThatExceptionOfType(DamagedContentException.class).isThrownBy(content::file);
    assertThat(directory.resolve("one/staged")).isEmptyDirectory();
  }

  @Test
  void a_store_that_says_it_has_other_bytes_is_not_believed() {
    store.only(request -> request.startsWith("PUT"));
    store.all(Trouble.WRONG_SUM);

    assertThatExceptionOfType(FaultException.class).isThrownBy(() -> world.seal("hello"));
  }

  @Test
  void a_store_that_is_away_at_the_start_is_found_later() throws Exception {
    store.all(Trouble.BUSY);
    try (var late = world(directory.resolve("two"), S3Server.location())) {
      assertThat(late.store().problem()).isPresent();
      assertThatExceptionOfType(FaultException.class).isThrownBy(() -> late.seal("hello"));

      store.all(Trouble.NONE);
      await().atMost(Duration.ofSeconds(10)).until(() -> late.store().problem().isEmpty());
      assertThat(late.read(late.seal("hello"))).isEqualTo("hello");
    }
  }

  @Test
  void two_databases_cannot_share_a_prefix() {
    assertThatIllegalStateException()
        .isThrownBy(() -> world(directory.resolve("two"), location))
        .withMessageContaining("belongs to another database");
  }

  private StoredBlob seal(byte[] content) {
    try (var staged = world.store().stage()) {
      staged.write(content);
      return staged.seal();
    }
  }
}
