package dev.atelier.metering.key;

import static dev.atelier.testkit.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeySecretTest {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  @Test
  void a_secret_is_a_prefix_43_digits_and_a_checksum_of_6() {
    forAll(
        KeySecret::random,
        secret -> {
          assertThat(secret).matches("atl_[0-9A-Za-z]{49}");
          assertThat(KeySecret.mistyped(secret)).isFalse();
        });
  }

  @Test
  void secrets_differ() {
    var random = new SplittableRandom(7);

    assertThat(KeySecret.random(random)).isNotEqualTo(KeySecret.random(random));
  }

  @Test
  void any_one_wrong_digit_is_recognised() {
    var secret = KeySecret.random(new SplittableRandom(3));

    for (var admission = "atl_".length(); admission < secret.length(); admission++) {
      for (var digit = 0; digit < DIGITS.length(); digit++) {
        var wrong = new StringBuilder(secret);
        wrong.setCharAt(admission, DIGITS.charAt(digit));
        var text = wrong.toString();
        assertThat(KeySecret.mistyped(text)).isEqualTo(!text.equals(secret));
      }
    }
  }

  @Test
  void two_swapped_neighbours_are_recognised() {
    var secret = KeySecret.random(new SplittableRandom(4));

    for (var admission = "atl_".length(); admission + 1 < secret.length(); admission++) {
      if (secret.charAt(admission) != secret.charAt(admission + 1)) {
        var wrong = new StringBuilder(secret);
        wrong.setCharAt(admission, secret.charAt(admission + 1));
        wrong.setCharAt(admission + 1, secret.charAt(admission));
        assertThat(KeySecret.mistyped(wrong.toString())).isTrue();
      }
    }
  }

  @Test
  void what_does_not_look_like_ours_is_never_called_mistyped() {
    assertThat(KeySecret.mistyped("sk-proj-0123456789abcdef")).isFalse();
    assertThat(KeySecret.mistyped("atl_my-own-admin-key")).isFalse();
    assertThat(KeySecret.mistyped("atl_" + "-".repeat(49))).isFalse();
    assertThat(KeySecret.mistyped("")).isFalse();
  }

  @Test
  void the_largest_256_bit_number_fits_in_43_digits() {
    var largest = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

    assertThat(decode(KeySecret.base62(largest, 43))).isEqualTo(largest);
    assertThat(KeySecret.base62(BigInteger.ONE, 3)).isEqualTo("001");
  }

  @Test
  void the_hash_is_the_sha_256_of_the_text() {
    assertThat(KeySecret.hash("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  private static BigInteger decode(String digits) {
    return digits
        .chars()
        .mapToObj(c -> BigInteger.valueOf(DIGITS.indexOf(c)))
        .reduce(BigInteger.ZERO, (sum, digit) -> sum.multiply(BigInteger.valueOf(62)).add(digit));
  }
}
