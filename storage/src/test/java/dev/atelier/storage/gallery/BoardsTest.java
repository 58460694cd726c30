package dev.atelier.storage.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.Database;
import dev.atelier.database.DirectDatabase;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.ImageId;
import dev.atelier.image.JobId;
import dev.atelier.image.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Favourites and boards name artifacts, are one tenant's, and go with what they name. */
class BoardsTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId OTHER = new TenantId("other");
  private static final UUID BOARD = new UUID(7, 7);
  private final Database database =
      DirectDatabase.open(List.of("classpath:dev/atelier/storage/migrations"));

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void pages_begin_with_the_newest_job_and_its_first_image() {
    StoredImageId old = image(1, 0);
    StoredImageId first = image(2, 0);
    StoredImageId second = image(2, 1);
    put(old, second, first);

    assertThat(page(Optional.empty(), 2)).containsExactly(first, second);
    assertThat(page(Optional.of(second.id()), 2)).containsExactly(old);
    assertThat(page(Optional.of(old.id()), 2)).isEmpty();
    assertThat(favourites(Optional.empty())).containsExactly(first, second, old);
    assertThat(favourites(Optional.of(first.id()))).containsExactly(second, old);
  }

  @Test
  void what_is_put_in_twice_is_in_once_and_what_is_taken_out_is_not() {
    StoredImageId image = image(1, 0);
    put(image);
    put(image);

    assertThat(board().orElseThrow().images()).isEqualTo(1);
    boolean _ =
        database.<Boolean>write(tx -> {
          Boards.remove(tx, BOARD, List.of(image));
          Favourites.remove(tx, OTHER, List.of(image));
          return true;
        });
    assertThat(board().orElseThrow().images()).isZero();
    assertThat(favourites(Optional.empty())).as("another tenant's wish").containsExactly(image);
  }

  @Test
  void an_artifact_takes_its_rows_with_it_and_an_expired_one_is_not_counted() {
    StoredImageId expired = image(1, 0);
    StoredImageId deleted = image(2, 0);
    put(expired, deleted);
    int _ =
        database.<Integer>write(tx ->
            tx.update("DELETE FROM artifact WHERE id = ?", deleted.artifact().value())
                + tx.update(
                    "UPDATE artifact SET expires = 1 WHERE id = ?", expired.artifact().value()));

    assertThat(board().orElseThrow().images()).isZero();
    assertThat(favourites(Optional.empty())).containsExactly(expired);
  }

  @Test
  void a_tenants_boards_are_its_own_and_go_with_its_data() {
    put(image(1, 0));

    assertThat(database.<List<Board>>read(tx -> Boards.list(tx, OTHER))).isEmpty();
    assertThat(database.<Optional<Board>>read(tx -> Boards.find(tx, OTHER, BOARD))).isEmpty();
    assertThat(database.<Integer>write(tx -> Boards.erase(tx, OTHER))).isZero();
    assertThat(database.<Integer>write(tx -> Boards.erase(tx, ACME))).isEqualTo(1);
    assertThat(board()).isEmpty();
    assertThat(page(Optional.empty(), 10)).isEmpty();
  }

  private void put(StoredImageId... images) {
    boolean fits =
        database.<Boolean>write(tx -> {
          if (Boards.find(tx, ACME, BOARD).isEmpty()) {
            Board _ = Boards.create(tx, ACME, BOARD, "Foxes");
          }
          return Boards.add(tx, BOARD, List.of(images))
              && Favourites.add(tx, ACME, List.of(images));
        });
    assertThat(fits).isTrue();
  }

  private StoredImageId image(int job, int index) {
    var artifact = new ArtifactId(new UUID(job, index));
    int _ =
        database.<Integer>write(tx ->
            tx.update(
                "INSERT INTO artifact (id, tenant, hash, bytes, media_type, created)"
                    + " VALUES (?, ?, 'x', 1, 'image/png', 1)",
                artifact.value(),
                ACME.value()));
    return new StoredImageId(new ImageId(new JobId(new UUID(job, 0)), index), artifact);
  }

  private List<StoredImageId> page(Optional<ImageId> after, int limit) {
    return database.read(tx -> Boards.page(tx, BOARD, after, limit));
  }

  private List<StoredImageId> favourites(Optional<ImageId> after) {
    return database.read(tx -> Favourites.page(tx, ACME, after, 10));
  }

  private Optional<Board> board() {
    return database.read(tx -> Boards.find(tx, ACME, BOARD));
  }
}
