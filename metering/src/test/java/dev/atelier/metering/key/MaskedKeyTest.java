package dev.atelier.metering.key;

import static dev.atelier.testkit.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedKeyTest {

  @ParameterizedTest
  @CsvSource({
    "sk-ab0123456789012345678wxyz, sk-ab****wxyz",
    "sk-ab01234567890123456789wxyz, sk-ab****wxyz",
    "0123456789abcdef, 012****ef",
    "0123456789, 01****9",
    "012345, 0****5",
    "012, 0****",
    "01, ****",
    "0, ****",
  })
  void shows_the_first_five_and_last_four_and_less_of_a_short_key(String secret, String masked) {
    assertThat(MaskedKey.of(secret)).isEqualTo(masked);
  }

  @Test
  void nothing_is_shown_of_nothing() {
    assertThat(MaskedKey.of("")).isEqualTo("****");
  }

  @Test
  void never_more_than_a_third_is_shown_and_never_more_than_nine_characters() {
    forAll(
        MaskedKeyTest::text,
        secret -> {
          var shown = MaskedKey.of(secret).length() - 4;
          assertThat(shown).isBetween(0, Math.min(9, secret.length() / 3));
        });
  }

  @Test
  void only_visible_ascii_comes_out() {
    assertThat(MaskedKey.of("\r\nSet-Cookie: a=b; padding padding")).isEqualTo("??Set****ding");
    forAll(
        random ->
            random.ints(40, 0, 0x3000).mapToObj(Character::toString).reduce("", String::concat),
        secret -> assertThat(MaskedKey.of(secret)).matches("[!-~]*"));
  }

  private static String text(RandomGenerator random) {
    return random
        .ints(random.nextInt(60), '!', 0x7f)
        .mapToObj(Character::toString)
        .reduce("", String::concat);
  }
}
