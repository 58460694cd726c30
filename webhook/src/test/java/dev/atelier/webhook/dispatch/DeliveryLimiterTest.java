package dev.atelier.webhook.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.TenantId;
import dev.atelier.webhook.Receiver;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeliveryLimiterTest {
  private final DeliveryLimiter limiter =
      new DeliveryLimiter(
          new DispatchSettings(6, 4, 3, Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO));

  @Test
  void a_lane_a_tenant_and_all_together_are_bounded() {
    assertThat(limiter.reserve("a one")).isEqualTo(3);
    assertThat(limiter.reserve("a one")).isZero();
    assertThat(limiter.reserve("a two")).isEqualTo(1);
    assertThat(limiter.reserve("a three")).isZero();
    assertThat(limiter.full()).isFalse();
    assertThat(limiter.reserve("b one")).isEqualTo(2);
    assertThat(limiter.full()).isTrue();
    assertThat(limiter.reserve("c one")).isZero();

    limiter.release("a one", 2);
    assertThat(limiter.inProgress()).isEqualTo(4);
    assertThat(limiter.reserve("c one")).isEqualTo(2);
  }

  @Test
  void a_lane_that_gave_no_answer_gets_one_place_until_it_delivers() {
    limiter.unanswered("a one");
    assertThat(limiter.reserve("a one")).isEqualTo(1);
    assertThat(limiter.reserve("a one")).isZero();
    limiter.release("a one", 1);

    limiter.delivered("a one");
    assertThat(limiter.reserve("a one")).isEqualTo(3);
  }

  @Test
  void a_lane_is_a_tenants_host_with_its_port() {
    var tenant = new TenantId("acme & sons");
    var lane = Receiver.lane(tenant, URI.create("https://App.Example/hook?x=1"));

    assertThat(lane).isEqualTo("acme & sons app.example:443");
    assertThat(Receiver.tenant(lane)).isEqualTo("acme & sons");
    assertThat(Receiver.lane(tenant, URI.create("http://app.example/"))).endsWith(":80");
    assertThat(Receiver.lane(tenant, URI.create("http://app.example:81/"))).endsWith(":81");
    assertThat(Receiver.lane(tenant, URI.create("http://[::1]/"))).endsWith(" [::1]:80");
  }
}
