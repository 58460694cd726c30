package dev.atelier.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.ArtifactId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SignedLinks lead where they were made to lead, for as long, and nowhere else. */
class SignedLinksTest {
  private static final ArtifactId ARTIFACT =
      ArtifactId.parse("0192f0c4-0000-7000-8000-00000000abcd");
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  private static final DerivedKey OLD = new DerivedKey("old", new byte[] {1, 2, 3});
  private static final DerivedKey NEW = new DerivedKey("new", new byte[] {4, 5, 6});

  private Instant now = START;
  private final SignedLinks links = new SignedLinks(List.of(OLD), () -> now);

  @Test
  void a_link_is_readable_and_leads_to_its_artifact() {
    var link = link(Disposition.INLINE);

    assertThat(link)
        .startsWith("/files/" + ARTIFACT + "/fox.png?exp=" + (START.getEpochSecond() + 60))
        .contains("&d=i&kid=old&sig=");
    assertThat(verify(link)).isTrue();
    assertThat(Disposition.of(query(link).getOrDefault("d", ""))).contains(Disposition.INLINE);
  }

  @Test
  void a_link_ends_at_its_expiry() {
    var link = link(Disposition.INLINE);

    now = START.plusMillis(59_999);
    assertThat(verify(link)).isTrue();
    now = START.plusSeconds(60);
    assertThat(verify(link)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void changing_any_character_breaks_it(long seed) {
    var random = new Random(seed);
    var link = link(Disposition.ATTACHMENT);
    for (int at = 0; at < link.length(); at++) {
      char other = "abcdefghijklmnopqrstuvwxyz0123456789-_".charAt(random.nextInt(38));
      var changed = link.substring(0, at) + other + link.substring(at + 1);
      if (!changed.equals(link)) {
        assertThat(verify(changed)).as(changed).isFalse();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "exp, 99999999999",
    "exp, ''",
    "exp, x",
    "exp, -1",
    "d, i",
    "d, ''",
    "kid, new",
    "kid, ''",
    "sig, ''",
    "sig, AAAA"
  })
  void each_part_of_the_query_counts(String name, String value) {
    var link = link(Disposition.ATTACHMENT);
    var changed = new HashMap<>(query(link));
    changed.put(name, value);
    var missing = new HashMap<>(query(link));
    missing.remove(name);

    assertThat(links.verify(path(link), changed)).isEmpty();
    assertThat(links.verify(path(link), missing)).isEmpty();
    assertThat(links.verify(path(link), query(link))).contains(ARTIFACT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/files/0192f0c4-0000-7000-8000-00000000abcd/other.png",
        "/files/0192f0c4-0000-7000-8000-00000000abce/fox.png",
        "/files/0192F0C4-0000-7000-8000-00000000ABCD/fox.png",
        "/files/0192f0c4-0000-7000-8000-00000000abcd/fox.png/",
        "/files/0192f0c4-0000-7000-8000-00000000abcd/../fox.png",
        "/files/0192f0c4-0000-7000-8000-00000000abcd",
        "/files/0192f0c4-0000-7000-8000-00000000abcd/f%6fx.png",
        "//files/0192f0c4-0000-7000-8000-00000000abcd/fox.png",
        ""
      })
  void another_path_is_another_link(String other) {
    assertThat(links.verify(other, query(link(Disposition.INLINE)))).isEmpty();
  }

  @Test
  void a_longer_life_cannot_be_taken_from_another_link() {
    var query = new HashMap<>(query(link(Disposition.INLINE)));
    var longer = links.path(ARTIFACT, "fox.png", START.plusSeconds(600), Disposition.INLINE);
    query.put("exp", query(longer).getOrDefault("exp", ""));

    assertThat(links.verify(path(longer), query)).isEmpty();
  }

  @Test
  void keys_rotate() {
    var link = link(Disposition.INLINE);
    var rotated = new SignedLinks(List.of(NEW, OLD), () -> now);
    var fresh = rotated.path(ARTIFACT, "fox.png", START.plusSeconds(60), Disposition.INLINE);
    var retired = new SignedLinks(List.of(NEW), () -> now);

    assertThat(rotated.verify(path(link), query(link))).contains(ARTIFACT);
    assertThat(rotated.verify(path(fresh), query(fresh))).contains(ARTIFACT);
    assertThat(fresh).contains("kid=new");
    assertThat(retired.verify(path(link), query(link))).isEmpty();
    assertThat(verify(fresh)).isFalse();
  }

  @Test
  void keys_of_one_purpose_do_not_sign_for_another() {
    var secrets = new SecretKeys(List.of("correct horse battery"));
    var files = new SignedLinks(secrets.derive("links"), () -> now);
    var other = new SignedLinks(secrets.derive("uploads"), () -> now);
    var link = files.path(ARTIFACT, "fox.png", START.plusSeconds(60), Disposition.INLINE);

    assertThat(files.verify(path(link), query(link))).isPresent();
    assertThat(other.verify(path(link), query(link))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "fox.png, fox.png",
    "a red fox!.png, a-red-fox-.png",
    "../../etc/passwd, etc-passwd",
    "图片, file",
    "'', file",
    "....., file",
    "x\"y;z.webp, x-y-z.webp",
    "-rf.png, rf.png"
  })
  void file_names_are_made_safe(String wanted, String safe) {
    assertThat(FileName.safe(wanted)).isEqualTo(safe);
  }

  @Test
  void whatever_the_file_name_the_link_works() {
    var random = new Random(7);
    for (int i = 0; i < 500; i++) {
      var name = new StringBuilder();
      for (int length = random.nextInt(200); length > 0; length--) {
        name.appendCodePoint(random.nextInt(random.nextBoolean() ? 128 : 0xd000));
      }
      var link =
          links.path(
              new ArtifactId(new UUID(random.nextLong(), random.nextLong())),
              name.toString(),
              START.plus(Duration.ofHours(1)),
              Disposition.INLINE);
      assertThat(verify(URI.create(link).toString())).as(link).isTrue();
      assertThat(Path.of(path(link)).normalize().toString()).isEqualTo(path(link));
    }
  }

  private String link(Disposition disposition) {
    return links.path(ARTIFACT, "fox.png", START.plusSeconds(60), disposition);
  }

  private boolean verify(String link) {
    return links.verify(path(link), query(link)).isPresent();
  }

  private static String path(String link) {
    int mark = link.indexOf('?');
    return mark < 0 ? link : link.substring(0, mark);
  }

  private static Map<String, String> query(String link) {
    var query = new HashMap<String, String>();
    for (var pair : link.substring(link.indexOf('?') + 1).split("&", -1)) {
      int equals = pair.indexOf('=');
      query.put(pair.substring(0, Math.max(equals, 0)), pair.substring(equals + 1));
    }
    return query;
  }
}
