package dev.atelier.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.atelier.image.ContentHash;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where buckets are, and whether they can be used. */
class S3CheckTest {
  @ParameterizedTest
  @EnumSource(S3Checksums.class)
  void a_bucket_that_works_is_said_to(S3Checksums checksums) {
    S3Location location = S3Server.location();

    String found =
        S3Check.of(S3Server.running().options(location, checksums, S3Server.CREDENTIALS));

    assertThat(found).startsWith("s3://pictures/" + location.prefix()).contains("deleted");
    try (var client = S3Server.running().client()) {
      assertThat(
              client
                  .listObjectsV2(one -> one.bucket(S3Server.BUCKET).prefix(location.prefix()))
                  .contents())
          .isEmpty();
    }
  }

  @Test
  void one_that_refuses_us_names_the_step_and_no_secret() {
    var wrong = new S3Credentials("access", "not-the-secret", Optional.empty());
    S3Options options = S3Server.running().options(S3Server.location(), S3Checksums.SHA256, wrong);

    assertThatIllegalStateException()
        .isThrownBy(() -> S3Check.of(options))
        .withMessageStartingWith("writing failed")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("not-the-secret"));
  }

  @ParameterizedTest
  @CsvSource({
    "s3://pictures, pictures, ''",
    "s3://pictures/, pictures, ''",
    "s3://pictures/a/b, pictures, a/b/",
    "s3://pictures//a//b/, pictures, a/b/"
  })
  void a_location_is_a_bucket_and_a_prefix(String text, String bucket, String prefix) {
    assertThat(S3Location.parse(text)).isEqualTo(new S3Location(bucket, prefix));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "pictures", "s3://", "s3:///a", "s3://UPPER", "s3://a/b?c", "s3://b"})
  void nothing_else_is(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> S3Location.parse(text));
  }

  @Test
  void only_keys_of_contents_are_contents() {
    var location = new S3Location("pictures", "a/");
    var hash = new ContentHash("ab".repeat(32));

    assertThat(location.content(location.key(hash))).contains(hash);
    assertThat(location.content("a/artifacts/cd/" + hash.hex())).isEmpty();
    assertThat(location.content("artifacts/ab/" + hash.hex())).isEmpty();
    assertThat(location.content("a/artifacts/ab/readme")).isEmpty();
  }
}
