package dev.atelier.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WishTest {
  private static final URI HOOK = World.HOOK;

  @Test
  void a_wish_that_cannot_be_met_cannot_be_made() {
    refused(Occasion.JOB, OptionalInt.of(0), Method.POST, HOOK, "c");
    refused(Occasion.IMAGE, OptionalInt.of(-1), Method.POST, HOOK, "c");
    refused(Occasion.IMAGE, OptionalInt.empty(), Method.PUT, HOOK, "c");
    refused(Occasion.JOB, OptionalInt.empty(), Method.PUT, HOOK, "c");
    refused(Occasion.JOB, OptionalInt.empty(), Method.POST, URI.create("/hook"), "c");
    refused(Occasion.JOB, OptionalInt.empty(), Method.POST, URI.create("mailto:a@b"), "c");
    refused(Occasion.JOB, OptionalInt.empty(), Method.POST, HOOK, " ");
    refused(Occasion.JOB, OptionalInt.empty(), Method.POST, HOOK, "c".repeat(65));
    refused(
        Occasion.JOB,
        OptionalInt.empty(),
        Method.POST,
        URI.create("http://a/" + "x".repeat(8192)),
        "c");
  }

  @Test
  void one_picture_may_be_told_of_alone() {
    var wish = new Wish(Occasion.IMAGE, OptionalInt.of(3), Method.POST, HOOK, "c".repeat(64));
    assertThat(wish.image()).hasValue(3);
  }

  private static void refused(
      Occasion occasion, OptionalInt image, Method method, URI url, String composer) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Wish(occasion, image, method, url, composer));
  }
}
