package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.TenantId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are found by their tenant and by nobody else, until they expire or are deleted. */
class UploadedFilesTest {
  private static final TenantId OTHER = new TenantId("other");
  private static final Duration KEPT = Duration.ofDays(2);
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
  void a_file_is_found_as_it_was_added() {
    UploadedFile file = add("room.png", "vision");

    UploadedFile found = find(World.TENANT, file.id()).orElseThrow();
    assertThat(found.name()).isEqualTo("room.png");
    assertThat(found.purpose()).isEqualTo("vision");
    assertThat(found.artifact().id()).isEqualTo(file.artifact().id());
    assertThat(found.created()).isEqualTo(world.now());
    assertThat(found.expires()).isEqualTo(world.now().plus(KEPT));
  }

  @Test
  void another_tenant_neither_finds_nor_deletes_it() {
    UploadedFile file = add("room.png", "vision");

    assertThat(find(OTHER, file.id())).isEmpty();
    assertThat(delete(OTHER, file.id())).isFalse();
    assertThat(list(OTHER, new FilePage(Optional.empty(), Optional.empty(), true, 10))).isEmpty();
    assertThat(find(World.TENANT, file.id())).isPresent();
  }

  @Test
  void an_expired_file_is_not_found_but_its_bytes_linger() {
    UploadedFile file = add("room.png", "vision");
    world.advance(KEPT);

    assertThat(find(World.TENANT, file.id())).isEmpty();
    assertThat(delete(World.TENANT, file.id())).isFalse();
    assertThat(names(page(Optional.empty(), Optional.empty()))).isEmpty();
    assertThat(world.find(file.artifact().id())).isPresent();

    world.advance(UploadedFiles.LINGER);
    assertThat(world.store().sweep(world.now(), 10)).isEqualTo(1);
    assertThat(world.path(file.artifact().hash())).doesNotExist();
  }

  @Test
  void a_deleted_file_is_not_found_but_its_bytes_linger() {
    UploadedFile file = add("room.png", "vision");

    assertThat(delete(World.TENANT, file.id())).isTrue();
    assertThat(delete(World.TENANT, file.id())).isFalse();
    assertThat(find(World.TENANT, file.id())).isEmpty();
    assertThat(world.find(file.artifact().id())).isPresent();

    world.advance(UploadedFiles.LINGER);
    assertThat(world.find(file.artifact().id())).isEmpty();
  }

  @Test
  void bytes_that_others_need_outlive_the_file() {
    UploadedFile file = add("room.png", "vision");
    world.keep("room.png", Optional.empty());
    delete(World.TENANT, file.id());
    world.advance(Duration.ofDays(1));

    assertThat(world.store().sweep(world.now(), 10)).isEqualTo(1);
    assertThat(world.path(file.artifact().hash())).exists();
  }

  @Test
  void files_are_listed_page_by_page_in_either_order() {
    List<UploadedFile> files =
        List.of(add("a", "vision"), add("b", "user_data"), add("c", "vision"), add("d", "vision"));

    assertThat(names(page(Optional.empty(), Optional.empty()))).containsExactly("d", "c", "b");
    assertThat(names(page(Optional.empty(), Optional.of(files.get(1).id())))).containsExactly("a");
    assertThat(names(page(Optional.of("vision"), Optional.empty()))).containsExactly("d", "c", "a");
    assertThat(names(new FilePage(Optional.empty(), Optional.of(files.get(1).id()), false, 1)))
        .containsExactly("c");
  }

  private UploadedFile add(String name, String purpose) {
    world.advance(Duration.ofSeconds(1));
    Instant now = world.now();
    Artifact artifact = world.find(world.keep(name, Optional.of(now.plus(KEPT)))).orElseThrow();
    return world.write(
        tx -> world.store().files().add(tx, artifact, name, purpose, now, now.plus(KEPT)));
  }

  private Optional<UploadedFile> find(TenantId tenant, FileId id) {
    return world.write(tx -> world.store().files().find(tx, tenant, id));
  }

  private boolean delete(TenantId tenant, FileId id) {
    return world.write(tx -> world.store().files().delete(tx, tenant, id));
  }

  private static FilePage page(Optional<String> purpose, Optional<FileId> after) {
    return new FilePage(purpose, after, true, 3);
  }

  private List<UploadedFile> list(TenantId tenant, FilePage page) {
    return world.write(tx -> world.store().files().list(tx, tenant, page));
  }

  private List<String> names(FilePage page) {
    return list(World.TENANT, page).stream().map(UploadedFile::name).toList();
  }
}
