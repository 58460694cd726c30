package dev.atelier.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.TenantId;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeliveryLimiterTest {
  private final DeliveryLimiter lanes =
      new DeliveryLimiter(
          new DispatchSettings(6, 4, 3, Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO));

  @Test
  void a_lane_a_tenant_and_all_together_are_bounded() {
    assertThat(lanes.reserve("a one")).isEqualTo(3);
    assertThat(lanes.reserve("a one")).isZero();
    assertThat(lanes.reserve("a two")).isEqualTo(1);
    assertThat(lanes.reserve("a three")).isZero();
    assertThat(lanes.full()).isFalse();
    assertThat(lanes.reserve("b one")).isEqualTo(2);
    assertThat(lanes.full()).isTrue();
    assertThat(lanes.reserve("c one")).isZero();

    lanes.release("a one", 2);
    assertThat(lanes.inProgress()).isEqualTo(4);
    assertThat(lanes.reserve("c one")).isEqualTo(2);
  }

  @Test
  void a_lane_that_gave_no_answer_gets_one_place_until_it_delivers() {
    lanes.unanswered("a one");
    assertThat(lanes.reserve("a one")).isEqualTo(1);
    assertThat(lanes.reserve("a one")).isZero();
    lanes.release("a one", 1);

    lanes.delivered("a one");
    assertThat(lanes.reserve("a one")).isEqualTo(3);
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
