package dev.atelier.webhook.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atelier.webhook.Method;
import dev.atelier.webhook.dispatch.World;
import java.net.URI;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class JobSubscriptionTest {
  private static final URI HOOK = World.HOOK;

  @Test
  void a_wish_that_cannot_be_met_cannot_be_made() {
    refused(Trigger.JOB, OptionalInt.of(0), Method.POST, HOOK, "c");
    refused(Trigger.IMAGE, OptionalInt.of(-1), Method.POST, HOOK, "c");
    refused(Trigger.IMAGE, OptionalInt.empty(), Method.PUT, HOOK, "c");
    refused(Trigger.JOB, OptionalInt.empty(), Method.PUT, HOOK, "c");
    refused(Trigger.JOB, OptionalInt.empty(), Method.POST, URI.create("/hook"), "c");
    refused(Trigger.JOB, OptionalInt.empty(), Method.POST, URI.create("mailto:a@b"), "c");
    refused(Trigger.JOB, OptionalInt.empty(), Method.POST, HOOK, " ");
    refused(Trigger.JOB, OptionalInt.empty(), Method.POST, HOOK, "c".repeat(65));
    refused(
        Trigger.JOB,
        OptionalInt.empty(),
        Method.POST,
        URI.create("http://a/" + "x".repeat(8192)),
        "c");
  }

  @Test
  void one_picture_may_be_told_of_alone() {
    var subscription =
        new JobSubscription(Trigger.IMAGE, OptionalInt.of(3), Method.POST, HOOK, "c".repeat(64));
    assertThat(subscription.image()).hasValue(3);
  }

  private static void refused(
      Trigger trigger, OptionalInt image, Method method, URI url, String renderer) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JobSubscription(trigger, image, method, url, renderer));
  }
}
